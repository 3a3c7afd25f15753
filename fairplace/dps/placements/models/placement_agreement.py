"""The Individual Placement Agreement, IPA (K1)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.foundations.kernel.identifiers import new_id


class PlacementAgreement(models.Model):
    """Made from referral, bid (or a named place's answer) and terms, for one child: behind row-level security.

    provider and establishment are empty for a named place that is not on the system; the names then stand here alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    award = models.ForeignKey("competitions.Award", on_delete=models.PROTECT, related_name="+", null=True)
    direct_award = models.OneToOneField("placements.DirectAward", on_delete=models.PROTECT, related_name="+", null=True)
    child = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="Number of the child in the referral")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    establishment = models.ForeignKey(
        "organisations.Establishment", on_delete=models.PROTECT, related_name="+", null=True
    )
    supplier_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    place_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    state = models.CharField(max_length=20, choices=[(state.value, state.label) for state in AgreementStanding])
    terms_version = models.CharField(max_length=40)
    weekly_price = models.DecimalField(max_digits=9, decimal_places=2)
    starts_on = models.DateField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_agreement_per_child", fields=["award", "child"]),
            models.CheckConstraint(
                name="agreement_of_one_award",
                condition=models.Q(award__isnull=False, direct_award__isnull=True)
                | models.Q(award__isnull=True, direct_award__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="agreements_of_council", fields=["council", "state"]),
            models.Index(name="agreements_of_provider", fields=["provider", "state"]),
        ]

    def __str__(self) -> str:
        return self.reference
