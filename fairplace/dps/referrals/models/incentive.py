"""The incentive that a referral publishes (C8)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Incentive(models.Model):
    """At most one per referral; changed only while the referral is a draft. No free text: nothing of the child."""

    class Kind(models.TextChoices):
        OUTCOMES = "outcomes", "The outcomes that the referral names"
        STEP_DOWN = "step_down", "A safe move to less support"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    by = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incentive_amount_or_percent",
                condition=models.Q(amount__isnull=True, percent__gt=0) | models.Q(percent__isnull=True, amount__gt=0),
            )
        ]
