"""One mini-competition for one referral."""

from __future__ import annotations

from django.db import models

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations.kernel.identifiers import new_id


class Competition(models.Model):
    """Published, closed by the clock, opened by two people, scored, awarded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(state.value, state.label) for state in CompetitionStanding])
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField()
    timed_public_key = models.BinaryField(
        null=True, help_text="Of the share with which one opener opens an emergency out of hours (C2); else null"
    )
    opened_at = models.DateTimeField(null=True)
    scored_at = models.DateTimeField(null=True)
    first_by_lot = models.ForeignKey(
        "competitions.Bid",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Drawn on the record (rule 8)",
    )

    class Meta:
        indexes = [
            models.Index(name="competitions_of_council", fields=["council", "state", "closes_at"]),
            models.Index(name="competitions_open", fields=["closes_at"], condition=models.Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                name="closes_after_publication", condition=models.Q(closes_at__gt=models.F("published_at"))
            ),
            models.CheckConstraint(
                name="opened_after_closing",
                condition=models.Q(opened_at__isnull=True) | models.Q(opened_at__gte=models.F("closes_at")),
            ),
        ]
