"""What one person of the council proposes and a second must agree to: a waiver, a price, an award set aside."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Proposal(models.Model):
    """Decided once, by somebody else. Row-level security: the council alone."""

    class Kind(models.TextChoices):
        WAIVER = "waiver", "Drop “essential” from every item, for all bidders"
        PRICE = "price", "Decide on an abnormally low price"
        SET_ASIDE = "set_aside", "Set the award aside"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    bid = models.ForeignKey("competitions.Bid", on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=10, blank=True, help_text="rules/second_person.py; empty for a waiver")
    because = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    agreed = models.BooleanField(null=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(name="proposals_of_competition", fields=["competition", "proposed_at"])]
        constraints = [
            models.UniqueConstraint(
                name="one_open_proposal",
                fields=["competition", "kind", "bid"],
                condition=models.Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_second_person_decides",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
            ),
        ]
