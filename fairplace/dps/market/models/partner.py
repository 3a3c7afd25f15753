"""The councils named in the notice (P1, §4.3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Partner(models.Model):
    """One council's standing in one purchasing system."""

    class Standing(models.TextChoices):
        LEAD = "lead", "Lead contracting authority"
        PARTNER = "partner", "Partner"
        ASSOCIATE = "associate", "Associate"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=10, choices=Standing)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_standing_per_council", fields=["system", "council"]),
            models.UniqueConstraint(name="one_lead", fields=["system"], condition=models.Q(standing="lead")),
        ]
