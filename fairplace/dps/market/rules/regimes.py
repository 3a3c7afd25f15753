"""Legal regimes as data (P2): chosen when a system is set up and never changed.

The data stand in market/seeds/regimes.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Literal

from fairplace.dps.market.seeds import read_law
from fairplace.foundations.kernel.refused import Refused

Basis = Literal["law", "cautious", "default"]


@dataclass(frozen=True, slots=True)
class LegalRule:
    """One rule in plain words with its source, so that a refusal can cite it.

    basis: read in the law; our cautious reading of it; or a default of practice that the lead publishes.
    """

    code: str
    heading: str
    text: str
    source: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class RequiredNotice:
    """The notice that an act needs. act: establish, change-period, end, modify (a council or category added), award."""

    act: str
    name: str
    when: str
    source: str
    basis: Basis
    number: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} ({self.number})" if self.number else self.name


@dataclass(frozen=True, slots=True)
class Regime:
    """What one law asks. Working days: decide_within and decide_within_extended (a request to join, Q13),
    redeclare_within, voluntary_standstill. Calendar days: join_window_days from the notice, tender_days to bid.

    begins_before, begins_from: when a system under it may have begun. frozen_after: the last day on which the period
    could be changed. hard_stop: the last day of any. most_years: from the first day. entry: "open" for life, or
    "reopens" (may close). inviting: everyone, as_published, or public_notice. supplier_fee: none, or awarded_percent
    (from awarded providers alone, a fixed share). insurance_before_award: cover may have to be in place before;
    otherwise a commitment to hold it by the award is enough. conditions_frozen: no new criteria during the term.
    least_contract_value: pounds with VAT. grounds: which law's exclusion grounds.
    """

    code: str
    name: str
    law: str
    grounds: str
    decide_within: int
    entry: Literal["open", "reopens"]
    inviting: Literal["everyone", "as_published", "public_notice"]
    supplier_fee: Literal["none", "awarded_percent"]
    insurance_before_award: bool
    conditions_frozen: bool
    records_years: int
    rules: tuple[LegalRule, ...]
    notices: tuple[RequiredNotice, ...]
    decide_within_extended: int | None = None
    join_window_days: int = 0
    tender_days: int = 0
    redeclare_within: int | None = None
    voluntary_standstill: int | None = None
    begins_before: date | None = None
    begins_from: date | None = None
    frozen_after: date | None = None
    hard_stop: date | None = None
    most_years: int | None = None
    first_reopening_years: int | None = None
    later_reopening_years: int | None = None
    least_contract_value: int | None = None

    @property
    def may_charge_suppliers(self) -> bool:
        return self.supplier_fee != "none"

    @property
    def any_member_may_bid(self) -> bool:
        """The limit of a referral and its declared facts then only say who is alerted (R4)."""
        return self.inviting == "public_notice"

    def rule(self, code: str) -> LegalRule:
        """KeyError when the regime has no such rule."""
        return {rule.code: rule for rule in self.rules}[code]

    def notice(self, act: str) -> RequiredNotice:
        """The notice that an act needs. KeyError: no such act."""
        return {notice.act: notice for notice in self.notices}[act]

    def refusal(self, sentence: str, code: str, field: str | None = None) -> Refused:
        """A refusal that cites the rule: "… (SI 2024/716, regulation 5(4)(b))."."""
        return Refused(f"{sentence.rstrip('.')} ({self.rule(code).source}).", field)


@cache
def regimes() -> dict[str, Regime]:
    """Every regime by its code, in the order of the file."""
    names = {field.name for field in fields(Regime)}
    made = {}
    for told in read_law("regimes")["regimes"]:
        assert set(told) <= names, told["code"]
        parts = {
            **told,
            "rules": tuple(LegalRule(**rule) for rule in told["rules"]),
            "notices": tuple(RequiredNotice(**notice) for notice in told["notices"]),
        }
        made[told["code"]] = Regime(**parts)
    return made


def regime_of(code: str) -> Regime:
    """The regime of this code; Refused when there is none."""
    found = regimes().get(code)
    if found is None:
        raise Refused(f"There is no legal regime “{code}”. Choose one of {', '.join(sorted(regimes()))}.", "regime")
    return found
