"""Questions about the provider, answered once: grounds for exclusion, and confirmations (§7.4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_to, unsent
from fairplace.web.provider.applications.yes_no import add_yes_no, yes_no_answer


class QuestionsForm(forms.Form):
    """A yes or no for each question, with what was done about an answer that does not pass by itself."""

    def __init__(
        self, *args: Any, questions: list[Question], answers: dict[str, dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, start=1):
            add_yes_no(self, question, answers.get(question.code, {}), number)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def exclusions(request: PageRequest, application_id: UUID) -> HttpResponse:
    return _ask(request, application_id, "Grounds for exclusion", about_exclusion=True)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def confirmations(request: PageRequest, application_id: UUID) -> HttpResponse:
    return _ask(request, application_id, "Confirmations", about_exclusion=False)


def _ask(request: PageRequest, application_id: UUID, title: str, *, about_exclusion: bool) -> HttpResponse:
    row = unsent(request, application_id)
    questions = [
        question
        for question in row.questions
        if question.kind == "yes_no" and (question.criterion == "exclusions") == about_exclusion
    ]
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=questions, answers=row.answers)
    if request.method == "POST" and form.is_valid():
        answers = {question.code: yes_no_answer(form, question) for question in questions}
        try:
            answer_provider_questions(
                actor=request.actor, application_id=application_id, answers=answers, at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to(row)
    return render(
        request,
        "web/provider/applications/questions.jinja",
        row=row,
        form=form,
        questions=questions,
        question_title=title,
        subtitle=f"Application {row.application.reference}",
    )
