"""Questions on the record between a provider and the lead authority about its application, both ways (Q9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.clarifications import answer_clarification, ask_lead
from fairplace.dps.qualification.queries.clarifications import QuestionRow, questions_for_provider
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class AnswerForm(forms.Form):
    """An answer, with documents of the library that belong to it."""

    text = fields.LongText("Your answer", max_words=500, missing="Write your answer")
    evidence = fields.Checkboxes(
        "Documents of your library that belong to it", small=True, required=False, mark_optional=False
    )

    def __init__(self, *args: Any, library: tuple[EvidenceRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].set_choices(  # type: ignore[attr-defined]
            Choice(str(row.id), row.document_name, hint=row.kind_name) for row in library
        )


class AskForm(forms.Form):
    text = fields.LongText(
        "Your question",
        hint="About your own application. What concerns every provider is asked in public.",
        max_words=300,
        missing="Write your question",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def questions(request: PageRequest, application_id: UUID) -> HttpResponse:
    found = questions_for_provider(request.actor, application_id)
    return render(
        request,
        "web/provider/applications/clarifications.jinja",
        found=found,
        document_href=lambda piece: reverse("provider:evidence:document", args=[piece.document_id]),
        action=lambda row: _action(application_id, row, bool(found.lines)),
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def answer(request: PageRequest, application_id: UUID, question_id: UUID) -> HttpResponse:
    found = questions_for_provider(request.actor, application_id)
    question = found.question(question_id)
    if not question.from_lead:
        raise NotThere
    form = AnswerForm(request.POST if request.method == "POST" else None, library=found.library)
    if request.method == "POST" and form.is_valid():
        try:
            answer_clarification(
                actor=request.actor,
                clarification_id=question_id,
                text=form.cleaned_data["text"],
                evidence_ids=[UUID(one) for one in form.cleaned_data["evidence"]],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your answer is sent.")
            return redirect("provider:applications:questions", application_id=application_id)
    return render(request, "web/provider/applications/answer_question.jinja", found=found, question=question, form=form)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def ask(request: PageRequest, application_id: UUID) -> HttpResponse:
    found = questions_for_provider(request.actor, application_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_lead(actor=request.actor, application_id=application_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your question is sent. You are told by e-mail when it is answered.")
            return redirect("provider:applications:questions", application_id=application_id)
    return render(request, "web/provider/applications/ask_question.jinja", found=found, form=form)


def _action(application_id: UUID, row: QuestionRow, undecided: bool) -> tuple[str, str] | None:
    if not row.from_lead or not undecided:
        return None
    words = "Answer" if row.is_open else "Add to your answer"
    return reverse("provider:applications:answer_question", args=[application_id, row.id]), words
