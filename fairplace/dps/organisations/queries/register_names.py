"""Which of these words are the name of a school or home (R1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

_SQL = """
    SELECT lower(replace(name, '’', '''')) FROM organisations_registerentry
     WHERE lower(replace(name, '’', '''')) = ANY(%(names)s)
    UNION
    SELECT lower(replace(name, '’', '''')) FROM establishment_names
     WHERE lower(replace(name, '’', '''')) = ANY(%(names)s)
"""


def names_of_places(names: Iterable[str]) -> frozenset[str]:
    """Those that a public register or our own list of establishments has: small letters, straight apostrophes."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"names": sorted(set(names))})
        return frozenset(name for (name,) in cursor.fetchall())
