"""A place that a council bought outside the system, so that market figures are whole (R10)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class OutsidePlacement(models.Model):
    """Where, what kind, at what price and why: nothing of the child. Its council alone sees the row.

    Never changed: a wrong one is struck out with a reason, and logged anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    placement_kind = models.CharField(max_length=30)
    place_name = models.CharField(max_length=200)
    place_kind = models.CharField(max_length=200, blank=True)
    place_urn = models.CharField(max_length=12, blank=True)
    place_area = models.CharField(max_length=100, blank=True)
    run_by = models.CharField(max_length=200, blank=True)
    weekly_price = models.DecimalField(max_digits=9, decimal_places=2)
    starts_on = models.DateField()
    reason = models.CharField(max_length=20, help_text="Of rules.named_preference.outside_reasons")
    words = EncryptedTextField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    struck_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="outside_price_above_nought", condition=models.Q(weekly_price__gt=0))
        ]
        indexes = [models.Index(name="outside_of_council", fields=["council", "logged_at"])]
