"""Which criteria a line failed, and why: the last judgement of each (Q11). For the queries and actions of this area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.models import Assessment


@dataclass(frozen=True, slots=True)
class FailedCriterion:
    """One criterion, in its own words and the lead authority's."""

    line_id: UUID
    code: str
    criterion: str
    reason: str


def failed_criteria(line_ids: Iterable[UUID]) -> dict[UUID, list[FailedCriterion]]:
    """By line, in the order of the judgements. One statement; none without lines."""
    ids = list(line_ids)
    failed: dict[UUID, list[FailedCriterion]] = {line_id: [] for line_id in ids}
    if not ids:
        return failed
    rows = Assessment.objects.filter(line_id__in=ids).order_by("at", "id")
    last: dict[tuple[UUID, str], tuple[bool, str, UUID]] = {}
    for line_id, code, passed, reason, version in rows.values_list(
        "line_id", "criterion", "passed", "reason", "line__category_version_id"
    ):
        last[line_id, code] = (passed, reason, version)
    for (line_id, code), (passed, reason, version) in last.items():
        if not passed:
            names = {criterion.code: criterion.name for criterion in content_of(version).criteria}
            failed[line_id].append(FailedCriterion(line_id, code, names.get(code, code), reason))
    return failed
