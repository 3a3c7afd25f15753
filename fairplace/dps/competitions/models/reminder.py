"""That somebody invited was reminded (R6): once of each kind for each closing time."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Reminder(models.Model):
    """Says nothing of a bid: who said that they will bid is reminded whether or not one is in. Rows are added only."""

    class Kind(models.TextChoices):
        UNREAD = "unread", "Had not read it"
        BIDDING = "bidding", "Said that they will bid"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invitation = models.ForeignKey("competitions.Invitation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    closes_at = models.DateTimeField(help_text="The closing time that it was about")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_reminder_per_closing_time", fields=["invitation", "kind", "closes_at"])
        ]
