"""Open the bids of one competition with a second person: who has turned, who is needed, and the result (C2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.queries.openings import OpeningPage, opening_of
from fairplace.dps.competitions.rules.opening import out_of_hours
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted
from fairplace.web.council.opening.to_open import status_of
from fairplace.web.page import Audience, PageRequest, page, render


class TurnForm(forms.Form):
    passphrase = fields.Password(
        "Your opening passphrase",
        hint="The one you chose for your opening key, not your password.",
        autocomplete="off",
        missing="Enter your opening passphrase",
    )


class AloneForm(TurnForm):
    alone_because = fields.Text(
        "Why can no second opener come?",
        hint="The council and the lead authority are told at once. Say nothing that could identify the child.",
        max_characters=300,
        missing="Say why no second opener can come",
    )


@page(Audience.COUNCIL, roles={Role.OPENER})
def open_bids(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = opening_of(request.actor, competition_id)
    form = TurnForm(request.POST if request.method == "POST" and "alone" not in request.POST else None)
    alone = AloneForm(request.POST if request.method == "POST" and "alone" in request.POST else None, prefix="alone")
    asked = alone if alone.is_bound else form
    if request.method == "POST" and asked.is_valid():
        try:
            turn = turn_opening_key(
                actor=request.actor,
                competition_id=competition_id,
                passphrase=asked.cleaned_data["passphrase"],
                alone_because=asked.cleaned_data.get("alone_because"),
                at=request.now,
            )
        except Refused as refused:
            asked.refuse(refused)
        else:
            messages.success(request, _told(turn, request, competition_id))
            return redirect("council:opening:open", competition_id)
    row = found.row
    closed = row.closes_at <= request.now
    return render(
        request,
        "web/council/opening/open_bids.jinja",
        form=form,
        alone=alone,
        forms=[form, alone],
        may_open_alone=_may_open_alone(found, closed=closed, now=request.now),
        found=found,
        row=row,
        closed=closed,
        status=status_of(row, closed=closed),
        may_turn=closed and not row.opened_at and row.mine.has_interest is False and not row.mine.turned_at,
    )


def _may_open_alone(found: OpeningPage, *, closed: bool, now: datetime) -> bool:
    """An emergency of a category with that rule, out of hours, and no other opener has begun (C2)."""
    row = found.row
    mine = row.mine
    others = [one for one in row.turned if one.person_id != row.me]
    able = mine.has_interest is False and not found.i_evaluate and not others
    return found.one_may_open and closed and not row.opened_at and able and out_of_hours(now)


def _told(turn: int, request: PageRequest, competition_id: UUID) -> str:
    if turn == 1:
        return "You have turned your key. Nothing is open yet: a second opener must turn theirs."
    return f"The bids are open: {counted(len(opening_of(request.actor, competition_id).bids), 'bid')}."
