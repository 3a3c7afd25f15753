"""An invitation to one accredited line, and the answer to it (R6)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class Invitation(models.Model):
    """The provider sees a band; the exact miles are sealed, because three of them would find the home."""

    class Answer(models.TextChoices):
        NONE = "", "Not answered"
        WILL_BID = "will_bid", "Will bid"
        CANNOT = "cannot", "Cannot"

    class Reason(models.TextChoices):
        FULL = "full", "No place free"
        CANNOT_MEET_NEED = "cannot_meet_need", "Cannot meet a need"
        TOO_FAR = "too_far", "Too far"
        PRICE = "price", "Price"
        STAFFING = "staffing", "Staffing"
        MATCHING = "matching", "Not a good match with those who live or learn here"

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
    distance_band = models.CharField(max_length=30)
    miles = EncryptedTextField(help_text="Decimal text, truncated to six decimals")
    competency_score = models.DecimalField(max_digits=5, decimal_places=2, help_text="In force on publication day (A6)")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="")
    reason = models.CharField(max_length=30, choices=Reason, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_invitation_per_line", fields=["competition", "line"])]
        indexes = [models.Index(name="invitations_of_provider", fields=["provider", "competition"])]
