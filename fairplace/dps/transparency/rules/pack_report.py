"""The words of the report in an evidence pack, for people (T4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations.kernel.event_leaf import EventRow
from fairplace.foundations.kernel.working_days import LONDON


class Recorded(Protocol):
    @property
    def row(self) -> EventRow: ...


class Bid(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def provider_name(self) -> str: ...
    @property
    def establishment_name(self) -> str: ...


class File(Protocol):
    """What the report needs of a competition."""

    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def council_name(self) -> str: ...
    @property
    def result(self) -> dict[str, Any] | None: ...
    @property
    def bids(self) -> Sequence[Bid]: ...


def report_data(
    found: File, level: Level, shown: Sequence[Recorded], names: Mapping[UUID, str], at: datetime
) -> dict[str, Any]:
    """Every value is text: nothing that anybody wrote is read as markup. Names of rivals are for the tribunal alone."""
    whole = level is Level.TRIBUNAL
    bidders = {bid.label: bid for bid in found.bids}
    cards = found.result["results"] if whole and found.result else []
    return {
        "title": f"Evidence about {found.reference}",
        "facts": [
            {"name": "Referral", "value": found.reference},
            *([{"name": "What was sought", "value": found.title}] if level is not Level.PUBLIC else []),
            {"name": "Council", "value": found.council_name},
            {"name": "Level", "value": level.label},
            {"name": "Made", "value": _moment(at)},
        ],
        "results": [
            [
                str(card["rank"] or "-"),
                _who(card["bid"], bidders),
                card["weekly_price"] or "-",
                card["quality"] or "-",
                card["total"] or "-",
            ]
            for card in cards
        ],
        "working": [
            {
                "title": card["bid"],
                "lines": [f"{code}: {words}" for code, words in card.get("working", {}).items()]
                + ([f"Excluded: {card['excluded']}"] if card["excluded"] else []),
            }
            for card in cards
        ],
        "events": [[_moment(one.row.at), _words(one.row.kind), _actor(one.row, names)] for one in shown],
    }


def _who(label: str, bidders: Mapping[str, Bid]) -> str:
    bid = bidders.get(label)
    return f"{label}: {bid.establishment_name} ({bid.provider_name})" if bid else label


def _words(kind: str) -> str:
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


def _actor(row: EventRow, names: Mapping[UUID, str]) -> str:
    return (
        "The system" if row.actor_id is None else names.get(row.actor_id, "Somebody who is not on the system any more")
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %B %Y, %H:%M:%S}"
