"""Every move of a closing time: always to a later one, while bids can still be made (R9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ClosingChange(models.Model):
    """Rows are added, never changed. The reason is read by everyone invited, so it says nothing of the child."""

    class Cause(models.TextChoices):
        EXTENDED = "extended", "The council extended it"
        ANSWERED = "answered", "A question was answered"
        WIDENED = "widened", "More places were invited"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause)
    was = models.DateTimeField()
    became = models.DateTimeField()
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="closing_only_later", condition=models.Q(became__gt=models.F("was")))
        ]
        indexes = [models.Index(name="closing_changes", fields=["competition", "at"])]
