"""A mark for a bid's statement: individual, then moderated (C3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Mark(models.Model):
    """Never overwritten: a change is a new row. The last one of a person (or the last moderated) counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey("competitions.Bid", on_delete=models.PROTECT, related_name="+")
    moderated = models.BooleanField(default=False)
    mark = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="marks_of_competition", fields=["competition", "bid", "at"])]
        constraints = [models.CheckConstraint(name="mark_not_negative", condition=models.Q(mark__gte=0))]
