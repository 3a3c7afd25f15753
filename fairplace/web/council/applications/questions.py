"""Questions on the record between the lead authority and a provider that applies, both ways (Q9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.qualification.actions.clarifications import answer_clarification, ask_provider, end_clarification
from fairplace.dps.qualification.queries.clarifications import QuestionRow, questions_for_lead
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render

WHOLE = "application"


class AskForm(forms.Form):
    """A question to the provider."""

    about = fields.Select("About", missing="Select what the question is about")
    text = fields.LongText(
        "Your question",
        hint="The provider reads it as you write it. It stays on the record.",
        max_words=300,
        missing="Write your question",
    )
    answer_by = fields.Date("To be answered by", hint="The time in which a decision is due runs on meanwhile.")

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].set_choices(  # type: ignore[attr-defined]
            [Choice(WHOLE, "The whole application"), *(Choice(code, words) for code, words in lines)]
        )


class AnswerForm(forms.Form):
    text = fields.LongText("Your answer", max_words=300, missing="Write your answer")


class EndForm(forms.Form):
    because = fields.LongText(
        "How do you go on without an answer?", max_words=200, rows=4, missing="Say how you go on without an answer"
    )


@page(Audience.COUNCIL, roles=DESK)
def questions(request: PageRequest, application_id: UUID) -> HttpResponse:
    found = questions_for_lead(request.actor, application_id)
    today = request.now.astimezone(LONDON).date()
    return render(
        request,
        "web/council/applications/questions.jinja",
        found=found,
        document_href=lambda piece: _document(application_id, piece),
        action=lambda row: _action(application_id, row, today),
    )


@page(Audience.COUNCIL, roles=DESK)
def ask(request: PageRequest, application_id: UUID) -> HttpResponse:
    found = questions_for_lead(request.actor, application_id)
    today = request.now.astimezone(LONDON).date()
    form = AskForm(
        request.POST if request.method == "POST" else None,
        lines=[(str(line_id), words) for line_id, words in found.lines],
        initial={"about": request.GET.get("line", WHOLE), "answer_by": today + timedelta(days=3)},
    )
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["about"]
        try:
            ask_provider(
                actor=request.actor,
                application_id=application_id,
                line_id=None if about == WHOLE else UUID(about),
                text=form.cleaned_data["text"],
                answer_by=form.cleaned_data["answer_by"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Asked. The provider is told by e-mail.")
            return redirect("council:applications:questions", application_id=application_id)
    return render(request, "web/council/applications/ask.jinja", found=found, form=form)


@page(Audience.COUNCIL, roles=DESK)
def answer(request: PageRequest, application_id: UUID, question_id: UUID) -> HttpResponse:
    question = questions_for_lead(request.actor, application_id).question(question_id)
    if question.from_lead:
        raise NotThere
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_clarification(actor=request.actor, clarification_id=question_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Answered. The provider is told by e-mail.")
            return redirect("council:applications:questions", application_id=application_id)
    return render(request, "web/council/applications/answer.jinja", question=question, form=form, title="Answer")


@page(Audience.COUNCIL, roles=DESK)
def end(request: PageRequest, application_id: UUID, question_id: UUID) -> HttpResponse:
    question = questions_for_lead(request.actor, application_id).question(question_id)
    if not question.from_lead:
        raise NotThere
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_clarification(actor=request.actor, clarification_id=question_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Recorded. The assessment goes on.")
            return redirect("council:applications:questions", application_id=application_id)
    return render(
        request, "web/council/applications/answer.jinja", question=question, form=form, title="Go on without an answer"
    )


def _document(application_id: UUID, piece: EvidenceRow) -> str:
    return reverse("council:applications:document", args=[application_id, piece.document_id])


def _action(application_id: UUID, row: QuestionRow, today: date) -> tuple[str, str] | None:
    if not row.from_lead and row.is_open:
        return reverse("council:applications:answer", args=[application_id, row.id]), "Answer"
    if row.from_lead and row.is_open and row.answer_by is not None and today > row.answer_by:
        return reverse("council:applications:end_question", args=[application_id, row.id]), "Go on without an answer"
    return None
