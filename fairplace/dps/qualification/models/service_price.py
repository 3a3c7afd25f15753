"""What a line asks for an additional service of its category's price list (§7.4, Q7)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ServicePrice(models.Model):
    """Pounds for one unit of the service. A service without a row is not offered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60)
    price = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_price_per_service", fields=["line", "service"]),
            models.CheckConstraint(name="service_price_not_negative", condition=models.Q(price__gte=0)),
        ]
