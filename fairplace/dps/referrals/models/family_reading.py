"""The child and the family check what is written about them before it is published (R12)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class FamilyReading(models.Model):
    """A link. Found by the digest of its token; opens with a code; comments are sent once."""

    class Reader(models.TextChoices):
        FAMILY = "family", "The family"
        YOUNG_PERSON = "young_person", "The child or young person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="Whom it is about; the family of brothers and sisters reads of all of them"
    )
    reader = models.CharField(max_length=20, choices=Reader)
    token_sha256 = models.BinaryField(unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    code_sha256 = models.BinaryField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, help_text="First opened with a right code")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="readings_of_referral", fields=["referral", "sent_at"])]


class FamilyComment(models.Model):
    """What a reader said about one part. Added, never changed; encrypted, for the council alone."""

    class About(models.TextChoices):
        STORY = "story", "The story"
        OWN_WORDS = "own_words", "The child’s own words"
        NEEDS = "needs", "The needs and the hopes"
        ELSE = "else", "Anything else"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reading = models.ForeignKey("referrals.FamilyReading", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=20, choices=About)
    text = EncryptedTextField()
    at = models.DateTimeField()


class CommentReply(models.Model):
    """The officer took it up, or says why not. Added, never changed: the latest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    comment = models.ForeignKey("referrals.FamilyComment", on_delete=models.PROTECT, related_name="+")
    taken_up = models.BooleanField()
    because = EncryptedTextField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
