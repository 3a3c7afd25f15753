"""How much data a benchmark is run on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """bids: of all competitions together. compared: how many bids the page of compared bids shows. regions: that places
    and homes lie around; whom a seeded competition invited lies in the child's own.

    applications: sent, to be decided. draft_lines: places of the application that is opened, saved and sent.
    """

    name: str
    councils: int
    providers: int
    establishments: int
    referrals: int
    bids: int
    compared: int
    applications: int
    draft_lines: int
    regions: int = 1


SIZES = {
    size.name: size
    for size in (
        Size(
            "demo",
            councils=3,
            providers=12,
            establishments=40,
            referrals=120,
            bids=500,
            compared=3,
            applications=60,
            draft_lines=10,
        ),
        Size(
            "region",
            councils=8,
            providers=180,
            establishments=600,
            referrals=6_000,
            bids=30_000,
            compared=10,
            applications=1_000,
            draft_lines=50,
        ),
        Size(
            "national",
            councils=150,
            providers=2_500,
            establishments=12_000,
            referrals=60_000,
            bids=300_000,
            compared=10,
            applications=3_000,
            draft_lines=50,
            regions=20,
        ),
    )
}
