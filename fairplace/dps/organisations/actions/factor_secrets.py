"""Secrets of second factors are kept sealed, and go with the factor (X1)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fairplace.dps.organisations.models import FactorSecret
from fairplace.foundations.encryption.fields import seal_onto
from fairplace.foundations.kernel.identifiers import new_id


def keep_secret(*, text: str) -> UUID:
    """Part of a larger action."""
    row = FactorSecret(id=new_id())
    seal_onto(row, sealed=text)
    row.save(force_insert=True)
    return row.id


def forget_secrets(*, secret_ids: Iterable[UUID]) -> None:
    FactorSecret.objects.filter(id__in=list(secret_ids)).delete()
