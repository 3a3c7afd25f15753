"""A wider limit after publication, with its reason (R4)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class LimitChange(models.Model):
    """Miles from the child's home. Rows are added, never changed; ClosingChange says what it did to the time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    from_miles = models.PositiveSmallIntegerField()
    to_miles = models.PositiveSmallIntegerField()
    because = models.TextField()
    invited = models.PositiveIntegerField(help_text="How many lines it added")
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="limit_changes", fields=["competition", "at"])]
        constraints = [
            models.CheckConstraint(name="limit_only_widens", condition=models.Q(to_miles__gt=models.F("from_miles")))
        ]
