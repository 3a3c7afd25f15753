"""A family chooses between places that are close: one page, no account, on any phone (C5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.answer_family import WrongCode, answer_family
from fairplace.dps.competitions.actions.choice_part import LONGEST_REASON
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.queries.family_page import FamilyPage, family_page
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render

NO_PREFERENCE = "none"
_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


class ChoiceForm(forms.Form):
    choice = fields.Radios(
        "Which place do you prefer?", choices=[], missing="Choose a place, or say that you have no preference"
    )
    reason = fields.LongText(
        "Why?",
        hint="In your own words. Only the council reads this.",
        required=False,
        max_characters=LONGEST_REASON,
        rows=5,
    )

    def __init__(self, *args: Any, found: FamilyPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [Choice(str(place.bid_id), place.name) for place in found.places]
        self.fields["choice"].set_choices(  # type: ignore[attr-defined]
            [*places, Choice(NO_PREFERENCE, "I have no preference", divider="or")]
        )


class CodeForm(forms.Form):
    code = fields.Text(
        "The code we sent you",
        width=10,
        inputmode="numeric",
        autocomplete="one-time-code",
        missing="Enter the code we sent you",
    )
    choice = fields.Hidden("choice")
    reason = fields.Hidden("reason", required=False)


@page(Audience.FAMILY)
def choice(request: PageRequest, token: str) -> HttpResponse:
    """Look as often as you like; choose, then type the code that was sent, and it is done."""
    found = family_page(token_digest(token), at=request.now)
    if found is None:
        raise Http404
    if found.standing != "open":
        return render(request, "web/family/closed.jinja", found=found, chosen=found.place(found.chosen))
    if request.method != "POST":
        return _ask(request, found, ChoiceForm(found=found))
    if request.POST.get("step") == "answer":
        return _answer(request, token, found)
    form = ChoiceForm(request.POST, found=found)
    if not form.is_valid():
        return _ask(request, found, form)
    if request.POST.get("step") == "change":
        return _ask(request, found, ChoiceForm(initial=form.cleaned_data, found=found))
    try:
        sent = send_family_code(token=token, at=request.now)
    except Refused as refused:
        form.refuse(refused)
        return _ask(request, found, form)
    return _confirm(request, found, CodeForm(initial=form.cleaned_data), form.cleaned_data, too_soon=not sent)


def _answer(request: PageRequest, token: str, found: FamilyPage) -> HttpResponse:
    choosing = ChoiceForm(request.POST, found=found)
    if not choosing.is_valid():
        return _ask(request, found, choosing)
    given = choosing.cleaned_data
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            wrong = answer_family(
                token=token,
                bid_id=None if given["choice"] == NO_PREFERENCE else UUID(given["choice"]),
                reason=given["reason"],
                code=form.cleaned_data["code"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if wrong is None:
                return redirect("family:choice", token)
            _refuse(form, wrong)
    return _confirm(request, found, form, given)


def _refuse(form: CodeForm, wrong: WrongCode) -> None:
    form.refuse(wrong.sentence, field="code")


def _ask(request: PageRequest, found: FamilyPage, form: ChoiceForm) -> HttpResponse:
    return render(
        request,
        "web/family/choice.jinja",
        found=found,
        form=form,
        easy="easy" in request.GET,
        number=_NUMBERS.get(len(found.places), str(len(found.places))),
    )


def _confirm(
    request: PageRequest, found: FamilyPage, form: CodeForm, given: dict[str, Any], *, too_soon: bool = False
) -> HttpResponse:
    place = None if given["choice"] == NO_PREFERENCE else found.place(UUID(given["choice"]))
    return render(
        request, "web/family/confirm.jinja", found=found, form=form, given=given, place=place, too_soon=too_soon
    )
