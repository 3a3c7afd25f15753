"""Every change of a referral: from, to, by whom, when, because."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ReferralState(models.Model):
    """Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    came_from = models.CharField(max_length=30, blank=True)
    became = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(name="states_of_referral", fields=["referral", "at"])]
