"""The family chooses between bids that are close (C5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class FamilyChoice(models.Model):
    """Found by the digest of the link's token; answered once, with a code sent to the family's phone or e-mail.

    A family may also answer on paper or by telephone: then an officer writes it down, and the row says who and how.
    """

    class TakenBy(models.TextChoices):
        LINK = "", "By the link"
        PAPER = "paper", "On paper"
        TELEPHONE = "telephone", "By telephone"
        MEETING = "meeting", "At a meeting"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.BinaryField(unique=True)
    bids = models.JSONField(help_text="Ids of the bids listed, in rank order")
    shown = EncryptedTextField(null=True, help_text="The places as the family was shown them: rules/family_place.py")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    code_sha256 = models.BinaryField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    chosen = models.ForeignKey("competitions.Bid", on_delete=models.PROTECT, related_name="+", null=True)
    no_preference = models.BooleanField(default=False)
    reason = EncryptedTextField(null=True)
    taken_how = models.CharField(max_length=10, choices=TakenBy, blank=True)
    taken_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, help_text="An officer ended the link: the family has not been asked")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="choices_of_competition", fields=["competition", "asked_at"]),
            models.Index(
                name="choices_open",
                fields=["expires_at"],
                condition=models.Q(answered_at__isnull=True, ended_because=""),
            ),
        ]
