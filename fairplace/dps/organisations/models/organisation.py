"""A council, a provider, or the operator of the system."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Organisation(models.Model):
    """Whoever people act for. A council is known by its ONS code, a provider by company or charity number."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        PROVIDER = "provider", "Provider"
        OPERATOR = "operator", "Operator"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    ons_code = models.CharField(max_length=9, blank=True)
    registered_number = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=100, blank=True, help_text="Of a sole trader, who has no number")
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, help_text="The council that it became part of"
    )
    merged_at = models.DateTimeField(null=True)
    colour = models.CharField(max_length=20, blank=True, help_text="Name of a council colour in the style sheet")
    strong_factor_for = ArrayField(
        models.CharField(max_length=30),
        default=list,
        db_default=[],
        help_text="Roles whose holders sign in with more than an e-mailed code",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="council_has_ons_code",
                condition=models.Q(kind="council") & ~models.Q(ons_code="")
                | ~models.Q(kind="council") & models.Q(ons_code=""),
            ),
            models.UniqueConstraint(
                name="one_council_per_ons_code", fields=["ons_code"], condition=~models.Q(ons_code="")
            ),
            models.UniqueConstraint(
                name="one_provider_per_number", fields=["registered_number"], condition=~models.Q(registered_number="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
