"""A child of a referral for several children, after the first (R2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class FurtherChild(models.Model):
    """Coded facts of child 2, 3, …; those of child 1 stand in the referral itself. No row: one child."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="From 2, without gaps")
    age = models.PositiveSmallIntegerField(null=True, help_text="In years; the market sees a band")
    gender = models.CharField(max_length=10, blank=True, help_text="girl, boy or blank where matching does not need it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_further_child_per_number",
                fields=["referral", "number"],
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(name="further_child_from_2", condition=models.Q(number__gte=2)),
        ]
