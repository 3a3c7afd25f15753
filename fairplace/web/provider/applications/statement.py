"""The scored statement of a line, with its word count and what each mark means (Q4, Q5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_to, unsent


class StatementForm(forms.Form):
    """One long text for each statement of the category: today one."""

    def __init__(
        self, *args: Any, questions: list[Question], answers: dict[str, dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.code] = fields.LongText(
                question.text,
                hint=question.hint,
                label_size="m",
                max_words=question.most_words,
                rows=16,
                initial=answers.get(question.code, {}).get("text", ""),
                missing="Write your statement",
            )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def statement(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    line = row.line(line_id)
    questions = statements(line.content)
    if not questions:
        raise NotThere
    form = StatementForm(request.POST if request.method == "POST" else None, questions=questions, answers=line.answers)
    if request.method == "POST" and form.is_valid():
        try:
            answer_line_questions(
                actor=request.actor,
                line_id=line_id,
                answers={question.code: {"text": form.cleaned_data[question.code]} for question in questions},
                at=request.now,
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
        questions=questions,
    )
