"""Every published version of a category, and what changed between two of them (P3): for anyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.models import CategoryDraft, CategoryVersion, DraftAgreement
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.difference_words import ChangedPart, changed_parts
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version. agreed_by: the councils whose agreement published it; empty where the system was set up with it."""

    id: UUID
    number: int
    in_force_from: datetime
    name: str
    agreed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a category and everything that differs."""

    before: VersionRow
    after: VersionRow
    parts: list[ChangedPart]


def versions_of(code: str) -> list[VersionRow]:
    """The newest first, those that wait for their day too. NotThere when there is no such category."""
    rows = CategoryVersion.objects.filter(category__code=code, category__system_id=the_system().id)
    found = list(rows.order_by("-number").values_list("id", "number", "in_force_from", "content__name"))
    if not found:
        raise NotThere
    agreed = _agreed_by([row[0] for row in found])
    return [VersionRow(*row, agreed.get(row[0], ())) for row in found]


def compare_versions(code: str, before: int, after: int) -> Comparison:
    """Any two, in either order. NotThere when one of them does not exist."""
    versions = {row.number: row for row in versions_of(code)}
    if before not in versions or after not in versions:
        raise NotThere
    ids = [versions[before].id, versions[after].id]
    contents = dict(CategoryVersion.objects.filter(id__in=ids).values_list("id", "content"))
    return Comparison(versions[before], versions[after], changed_parts(contents[ids[0]], contents[ids[1]]))


def _agreed_by(version_ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    drafts = CategoryDraft.objects.filter(published_id__in=version_ids).values_list("id", "round", "published_id")
    by_draft = {(row[0], row[1]): row[2] for row in drafts}
    rows = DraftAgreement.objects.filter(draft_id__in=[key[0] for key in by_draft], agrees=True)
    found: dict[UUID, list[str]] = {}
    for draft_id, round_number, name in rows.order_by("at", "id").values_list("draft_id", "round", "council__name"):
        if (draft_id, round_number) in by_draft:
            found.setdefault(by_draft[draft_id, round_number], []).append(name)
    return {version: tuple(names) for version, names in found.items()}
