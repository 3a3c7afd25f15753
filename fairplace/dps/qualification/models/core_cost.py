"""A core cost that a line carries into every referral: may fall there, never rise (§7.4, Q7)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class CoreCost(models.Model):
    """Pounds per week for one heading of the category and, where the heading depends on it, one kind of placement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    heading = models.SlugField(max_length=60)
    weekly = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_cost_per_heading", fields=["line", "heading"]),
            models.CheckConstraint(name="core_cost_not_negative", condition=models.Q(weekly__gte=0)),
        ]
