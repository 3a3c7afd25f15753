"""Everything held about somebody, handed out to them or on their behalf (T5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class SubjectExport(models.Model):
    """Asked for and made as one file, sealed like all documents; taken away when it expires."""

    class About(models.TextChoices):
        CHILD = "child", "A child and the family"
        PERSON = "person", "Somebody with an account"
        PROVIDER = "provider", "A provider"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    subject_id = models.UUIDField(help_text="Of the referral, the person or the provider")
    subject_name = models.CharField(max_length=60, help_text="A reference, or what an organisation is called")
    reason = models.CharField(max_length=300)
    identity_checked = models.CharField(max_length=300, blank=True, help_text="How, and by what")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    document_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(name="exports_of_organisation", fields=["organisation", "-asked_at"]),
            models.Index(name="exports_to_end", fields=["expires_at"], condition=models.Q(document_id__isnull=False)),
        ]
