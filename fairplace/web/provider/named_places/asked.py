"""The same question as by the link, for a provider with an account (R10)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.answer_consultation import answer_consultation, promise_confidentiality
from fairplace.dps.placements.queries.consultations import consultation_for_provider
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.named_place.question import AnswerForm, PromiseForm, answered_facts, facts_of
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def asked(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    found = consultation_for_provider(request.actor, consultation_id, at=request.now)
    step = request.POST.get("step", "") if request.method == "POST" and found.standing == "open" else ""
    promise = PromiseForm(request.POST if step == "promise" else None)
    form = AnswerForm(request.POST if step == "answer" else None, asks_who=False)
    here = redirect("provider:named_places:asked", consultation_id=consultation_id)
    try:
        if step == "promise" and promise.is_valid():
            promise_confidentiality(actor=request.actor, consultation_id=consultation_id, at=request.now)
            return here
        if step == "answer" and form.is_valid():
            answer_consultation(
                actor=request.actor, consultation_id=consultation_id, answer=form.answer, at=request.now
            )
            return here
    except Refused as refused:
        (promise if step == "promise" else form).refuse(refused)
    return render(
        request,
        "web/provider/named_places/asked.jinja",
        found=found,
        promise=promise,
        form=form,
        forms=[promise, form],
        facts=facts_of(found),
        answered=answered_facts(found),
    )
