"""How the door of a category was opened, narrowed or closed (P4, §7.19): a row for each change."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class EntryChange(models.Model):
    """The newest row is what holds; without one the category is open. Append-only."""

    class Became(models.TextChoices):
        OPEN = "open", "Open"
        INITIAL_EVALUATION = "initial_evaluation", "Open, first applications assessed together"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    became = models.CharField(max_length=20, choices=Became)
    until = models.DateField(null=True, help_text="Last day of an initial evaluation or of a closure")
    because = models.TextField()
    notice_reference = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="open_has_no_last_day",
                condition=models.Q(became="open", until=None)
                | (~models.Q(became="open") & models.Q(until__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="entry_of_category", fields=["category", "-at"])]
