"""A place is asked whether it can take a child for whom it was named (R10)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class Consultation(models.Model):
    """Found by the digest of its link's token, so behind no wall; whom to write to is encrypted, of the child nothing.

    An accredited place has no link: provider is set and its people answer on their own tasks.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    preference = models.ForeignKey("placements.NamedPreference", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    place_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    revision = models.PositiveIntegerField(help_text="Of the referral as it was shown")
    contact_name = EncryptedTextField(null=True)
    contact_email = EncryptedTextField(null=True)
    contact_phone = EncryptedTextField(null=True)
    token_sha256 = models.BinaryField(unique=True, null=True)
    link_sent_at = models.DateTimeField(null=True)
    link_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    code_sha256 = models.BinaryField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, help_text="First opened with a right code, or by a signed-in person")
    confidential_at = models.DateTimeField(null=True)
    confidential_by = models.CharField(max_length=200, blank=True, help_text="Who promised it, with their job")
    answered_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    told_overdue = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consultation_by_link_or_provider",
                condition=models.Q(provider__isnull=True) | models.Q(token_sha256__isnull=True),
            )
        ]
        indexes = [
            models.Index(name="consultations_of_preference", fields=["preference", "asked_at"]),
            models.Index(
                name="consultations_of_provider", fields=["provider"], condition=models.Q(provider__isnull=False)
            ),
            models.Index(name="consultations_waiting", fields=["due_at"], condition=models.Q(answered_at__isnull=True)),
        ]


class ConsultationAnswer(models.Model):
    """What the place said: yes with a price, or no with a reason. Never changed; for its council and provider alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consultation = models.OneToOneField("placements.Consultation", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    can = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True, help_text="Of rules.named_preference.decline_reasons")
    words = EncryptedTextField(null=True)
    weekly_price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    starts_on = models.DateField(null=True)
    run_by = models.CharField(max_length=200, blank=True)
    run_by_number = models.CharField(max_length=20, blank=True, help_text="Company or charity number")
    answered_by = EncryptedTextField(help_text="Name and job of who answered")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="yes_with_price_or_no_with_reason",
                condition=models.Q(can=True, weekly_price__gt=0, starts_on__isnull=False, reason="")
                | models.Q(can=False, weekly_price__isnull=True, starts_on__isnull=True) & ~models.Q(reason=""),
            )
        ]
