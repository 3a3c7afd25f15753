"""A council's own sign-in page, by OpenID Connect (X1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class SingleSignOn(models.Model):
    """In force from agreed_at to ended_at. Whoever may set it could be any colleague: so two people do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=300)
    client_secret = EncryptedTextField()
    email_domain = models.CharField(max_length=200)
    is_required = models.BooleanField(default=False)
    proposed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_sign_on_of_a_council",
                fields=["organisation"],
                condition=models.Q(agreed_at__isnull=False, ended_at=None),
            ),
            models.UniqueConstraint(
                name="one_council_per_email_domain",
                fields=["email_domain"],
                condition=models.Q(agreed_at__isnull=False, ended_at=None),
            ),
            models.UniqueConstraint(
                name="one_sign_on_waits",
                fields=["organisation"],
                condition=models.Q(agreed_at=None, ended_at=None),
            ),
            models.CheckConstraint(
                name="two_people_set_a_sign_on",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.issuer


class SignOnLink(models.Model):
    """Who somebody is at an issuer. Made at their first sign-in there, and theirs from then on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_person_per_subject", fields=["issuer", "subject"]),
            models.UniqueConstraint(name="one_subject_per_person", fields=["person", "issuer"]),
        ]

    def __str__(self) -> str:
        return self.subject
