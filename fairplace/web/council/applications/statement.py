"""Marking a scored statement: one's own mark first, blind to others; then the mark that is agreed (Q9)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.rules.competency import is_wide_spread
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class MarkForm(forms.Form):
    """A mark in whole or half points, with its reason."""

    mark = fields.Number("Mark", decimal_places=1, minimum=0, width=3, missing="Enter a mark")
    reason = fields.LongText("Why this mark?", hint="The provider is told the reasons.", max_words=200, rows=5,
                             missing="Say why you give this mark")  # fmt: skip


@page(Audience.COUNCIL, roles=DESK)
def mark(request: PageRequest, line_id: UUID, code: str) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    question = _question(row, code)
    own = row.own(code)
    initial = {"mark": own.mark.normalize(), "reason": own.reason} if own else None
    form = MarkForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            mark_qualification_statement(
                actor=request.actor, line_id=line_id, question=code, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your mark is in.")
            return redirect("council:applications:line", line_id=line_id)
    return _page(request, row, question, form, agreeing=False)


@page(Audience.COUNCIL, roles=DESK)
def agree(request: PageRequest, line_id: UUID, code: str) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    question = _question(row, code)
    if row.own(code) is None:
        return redirect("council:applications:mark", line_id=line_id, code=code)
    agreed = row.agreed(code)
    initial = {"mark": agreed.mark.normalize(), "reason": agreed.reason} if agreed else None
    form = MarkForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            moderate_qualification_statement(
                actor=request.actor, line_id=line_id, question=code, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The agreed mark is recorded.")
            return redirect("council:applications:line", line_id=line_id)
    return _page(request, row, question, form, agreeing=True)


def _question(row: LeadLine, code: str) -> Question:
    question = next((one for one in statements(row.content) if one.code == code), None)
    if question is None:
        raise NotThere
    return question


def _page(request: PageRequest, row: LeadLine, question: Question, form: MarkForm, *, agreeing: bool) -> HttpResponse:
    marks = row.individual(question.code) if agreeing or row.agreed(question.code) else []
    return render(
        request,
        "web/council/applications/statement.jinja",
        row=row,
        question=question,
        text=row.answers.get(question.code, {}).get("text", ""),
        form=form,
        agreeing=agreeing,
        marks=marks,
        wide_spread=is_wide_spread([one.mark for one in marks], question.top_mark or marks[0].mark) if marks else False,
        agreed=row.agreed(question.code),
    )
