"""Who can meet it: how far the place may be, who would be invited, and why others would not."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.queries.eligibility import EligibilityPicture, LineRow, picture_of
from fairplace.dps.referrals.rules import eligibility
from fairplace.dps.referrals.rules.readiness import MOST_RADIUS
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.lists import read_paging
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render

PER_PAGE = 50
USUAL_RADIUS = 20
STEPS = (5, 10, 15, 20, 30, 50, 100)


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
    """Those who are kept out by one reason, nearest first."""

    heading: str
    sentence: str
    rows: list[LineRow]
    more: int


MOST_SHOWN = 20


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def where(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    form = RadiusForm(request.POST or None, initial={"radius_miles": _radius(request, row.radius_miles)})
    if request.method == "POST" and form.is_valid():
        radius = form.cleaned_data["radius_miles"]
        if request.POST.get("act") == "show":
            return redirect(f"{reverse('council:referrals:where', args=[referral_id])}?radius={radius}")
        try:
            change_limit(actor=request.actor, referral_id=referral_id, radius_miles=radius, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    picture, missing = None, None
    try:
        picture = picture_of(row, _radius(request, row.radius_miles))
    except Refused as refused:
        missing = refused
    paging = read_paging(request, len(picture.eligible) if picture else 0, PER_PAGE)
    return render(
        request,
        "web/council/referrals/where.jinja",
        form=form,
        referral=row,
        picture=picture,
        rows=picture.eligible[paging.slice] if picture else (),
        paging=paging,
        groups=groups_of(picture) if picture else [],
        missing=missing,
        missing_href=_part_of(missing, referral_id) if missing else "",
        steps=STEPS,
    )


def groups_of(picture: EligibilityPicture) -> list[ReasonGroup]:
    """By reason; a place with two reasons stands in both groups, as each would have to change."""
    made = []
    for reason in eligibility.stored_reasons(picture.counts):
        rows = [row for row in picture.others if reason in row.reasons]
        made.append(
            ReasonGroup(
                eligibility.heading(reason),
                eligibility.sentence(reason),
                rows[:MOST_SHOWN],
                max(0, len(rows) - MOST_SHOWN),
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
