"""The notices that the lead published about a system, as it recorded them (P1, P2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Notice(models.Model):
    """act: which of the regime's acts it was for. about: what was done, in one sentence. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    reference = models.CharField(max_length=60)
    about = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
