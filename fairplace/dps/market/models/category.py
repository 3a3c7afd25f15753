"""A category of the system (§7.2-7.3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Category(models.Model):
    """SEN, Foster Care, Residential Care, Alternative Education, Supported Accommodation: data, not code (P3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_category_per_code", fields=["system", "code"])]

    def __str__(self) -> str:
        return self.name
