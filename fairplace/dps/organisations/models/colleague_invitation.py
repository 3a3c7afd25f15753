"""Somebody asked to work for an organisation, by a link (Q1, X1, X8)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ColleagueInvitation(models.Model):
    """Open until it is accepted, taken back or expires. invited_by None: the first of those who run Fairplace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    roles = ArrayField(models.CharField(max_length=30))
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="colleagues_invited", fields=["organisation", "invited_at"])]
