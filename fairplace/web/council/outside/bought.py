"""What was bought without a competition: the list, its file, a new entry, an entry struck out (R10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.organisations.queries.register_search import register_entries
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.outside_placements import (
    LONGEST,
    MOST_A_WEEK,
    BoughtOutside,
    log_outside_placement,
    strike_outside_placement,
)
from fairplace.dps.placements.queries.outside import BoughtRow, bought_outside
from fairplace.dps.placements.rules.named_preference import outside_reasons
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import day
from fairplace.web.components.lists import read_paging
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.page import Audience, PageRequest, page, render

_NOUGHT = Decimal(0)
PER_PAGE = 50
READERS = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)
HEADS = (
    "Place", "URN", "Kind of place", "Council area", "Run by", "Category", "Placement", "Price a week", "Starts",
    "Reason", "In words", "Logged", "Logged by", "Referral", "Struck out because",
)  # fmt: skip


def log_form(offered: list[CategoryRow]) -> type[forms.Form]:
    """A form whose every category asks for its own kinds of placement and reasons."""
    asked: dict[str, fields.Radios] = {}
    for row in offered:
        asked[f"kind_{row.code}"] = fields.Radios(
            "Which kind of placement?",
            choices=[Choice(kind.code, kind.name) for kind in content_of(row.version_id).placement_kinds],
            missing="Choose the kind of placement",
        )
        asked[f"reason_{row.code}"] = fields.Radios(
            "Why was it bought outside the system?",
            choices=[Choice(code, words) for code, words in outside_reasons(row.code).items()],
            missing="Choose the reason",
        )
    reveals = {row.code: (f"kind_{row.code}", f"reason_{row.code}") for row in offered}
    return type(
        "LogForm",
        (forms.Form,),
        {
            "place_name": fields.Text("Name of the place", missing="Enter the name of the place"),
            "place_urn": fields.Text(
                "Its number (URN)",
                hint="If it has one: the register then says what kind of place it is, and where.",
                width=10,
                longest=12,
                required=False,
            ),
            "run_by": fields.Text("Who runs it?", required=False),
            "category": fields.Radios(
                "What is it?",
                choices=[Choice(row.code, row.name, reveals=reveals[row.code]) for row in offered],
                missing="Choose what it is",
            ),
            **asked,
            "weekly_price": fields.Money(
                "Price a week", suffix="a week", minimum=1, maximum=MOST_A_WEEK, missing="Enter the price a week"
            ),
            "starts_on": fields.Date("When does it start?", hint="For example, 5 1 2027", missing="Enter the day"),
            "words": fields.LongText(
                "Why, in your own words?",
                hint="Nothing that tells who the child is: these figures are for the market, not for the child’s file.",
                rows=4,
                max_characters=LONGEST,
                missing="Say why in your own words",
            ),
        },
    )


class StrikeForm(forms.Form):
    because = fields.Text("What is wrong with this entry?", longest=200, missing="Say what is wrong with this entry")


@page(Audience.COUNCIL, roles=READERS)
def bought(request: PageRequest) -> HttpResponse:
    rows = bought_outside(request.actor)
    paging = read_paging(request, len(rows), PER_PAGE)
    counted = [row for row in rows if not row.struck_because]
    return render(
        request,
        "web/council/outside/bought.jinja",
        paging=paging,
        found=rows[paging.slice],
        writes=request.actor.holds(Role.PLACEMENT_OFFICER.value),
        number=len(counted),
        weekly=sum((row.weekly_price for row in counted), start=_NOUGHT),
    )


@page(Audience.COUNCIL, roles=READERS)
def export(request: PageRequest) -> HttpResponse:
    """The whole log of the reader's own council."""
    return as_spreadsheet("bought-without-competition", HEADS, map(_exported, bought_outside(request.actor)))


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def log(request: PageRequest) -> HttpResponse:
    offered = [row for row in categories() if row.filled]
    form = log_form(offered)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            log_outside_placement(actor=request.actor, bought=_bought(form.cleaned_data, offered), at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "It is logged.")
            return redirect("council:outside:bought")
    return render(request, "web/council/outside/log.jinja", form=form)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def strike(request: PageRequest, placement_id: UUID) -> HttpResponse:
    row = next((one for one in bought_outside(request.actor) if one.id == placement_id), None)
    if row is None or row.referral_id is not None or row.struck_because:
        raise Http404
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            strike_outside_placement(
                actor=request.actor, placement_id=placement_id, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The entry is struck out. It stays in the list, and counts in no figure.")
            return redirect("council:outside:bought")
    return render(request, "web/council/outside/strike.jinja", form=form, row=row)


def _bought(told: dict[str, Any], offered: list[CategoryRow]) -> BoughtOutside:
    code = told["category"]
    urn = told["place_urn"].strip()
    entry = next(iter(register_entries([urn]).values()), None) if urn else None
    if urn and entry is None:
        raise Refused("No register has a place with this number. Check it, or leave it empty.", "place_urn")
    return BoughtOutside(
        category_id=next(row.id for row in offered if row.code == code),
        placement_kind=told[f"kind_{code}"],
        place_name=told["place_name"],
        place_urn=entry.urn if entry else "",
        place_kind=entry.kind if entry else "",
        place_area=entry.council_area if entry else "",
        run_by=told["run_by"] or (entry.owner if entry else ""),
        weekly_price=told["weekly_price"],
        starts_on=told["starts_on"],
        reason=told[f"reason_{code}"],
        words=told["words"],
    )


def _exported(row: BoughtRow) -> list[object]:
    return [
        row.place_name, row.place_urn, row.place_kind, row.place_area, row.run_by, row.category, row.placement_kind,
        row.weekly_price, row.starts_on.isoformat(), row.reason, row.words, day(row.logged_at), row.logged_by,
        row.reference, row.struck_because,
    ]  # fmt: skip
