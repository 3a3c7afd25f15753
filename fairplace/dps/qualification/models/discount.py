"""What a line takes off when several children come together: a cohort, or brothers and sisters (§7.4, Q7)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Discount(models.Model):
    """Per cent of the price of each child, from this many children on. kind: of the category's `discounts`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    from_children = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_discount_per_step", fields=["line", "kind", "from_children"]),
            models.CheckConstraint(name="discount_within_100", condition=models.Q(percent__gte=0, percent__lte=100)),
            models.CheckConstraint(name="discount_for_several", condition=models.Q(from_children__gte=2)),
        ]
