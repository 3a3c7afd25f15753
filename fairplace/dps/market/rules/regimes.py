"""Legal regimes as data (P2): chosen when a system is set up and never changed."""

from __future__ import annotations

from dataclasses import dataclass

from fairplace.foundations.kernel.refused import Refused


@dataclass(frozen=True, slots=True)
class Regime:
    """decide_within: working days to decide a request to join (Q13)."""

    code: str
    name: str
    law: str
    decide_within: int
    may_charge_suppliers: bool


REGIMES: dict[str, Regime] = {
    regime.code: regime
    for regime in (
        Regime(
            "pcr-light-touch-dps",
            "Light-touch pseudo-dynamic purchasing system",
            "Public Contracts Regulations 2015, regulations 74 to 77",
            decide_within=10,
            may_charge_suppliers=False,
        ),
        Regime(
            "pa23-light-touch-open-framework",
            "Light-touch open framework",
            "Procurement Act 2023, sections 45 to 49",
            decide_within=10,
            may_charge_suppliers=True,
        ),
        Regime(
            "pa23-dynamic-market",
            "Dynamic market",
            "Procurement Act 2023, sections 34 to 40",
            decide_within=10,
            may_charge_suppliers=True,
        ),
    )
}


def regime_of(code: str) -> Regime:
    """The regime of this code; Refused when there is none."""
    if code not in REGIMES:
        raise Refused(f"There is no legal regime “{code}”. Choose one of {', '.join(sorted(REGIMES))}.", "regime")
    return REGIMES[code]
