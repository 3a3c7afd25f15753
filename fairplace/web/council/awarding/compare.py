"""Compare bids: places side by side, best first, each number with its working; then whose decision it is (C3 to C6)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.competitions.queries.bid_rows import BidRow
from fairplace.dps.competitions.queries.comparison import Comparison, comparison
from fairplace.dps.competitions.rules.bid_content import content_from_json
from fairplace.dps.competitions.rules.bid_faults import child_prices
from fairplace.dps.competitions.rules.item_names import with_item_names
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.prices import weekly_working
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.queries.agreements import agreements_of_award
from fairplace.dps.referrals.rules.children import child_name, read_code
from fairplace.web.components.formats import counted, miles, money, sentence
from fairplace.web.components.rows import Cell, ComparedPlace, Fact, Status
from fairplace.web.council.referrals.stages import NOTHING_LEFT
from fairplace.web.page import Audience, PageRequest, page, render

_TONES = {
    CompetitionStanding.NO_COMPLIANT_BID: Status("No bid meets every essential item", "warning"),
    CompetitionStanding.PRICE_QUESTIONED: Status("A price is questioned", "waiting"),
    CompetitionStanding.EVALUATING: Status("To evaluate", "waiting"),
    CompetitionStanding.SCORED: Status("Scored", "active"),
    CompetitionStanding.WITH_FAMILY: Status("With the family", "waiting"),
    CompetitionStanding.TO_AWARD: Status("To award", "active"),
    CompetitionStanding.AWARDED: Status("Waiting for the provider to accept", "waiting"),
    CompetitionStanding.ACCEPTED: Status("Accepted", "good"),
    CompetitionStanding.NO_AWARD: Status("No award", "quiet"),
    CompetitionStanding.CANCELLED: Status("Cancelled", "quiet"),
}


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def compare(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = comparison(request.actor, competition_id, request.now)
    return show_comparison(request, found)


def show_comparison(request: PageRequest, found: Comparison, refusal: str = "", http_status: int = 200) -> HttpResponse:
    """The page, also after an action was refused: with the sentence on top."""
    due = found.bid(found.due.bid_id) if found.due else None
    return render(
        request,
        "web/council/awarding/compare.jinja",
        http_status=http_status,
        found=found,
        standing=NOTHING_LEFT.get(found.nothing_left) or _TONES.get(found.state, Status(found.state.label)),
        rows=_criteria(found),
        places=[_place(bid, found) for bid in found.ranked],
        prices=[(bid, _price_parts(bid, found)) for bid in found.ranked],
        outside=[(bid, _why_out(bid, found)) for bid in found.bids if bid.rank is None or _left_since(bid, found)],
        due=due,
        chosen=found.bid(found.choice.chosen) if found.choice else None,
        asked=[bid.establishment_name for bid in found.bids if found.choice and bid.id in found.choice.bids],
        what_if=_what_if(found),
        refusal=refusal,
        agreements=agreements_of_award(request.actor, found.award.id)
        if found.award and found.award.accepted_at
        else [],
    )


def _what_if(found: Comparison) -> list[str]:
    """The sentences of C9, with the names of places."""
    names = {bid.label: bid.establishment_name for bid in found.bids}
    return found.sensitivity.sentences(lambda label: names.get(label, label)) if found.sensitivity else []


def _criteria(found: Comparison) -> list[str]:
    return [
        "Total",
        *(name for _, name, _ in found.criteria),
        "Price a week",
        "Distance",
        "Cannot be met",
    ]


def _place(bid: BidRow, found: Comparison) -> ComparedPlace:
    return ComparedPlace(
        name=bid.establishment_name,
        rank=str(bid.rank),
        note=", ".join([*_who(bid, found), *(["not in the running"] if _left_since(bid, found) else [])]),
        leads=str(bid.id) == _first(found),
        cells=[
            Cell(points=bid.total, weight=100),
            *(_score(bid, code, weight) for code, _, weight in found.criteria),
            Cell(text=money(bid.weekly_price or 0)),
            Cell(text=_distance(bid)),
            Cell(text=_cannot(bid, found)),
        ],
    )


def _distance(bid: BidRow) -> str:
    """Of a foster home, from its district: the office may lie anywhere."""
    household = f", foster home in {bid.content['district']}" if bid.own_miles is not None else ""
    return f"{miles(bid.miles)}{household}"


def _first(found: Comparison) -> str:
    """The bid that is due, or that is first of those still in the running."""
    if found.due is None:
        return ""
    standing = found.due.standing
    return str(found.due.bid_id) if found.due.bid_id else standing[0].bid if standing else ""


def _who(bid: BidRow, found: Comparison) -> list[str]:
    """The category too, where the referral asks several."""
    return [bid.provider_name, bid.label, *([bid.category_name] if found.referral.other_categories else [])]


def _score(bid: BidRow, code: str, weight: Decimal) -> Cell:
    return Cell(text=bid.working.get(code, ""), points=Decimal(bid.points.get(code) or 0), weight=weight)


def _cannot(bid: BidRow, found: Comparison) -> str:
    met = {*(("need", code) for code in bid.content["needs_met"])}
    met |= {("feature", code) for code in bid.content["features_met"]}
    asked = [*(("need", one) for one in found.referral.needs), *(("feature", one) for one in found.referral.features)]
    missing = [one.name for kind, one in asked if (kind, one.code) not in met]
    said = "; ".join(missing) if missing else "Everything asked for can be met"
    places = bid.content.get("places")  # the short form says how many (R13)
    return f"{said}. {sentence(counted(places, 'place'))} free from the start." if places else said


def _price_parts(bid: BidRow, found: Comparison) -> list[Fact]:
    """Core costs as they were carried over and bid, priced needs and the discount: what the weekly price is made of."""
    names = found.headings.get(bid.category_name, {})
    needs = {need.code: need.name for need in found.referral.needs}
    carried = bid.content["carried"]
    parts = []
    for code, amount in bid.content["core_costs"].items():
        lowered = Decimal(carried.get(code, amount)) - Decimal(amount)
        note = f"lowered by {money(lowered)}" if lowered > 0 else ""
        child, heading = read_code(code)
        name = names.get(heading, heading)
        name = f"{child_name(child)}: {name}" if found.referral.several else name
        parts.append(Fact(name, money(Decimal(amount)), note=note))
    content = content_from_json(bid.content)
    weeks = found.referral.expected_weeks or 0
    quoted = {code: weekly_working(quote, weeks) for code, quote in content.quoted.items()}
    parts += [
        Fact(needs.get(code, code), money(amount), note=quoted.get(code, ""))
        for code, amount in content.priced_needs.items()
    ]
    discount = Decimal(bid.content["discount_percent"])
    if discount:
        reason = bid.content["discount_reason"]
        parts.append(Fact("Discount", f"{discount.normalize():f} %", note=reason))
    if found.referral.several:
        each = child_prices(content, bid.weekly_price or Decimal(0))
        parts += [
            Fact(f"{child_name(number)}, of the whole price", money(share)) for number, share in enumerate(each, 1)
        ]
    return parts


def _left_since(bid: BidRow, found: Comparison) -> bool:
    return found.due is not None and bid.id in found.due.out


def _why_out(bid: BidRow, found: Comparison) -> str:
    """The reason in words that an officer can pass on."""
    because = found.due.out.get(bid.id, bid.excluded_because) if found.due else bid.excluded_because
    because = with_item_names(because, (*found.referral.needs, *found.referral.features))
    if bid.declined_because:
        return f"{because} Its reason: {bid.declined_because}"
    return because
