"""The categories as the system was set up with them."""

from __future__ import annotations

from typing import Any

from fairplace.demo.region import councils
from fairplace.demo.region.drafting import words_of
from fairplace.dps.market.seeds import read_seed

NEW_FEATURE = "sensory-room"
DAY_CAP_RISE = 150  # pounds a week


def first_document(code: str) -> dict[str, Any]:
    """As it stands today, but for SEN, whose second version is drafted, consulted on and agreed in the story.

    One council has set itself a lower cap for places in a home (Q8).
    """
    document = read_seed(code)
    if code == "residential":
        surrey = next(one for one in councils() if one.key == "surrey")
        document["caps"] += [{"placement_kind": "residential", "council": surrey.ons_code, "weekly": 5600}]
    if code == "sen":
        day_cap(document)["weekly"] -= DAY_CAP_RISE
        document["features"] = [one for one in document["features"] if one["code"] != NEW_FEATURE]
        statement_of(document)["model_answer"] = words_of("sen")["first_model_answer"]
    return document


def day_cap(document: dict[str, Any]) -> dict[str, Any]:
    """The common cap of a day place."""
    found: dict[str, Any] = next(one for one in document["caps"] if one["placement_kind"] == "day")
    return found


def statement_of(document: dict[str, Any]) -> dict[str, Any]:
    """Its first scored statement."""
    found: dict[str, Any] = next(one for one in document["questions"] if one["kind"] == "statement")
    return found
