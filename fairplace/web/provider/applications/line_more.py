"""Questions about one place that belong to the offer and are no statements: asked or scored, not passed (Q4, §9.9)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, check_open, line_title, unsent
from fairplace.web.provider.applications.plain_questions import QuestionsForm, plain_answer
from fairplace.web.provider.applications.question_pages import line_group
from fairplace.web.provider.applications.task_lists import group_title
from fairplace.web.provider.roles import FILL_IN


@page(Audience.PROVIDER, roles=FILL_IN)
def line_more(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    questions = [q for q in line.questions if q.kind in {"yes_no", "text"} and line_group(line, q) == "line_more"]
    if not questions:
        raise NotThere
    check_open(row, line)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=questions, answers=line.answers)
    if request.method == "POST" and form.is_valid():
        answers = {question.code: plain_answer(form, question) for question in questions}
        try:
            answer_line_questions(actor=request.actor, line_id=line_id, answers=answers, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to(row, line)
    return render(
        request,
        "web/provider/applications/questions.jinja",
        row=row,
        form=form,
        questions=questions,
        question_title=group_title("line_more", questions),
        subtitle=line_title(line),
        back=back_href(row, line),
    )
