"""Feedback on the day of the award: own scores with their working, the winner's, rank and comments (C7)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.read_feedback import read_feedback
from fairplace.dps.competitions.queries.feedback import feedback_for, feedback_letter, record_address
from fairplace.dps.competitions.rules.feedback_letter import rank_words
from fairplace.dps.transparency.actions.ask_for_pack import ask_for_own_pack
from fairplace.dps.transparency.actions.take_pack import take_pack
from fairplace.dps.transparency.permissions import BIDDER_PACK_ROLES
from fairplace.dps.transparency.queries.packs import own_pack
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.formats import money
from fairplace.web.components.rows import Cell, ComparedPlace
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import invited


@page(Audience.PROVIDER, roles=BIDDER_PACK_ROLES)
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
        pack=own_pack(actor=request.actor, referral_id=told.referral_id),
        rank=rank_words(content),
        price=money(Decimal(content["weekly_price"])) if content["weekly_price"] else "–",
        given_at=told.given_at,
        criteria=["Total", *(one["name"] for one in content["criteria"])],
        places=_places(content),
    )


@page(Audience.PROVIDER, roles=BIDDER_PACK_ROLES)
def feedback_pdf(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    letter = feedback_letter(request.actor, row.bid_id) if row.bid_id else None
    if letter is None or row.bid_id is None:
        raise Http404
    read_feedback(actor=request.actor, bid_id=row.bid_id, at=request.now)
    return as_attachment(letter)


@page(Audience.PROVIDER, roles=BIDDER_PACK_ROLES)
def evidence(request: PageRequest, invitation: UUID) -> HttpResponse:
    """The evidence pack of the own bid: POST asks for it, GET takes it away (T4)."""
    row = invited(request, invitation)
    if row.bid_id is None:
        raise Http404
    if request.method == "POST":
        ask_for_own_pack(actor=request.actor, bid_id=row.bid_id, at=request.now)
        messages.success(request, "Your pack is being made. It is ready in some seconds: open this page again.")
        return redirect("provider:bids:feedback", invitation=row.id)
    pack = own_pack(actor=request.actor, referral_id=row.referral.id)
    if pack is None:
        raise Http404
    return as_attachment(take_pack(actor=request.actor, pack_id=pack.id))


def _places(content: Mapping[str, Any]) -> list[ComparedPlace]:
    own = _place("Your bid", content["criteria"], "points", content["total"], content["rank"], working=True)
    if content["won"] or content.get("no_award"):
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
