"""A scored statement of a line, with its word count and what each mark means (Q4, Q5). Each has its own page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.rules.completeness import named
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, check_open, unsent
from fairplace.web.provider.roles import FILL_IN


@page(Audience.PROVIDER, roles=FILL_IN)
def statement(request: PageRequest, application_id: UUID, line_id: UUID, code: str) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    check_open(row, line)
    question = next((one for one in line.questions if one.code == code and one.kind == "statement"), None)
    if question is None:
        raise NotThere
    form = _form(question, line.answers.get(code, {}).get("text", ""), request)
    if request.method == "POST" and form.is_valid():
        try:
            answer_line_questions(
                actor=request.actor, line_id=line_id, answers={code: {"text": form.cleaned_data[code]}}, at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to(row, line)
    return render(
        request,
        "web/provider/applications/statement.jinja",
        row=row,
        line=line,
        form=form,
        question=question,
        name=named(question),
        back=back_href(row, line),
    )


def _form(question: Question, text: str, request: PageRequest) -> forms.Form:
    form = forms.Form(request.POST if request.method == "POST" else None)
    form.fields[question.code] = fields.LongText(
        question.text,
        hint=question.hint,
        label_size="m",
        max_words=question.most_words,
        rows=16,
        required=not question.optional,
        initial=text,
        missing="Write your statement",
    )
    return form
