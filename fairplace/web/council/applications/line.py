"""One place in one category: its criteria and statement, what is judged, what is left, and what to do next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.queries.establishments import EstablishmentRow
from fairplace.dps.organisations.rules.ratings import derivation
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations.kernel.working_days import end_of_working_day
from fairplace.web.components.formats import day, points
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import Fact, Task, TimelineEntry, Tone
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=DESK)
def show_line(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    place = row.establishment
    return render(
        request,
        "web/council/applications/line.jinja",
        row=row,
        status=line_status(row.line.standing),
        decide_at=end_of_working_day(row.application.decide_by),
        criteria=[_criterion(row, one.code, one.name) for one in assessed_criteria(row.content)],
        scored=[_statement(row, question.code) for question in statements(row.content)],
        ready=not to_do(row),
        suspended=row.line.standing is LineStanding.SUSPENDED,
        accredited=row.line.standing is LineStanding.ACCREDITED,
        has_agreement=row.line.standing in {LineStanding.APPROVED, LineStanding.ACCREDITED, LineStanding.SUSPENDED},
        facts=[
            Fact("Kind", place.kind_name),
            Fact("URN", place.urn or None),
            Fact("Where", f"{place.council_area}, {place.postcode}"),
            Fact("Ages", f"{place.age_from} to {place.age_to}, {place.takes_name.lower()}"),
            Fact(
                "Placements", ", ".join(k.name for k in row.content.placement_kinds if k.code in place.placement_kinds)
            ),
            Fact("Places", f"{place.places}, of which {place.vacancies} free"),
            _rating(place),
        ],
        timeline=[
            TimelineEntry(at=state.at, title=state.became.label, by=state.by, text=state.because)
            for state in reversed(row.history)
        ],
    )


def _rating(place: EstablishmentRow) -> Fact:
    """What the last inspection found, and how that is worth what it is worth (Q4)."""
    if not place.rating:
        return Fact("Rating", None)
    on = f", {day(place.rated_on)}" if place.rated_on else ""
    derived = derivation(place.rating_framework, place.rating, place.rating_areas)
    return Fact("Rating", f"{place.rating}{on}", derived)


def to_do(row: LeadLine) -> list[str]:
    """The codes of criteria without a judgement and of statements without an agreed mark."""
    criteria = [one.code for one in assessed_criteria(row.content) if one.code not in row.assessments]
    return criteria + [question.code for question in statements(row.content) if row.agreed(question.code) is None]


def _criterion(row: LeadLine, code: str, name: str) -> Task:
    found = row.assessments.get(code)
    words: tuple[str, Tone] = (
        ("To assess", "active") if found is None else ("Passed", "good") if found.passed else ("Failed", "bad")
    )
    hint = f"{found.reason} ({found.by})" if found and found.reason else ""
    return Task(name, reverse("council:applications:assess", args=[row.line.id, code]), *words, hint=hint)


def _statement(row: LeadLine, code: str) -> Task:
    question = next(one for one in row.content.questions if one.code == code)
    name = next(one.name for one in row.content.criteria if one.code == question.criterion)
    agreed, own = row.agreed(code), row.own(code)
    marked = row.markers.get(code, 0)
    if agreed is not None:
        status: tuple[str, Tone] = (f"Agreed: {points(agreed.mark)} of {question.top_mark}", "good")
    elif own is None:
        status = ("For you to mark", "active")
    else:
        status = ("To agree", "active") if marked > 1 else ("Waits for a second mark", "waiting")
    page_name = "agree" if own is not None and marked > 1 else "mark"
    hint = "" if agreed else f"{marked} of 2 people have marked it"
    return Task(name, reverse(f"council:applications:{page_name}", args=[row.line.id, code]), *status, hint=hint)
