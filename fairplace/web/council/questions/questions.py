"""What providers ask about joining, answered by the lead authority for everybody (Q5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.actions.ask_publicly import answer_publicly
from fairplace.dps.market.queries.public_questions import question_asked, questions_asked
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render

_ROLES = (Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER)


class AnswerForm(forms.Form):
    """The question as everybody reads it, and the answer."""

    question_text = fields.LongText(
        "The question, as everybody reads it", hint="Take out what names who asked.", max_words=300
    )
    text = fields.LongText("The answer", max_words=600, missing="Write the answer")
    who = fields.Radios(
        "Who reads it?",
        choices=[
            Choice("all", "Everybody", hint="The rule: all providers know the same."),
            Choice("asker", "Who asked alone", hint="Only where it concerns nobody else."),
        ],
        missing="Select who reads it",
    )


@page(Audience.COUNCIL, roles=_ROLES)
def every_question(request: PageRequest) -> HttpResponse:
    rows = questions_asked(request.actor)
    return render(
        request,
        "web/council/questions/list.jinja",
        waiting=[row for row in rows if not row.answer],
        answered=[row for row in rows if row.answer],
    )


@page(Audience.COUNCIL, roles=_ROLES)
def answer(request: PageRequest, question_id: UUID) -> HttpResponse:
    """Answered before: the new answer takes the old one's place, which stays on record."""
    row = question_asked(request.actor, question_id)
    initial = {
        "question_text": row.question_text or row.text,
        "text": row.answer,
        "who": "asker" if row.published is False else "all",
    }
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            answer_publicly(
                actor=request.actor,
                question_id=question_id,
                question_text=told["question_text"],
                text=told["text"],
                published=told["who"] == "all",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, "Published for everybody." if told["who"] == "all" else "Answered to who asked alone."
            )
            return redirect("council:questions:list")
    return render(
        request, "web/council/questions/answer.jinja", row=row, form=form, back_href=reverse("council:questions:list")
    )
