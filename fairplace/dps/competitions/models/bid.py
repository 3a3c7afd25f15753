"""An opened bid (C1, C4)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class Bid(models.Model):
    """Made at opening from a submitted slot. Row-level security: the council, and the bidder's own organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invitation = models.OneToOneField("competitions.Invitation", on_delete=models.PROTECT, related_name="+")
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=12, help_text='"Bidder B": what evaluators see; drawn by lot at opening')
    content = models.JSONField(help_text="See competitions.rules.bid_content")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=64)
    miles = EncryptedTextField(
        null=True,
        help_text="Of the household that it names, fixed at opening (method, rule 0); empty: the invitation's",
    )
    weekly_price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    excluded_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_label_per_bid", fields=["competition", "label"])]
        indexes = [models.Index(name="last_bids_of_a_place", fields=["council", "establishment", "-submitted_at"])]
