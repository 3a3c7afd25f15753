"""An evidence pack (T4): who asked for it and why; the file itself is a sealed document."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class EvidencePack(models.Model):
    """provider: of a pack for a bidder. document_id: None until a job has made the file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    document_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(name="packs_of_referral", fields=["referral", "-asked_at"])]
