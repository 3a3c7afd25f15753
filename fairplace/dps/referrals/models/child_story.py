"""The narrative: stage 2, for those who will bid and accept confidentiality (R1, R12)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class ChildStory(models.Model):
    """Encrypted, and behind row-level security: the council, and organisations with a live disclosure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    narrative = EncryptedTextField()
    own_words = EncryptedTextField()
    family_words = EncryptedTextField()
