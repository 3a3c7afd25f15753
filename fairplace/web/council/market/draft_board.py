"""The categories: what is in force, who leads each, what is drafted, what this council has yet to agree (P3, P8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.permissions import may_rehearse
from fairplace.dps.market.actions.start_draft import start_draft
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.consultations import consultations
from fairplace.dps.market.queries.drafts import BoardRow, category_board
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render


def status_of(row: BoardRow) -> Status | None:
    """How far the draft of a category is; None without one."""
    if row.stage is None:
        return None
    if row.comments_until is not None:
        return Status("Out for comments", "waiting")
    if row.stage is DraftStage.AGREEING:
        return Status("To agree", "active") if row.my_turn else Status(row.stage.label, "waiting")
    return Status(row.stage.label, "active" if row.may_draft else "neutral")


@page(Audience.COUNCIL, roles=READERS)
def board(request: PageRequest) -> HttpResponse:
    rows = category_board(request.actor)
    return render(
        request,
        "web/council/market/draft_board.jinja",
        rows=[(row, status_of(row)) for row in rows],
        to_agree=[row for row in rows if row.my_turn],
        consultations=consultations(request.now),
        may_rehearse=may_rehearse(request.actor, the_system().lead_id),
    )


@page(Audience.COUNCIL, roles=READERS)
def start(request: PageRequest, category_id: UUID) -> HttpResponse:
    """The button beside a category that has no draft."""
    if request.method != "POST":
        return redirect("council:categories:board")
    try:
        draft_id = start_draft(actor=request.actor, category_id=category_id, at=request.now)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("council:categories:board")
    messages.success(request, "The draft starts as what is in force now. Nothing changes for anyone until all agree.")
    return redirect("council:categories:draft", draft_id=draft_id)
