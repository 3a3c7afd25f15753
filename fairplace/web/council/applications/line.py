"""One place in one category: its criteria and statement, what is judged, what is left, and what to do next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.queries.establishments import EstablishmentRow
from fairplace.dps.organisations.rules.ratings import derivation
from fairplace.dps.qualification.queries.decisions import CheckRow
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.queries.lead_statements import LeadStatement
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.marking import EVALUATORS
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.foundations.kernel.working_days import end_of_working_day
from fairplace.web.components.formats import day, points
from fairplace.web.components.register_fact import register_fact
from fairplace.web.components.rows import Fact, Reason, Task, TimelineEntry, Tone
from fairplace.web.council.applications.propose import lack_href
from fairplace.web.council.applications.roles import DESK
from fairplace.web.council.applications.stage import desk_status
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=DESK)
def show_line(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    place = row.establishment
    return render(
        request,
        "web/council/applications/line.jinja",
        row=row,
        status=desk_status(row.line.standing, row.decision),
        decide_at=end_of_working_day(row.application.decide_by),
        criteria=[_criterion(row, one.code, one.name) for one in assessed_criteria(row.content)],
        scored=[_statement(row, one) for one in row.statements],
        checks=[_check(row, one) for one in row.checks],
        marks=[(one, one.marks) for one in row.statements if one.marks],
        reasons=[Reason(lack.text, lack_href(row, lack)) for lack in row.lacks],
        yours=row.decision is not None and row.decision.proposed_by_id == request.actor.person_id,
        suspended=row.line.standing is LineStanding.SUSPENDED,
        accredited=row.line.standing is LineStanding.ACCREDITED,
        has_agreement=row.line.standing in {LineStanding.APPROVED, LineStanding.ACCREDITED, LineStanding.SUSPENDED},
        facts=[
            Fact("Kind", place.kind_name),
            register_fact(place.urn),
            Fact("Where", f"{place.council_area}, {place.postcode}"),
            Fact("Ages", f"{place.age_from} to {place.age_to}, {place.takes_name.lower()}"),
            Fact(
                "Placements", ", ".join(k.name for k in row.content.placement_kinds if k.code in place.placement_kinds)
            ),
            Fact("Places", f"{place.places}, of which {place.vacancies} free"),
            _rating(place),
        ],
        timeline=_timeline(row),
    )


_STEPS = {
    ("proposed", True): "Approval proposed",
    ("proposed", False): "Refusal proposed",
    ("sent_back", True): "Proposal sent back",
    ("sent_back", False): "Proposal sent back",
    ("checked", True): "Approval checked, held for the round",
    ("checked", False): "Refusal checked, held for the round",
}


def _timeline(row: LeadLine) -> list[TimelineEntry]:
    """States of the line and steps of its decision, the newest first. A release is told by the state that it makes."""
    entries = [
        TimelineEntry(at=state.at, title=state.became.label, by=state.by, text=state.because) for state in row.history
    ]
    entries += [
        TimelineEntry(at=step.at, title=_STEPS[step.step, step.approved], by=step.by, text=step.reason)
        for step in row.steps
        if step.step != "released"
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _rating(place: EstablishmentRow) -> Fact:
    """What the last inspection found, and how that is worth what it is worth (Q4)."""
    if not place.rating:
        return Fact("Rating", None)
    on = f", {day(place.rated_on)}" if place.rated_on else ""
    derived = derivation(place.rating_framework, place.rating, place.rating_areas)
    return Fact("Rating", f"{place.rating}{on}", derived)


def _criterion(row: LeadLine, code: str, name: str) -> Task:
    found = row.assessments.get(code)
    words: tuple[str, Tone] = (
        ("To assess", "active") if found is None else ("Passed", "good") if found.passed else ("Failed", "bad")
    )
    hint = f"{found.reason} ({found.by})" if found and found.reason else ""
    return Task(name, reverse("council:applications:assess", args=[row.line.id, code]), *words, hint=hint)


def _statement(row: LeadLine, one: LeadStatement) -> Task:
    marked = len(one.marked)
    if one.agreed is not None:
        status: tuple[str, Tone] = (f"Agreed: {points(one.agreed.mark)} of {one.question.top_mark}", "good")
    elif one.taking_part < EVALUATORS:
        status = ("Appoint evaluators", "active")
    elif one.waiting_for:
        status = ("With the evaluators", "waiting")
    else:
        status = ("Far apart: to be agreed", "warning") if one.wide else ("To be agreed", "waiting")
    hint = "" if one.agreed else f"{marked} of {max(one.taking_part, EVALUATORS)} people have marked it"
    return Task(one.criterion, reverse("council:applications:evaluators", args=[row.line.id]), *status, hint=hint)


def _check(row: LeadLine, one: CheckRow) -> Task:
    words: tuple[str, Tone] = {"clear": ("Clear", "good"), "concern": ("Concern", "bad")}.get(
        one.outcome, ("To check", "active")
    )  # type: ignore[assignment]
    hint = f"{one.note} ({one.by})" if one.outcome else ""
    return Task(
        one.check.name, reverse("council:applications:check", args=[row.line.id, one.check.code]), *words, hint=hint
    )
