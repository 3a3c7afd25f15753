"""The system's share of an emergency's key: with one opener, out of hours, it opens the bids (C2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class TimedShare(models.Model):
    """Alone it opens nothing. A row wall keeps it until the closing time; it is gone when bids are open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.OneToOneField("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    private_key = EncryptedTextField(help_text="Hexadecimal")
