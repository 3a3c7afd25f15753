"""Whom a wider limit would add to a competition, after its publication (R4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Competition, Invitation
from fairplace.dps.competitions.queries.standings import standings_of
from fairplace.dps.referrals.queries.eligibility import LineRow, picture_of
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.eligibility import STEPS, Reason


@dataclass(frozen=True, slots=True)
class Newcomers:
    """added: would be invited now and are not. changed: those, and whoever is kept out for other reasons than before;
    only these are frozen again. providers_before: who was invited already.
    """

    added: tuple[LineRow, ...]
    changed: tuple[LineRow, ...]
    providers_before: frozenset[UUID]


def newcomers(competition_id: UUID, referral: CouncilReferral, radius: int) -> Newcomers:
    """Who was invited stays invited, whatever has changed since: an invitation is never taken back."""
    held = list(
        Invitation.objects.filter(competition=competition_id).values_list("line_id", "establishment_id", "provider_id")
    )
    lines, places = {line for line, *_ in held}, {place for _, place, _ in held}
    standings = standings_of(competition_id)
    picture = picture_of(referral, radius, _published_at(competition_id))
    changed = tuple(
        row
        for row in (_once(row, places) for row in (*picture.eligible, *picture.others) if row.line_id not in lines)
        if row.line_id not in standings or set(standings[row.line_id].reasons) != set(row.reasons)
    )
    providers = frozenset(provider for *_, provider in held)
    return Newcomers(tuple(row for row in changed if not row.reasons), changed, providers)


def _once(row: LineRow, places: set[UUID]) -> LineRow:
    """An establishment that is invited in one category is not invited in another (§7.3)."""
    return row.kept_out(Reason.OTHER_CATEGORY.value) if not row.reasons and row.establishment_id in places else row


def _published_at(competition_id: UUID) -> datetime:
    return Competition.objects.values_list("published_at", flat=True).get(id=competition_id)


def steps_wider(competition_id: UUID, referral: CouncilReferral) -> list[tuple[int, int]]:
    """Each wider limit that the pages propose, and how many it would add; up to the first that adds no more."""
    held = set(Invitation.objects.filter(competition=competition_id).values_list("establishment_id", flat=True))
    now = referral.radius_miles or 0
    picture = picture_of(referral, STEPS[-1], _published_at(competition_id))
    new = [row for row in picture.eligible if row.establishment_id not in held]
    found: list[tuple[int, int]] = []
    for step in (step for step in STEPS if step > now):
        adds = sum(row.within(step) for row in new)
        if adds and (not found or adds > found[-1][1]):
            found.append((step, adds))
    return found
