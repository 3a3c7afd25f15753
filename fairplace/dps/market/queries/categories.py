"""The categories in force, and what a published version holds (P3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db import connection

from fairplace.dps.market.models import CategoryVersion
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import CategoryContent, read_content
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category and the version in force. filled: criteria are agreed, so that providers may apply."""

    id: UUID
    code: str
    name: str
    version_id: UUID
    number: int
    filled: bool
    description: str


_NEWEST = """
    SELECT DISTINCT ON (k.position, k.id) k.id, k.code, k.name, v.id, v.number
      FROM market_category k JOIN market_categoryversion v ON v.category_id = k.id
     WHERE k.system_id = (SELECT id FROM market_purchasingsystem ORDER BY id LIMIT 1)
       AND v.in_force_from <= fairplace_now()
     ORDER BY k.position, k.id, v.number DESC
"""


def categories() -> list[CategoryRow]:
    """The categories of the system in the order of its notice, each with its version in force. NotThere: no system."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        rows = cursor.fetchall()
    if not rows:
        the_system()
    made = []
    for key, code, name, version_id, number in rows:
        content = content_of(version_id)
        made.append(CategoryRow(key, code, name, version_id, number, content.filled, content.description))
    return made


@cache
def content_of(version_id: UUID) -> CategoryContent:
    """What a published version holds; kept in memory, for a version never changes. NotThere when there is none."""
    document = CategoryVersion.objects.filter(id=version_id).values_list("content", flat=True).first()
    if document is None:
        raise NotThere
    return read_content(document)
