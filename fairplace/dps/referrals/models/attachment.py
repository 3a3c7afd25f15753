"""A file that goes with a referral (R2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class Attachment(models.Model):
    """Its name and text are child data too. Behind row-level security: the council, and a live disclosure of its stage.

    The file itself lies encrypted in the document store, under a name that says nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    document_id = models.UUIDField(unique=True)
    name = EncryptedTextField(help_text="As the officer called the file")
    text = EncryptedTextField(help_text="What could be read of it, for the privacy check; empty where nothing could")
    was_read = models.BooleanField(default=False, db_default=False, help_text="Whether that is all of it")
    looked_at = models.DateTimeField(null=True, help_text="When somebody said that they had looked at the rest")
    looked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    stage = models.PositiveSmallIntegerField(help_text="2: those who will bid; 3: the winner alone")
    size = models.PositiveIntegerField(help_text="Bytes, without what was taken out")
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_stage_2_or_3", condition=models.Q(stage__in=[2, 3])),
        ]
        indexes = [models.Index(name="attachments_of_referral", fields=["referral", "added_at"])]
