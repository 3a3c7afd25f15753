"""Another link to what the family was told, or none (C12)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class AccountLink(models.Model):
    """The newest row of an account counts, and every earlier link opens nothing. Rows are added, never changed.

    token_sha256 null: an officer ended the link and sent no other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("competitions.PlainAccount", on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.BinaryField(unique=True, null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="links_of_account", fields=["account", "at"])]
