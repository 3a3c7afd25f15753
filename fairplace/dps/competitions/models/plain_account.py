"""What the family was told after an award (C12)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class PlainAccount(models.Model):
    """Written when the winner accepts, whether or not there was a choice. Found by the digest of the link's token."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    award = models.ForeignKey("competitions.Award", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="Of several families, whose child it is about"
    )
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.BinaryField(unique=True)
    content = EncryptedTextField(help_text="rules/family_account.py")
    written_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent = models.BooleanField(help_text="By e-mail; else an officer prints it")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_plain_account_per_family", fields=["award", "child"])]
