"""Your places on the system: each line, where it stands and what happens next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.queries.provider_places import PlaceLine
from fairplace.dps.qualification.queries.provider_places import overview as read_overview
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.web.components.formats import day
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.roles import FILL_IN


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row of the page."""

    name: str
    category: str
    status: Status
    next: str
    href: str
    link: str


@page(Audience.PROVIDER)
def overview(request: PageRequest) -> HttpResponse:
    row = read_overview(request.actor)
    return render(
        request,
        "web/provider/applications/overview.jinja",
        row=row,
        lines=[_shown(line) for line in row.lines],
        may_apply=request.actor.holds(Role.BID_MANAGER.value),
        may_fill_in=request.actor.holds(*(role.value for role in FILL_IN)),
    )


def _shown(place: PlaceLine) -> ShownLine:
    line = place.line
    href, link = "", ""
    match line.standing:
        case LineStanding.APPLIED | LineStanding.ASSESSING:
            next_ = f"The lead authority decides by {day(place.decide_by)}" if place.decide_by else ""
        case LineStanding.CLARIFICATION:
            next_ = "The lead authority has asked you something"
            href, link = reverse("provider:applications:questions", args=[line.application_id]), "Answer"
        case LineStanding.APPROVED:
            next_ = "Now the lead authority signs" if place.signed else "Sign the agreement to join"
            href, link = _agreement(place), "Read the agreement" if place.signed else "Sign"
        case LineStanding.ACCREDITED:
            score = line.competency_score
            next_ = "Invited to every referral it can meet" + (
                "" if score is None else f". Competency score {score} out of 100"
            )
            href, link = _position(place), "Where it stands"
        case LineStanding.SUSPENDED:
            next_ = f"Not invited until this is put right: {place.because}"
            href, link = _position(place), "Where it stands, and why"
        case LineStanding.REFUSED:
            next_ = place.because
            href, link = _reasons(place)
        case _:
            next_ = place.because
    if not href:
        href, link = _position(place), "Where it stands"
    return ShownLine(line.establishment_name, line.category_name, line_status(line.standing), next_, href, link)


def _agreement(place: PlaceLine) -> str:
    return reverse("provider:agreements:accreditation", args=[place.line.id])


def _position(place: PlaceLine) -> str:
    return reverse("provider:agreements:line", args=[place.line.id])


def _reasons(place: PlaceLine) -> tuple[str, str]:
    if place.has_letter:
        return reverse("provider:agreements:letter", args=[place.line.id]), "Read the letter with the reasons"
    return reverse("provider:applications:show", args=[place.line.application_id]), "Read the reasons"
