"""Another category whose places are asked too (R2, §7.3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ReferralCategory(models.Model):
    """Beside the leading one, which stands in the referral and gives criteria, weights and needs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    category_version = models.ForeignKey("market.CategoryVersion", on_delete=models.PROTECT, related_name="+")
    placement_kind = models.CharField(max_length=30, help_text="Of this category")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_row_per_further_category", fields=["referral", "category"])]
