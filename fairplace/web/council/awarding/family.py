"""What the family was asked and shown; end its link, ask again, write down its answer (C5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.ask_family import ask_family
from fairplace.dps.competitions.actions.choice_part import LONGEST_REASON
from fairplace.dps.competitions.actions.revoke_choice import revoke_choice
from fairplace.dps.competitions.actions.take_family_answer import take_family_answer
from fairplace.dps.competitions.queries.family_asked import AskedRow, FamilyAsked, family_asked
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render

NO_PREFERENCE = "none"


class RevokeForm(forms.Form):
    because = fields.Text(
        "Why must this link not be used any more?",
        hint="For example: it went to an old address.",
        max_characters=200,
        missing="Say why this link must not be used any more",
    )


class TakeAnswerForm(forms.Form):
    choice = fields.Radios("What did the family say?", choices=[], missing="Choose what the family said")
    reason = fields.LongText("Why, in its own words?", required=False, max_characters=LONGEST_REASON, rows=4)
    how = fields.Radios(
        "How did it answer?",
        choices=[
            Choice("paper", "On paper"),
            Choice("telephone", "By telephone"),
            Choice("meeting", "At a meeting"),
        ],
        missing="Say how the family answered",
    )

    def __init__(self, *args: Any, asked: AskedRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [Choice(str(place.bid_id), place.name) for place in asked.places]
        self.fields["choice"].set_choices(  # type: ignore[attr-defined]
            [*places, Choice(NO_PREFERENCE, "It has no preference", divider="or")]
        )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def family(request: PageRequest, competition_id: UUID) -> HttpResponse:
    """Exactly what the family saw, each time that it was asked."""
    found = family_asked(request.actor, competition_id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_choice(actor=request.actor, competition_id=competition_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The link opens nothing any more. Ask the family again.")
            return redirect("council:awarding:family", competition_id)
    return _show(request, found, form)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def ask_again(request: PageRequest, competition_id: UUID) -> HttpResponse:
    """By e-mail, or on paper where the family has none."""
    found = family_asked(request.actor, competition_id)
    on_paper = request.POST.get("on_paper") == "yes"
    form = RevokeForm()
    if request.method == "POST":
        try:
            ask_family(actor=request.actor, competition_id=competition_id, at=request.now, on_paper=on_paper)
        except Refused as refused:
            form.refuse(refused)
            return _show(request, found, form)
        said = "Print this page for the family." if on_paper else "The family has been sent its link."
        messages.success(request, said)
    return redirect("council:awarding:family", competition_id)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def answer(request: PageRequest, competition_id: UUID) -> HttpResponse:
    """An answer on paper or by telephone is written down by an officer, who stands by it by name."""
    found = family_asked(request.actor, competition_id)
    if found.open is None:
        raise Http404
    form = TakeAnswerForm(request.POST if request.method == "POST" else None, asked=found.open)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            take_family_answer(
                actor=request.actor,
                competition_id=competition_id,
                bid_id=None if given["choice"] == NO_PREFERENCE else UUID(given["choice"]),
                reason=given["reason"],
                how=given["how"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The answer is written down. The family is told so.")
            return redirect("council:awarding:compare", competition_id)
    return render(request, "web/council/awarding/family_answer.jinja", found=found, form=form)


def _show(request: PageRequest, found: FamilyAsked, form: RevokeForm) -> HttpResponse:
    return render(request, "web/council/awarding/family.jinja", found=found, form=form)
