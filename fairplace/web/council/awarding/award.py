"""Work out the scores, award: each a button on the comparison, each with its sentence when refused."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.ask_for_cover import ask_for_cover
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.actions.score_bids import score_bids
from fairplace.dps.competitions.queries.comparison import comparison
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.awarding.compare import show_comparison
from fairplace.web.page import Audience, PageRequest, page, render

CONFLICT = 409
"""Somebody else was first, or the state is another one by now: nothing was changed."""


class AwardForm(forms.Form):
    cover_because = fields.LongText(
        "Why do you award without this evidence?",
        hint="Leave it empty to wait. It is recorded with the award.",
        max_characters=1000,
        rows=3,
        missing="Say why you award without this evidence",
    )
    sure = fields.Tick("I have checked that this place can start on the day, and I make this award for my council")


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def score(request: PageRequest, competition_id: UUID) -> HttpResponse:
    return _press(
        request,
        competition_id,
        lambda: _scored(score_bids(actor=request.actor, competition_id=competition_id, at=request.now)),
    )


def _scored(scored: bool) -> str:
    if scored:
        return "The scores are worked out. They stand from now on."
    return "A price seems abnormally low. Its bidder is asked to explain it before anything is scored."


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def award(request: PageRequest, competition_id: UUID) -> HttpResponse:
    """Look once more at what is awarded and what follows, then award."""
    found = comparison(request.actor, competition_id, request.now)
    due = found.bid(found.due.bid_id) if found.due else None
    if due is None or found.award is not None:
        return show_comparison(request, found, _nothing_due(found.award is not None), CONFLICT)
    form = AwardForm(request.POST if request.method == "POST" else None)
    if not found.cover_missing:
        del form.fields["cover_because"]
    if request.method == "POST" and form.is_valid():
        try:
            make_award(
                actor=request.actor,
                competition_id=competition_id,
                bid_id=UUID(request.POST.get("bid") or str(due.id)),
                cover_because=form.cleaned_data.get("cover_because", ""),
                at=request.now,
            )
        except ValueError:
            form.refuse("Go back to the comparison, and start again.")
        except Refused as refused:
            if refused.field == "cover_because" and found.cover_missing:
                form.refuse(refused)
                return render(request, "web/council/awarding/award.jinja", form=form, found=found, bid=due)
            return show_comparison(
                request, comparison(request.actor, competition_id, request.now), refused.sentence, CONFLICT
            )
        else:
            messages.success(request, f"Awarded to {due.establishment_name}. Every bidder has its feedback.")
            return redirect("council:awarding:compare", competition_id)
    return render(request, "web/council/awarding/award.jinja", form=form, found=found, bid=due)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def ask_cover(request: PageRequest, competition_id: UUID) -> HttpResponse:
    def ask() -> str:
        ask_for_cover(actor=request.actor, competition_id=competition_id, at=request.now)
        return "The provider is asked for it by e-mail."

    return _press(request, competition_id, ask)


def _nothing_due(awarded: bool) -> str:
    if awarded:
        return "This has been awarded already: nothing was changed by your click."
    return "Nothing can be awarded now."


def _press(request: PageRequest, competition_id: UUID, action: Callable[[], str]) -> HttpResponse:
    if request.method == "POST":
        try:
            done = action()
        except Refused as refused:
            return show_comparison(
                request, comparison(request.actor, competition_id, request.now), refused.sentence, CONFLICT
            )
        messages.success(request, done)
    else:
        comparison(request.actor, competition_id, request.now)  # another council's is not there
    return redirect("council:awarding:compare", competition_id)
