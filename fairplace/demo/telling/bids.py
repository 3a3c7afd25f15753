"""What an invented provider answers: how it meets each need, a statement of the quality told, and prices."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from zlib import crc32

from fairplace.demo.region.referrals import DemoBid, DemoReferral
from fairplace.demo.region.words import bid_words, how_met
from fairplace.dps.competitions.rules.bid_content import BidContent, words
from fairplace.dps.competitions.rules.bid_faults import BidTerms
from fairplace.dps.referrals.rules.children import read_code


def bid_for(referral: DemoReferral, bid: DemoBid, terms: BidTerms) -> BidContent:
    """The whole bid. No two bids for one referral word a need or price it alike."""
    number = referral.bids.index(bid)
    met = [need.code for need in terms.needs if read_code(need.code)[1] not in bid.leaves]
    ways = {code: _way(referral, code, number) for code in met}
    priced = {code: _varied(price, f"{referral.key}/{bid.place}/{code}") for code, (_, price) in ways.items() if price}
    return BidContent(
        needs_met=tuple(met),
        features_met=tuple(one.code for one in terms.features if read_code(one.code)[1] not in bid.leaves),
        how={code: text for code, (text, _) in ways.items()},
        statement=_within(statement_for(referral, bid), terms.most_words),
        core_costs={cost.heading: _cut(cost.weekly, bid.cut) for cost in terms.carried},
        priced_needs=priced,
        discount_percent=max(Decimal(bid.discount), terms.least_discount),
        discount_reason="For a placement of a year or longer." if bid.discount else "",
        places=1 + number % 2 if terms.short else None,
        district=bid.district,
    )


def _way(referral: DemoReferral, code: str, number: int) -> tuple[str, int]:
    """Of each child of several in words of its own."""
    child, need = read_code(code)
    return how_met(referral.category, need, number + child - 1)


def _within(statement: str, most_words: int) -> str:
    """As many of its paragraphs as there is room for; none where no statement is asked."""
    kept: list[str] = []
    for paragraph in statement.split("\n\n"):
        if words("\n\n".join([*kept, paragraph])) > most_words:
            break
        kept.append(paragraph)
    return "\n\n".join(kept)


def _varied(price: int, seed: str) -> Decimal:
    return Decimal(round(price * (92 + crc32(seed.encode()) % 17) / 100))


def _cut(weekly: Decimal, per_cent: int) -> Decimal:
    return (weekly * (100 - per_cent) / 100).quantize(Decimal("0.01"), ROUND_DOWN)


def statement_for(referral: DemoReferral, bid: DemoBid) -> str:
    """One paragraph for each outcome: the better the statement, the more of the child there is in it."""
    number, level = referral.bids.index(bid), bid.level
    kind = _SPEAKS_AS.get(referral.category, "school")
    opening = bid_words(f"{kind}_openings", level)[number % 2]
    frames, who = bid_words("outcomes", level), bid_words(f"{kind}_who")
    paragraphs = [
        frames[(number + position) % len(frames)].format(
            hoped=outcome["hoped"][:1].lower() + outcome["hoped"][1:],
            step=outcome["step"],
            seen=outcome["seen"],
            who=who[(number + position) % 3],
        )
        for position, outcome in enumerate(referral.told["outcomes"])
    ]
    return "\n\n".join([opening, *paragraphs, *bid_words("endings", level)[number % 2 :][:1]])


_SPEAKS_AS = {"residential": "home", "foster": "foster", "alternative": "workshop", "supported": "flat"}
