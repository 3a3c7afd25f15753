"""Who was eligible at the second of publication, and who was not, because; and what was added by rule since (R11)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Eligibility(models.Model):
    """Frozen: any provider can be shown why it was or was not invited. Rows are added, never changed.

    A line's latest row says how it stands; the rows before it say how it stood.
    """

    class Cause(models.TextChoices):
        PUBLISHED = "published", "Published"
        WIDENED = "widened", "The limit was widened"
        OPTED_IN = "opted_in", "Opted in"
        JOINED = "joined", "Joined while bids were open"
        SUSPENDED = "suspended", "Suspended while bids were open"
        REINSTATED = "reinstated", "Reinstated while bids were open"
        LEFT = "left", "Left while bids were open"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Filled in by the database, from the competition",
    )
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    eligible = models.BooleanField()
    reasons = models.JSONField(default=list, help_text="Codes of referrals.rules.eligibility")
    distance_band = models.CharField(max_length=30)
    from_areas = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether miles run from the nearest declared carer area, not from the place",
    )
    competency_score = models.DecimalField(max_digits=5, decimal_places=2)
    cause = models.CharField(max_length=12, choices=Cause, default=Cause.PUBLISHED)
    told = models.BooleanField(default=False, help_text="Whether a letter went to its provider for this row")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_eligibility_per_line",
                fields=["competition", "line"],
                condition=models.Q(cause="published"),
            )
        ]
        indexes = [
            models.Index(name="eligibility_of_provider", fields=["provider", "competition"]),
            models.Index(name="eligibility_in_order", fields=["competition", "line", "at", "id"]),
        ]
