"""What needs two people: proposed by one, decided by another on the page "A second person decides" (C3, C6)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.decide_proposal import decide_proposal
from fairplace.dps.competitions.actions.propose_price import propose_price
from fairplace.dps.competitions.actions.propose_set_aside import propose_set_aside
from fairplace.dps.competitions.actions.propose_waiver import propose_waiver
from fairplace.dps.competitions.queries.comparison import comparison
from fairplace.dps.competitions.queries.second_person import (
    ProposalRow,
    QuestionedPrice,
    SecondPersonPage,
    competition_of_price,
    second_person_page,
)
from fairplace.dps.competitions.rules import second_person as rule
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text as exact
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import moment, money
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render

WORDS = {
    (rule.WAIVER, ""): "Drop “essential” from every item, for all bidders",
    (rule.PRICE, rule.ACCEPT): "Accept the price as it was explained",
    (rule.PRICE, rule.EXCLUDE): "Exclude the bid, because its price is abnormally low",
    (rule.SET_ASIDE, rule.AGAIN): "Set the award aside and decide again, by the ranking as it was shown",
    (rule.SET_ASIDE, rule.WITHOUT): "Set the award aside and go on without this bid",
    (rule.SET_ASIDE, rule.END): "Set the award aside and end without an award",
}
OFFICER = {Role.PLACEMENT_OFFICER}


class WaiverForm(forms.Form):
    because = fields.LongText(
        "Why can the child do without what was essential?",
        hint="Every bidder reads this. Say nothing that could identify the child.",
        max_characters=rule.LONGEST_REASON[rule.WAIVER],
        rows=4,
        missing="Give the reason in a sentence",
    )


class PriceForm(forms.Form):
    outcome = fields.Radios(
        "What do you propose?",
        choices=[Choice(rule.ACCEPT, "Accept the price"), Choice(rule.EXCLUDE, "Exclude the bid")],
        missing="Choose what you propose",
    )
    because = fields.LongText(
        "Why?",
        hint="The bidder reads this in its letter.",
        max_characters=rule.LONGEST_REASON[rule.PRICE],
        rows=4,
        missing="Give the reason in a sentence",
    )


class SetAsideForm(forms.Form):
    outcome = fields.Radios(
        "What should happen then?",
        choices=[
            Choice(rule.AGAIN, "Decide again, by the ranking as it was shown", hint="This bid stays in it."),
            Choice(rule.WITHOUT, "Go on without this bid", hint="The next one, or the family, comes in."),
            Choice(rule.END, "End without an award"),
        ],
        missing="Choose what should happen then",
    )
    because = fields.LongText(
        "Why must the award be set aside?",
        hint="Every bidder reads this. Say nothing that could identify the child.",
        max_characters=rule.LONGEST_REASON[rule.SET_ASIDE],
        rows=4,
        missing="Give the reason in a sentence",
    )


class DecisionForm(forms.Form):
    agreed = fields.Radios(
        "Do you agree?",
        choices=[Choice("yes", "Yes, I agree"), Choice("no", "No", reveals=("because",))],
        missing="Say whether you agree",
    )
    because = fields.LongText(
        "Why not?",
        max_characters=1000,
        rows=3,
        missing="Give the reason in a sentence",
    )


@page(Audience.COUNCIL, roles=OFFICER)
def waive(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = comparison(request.actor, competition_id, request.now)
    if found.state is not CompetitionStanding.NO_COMPLIANT_BID:
        return redirect("council:awarding:compare", competition_id)
    form = WaiverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_waiver(actor=request.actor, competition_id=competition_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _put_to_second(request, competition_id)
    return render(request, "web/council/awarding/waive.jinja", form=form, found=found)


@page(Audience.COUNCIL, roles=OFFICER)
def price(request: PageRequest, bid_id: UUID) -> HttpResponse:
    """One questioned price: what is low about it, what its bidder says, what the officer proposes."""
    found = _of_bid(request, bid_id)
    row = found.price(bid_id)
    assert row is not None
    form = PriceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_price(actor=request.actor, bid_id=bid_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _put_to_second(request, found.competition_id)
    waits = any(one.bid_id == bid_id for one in found.waiting)
    return render(
        request,
        "web/council/awarding/price.jinja",
        form=form,
        found=found,
        row=row,
        facts=price_facts(row),
        may_propose=row.may_be_decided(request.now) and not waits,
        waits=waits,
    )


@page(Audience.COUNCIL, roles=OFFICER)
def set_aside(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = comparison(request.actor, competition_id, request.now)
    if found.state is not CompetitionStanding.AWARDED or found.award is None:
        return redirect("council:awarding:compare", competition_id)
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_set_aside(actor=request.actor, competition_id=competition_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _put_to_second(request, competition_id)
    return render(request, "web/council/awarding/set_aside.jinja", form=form, found=found)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY})
def second(request: PageRequest, competition_id: UUID) -> HttpResponse:
    """One decision at a time: the oldest that this person may take."""
    found = second_person_page(request.actor, competition_id)
    mine = [one for one in reversed(found.waiting) if one.proposed_by_id != request.actor.person_id]
    row = next((one for one in mine if str(one.id) == request.POST.get("proposal")), mine[0] if mine else None)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and row is None:
        form.refuse("There is nothing for you to decide here any more.")
    elif request.method == "POST" and row is not None and form.is_valid():
        try:
            decide_proposal(
                actor=request.actor,
                proposal_id=row.id,
                agreed=form.cleaned_data["agreed"] == "yes",
                because=form.cleaned_data.get("because") or "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("council:awarding:second", competition_id)
    return render(
        request,
        "web/council/awarding/second.jinja",
        form=form,
        found=found,
        row=row,
        words=words_of(row) if row else "",
        facts=_facts(row, found) if row else [],
        own=[(one, words_of(one)) for one in found.waiting if one.proposed_by_id == request.actor.person_id],
        decided=[(one, words_of(one)) for one in found.decided],
        writes=request.actor.holds(Role.PLACEMENT_OFFICER.value),
    )


def words_of(row: ProposalRow) -> str:
    return WORDS.get((row.kind, row.outcome), row.kind)


def price_facts(row: QuestionedPrice) -> list[Fact]:
    """What is low about a price, and what its bidder says to it."""
    facts = [Fact("Bid", f"{row.establishment_name}, {row.provider_name}", row.label)]
    others = "There is no other bid"
    if row.others is not None and row.below_others is not None:
        others = f"The other bids are {money(row.others)} on average: this is {exact(row.below_others)} % below"
    facts.append(Fact("Price a week", money(row.weekly), others))
    below = f"{money(row.carried)} were carried over: this is {exact(row.below_carried)} % below"
    facts.append(Fact("Core costs a week", money(row.core), below))
    facts.append(Fact("Asked", moment(row.asked_at), f"to answer by {moment(row.answer_by)}"))
    if row.answered_at:
        facts.append(Fact("Its explanation", row.answer, f"{row.answered_by}, {moment(row.answered_at)}"))
    else:
        facts.append(Fact("Its explanation", "None yet"))
    return facts


def _facts(row: ProposalRow, found: SecondPersonPage) -> list[Fact]:
    facts = [Fact("Why", row.because, f"{row.proposed_by}, {moment(row.proposed_at)}")]
    if row.kind == rule.WAIVER:
        return [*facts, *(Fact(label, because) for label, because in found.missed.items())]
    if row.kind == rule.SET_ASIDE and found.award is not None:
        awarded = found.award
        return [*facts, Fact("Awarded to", awarded.establishment_name, f"{awarded.provider_name}")]
    questioned = found.price(row.bid_id)
    return [*facts, *(price_facts(questioned) if questioned else [])]


def _of_bid(request: PageRequest, bid_id: UUID) -> SecondPersonPage:
    found = second_person_page(request.actor, competition_of_price(bid_id))
    if found.price(bid_id) is None:
        raise Http404
    return found


def _put_to_second(request: PageRequest, competition_id: UUID) -> HttpResponse:
    messages.success(request, "A second person of your council is asked to decide. Nothing happens before.")
    return redirect("council:awarding:compare", competition_id)
