"""What an Individual Placement Agreement says (K1): from the referral, the bid and the terms, in plain words.

The terms stand under the National Contract of the category; this document names what is particular to one placement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the price: pounds a week. quoted: the price in its own unit, where that is not a week (rule 0)."""

    name: str
    weekly: Decimal
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """All that the document is drawn from. incentive: the published term that the award agreed; empty without one.

    together: that the child is placed with others by the same award; empty for one child.
    ground: why there was no competition, where there was none (R10).
    """

    reference: str
    referral_reference: str
    system: str
    terms_version: str
    council: str
    provider: str
    establishment: str
    category: str
    placement_kind: str
    child_name: str
    child_born: date
    starts_on: date
    expected_weeks: int
    core_costs: Sequence[PriceLine]
    priced_needs: Sequence[PriceLine]
    discount_percent: Decimal
    weekly_price: Decimal
    needs_met: Sequence[str]
    outcomes: Sequence[str]
    how: str
    incentive: str = ""
    together: str = ""
    ground: str = ""


CLAUSES: tuple[tuple[str, str], ...] = (
    (
        "What this is",
        "This agreement is made under the National Contract for the category named above and the local schedules of the"
        " council. Where they differ, the National Contract stands first, then the schedules, then this agreement.",
    ),
    (
        "What the provider does",
        "The provider meets the needs listed here from the first day, works towards the outcomes listed here, and takes"
        " part in every review of the placement.",
    ),
    (
        "What the council pays",
        "The council pays the price set out here from the first day of the placement, within 30 days of an undisputed"
        " invoice. The price changes only by a variation that both sides have signed, or by an uplift that all partners"
        " agreed.",
    ),
    (
        "Moving",
        "The child does not move to another site of the provider unless the council has agreed in writing beforehand.",
    ),
    (
        "Ending",
        "Either side may end the placement with 28 days' written notice. A provider that thinks of giving notice first"
        " asks for a meeting about keeping the placement stable.",
    ),
    (
        "Keeping it private",
        "Both sides keep what they know about the child private, share it only with those who need it for the"
        " child, and follow data protection law.",
    ),
)


def document_data(facts: AgreementFacts) -> Mapping[str, Any]:
    """The document as data for the template: every value is text, so that none is ever read as markup."""
    lines = (*facts.core_costs, *facts.priced_needs)
    price = [[f"{line.name}: {line.quoted}" if line.quoted else line.name, money(line.weekly)] for line in lines]
    if facts.discount_percent:
        before = sum((line.weekly for line in lines), Decimal(0))
        price.append(
            [
                f"Discount of {facts.discount_percent.normalize():f} % on {money(before)}",
                f"\N{MINUS SIGN}{money(before - facts.weekly_price)}",
            ]
        )
    price.append(["Total a week", money(facts.weekly_price)])
    return {
        "title": f"Individual Placement Agreement {facts.reference}",
        "parties": _rows(
            ("Council", facts.council), ("Provider", facts.provider), ("Establishment", facts.establishment)
        ),
        "placement": _rows(
            ("Child or young person", facts.child_name),
            ("Date of birth", _day(facts.child_born)),
            ("Category", facts.category),
            ("Kind of placement", facts.placement_kind),
            ("Starts on", _day(facts.starts_on)),
            ("Expected to last", f"{facts.expected_weeks} weeks"),
            ("Referral", facts.referral_reference),
            ("Purchasing system", facts.system),
            ("Terms", facts.terms_version),
            *((("Ground", facts.ground),) if facts.ground else ()),
        ),
        "price": price,
        "quoted": _quoted(facts),
        "yearly": money((facts.weekly_price * 52).quantize(Decimal("0.01"), ROUND_HALF_UP)),
        "needs": list(facts.needs_met),
        "outcomes": list(facts.outcomes),
        "how": [paragraph.strip() for paragraph in facts.how.split("\n") if paragraph.strip()],
        "incentive": facts.incentive,
        "together": facts.together,
        "clauses": [[name, text] for name, text in CLAUSES],
    }


def _quoted(facts: AgreementFacts) -> str:
    """How what is not priced by the week is invoiced; empty where everything is."""
    if not any(line.quoted for line in facts.priced_needs):
        return ""
    less = ", less the discount" if facts.discount_percent else ""
    return (
        f"What is quoted by the month, by the year or once is invoiced as it is quoted{less}. Its weekly figure stands"
        " in the totals only to say what the placement costs."
    )


def _rows(*rows: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in rows]


def money(amount: Decimal) -> str:
    """£1,185.00"""
    return f"£{amount:,.2f}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
