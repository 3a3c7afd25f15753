"""The common affordability cap (§7.4, Q8): a sum of core costs for each kind of place, pounds a week.

An authority's own lower cap never stops an application: that authority does not invite the line (referrals).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.market.rules.category_content import CategoryContent, Heading
from fairplace.foundations.kernel.money import format_pounds
from fairplace.foundations.kernel.rounding import half_up

WEEKS = 52  # in a year


@dataclass(frozen=True, slots=True)
class KindTotal:
    """What the core costs of one kind of place add up to."""

    code: str
    name: str
    total: Decimal
    cap: Decimal | None

    @property
    def month(self) -> Decimal:
        """A month is one twelfth of a year."""
        return half_up(Fraction(self.total) * WEEKS / 12, 2)

    @property
    def year(self) -> Decimal:
        """A year is 52 weeks, as in the published method."""
        return self.total * WEEKS

    @property
    def over(self) -> bool:
        return self.cap is not None and self.total > self.cap


def offered_headings(content: CategoryContent, kinds: Collection[str]) -> list[Heading]:
    """The headings that a place with these kinds of placement has to price."""
    return [h for h in content.headings if not h.placement_kinds or set(h.placement_kinds) & set(kinds)]


def kind_totals(content: CategoryContent, kinds: Collection[str], costs: Mapping[str, Decimal]) -> list[KindTotal]:
    """The core costs of each kind of place that is offered; a heading without a price counts as nothing."""
    return [
        KindTotal(
            kind.code,
            kind.name,
            sum((costs.get(h.code, Decimal(0)) for h in content.headings_for(kind.code)), Decimal(0)),
            content.cap_for(kind.code),
        )
        for kind in content.placement_kinds
        if kind.code in kinds
    ]


def closed_doors(content: CategoryContent, totals: Collection[KindTotal], councils: Mapping[str, str]) -> list[str]:
    """Which councils would not invite this place at these prices, one sentence each (Q8). councils: ONS code to name.

    It bars no application: every other council invites it.
    """
    sentences = []
    for total in totals:
        for ons_code, name in councils.items():
            cap = content.cap_for(total.code, ons_code)
            if cap is not None and not total.over and total.total > cap:
                sentences.append(
                    f"{name} would not invite this place for “{total.name}”: its cap is {format_pounds(cap)} a week."
                )
    return sentences
