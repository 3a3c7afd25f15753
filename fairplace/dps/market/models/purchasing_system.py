"""A purchasing system: its regime and its period of validity (P2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class PurchasingSystem(models.Model):
    """Set up once under one legal regime, which never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    regime = models.CharField(max_length=60)
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    notice_reference = models.CharField(max_length=60, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    terms_version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name
