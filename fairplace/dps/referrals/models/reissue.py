"""A referral that is issued again after it was cancelled or ended without an award (R9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Reissue(models.Model):
    """Links the new one to the earlier; everyone invited to either reads the reason. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    earlier = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
