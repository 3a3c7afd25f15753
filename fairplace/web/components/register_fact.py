"""Whether an establishment stands in the public registers, as its assessor sees it (Q1, X4)."""

from __future__ import annotations

from fairplace.dps.organisations.queries.register_search import register_entries, register_is_there
from fairplace.web.components.formats import day
from fairplace.web.components.rows import Fact


def register_fact(urn: str) -> Fact:
    """Its number, and what the register says of it: or that it was typed in and is in none."""
    entry = register_entries([urn]).get(urn) if urn else None
    if entry is None:
        if not register_is_there():
            return Fact("URN", urn or None, note="No register was imported yet to compare it with.")
        return Fact("URN", urn or None, note="Typed in: not in the register. Check number and registration.")
    inspected = f", {day(entry.inspected_on)}" if entry.inspected_on else ""
    says = [
        f"{entry.register_name}: {entry.status or 'no status'}",
        f"run by {entry.owner}" if entry.owner else "",
        f"{entry.judgement}{inspected}" if entry.judgement else "",
        f"other register {entry.linked_urn}" if entry.linked_urn else "",
        f"not in the files since {day(entry.missing_since)}" if entry.missing_since else "",
    ]
    return Fact("URN", urn, note="; ".join(each for each in says if each) + ".")
