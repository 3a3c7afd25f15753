"""Referrals whose competition ended in an award, for rehearsals (C10): which there are, and their records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.competitions.models import Competition, Rehearsal, Scorecard
from fairplace.dps.competitions.rules.evaluation_record import EvaluationRecord
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.record_reading import record_from_json

_CLOSED = (CompetitionStanding.AWARDED.value, CompetitionStanding.ACCEPTED.value)


@dataclass(frozen=True, slots=True)
class ClosedReferral:
    """Where its scorecard is, and what its caps are taken from."""

    competition_id: UUID
    council_id: UUID
    category_version_id: UUID
    placement_kind: str


def closed_referrals(rehearsal_id: UUID) -> list[ClosedReferral]:
    """Of every council, by council; those of the rehearsal's category. Nothing when it is finished or gone."""
    row = Rehearsal.objects.filter(id=rehearsal_id, finished_at=None).first()
    if row is None:
        return []
    found = Competition.objects.filter(state__in=_CLOSED).order_by("council_id", "id")
    if row.category_id:
        found = found.filter(referral__category_id=row.category_id)
    return [
        ClosedReferral(*one)
        for one in found.values_list("id", "council_id", "referral__category_version_id", "referral__placement_kind")
    ]


def closed_records(competition_ids: Sequence[UUID]) -> dict[UUID, EvaluationRecord]:
    """As they were scored. The row wall shows those of the council that the transaction acts for."""
    found = Scorecard.objects.filter(competition_id__in=competition_ids).values_list("competition_id", "record")
    return {key: record_from_json(record) for key, record in found}
