"""Who the child is: stage 3, for the winner alone, when the award is accepted (R1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class ChildIdentity(models.Model):
    """Encrypted, and behind row-level security: the council, and organisations with a live stage-3 disclosure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="Number of the child in the referral")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    full_name = EncryptedTextField()
    date_of_birth = EncryptedTextField(help_text="ISO date")
    home_postcode = EncryptedTextField()
    home_point = EncryptedTextField(help_text='"easting,northing" on the British National Grid')
    called = EncryptedTextField(help_text="The word the family chose for the child; only the family sees it")
    family_name = EncryptedTextField(help_text="Whom to write to about a choice")
    family_email = EncryptedTextField()
    family_phone = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_identity_per_child", fields=["referral", "child"], deferrable=models.Deferrable.IMMEDIATE
            )
        ]
