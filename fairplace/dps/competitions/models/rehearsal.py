"""A rehearsal of other rules over closed referrals (C10): what was asked, how far it is, and pooled figures."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Rehearsal(models.Model):
    """Never part of an award. Holds numbers alone, of all councils together: no referral, no bid, no child."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+", null=True)
    price_weight = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    price_formula = models.CharField(max_length=10, blank=True, help_text="relative, absolute, or each its own")
    floor_percent = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    ceiling_percent = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed = models.PositiveIntegerField(null=True, help_text="Closed referrals there were when it began")
    done = models.PositiveIntegerField(default=0)
    replayed = models.PositiveIntegerField(default=0)
    other_first = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    would_ask = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rehearsal_price_weight_30_to_70",
                condition=models.Q(price_weight__isnull=True) | models.Q(price_weight__gte=30, price_weight__lte=70),
            )
        ]
        indexes = [models.Index(name="rehearsals_asked", fields=["-asked_at"])]
