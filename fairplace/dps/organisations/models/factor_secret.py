"""The key of somebody's authenticator app, or the seed of their recovery codes, sealed (X1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class FactorSecret(models.Model):
    """allauth keeps its identifier where it would keep the secret. Here it is sealed anew with all others (T5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sealed = EncryptedTextField()
