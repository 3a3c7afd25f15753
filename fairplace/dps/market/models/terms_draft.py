"""New terms while the lead authority writes them."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class TermsDraft(models.Model):
    """Taken away when it is published as a TermsVersion. schedules: council -> text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+", null=True)
    label = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    schedules = models.JSONField(default=dict)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+", null=True)
    accept_by = models.DateField(null=True)
    consequence = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
