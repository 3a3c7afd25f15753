"""A second person agrees to a referral before it is published, where the council wants one (R1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ApprovalRule(models.Model):
    """Whether a council wants a second person. Rows are added; the latest counts; without any, nobody is asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    wanted = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")


class ApprovalRequest(models.Model):
    """The writer asks a second person to read the referral as it stands at a revision. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_request_per_revision", fields=["referral", "revision"])]


class ReferralApproval(models.Model):
    """Of the referral as it stood at a revision: any later change needs another. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
