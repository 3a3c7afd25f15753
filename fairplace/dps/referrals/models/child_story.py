"""The narrative: stage 2, for those who will bid and accept confidentiality (R1, R12)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class ChildStory(models.Model):
    """Encrypted, and behind row-level security: the council, and organisations with a live disclosure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="Number of the child in the referral")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    narrative = EncryptedTextField()
    own_words = EncryptedTextField()
    family_words = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_story_per_child", fields=["referral", "child"], deferrable=models.Deferrable.IMMEDIATE
            )
        ]
