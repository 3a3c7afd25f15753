"""Ask the council about a referral: the answer is for everyone invited, who asked is for nobody (R7)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.ask_question import ask_question
from fairplace.dps.competitions.queries.questions import own_questions, published_answers, questions_until
from fairplace.dps.competitions.rules.questions import MOST_WORDS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import at, invited


class AskForm(forms.Form):
    text = fields.LongText(
        "Your question",
        hint="Everyone invited reads it. Leave out your name, your places’ names and anything about who the child is.",
        max_words=MOST_WORDS,
        missing="Write your question",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def questions(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_question(actor=request.actor, invitation_id=row.id, text=form.cleaned_data["text"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, "The council has your question, without your name. An e-mail tells you when it is answered."
            )
            return redirect(at(row, "questions"))
    until = questions_until(row.closes_at, row.referral)
    return render(
        request,
        "web/provider/bids/questions.jinja",
        row=row,
        referral=row.referral,
        form=form,
        until=until,
        may_ask=row.open_to_bids and request.now < until,
        answers=published_answers(row.competition_id),
        own=own_questions(request.actor, row.id),
    )
