"""What is wrong with an evaluation record, where, in one line each (command contract)."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from fairplace.foundations.kernel.refused import Refused

WHOLE_RECORD = "record"


class Fault(NamedTuple):
    """`PATH: what is wrong`, such as "bids[0].core_costs[1].bid: A core cost may not be above …"."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {self.why}"


class RecordRefused(Refused):
    """The record breaks the rules; every fault that was found is told."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("The evaluation record is refused: " + " ".join(map(str, self.faults)))


def member(path: str, key: str) -> str:
    """The path of a member: `referral.criteria`, or `bids[0].statement_marks["odd key"]`."""
    if path == WHOLE_RECORD:
        return key if key.isidentifier() else f"[{quoted(key)}]"
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{quoted(key)}]"


def element(path: str, index: int) -> str:
    return f"{path}[{index}]"


def quoted(text: str) -> str:
    """Text of the record inside a fault: whatever it holds, it stays on one line and within reason."""
    shown = text if len(text) <= 80 else text[:80] + "…"
    return json.dumps(shown, ensure_ascii=not shown.isprintable())
