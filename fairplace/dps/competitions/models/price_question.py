"""A bidder is asked to explain a price that seems abnormally low, before anybody may exclude it (PCR 2015, reg 69)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class PriceQuestion(models.Model):
    """Holds no figure of another bid. Row-level security: the council, and the bidder's own organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    bid = models.OneToOneField("competitions.Bid", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    accepted = models.BooleanField(null=True, help_text="What two persons decided; null until then")

    class Meta:
        indexes = [models.Index(name="price_questions_open", fields=["provider", "answer_by"])]
