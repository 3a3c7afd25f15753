"""Statements that this evaluator marks: of competitions (C3), and of providers that apply to join (Q9)."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.competitions.queries.marking import MarkingRow, marking_of
from fairplace.web.components.formats import counted
from fairplace.web.components.rows import Status
from fairplace.web.council.marking.joining import EVALUATORS, joining_rows
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=EVALUATORS)
def to_score(request: PageRequest) -> HttpResponse:
    rows = marking_of(request.actor)
    joining = joining_rows(request)
    return render(
        request,
        "web/council/marking/to_score.jinja",
        rows=[(row, _next(row)) for row in rows],
        joining=joining,
        waiting=sum(len(row.to_mark) for row in rows) + sum(row.statement.to_mark for row in joining),
    )


def _next(row: MarkingRow) -> tuple[str, Status]:
    """(address name, what comes next)."""
    if row.has_interest is None:
        return "council:marking:declare", Status("Declare your interests", "active")
    if row.has_interest:
        return "", Status("You take no part", "quiet")
    if row.to_mark:
        return "council:marking:mark", Status(f"{counted(len(row.to_mark), 'statement')} to mark", "active")
    if row.to_agree:
        return "council:marking:moderate", Status(f"{counted(len(row.to_agree), 'mark')} to agree", "active")
    if row.alone or len(row.agreed) == len(row.statements):
        return "council:marking:moderate", Status("Done: the officer works out the scores", "good")
    return "council:marking:moderate", Status("Waiting for the other evaluator", "waiting")
