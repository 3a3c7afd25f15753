"""What those invited ask, answered for everyone invited, without anybody learning who asked (R7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.answer_question import answer_question
from fairplace.dps.competitions.queries.questions import asked_of_referral
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.said_of_child import findings_in
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.extend import ExtendForm
from fairplace.web.page import Audience, PageRequest, page, render


class AnswerForm(ExtendForm):
    """The question and the answer as everyone invited reads them, and perhaps more time."""

    question_text = fields.LongText(
        "The question, as everyone invited reads it",
        hint="Take out whatever could tell who asks, or who the child is.",
        max_words=200,
        missing="Say what was asked, without what names anybody",
    )
    text = fields.LongText("Your answer", max_words=500, missing="Write the answer")
    kept_because = fields.LongText(
        "Why must the name of a school stay?",
        hint="Only where we found one. It is kept with the answer.",
        rows=2,
        max_characters=300,
        required=False,
    )
    more = fields.Radios(
        "Does everyone get more time because of this answer?",
        choices=[
            Choice("no", "No, the closing time stays"),
            Choice("yes", "Yes, bids close later", reveals=("day", "time", "because")),
        ],
        missing="Select whether everyone gets more time",
    )
    field_order = ("question_text", "text", "kept_because", "more", "day", "time", "because")


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def questions(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    found = asked_of_referral(actor=request.actor, referral_id=referral_id, at=request.now)
    return render(request, "web/council/referrals/questions.jinja", referral=row, found=found)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def answer(request: PageRequest, referral_id: UUID, asked_id: UUID) -> HttpResponse:
    """Answered before: the new answer takes the old one's place on the page; the old one stays on record."""
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    found = asked_of_referral(actor=request.actor, referral_id=referral_id, at=request.now)
    asked = next((one for one in found.questions if one.id == asked_id), None)
    if asked is None:
        raise Http404
    if not found.can_answer:
        return redirect("council:referrals:questions", referral_id=referral_id)
    initial = {
        "question_text": asked.question_text or asked.text,
        "text": asked.answer,
        "kept_because": asked.kept_because,
    }
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        later = told["more"] == "yes"
        try:
            answer_question(
                actor=request.actor,
                question_id=asked_id,
                question_text=told["question_text"],
                text=told["text"],
                kept_because=told["kept_because"] or "",
                closes_at=form.closes_at if later else None,
                because=told["because"] if later else "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused, "day" if refused.field == "closes_at" else None)
        else:
            messages.success(request, "Everyone invited has the answer, and an e-mail that says so.")
            return redirect("council:referrals:questions", referral_id=referral_id)
    return render(
        request,
        "web/council/referrals/answer.jinja",
        referral=row,
        found=found,
        asked=asked,
        form=form,
        findings=findings_in(referral_id=referral_id, texts={"asked": asked.text}),
    )
