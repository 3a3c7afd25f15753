"""Who can meet it: how far the place may be, on a map and in a list, who would be invited, and why others not (R4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.competitions.queries.history import history_for
from fairplace.dps.competitions.queries.known_needs import known_needs
from fairplace.dps.competitions.rules import expectation
from fairplace.dps.competitions.rules.expectation import ClosedReferral, Expected
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.queries.outside import YEARS, prices_outside
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.queries.eligibility import EligibilityPicture, LineRow, picture_of
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules import eligibility
from fairplace.dps.referrals.rules.readiness import MOST_RADIUS
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.addresses import address
from fairplace.web.components.lists import read_paging
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.council.referrals.place_map import direction_of, place_map
from fairplace.web.page import Audience, PageRequest, page, render

PER_PAGE = 50
USUAL_RADIUS = 20
MOST_SHOWN = 20
STEPS_SHOWN = 3


class RadiusForm(forms.Form):
    radius_miles = fields.WholeNumber(
        "How far from home may the place be?",
        suffix="miles",
        width=3,
        minimum=1,
        maximum=MOST_RADIUS,
        label_size="m",
        hint="In a straight line. Everyone on the system within it is invited; nobody can be left out by hand.",
        missing="Enter how far from home the place may be",
        about="The distance in miles",
    )


class ReasonGroup(NamedTuple):
    """Those who are kept out by one reason, nearest first. all_href: where `more` are shown too."""

    heading: str
    sentence: str
    rows: list[LineRow]
    more: int
    all_href: str
    is_open: bool


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def where(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    radius = _radius(request, row.radius_miles)
    form = RadiusForm(request.POST or None, initial={"radius_miles": radius})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["radius_miles"]
        if request.POST.get("act") == "show":
            return redirect(f"{reverse('council:referrals:where', args=[referral_id])}?radius={typed}")
        try:
            change_limit(actor=request.actor, referral_id=referral_id, radius_miles=typed, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    shown: dict[str, Any] = {"picture": None, "missing": None}
    try:
        shown |= _shown(request, row, picture_of(row, radius))
    except Refused as refused:
        shown |= {"missing": refused, "missing_href": _part_of(refused, referral_id)}
    return render(request, "web/council/referrals/where.jinja", form=form, referral=row, **shown)


def _shown(request: PageRequest, row: CouncilReferral, picture: EligibilityPicture) -> dict[str, Any]:
    paging = read_paging(request, len(picture.eligible), PER_PAGE)
    rows = picture.eligible[paging.slice]
    groups = groups_of(picture, row.id, request.GET.get("why", ""))
    needs = {need.own_code or need.code: need.own_name or need.name for need in row.needs}
    lines = [*rows, *(line for group in groups for line in group.rows)]
    history = history_for(request.actor, row)
    outside = prices_outside(request.actor, row)
    return {
        "picture": picture,
        "map": place_map(picture, picture.home, row.district),
        "rows": rows,
        "paging": paging,
        "groups": groups,
        "needs": needs,
        "known": known_needs(council_id=row.council_id, rows=lines, needs=needs),
        "ways": {line.line_id: direction_of(line, picture.home) for line in lines},
        "steps": _steps(picture, history),
        "outside": len(outside),
        "outside_prices": expectation.middle_half(outside),
        "years": YEARS,
        "closed": len(history),
        "told": expectation.enough(history),
        "fewest": expectation.FEWEST,
        "awarded": expectation.awarded_by_weight(history),
    }


def _radii(radius: int) -> list[int]:
    """One step narrower, the limit itself, three steps wider."""
    narrower = [step for step in eligibility.STEPS if step < radius][-1:]
    return [*narrower, radius, *[step for step in eligibility.STEPS if step > radius][:STEPS_SHOWN]]


def _steps(picture: EligibilityPicture, history: Sequence[ClosedReferral]) -> list[Expected]:
    """The lines are gone through once: whom the widest limit invites."""
    radii = _radii(picture.radius)
    found = [(row, expectation.band_number(row.miles)) for row in picture.invited_within(radii[-1])]
    return expectation.expected_at(
        {miles: Counter(band for row, band in found if row.within(miles)) for miles in radii}, history
    )


def groups_of(picture: EligibilityPicture, referral_id: UUID, why: str) -> list[ReasonGroup]:
    """By reason; a place with two reasons stands in both groups, as each would have to change. why: the reason of
    which all are shown.
    """
    made = []
    for reason in eligibility.stored_reasons(picture.counts):
        rows = [row for row in picture.others if reason in row.reasons]
        most = len(rows) if reason == why else MOST_SHOWN
        query = urlencode({"radius": picture.radius, "why": reason})
        made.append(
            ReasonGroup(
                eligibility.heading(reason),
                eligibility.sentence(reason),
                rows[:most],
                max(0, len(rows) - most),
                f"{address('council:referrals:where', referral_id)}?{query}",
                reason == why,
            )
        )
    return made


def _radius(request: PageRequest, saved: int | None) -> int:
    """The distance tried with ?radius=, else the referral's own."""
    typed = request.GET.get("radius", "")
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= MOST_RADIUS:
        return int(typed[:4])
    return saved or USUAL_RADIUS


def _part_of(missing: Refused, referral_id: UUID) -> str:
    part = {"placement_kind": "kind", "age": "facts", "home_postcode": "child"}.get(missing.field or "", "write")
    return reverse(f"council:referrals:{part}", args=[referral_id])
