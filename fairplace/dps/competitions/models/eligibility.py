"""Who was eligible at the second of publication, and who was not, because (R11)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Eligibility(models.Model):
    """Frozen: any provider can be shown why it was or was not invited. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    eligible = models.BooleanField()
    reasons = models.JSONField(default=list, help_text="Codes of referrals.rules.eligibility; empty where eligible")
    distance_band = models.CharField(max_length=30)
    competency_score = models.DecimalField(max_digits=5, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_eligibility_per_line", fields=["competition", "line"])]
        indexes = [models.Index(name="eligibility_of_provider", fields=["provider", "competition"])]
