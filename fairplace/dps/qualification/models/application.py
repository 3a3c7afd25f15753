"""A provider asks to join: one application, many lines (Q2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Application(models.Model):
    """Provider-level answers are given once, here; establishment-level answers stand on each line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    decide_by = models.DateField(null=True, help_text="Last day for a decision under the regime's clock (Q13)")
    answers = models.JSONField(default=dict)
    sent_text = models.TextField(blank=True, help_text="What was sent, as the file that its digest is of (Q12)")
    sent_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(name="application_of_provider", fields=["provider"])]

    def __str__(self) -> str:
        return self.reference
