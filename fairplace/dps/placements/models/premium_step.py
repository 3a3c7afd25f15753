"""What was said and decided of a premium (C8)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.placements.rules.premium import Step
from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class PremiumStep(models.Model):
    """The provider says that it is reached; the council decides. Rows are added, never changed: the last one counts.

    Behind row-level security: the two sides of its agreement. amount: pounds that are due, where it is reached.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey("placements.PlacementAgreement", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, choices=[(one.value, one.name) for one in Step])
    day = models.DateField(null=True)
    words = EncryptedTextField(help_text="What shows it")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="premium_amount_where_reached",
                condition=models.Q(step="reached", amount__gt=0, day__isnull=False)
                | (~models.Q(step="reached") & models.Q(amount__isnull=True)),
            )
        ]
        indexes = [models.Index(name="steps_of_premium", fields=["agreement", "at"])]
