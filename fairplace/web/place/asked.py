"""A place that a family named answers by a link and a code, without an account; if it is chosen, it signs here (R10).

Stage by stage: who asks; after the code, what is needed; after a promise, the story; once it is chosen, the agreement,
which names the child.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.placements.actions.answer_consultation import answer_by_link, promise_by_link
from fairplace.dps.placements.actions.place_link import open_place_link, send_place_code
from fairplace.dps.placements.actions.sign_by_link import sign_by_link
from fairplace.dps.placements.queries.consultations import (
    ConsultationPage,
    agreement_by_link,
    consultation_by_link,
)
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.named_place.question import AnswerForm, NamedPromiseForm, answered_facts, facts_of
from fairplace.web.page import Audience, PageRequest, page, render

STAYS_OPEN = timedelta(hours=1)


class OpenForm(forms.Form):
    code = fields.Text(
        "The code we sent you",
        width=10,
        inputmode="numeric",
        autocomplete="one-time-code",
        missing="Enter the code we sent you",
    )


class LinkSignForm(forms.Form):
    name_typed = fields.Text(
        "Your full name",
        hint="This is your signature.",
        autocomplete="name",
        longest=110,
        missing="Type your full name to sign",
    )
    agrees = fields.Tick(
        "I have read the agreement, and I may sign it for the place",
        missing="Tick the box to say that you have read the agreement and may sign it",
    )


@page(Audience.PLACE)
def asked(request: PageRequest, token: str) -> HttpResponse:
    found = consultation_by_link(token_digest(token), opened=_is_open(request, token), at=request.now)
    if found is None:
        raise Http404
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if found.standing in {"closed", "ended"}:
        return render(request, "web/place/closed.jinja", found=found)
    if found.referral is None:
        return _open(request, token, found, step)
    if found.standing == "open":
        return _answer(request, token, found, step)
    return _after(request, token, found, step)


@page(Audience.PLACE)
def agreement(request: PageRequest, token: str) -> HttpResponse:
    """The PDF, which names the child: only after the code, and each download is recorded."""
    if not _is_open(request, token):
        raise Http404
    return as_attachment(agreement_by_link(token_digest(token), at=request.now))


def _open(request: PageRequest, token: str, found: ConsultationPage, step: str) -> HttpResponse:
    form = OpenForm(request.POST if step == "open" else None)
    if step == "open" and form.is_valid():
        try:
            wrong = open_place_link(token=token, code=form.cleaned_data["code"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            if not wrong:
                request.session[_key(token)] = (request.now + STAYS_OPEN).isoformat()
                return redirect("place:asked", token)
            form.refuse(Refused(wrong, "code"))
    elif step == "send":
        send_place_code(token=token, at=request.now)
    return render(request, "web/place/open.jinja", found=found, form=form, sent=step in {"send", "open"})


def _answer(request: PageRequest, token: str, found: ConsultationPage, step: str) -> HttpResponse:
    promise = NamedPromiseForm(request.POST if step == "promise" else None)
    form = AnswerForm(request.POST if step == "answer" else None, asks_who=True)
    try:
        if step == "promise" and promise.is_valid():
            told = promise.cleaned_data
            promise_by_link(token=token, name=told["name"], job=told["job"], at=request.now)
            return redirect("place:asked", token)
        if step == "answer" and form.is_valid():
            answer_by_link(token=token, answer=form.answer, at=request.now)
            return redirect("place:asked", token)
    except Refused as refused:
        (promise if step == "promise" else form).refuse(refused)
    return render(
        request,
        "web/place/asked.jinja",
        found=found,
        promise=promise,
        form=form,
        forms=[promise, form],
        facts=facts_of(found),
    )


def _after(request: PageRequest, token: str, found: ConsultationPage, step: str) -> HttpResponse:
    """It has answered; and when the council has chosen it, the agreement is here to be signed."""
    form = LinkSignForm(request.POST if step == "sign" else None)
    if step == "sign" and form.is_valid():
        try:
            sign_by_link(token=token, name_typed=form.cleaned_data["name_typed"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("place:asked", token)
    return render(request, "web/place/answered.jinja", found=found, form=form, token=token, facts=answered_facts(found))


def _key(token: str) -> str:
    return f"named_place:{token_digest(token).hex()}"


def _is_open(request: PageRequest, token: str) -> bool:
    """This browser typed the right code within the last hour."""
    until = request.session.get(_key(token), "")
    return bool(until) and request.now < datetime.fromisoformat(until)
