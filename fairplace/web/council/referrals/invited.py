"""Who could be invited at the second of publication, who was told, and what was added since: the whole (R11)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from fairplace.dps.competitions.queries.council_competition import CouncilCompetition, competition_of
from fairplace.dps.competitions.queries.snapshot import SnapshotRow, snapshot_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.rules.eligibility import sentence
from fairplace.web.components.formats import moment
from fairplace.web.components.lists import read_paging
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.council.referrals.names import must_not_see_names
from fairplace.web.page import Audience, PageRequest, page, render

PER_PAGE = 100
READERS = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)


@page(Audience.COUNCIL, roles=READERS)
def invited(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral = referral_for_council(actor=request.actor, referral_id=referral_id)
    competition, rows = _snapshot(request, referral_id)
    paging = read_paging(request, len(rows), PER_PAGE)
    shown = [(row, standing(row), why(row)) for row in rows[paging.slice]]
    return render(
        request,
        "web/council/referrals/invited.jinja",
        referral=referral,
        competition=competition,
        rows=shown,
        paging=paging,
    )


@page(Audience.COUNCIL, roles=READERS)
def invited_file(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral = referral_for_council(actor=request.actor, referral_id=referral_id)
    _, rows = _snapshot(request, referral_id)
    heads = ["Place", "Provider", "Distance", "When", "Because", "Standing", "Why", "Told by letter"]
    return as_spreadsheet(
        f"{referral.reference}-invited",
        heads,
        (
            [
                row.establishment,
                row.provider,
                row.distance_band,
                moment(row.at),
                row.cause_name,
                standing(row),
                why(row),
                "Yes" if row.told else "No",
            ]
            for row in rows
        ),
    )


def standing(row: SnapshotRow) -> str:
    return "Invited" if row.eligible else "Not invited" if row.cause not in {"suspended", "left"} else "Cannot bid"


def why(row: SnapshotRow) -> str:
    told = " ".join(map(sentence, row.reasons))
    if row.eligible:
        return f"{told} It opted in." if told else "Accredited, within the limit, kept out by nothing."
    return told


def _snapshot(request: PageRequest, referral_id: UUID) -> tuple[CouncilCompetition, list[SnapshotRow]]:
    """404 for a draft, and for whoever marks it before the marks are in (C3)."""
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    if competition is None or must_not_see_names(request.actor, competition):
        raise Http404
    return competition, snapshot_of(competition.id)
