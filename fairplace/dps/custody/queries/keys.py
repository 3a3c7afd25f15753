"""How much lies under which key of the keyring: what must be sealed anew, and which key nothing needs any more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.core.cache import cache
from django.db import connection

from fairplace.foundations.encryption import EncryptedTextField, keyring

UNKNOWN = 0
"""Of documents from before their key was kept: which one is found when keys are turned over."""
_CACHED_AS, _CACHED_FOR = "custody.key_use", 15 * 60  # seconds: counting reads every sealed value's first bytes


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One encrypted column. Its rows have a UUID as key."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class KeyUse:
    """version: 0 where not known. held: the keyring has it. seals: new values are sealed with it."""

    version: int
    values: int
    documents: int
    held: bool
    seals: bool


def sealed_columns() -> list[SealedColumn]:
    """Every encrypted column of the product."""
    return [
        SealedColumn(model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField) and field.column
    ]


def key_use() -> list[KeyUse]:
    """As it is now, newest key first. Reads every table with sealed values once."""
    values, documents = Counter[int](), Counter[int]()
    with connection.cursor() as cursor:
        for place in sealed_columns():
            cursor.execute("SELECT version, number FROM fairplace_key_use(%s, %s)", [place.table, place.column])
            values.update(dict(cursor.fetchall()))
        cursor.execute("SELECT version, number FROM fairplace_file_key_use()")
        documents.update(dict(cursor.fetchall()))
    ring = keyring()
    return [
        KeyUse(version, values[version], documents[version], version in ring.keys, version == ring.newest)
        for version in sorted({*values, *documents, *ring.keys}, reverse=True)
    ]


def key_use_lately() -> list[KeyUse]:
    """The same, at most a quarter of an hour old: for a page."""
    found: list[KeyUse] | None = cache.get(_CACHED_AS)
    if found is None:
        found = key_use()
        cache.set(_CACHED_AS, found, _CACHED_FOR)
    return found


def missing_keys() -> list[KeyUse]:
    """Keys that something is sealed with and the keyring does not have."""
    return [use for use in key_use() if not use.held and use.version != UNKNOWN]
