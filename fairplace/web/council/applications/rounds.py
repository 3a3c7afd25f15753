"""The first round of a category: its outcome report, release, and each authority's own approval (Q13, Q14)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.rounds import record_internal_approval, release_round
from fairplace.dps.qualification.queries.rounds import OutcomeLine, OutcomeReport, outcome_report
from fairplace.dps.qualification.queries.rounds import rounds as every_round
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON, end_of_working_day
from fairplace.foundations.paper import render_pdf
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted, day, moment, points
from fairplace.web.components.rows import Fact
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.council.applications.roles import DESK, SIGNERS
from fairplace.web.page import Audience, PageRequest, page, render

TEMPLATE = Path(__file__).resolve().parents[3] / "dps" / "qualification" / "letters" / "outcome_report.typ"
OUTCOMES = ("Approved", "Refused", "Decision held", "Not decided", "Withdrawn")


class ReleaseForm(forms.Form):
    """What is not decided yet is decided one by one afterwards: said aloud before it happens."""

    sure = fields.Tick(
        "I have read the outcome report: release every decision that is held",
        missing="Tick that you have read the outcome report",
    )


class ApprovalForm(forms.Form):
    """Of one authority's own decision."""

    reference = fields.Text("Reference of the decision", hint="For example, the number of a minute", longest=80)
    approved_by = fields.Text("Who took it", hint="For example, Director of children's services", longest=120)
    approved_on = fields.Date("On which day", hint="For example, 5 11 2026")


@page(Audience.COUNCIL, roles=SIGNERS)
def rounds(request: PageRequest) -> HttpResponse:
    rows = every_round(request.actor)
    at_desk = request.actor.holds(*(role.value for role in DESK))
    return render(
        request,
        "web/council/applications/rounds.jinja",
        rows=[(row, end_of_working_day(row.until)) for row in rows],
        at_desk=at_desk,
    )


@page(Audience.COUNCIL, roles=SIGNERS)
def report(request: PageRequest, round_id: UUID) -> HttpResponse:
    found = outcome_report(request.actor, round_id)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            release_round(actor=request.actor, round_id=round_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Released. The letters are being written and go out together.")
            return redirect("council:applications:round", round_id=round_id)
    return render(
        request,
        "web/council/applications/round.jinja",
        found=found,
        form=form,
        facts=[Fact(*fact) for fact in _facts(found)],
        criteria=[(name, found.passes[code], found.fails[code]) for code, name in found.criteria],
        lines=[(one, [Fact(*fact) for fact in _line_facts(found, one)]) for one in found.lines],
        on_or_after=request.now.astimezone(LONDON).date() >= found.round.until,
    )


@page(Audience.COUNCIL, roles=SIGNERS)
def approve(request: PageRequest, round_id: UUID, council_id: UUID) -> HttpResponse:
    found = outcome_report(request.actor, round_id)
    council = next((row for row in found.approvals if row.council_id == council_id and row.yours), None)
    if council is None or found.round.released_at is None:
        raise NotThere
    form = ApprovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            record_internal_approval(
                actor=request.actor, round_id=round_id, council_id=council_id, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The approval of {council.council} is recorded.")
            return redirect("council:applications:round", round_id=round_id)
    return render(request, "web/council/applications/approve_round.jinja", found=found, council=council, form=form)


@page(Audience.COUNCIL, roles=SIGNERS)
def report_csv(request: PageRequest, round_id: UUID) -> HttpResponse:
    found = outcome_report(request.actor, round_id)
    heads = ["Reference", "Provider", "Place", "Sent", "Outcome"]
    heads += [name for _, name in found.criteria] + [f"{name} (mark)" for _, name in found.scored]
    heads += ["Competency score", "Reason", "Proposed by", "Released by", "Decided"]
    return as_spreadsheet(
        f"outcome-{found.round.category.lower().replace(' ', '-')}",
        heads,
        ([*_identity(one), *_results(found, one), *_ending(one)] for one in found.lines),
    )


@page(Audience.COUNCIL, roles=SIGNERS)
def report_pdf(request: PageRequest, round_id: UUID) -> HttpResponse:
    found = outcome_report(request.actor, round_id)
    data = {
        "title": f"Outcome report: {found.round.category}",
        "facts": [[key, value] for key, value in _facts(found)],
        "criteria": [[name, str(found.passes[code]), str(found.fails[code])] for code, name in found.criteria],
        "lines": [
            {
                "place": f"{one.line.establishment_name}: {one.outcome}",
                "facts": [[key, value] for key, value in _line_facts(found, one)],
            }
            for one in found.lines
        ],
        "approvals": [
            [
                row.council,
                row.reference or "Not recorded yet",
                row.approved_by,
                day(row.approved_on) if row.approved_on else "",
            ]
            for row in found.approvals
        ],
    }
    response = HttpResponse(render_pdf(TEMPLATE, data, at=request.now), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="outcome-report.pdf"'
    return response


def _facts(found: OutcomeReport) -> list[tuple[str, str]]:
    outcomes = ", ".join(f"{found.outcomes[name]} {name.lower()}" for name in OUTCOMES if name in found.outcomes)
    released = found.round.released_at
    return [
        ("System", found.system_name),
        ("Lead authority", found.lead_name),
        ("Applications", f"{counted(found.applications, 'application')}, {counted(found.round.lines, 'place')}"),
        ("Outcome", outcomes or "Nothing was sent"),
        ("Initial evaluation until", day(found.round.until)),
        ("Released", f"{moment(released)} by {found.released_by}" if released else "Not yet"),
    ]


def _line_facts(found: OutcomeReport, one: OutcomeLine) -> list[tuple[str, str]]:
    facts = [("Provider", f"{one.line.provider_name}, application {one.line.application_reference}")]
    for code, name in found.criteria:
        if code in one.results:
            passed, reason = one.results[code]
            facts.append((name, f"{'Passed' if passed else 'Failed'}{f': {reason}' if reason else ''}"))
    for code, name in found.scored:
        if code in one.marks:
            mark, reason = one.marks[code]
            facts.append((name, f"{points(mark)}: {reason}"))
    if one.line.competency_score is not None:
        facts.append(("Competency score", f"{one.line.competency_score} out of 100"))
    if one.reason:
        facts.append(("Reason", one.reason))
    if one.proposed_by:
        facts.append(("Proposed by", one.proposed_by))
    if one.decided_at:
        facts.append(("Released by", f"{one.released_by}, {moment(one.decided_at)}"))
    return facts


def _identity(one: OutcomeLine) -> list[Any]:
    sent = one.sent_at.astimezone(LONDON).date().isoformat() if one.sent_at else ""
    return [one.line.application_reference, one.line.provider_name, one.line.establishment_name, sent, one.outcome]


def _results(found: OutcomeReport, one: OutcomeLine) -> list[Any]:
    cells: list[Any] = []
    for code, _ in found.criteria:
        passed, reason = one.results.get(code, (None, ""))
        word = "" if passed is None else "Passed" if passed else "Failed"
        cells.append(f"{word}: {reason}" if reason else word)
    return cells + [one.marks[code][0] if code in one.marks else "" for code, _ in found.scored]


def _ending(one: OutcomeLine) -> list[Any]:
    decided = one.decided_at.astimezone(LONDON).isoformat(timespec="minutes") if one.decided_at else ""
    score = one.line.competency_score if one.line.competency_score is not None else ""
    return [score, one.reason, one.proposed_by, one.released_by, decided]
