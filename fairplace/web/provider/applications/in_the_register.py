"""What the registers know of a place, on the way to adding it (Q1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fairplace.dps.organisations.actions.add_establishment import OLDEST
from fairplace.dps.organisations.queries.register_search import RegisterRow
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import day
from fairplace.web.components.rows import Fact, Status, Tone
from fairplace.web.page import PageRequest


class FindForm(forms.Form):
    """Sent by GET: the address of what was found can be kept."""

    find = fields.Text(
        "Find it in the registers of schools and social care",
        hint="Its URN, or words of its name. Homes whose name is kept back are found by their URN only.",
        width="two-thirds",
        max_characters=120,
        spellcheck=False,
        missing="Enter its URN, or words of its name",
    )


@dataclass(frozen=True, slots=True)
class Result:
    """One entry found. taken: "" by nobody, "own" by this provider, "other" by another: never by whom."""

    entry: RegisterRow
    taken: str
    status: Status
    facts: str


def initial_of(entry: RegisterRow | None) -> dict[str, Any]:
    """What the register knows. A home's postcode is kept back there: its provider types it in, privately."""
    if entry is None:
        return {}
    return {
        "name": entry.name,
        "kind": entry.our_kind or None,
        "urn": entry.urn,
        "postcode": entry.postcode,
        "council_area": entry.council_area,
        "age_from": entry.age_from,
        "age_to": min(entry.age_to, OLDEST) if entry.age_to is not None else None,
        "takes": entry.takes or None,
        "places": entry.places,
    }


def entry_facts(entry: RegisterRow) -> list[Fact]:
    facts = [
        Fact("In the register as", f"{entry.name}, {entry.kind}" if entry.name else entry.shown_name),
        Fact("Status", entry.status),
        Fact("Run by", entry.owner or None),
        Fact(
            "Last full inspection",
            _inspected(entry),
            note="Used for your answer about inspection. You can change it there.",
        ),
    ]
    if entry.linked_urn:
        facts.append(Fact("Number in the other register", entry.linked_urn))
    return facts


def _inspected(entry: RegisterRow) -> str | None:
    if not entry.inspected_on:
        return entry.judgement or None
    return f"{entry.judgement or 'No overall grade'}, {day(entry.inspected_on)}"


def result_of(request: PageRequest, entry: RegisterRow, provider_id: UUID | None) -> Result:
    tone: Tone = "bad" if entry.closed else "good" if entry.in_order else "warning"
    shown = f"{entry.status} {day(entry.closed_on)}" if entry.closed and entry.closed_on else entry.status
    ages = f"ages {entry.age_from} to {entry.age_to}" if entry.age_from is not None and entry.age_to is not None else ""
    taken = "" if provider_id is None else "own" if provider_id == request.actor.organisation_id else "other"
    facts = [entry.kind, ages, entry.council_area if entry.name else "", f"URN {entry.urn}"]
    return Result(entry, taken, Status(shown, tone), ", ".join(fact for fact in facts if fact))
