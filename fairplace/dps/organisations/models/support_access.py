"""Access of those who run Fairplace to one organisation's pages, asked for with a reason and for some hours (X1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class SupportAccess(models.Model):
    """Live from begins_at until ends_at, or until somebody ends it. What was read stands in the events about it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(name="support_of_organisation", fields=["organisation", "-begins_at"])]
        constraints = [
            models.CheckConstraint(name="support_ends", condition=models.Q(ends_at__gt=models.F("begins_at")))
        ]
