"""Feedback on the day of the award: own scores with their working, the winner's, rank and comments (C7)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from fairplace.dps.competitions.actions.read_feedback import read_feedback
from fairplace.dps.competitions.queries.feedback import feedback_for, feedback_letter, record_address
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.formats import money
from fairplace.web.components.rows import Cell, ComparedPlace
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import invited


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def feedback(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    told = feedback_for(request.actor, row.bid_id) if row.bid_id else None
    if told is None or row.bid_id is None:
        raise Http404
    read_feedback(actor=request.actor, bid_id=row.bid_id, at=request.now)
    content = told.content
    return render(
        request,
        "web/provider/bids/feedback.jinja",
        row=row,
        referral=row.referral,
        told=content,
        record_address=record_address(told.id),
        price=money(Decimal(content["weekly_price"])) if content["weekly_price"] else "–",
        given_at=told.given_at,
        criteria=["Total", *(one["name"] for one in content["criteria"])],
        places=_places(content),
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def feedback_pdf(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    letter = feedback_letter(request.actor, row.bid_id) if row.bid_id else None
    if letter is None or row.bid_id is None:
        raise Http404
    read_feedback(actor=request.actor, bid_id=row.bid_id, at=request.now)
    return as_attachment(letter)


def _places(content: Mapping[str, Any]) -> list[ComparedPlace]:
    own = _place("Your bid", content["criteria"], "points", content["total"], content["rank"], working=True)
    if content["won"]:
        return [own]
    winner = content["winner"]
    won = _place(winner["provider"], content["criteria"], "winner_points", winner["total"], winner["rank"])
    return [own, won]


def _place(
    name: str, criteria: list[dict[str, Any]], key: str, total: str | None, rank: int | None, working: bool = False
) -> ComparedPlace:
    cells = [
        _cell(total, "100", "" if total else "Not scored"),
        *(_cell(one[key], one["weight"], one["working"] if working else "") for one in criteria),
    ]
    return ComparedPlace(name, cells, rank=_ordinal(rank), leads=key == "winner_points")


def _cell(points: str | None, weight: str, text: str) -> Cell:
    return Cell(text, None if points is None else Decimal(points), Decimal(weight))


def _ordinal(rank: int | None) -> str:
    if rank is None:
        return ""
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
