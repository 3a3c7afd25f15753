"""What a file would do to the register that we hold: pure, so that preview and import cannot differ (X4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fairplace.dps.organisations.rules.register_facts import Judgement, RegisterFacts
from fairplace.dps.organisations.rules.register_reading import BadRow, Reading

JUDGED = ("judgement", "judgements", "inspected_on", "published_on")
Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Counts:
    """read = new + changed + unchanged + bad. closed: among the first three. absent: held by us, not in the file."""

    read: int
    new: int
    changed: int
    unchanged: int
    closed: int
    absent: int
    bad: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """new and changed: URN -> the fields to store. changes: URN -> field -> (before, after). present, absent: URNs."""

    counts: Counts
    new: Mapping[str, Entry]
    changed: Mapping[str, Entry]
    changes: Mapping[str, Mapping[str, tuple[object, object]]]
    present: frozenset[str]
    absent: frozenset[str]


def compare(reading: Reading, held: Mapping[str, Entry]) -> Comparison:
    """held: URN -> stored fields. Several rows of one URN are one entry; it counts at its first row."""
    new: dict[str, Entry] = {}
    changed: dict[str, Entry] = {}
    changes: dict[str, Mapping[str, tuple[object, object]]] = {}
    closed = 0
    by_urn = _grouped(reading.rows)
    for urn, rows in by_urn.items():
        facts = _told(rows)
        before = held.get(urn)
        judged = _judged(before, rows)
        after = {**facts, **judged}
        if before is None:
            new[urn] = after
        else:
            differs = {name: (before[name], value) for name, value in after.items() if before[name] != value}
            if differs:
                changed[urn] = after
                changes[urn] = differs
        if "closed" in facts:
            closed += bool(facts["closed"])
        else:
            closed += bool(before and before["closed"])
    absent = frozenset(held.keys() - by_urn.keys())
    counts = Counts(
        read=reading.read,
        new=len(new),
        changed=len(changed),
        unchanged=len(reading.rows) - len(new) - len(changed),
        closed=closed,
        absent=len(absent),
        bad=reading.bad,
    )
    return Comparison(counts, new, changed, changes, frozenset(by_urn), absent)


def _grouped(rows: Iterable[RegisterFacts]) -> dict[str, list[RegisterFacts]]:
    grouped: dict[str, list[RegisterFacts]] = {}
    for row in rows:
        grouped.setdefault(row.urn, []).append(row)
    return grouped


def _told(rows: list[RegisterFacts]) -> Mapping[str, object]:
    """The facts of the row that tells of the latest visit."""
    if len(rows) == 1:
        return rows[0].facts
    latest: Callable[[RegisterFacts], int] = lambda row: row.event_on.toordinal() if row.event_on else 0  # noqa: E731
    return max(rows, key=latest).facts


def _judged(before: Entry | None, rows: list[RegisterFacts]) -> dict[str, object]:
    """The four fields of the judgement that stands afterwards."""
    stands = Judgement(**{name: before[name] for name in JUDGED}) if before else Judgement()  # type: ignore[arg-type]
    for row in rows:
        if row.found is not None and row.found.replaces(stands):
            stands = row.found
    return {name: getattr(stands, name) for name in JUDGED}
