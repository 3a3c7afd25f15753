"""A referral as an invited provider sees it: what the child needs, and nothing that says who the child is (R1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from fairplace.dps.competitions.actions.read_invitation import read_invitation
from fairplace.dps.competitions.queries.awards import (
    cancelled_reason,
    no_award_reason,
    set_aside_reasons,
    waiver_reason,
)
from fairplace.dps.competitions.queries.bid_terms import category_asked
from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation
from fairplace.dps.competitions.queries.closing_changes import closing_moves
from fairplace.dps.competitions.queries.price_questions import price_question
from fairplace.dps.competitions.queries.questions import published_answers, questions_until
from fairplace.dps.competitions.rules.item_names import with_item_names
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.child import may_read_story
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.reissues import issued_again_as, issued_before_as
from fairplace.dps.referrals.rules.children import counted_children
from fairplace.dps.referrals.rules.eligibility import reason_of, sentence
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import day, moment, points
from fairplace.web.components.price_rule import price_rule
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import REASONS, invited, measured_from, standing


class WillBidForm(forms.Form):
    confidential = fields.Tick(
        "We will keep this child’s story confidential, and use it only to decide on and write our bid",
        missing="Tick that you will keep this child’s story confidential before you read it",
    )

    def __init__(self, *args: Any, several: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if several:
            tick = self.fields["confidential"]
            told = str(tick.label).replace("this child’s story", "these children’s stories")
            tick.label = told
            missing = "Tick that you will keep these children’s stories confidential before you read them"
            tick.error_messages["required"] = missing


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def referral(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    read_invitation(actor=request.actor, invitation_id=row.id, at=request.now)
    return show_referral(request, row, WillBidForm(several=row.referral.several))


def show_referral(request: HttpRequest, row: BidderInvitation, form: WillBidForm) -> HttpResponse:
    return render(
        request,
        "web/provider/bids/referral.jinja",
        row=row,
        referral=row.referral,
        standing=standing(row),
        at_a_glance=_at_a_glance(row),
        facts=_facts(row),
        why=_why(row),
        weights=_weights(row),
        incentive=incentive_of(row.referral_id),
        reasons=REASONS,
        excluded_because=with_item_names(row.excluded_because, (*row.referral.needs, *row.referral.features)),
        reason_said=dict(REASONS).get(row.reason, ""),
        no_award_because=no_award_reason(row.competition_id) if row.state == "no_award" else "",
        cancelled_because=cancelled_reason(row.competition_id) if row.state == "cancelled" else "",
        moves=closing_moves(row.competition_id),
        before=issued_before_as(row.referral_id),
        again=issued_again_as(row.referral_id),
        answers=published_answers(row.competition_id),
        questions_until=questions_until(row.closes_at, row.referral),
        waived_because=waiver_reason(row.competition_id) if row.bid_id else "",
        set_aside=set_aside_reasons(row.competition_id) if row.bid_id else [],
        price_asked=price_question(row.bid_id) if row.bid_id else None,
        story_open=row.will_bid and may_read_story(referral_id=row.referral_id),
        form=form,
    )


def _at_a_glance(row: BidderInvitation) -> list[Fact]:
    told = row.referral
    who = Fact("Age", told.age_band)
    if told.several:
        who = Fact("For", counted_children(told.several, len(told.children)), told.age_band)
    return [
        Fact("Kind of place", category_asked(told, row.line_id).placement_kind_name),
        who,
        Fact("Distance from home", row.distance_band),
        Fact("Starts", day(told.start_on) if told.start_on else "As soon as possible"),
    ]


def _far(row: BidderInvitation) -> str:
    start = measured_from(row.establishment_kind, from_areas=row.from_areas)
    said = f"{row.distance_band} from the home"
    return f"{said}. {start}; a bid is scored by the district of its household" if start else said


def _facts(row: BidderInvitation) -> list[Fact]:
    told = row.referral
    weeks = f"{told.expected_weeks} weeks" if told.expected_weeks else None
    facts = [
        Fact("Category", told.category_name),
        Fact("Expected to last", weeks),
        Fact("Urgency", told.urgency_name),
        Fact("Home is in district", told.district, note="The first half of the postcode. We never show more."),
        Fact("Your place", row.establishment_name, note=_far(row)),
    ]
    if told.other_categories:
        others = ", ".join(f"{one.placement_kind_name} ({one.name})" for one in told.categories)
        asked = category_asked(told, row.line_id)
        note = f"Your place is asked as {asked.placement_kind_name} ({asked.name}), and prices under its own headings."
        facts.insert(1, Fact("Asked in", others, note))
    if told.gender:
        facts.insert(1, Fact("Girl or boy", told.gender.capitalize()))
    return facts


_WHEN = {
    "published": "when the council published this",
    "widened": "when the council looked further from home",
    "joined": "when it joined, while bids were open",
    "reinstated": "when it was reinstated, while bids were open",
    "opted_in": "when you opted in",
}
_LIMIT, _FACTS, _CAP = (
    "too_far",
    frozenset({"age", "gender", "placement_kind"}),
    frozenset({"above_cap", "above_own_cap"}),
)


def _why(row: BidderInvitation) -> list[str]:
    """R11: every accredited place that passes is sent a referral; no officer picks or drops one. What did not pass, and
    made the provider opt in, is said as it was.
    """
    told, despite = row.referral, {reason_of(reason).value for reason in row.invited_despite}
    asked = category_asked(told, row.line_id)
    whom = "each of the children, by age and by gender where that is said," if told.several else "children of this age"
    home = "home of child 1" if told.several else "child’s home"
    carried = (
        f"Your core competency score of {row.competency_score:f} is carried into the scoring as it stood that day."
    )
    return [
        f"{row.establishment_name} was accredited for {asked.name} and not suspended"
        f" {_WHEN[row.invited_by]}, on {moment(row.sent_at)}.",
        *(sentence(reason) + " You opted in all the same." for reason in row.invited_despite),
        *(
            [f"It lies within the limit that the council set: {row.distance_band} from the {home}."]
            if _LIMIT not in despite
            else []
        ),
        *([f"It takes {whom} for this kind of place ({asked.placement_kind_name})."] if not despite & _FACTS else []),
        *(["Its core costs are within the limit on price, where there is one."] if not despite & _CAP else []),
        *([carried] if told.quality_weights.get("competency") else []),
    ]


_PARTS = (
    ("outcomes", "Your statement on the outcomes"),
    ("needs", "Needs you can meet"),
    ("features", "Features you offer"),
    ("location", "Distance"),
    ("competency", "Core competency, from your accreditation"),
)


def _weights(row: BidderInvitation) -> list[Fact]:
    told = row.referral
    shown = [Fact("Price", _of_100(told.price_weight), price_rule(told.price_range, len(told.children)))]
    for code, name in _PARTS:
        weight = told.quality_weights.get(code)
        if weight:
            shown.append(Fact(name, _of_100(weight)))
    return shown


def _of_100(weight: Decimal) -> str:
    return f"{points(weight, 0 if weight % 1 == 0 else 2)} points of 100"
