"""Questions about the provider, answered once: grounds for exclusion, confirmations, and more for stage 2 (§7.4)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_to, check_open, unsent
from fairplace.web.provider.applications.plain_questions import QuestionsForm, plain_answer
from fairplace.web.provider.applications.question_pages import provider_group
from fairplace.web.provider.applications.task_lists import group_title
from fairplace.web.provider.roles import FILL_IN


@page(Audience.PROVIDER, roles=FILL_IN)
def exclusions(request: PageRequest, application_id: UUID) -> HttpResponse:
    return _ask(request, application_id, "exclusions")


@page(Audience.PROVIDER, roles=FILL_IN)
def confirmations(request: PageRequest, application_id: UUID) -> HttpResponse:
    return _ask(request, application_id, "confirmations")


@page(Audience.PROVIDER, roles=FILL_IN)
def more(request: PageRequest, application_id: UUID) -> HttpResponse:
    return _ask(request, application_id, "more")


def _ask(request: PageRequest, application_id: UUID, group: str) -> HttpResponse:
    row = unsent(request, application_id)
    questions = [
        question
        for question in row.questions
        if question.kind in {"yes_no", "text"} and provider_group(row, question) == group
    ]
    if not questions:
        raise NotThere
    if group == "more":
        check_open(row)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=questions, answers=row.answers)
    if request.method == "POST" and form.is_valid():
        answers = {question.code: plain_answer(form, question) for question in questions}
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
        question_title=group_title(group, questions),
        subtitle=f"Application {row.application.reference}",
        back=back_to(row)["Location"],
    )
