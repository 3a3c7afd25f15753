"""The categories in force, and what a published version holds (P3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

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


def categories() -> list[CategoryRow]:
    """The categories of the system in the order of its notice, each with its newest version."""
    versions = (
        CategoryVersion.objects.filter(category__system_id=the_system().id)
        .order_by("category_id", "-number")
        .distinct("category_id")
        .values_list(
            "category_id", "category__code", "category__name", "id", "number",
            "content__filled", "content__description", "category__position",
        )
    )  # fmt: skip
    return [CategoryRow(*row[:-1]) for row in sorted(versions, key=lambda row: row[-1])]


@cache
def content_of(version_id: UUID) -> CategoryContent:
    """What a published version holds; kept in memory, for a version never changes. NotThere when there is none."""
    document = CategoryVersion.objects.filter(id=version_id).values_list("content", flat=True).first()
    if document is None:
        raise NotThere
    return read_content(document)
