"""Draws the pages of this folder from the transition tables: `python docs/reference/states/draw.py`. A test keeps them true."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from fairplace.dps.competitions.rules import lifecycle as competition
from fairplace.dps.market.rules import draft_lifecycle as draft
from fairplace.dps.placements.rules import lifecycle as agreement
from fairplace.dps.placements.rules import preference_lifecycle as preference
from fairplace.dps.qualification.rules import lifecycle as line
from fairplace.dps.referrals.rules import lifecycle as referral

HERE = Path(__file__).parent
TABLES: dict[str, tuple[str, Mapping[Any, frozenset[Any]]]] = {
    "category-draft": ("A draft of a category (P8)", draft.TRANSITIONS),
    "line": ("A line: one establishment in one category (A1)", line.TRANSITIONS),
    "referral": ("A referral", referral.TRANSITIONS),
    "competition": ("A competition", competition.TRANSITIONS),
    "named-preference": ("A place that a family names (R10)", preference.TRANSITIONS),
    "placement-agreement": ("An Individual Placement Agreement", agreement.TRANSITIONS),
}


def drawn(title: str, table: Mapping[Any, frozenset[Any]]) -> str:
    """One page: a state diagram, and the same as a list."""
    lines = [
        f"# {title}",
        "",
        "Drawn from the transition table by `draw.py`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    moves = [(now, then) for now, thens in table.items() for then in sorted(thens, key=_name)]
    lines += [f"    {_name(now)} --> {_name(then)}" for now, then in moves]
    lines += ["```", "", "| from | may become |", "| --- | --- |"]
    lines += [
        f"| {_label(now)} | {', '.join(_label(then) for then in sorted(thens, key=_name)) or 'nothing: it has ended'} |"
        for now, thens in table.items()
    ]
    return "\n".join(lines) + "\n"


def _name(state: Enum) -> str:
    return str(state.value)


def _label(state: Any) -> str:
    return str(state.label)


def main() -> None:
    for name, (title, table) in TABLES.items():
        (HERE / f"{name}.md").write_text(drawn(title, table), encoding="utf-8")


if __name__ == "__main__":
    main()
