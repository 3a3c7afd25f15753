"""The evidence library: a document is uploaded once and reused until it expires (§4.8, Q6)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS
from fairplace.foundations.kernel.identifiers import new_id


class Evidence(models.Model):
    """A typed document of a provider, or of one establishment, with its dates and, for insurance, its cover."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(
        "organisations.Establishment", on_delete=models.PROTECT, related_name="+", null=True
    )
    kind = models.CharField(max_length=40, choices=[(kind.code, kind.name) for kind in EVIDENCE_KINDS.values()])
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    cover = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text="Pounds")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, help_text="Its last day; empty for a document that does not run out")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="evidence_of_provider", fields=["provider", "kind", "expires_on"])]
        constraints = [
            models.CheckConstraint(
                name="evidence_dates_in_order", condition=models.Q(issued_on__lte=models.F("expires_on"))
            )
        ]

    def __str__(self) -> str:
        return self.kind
