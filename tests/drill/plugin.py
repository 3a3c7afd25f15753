"""Attacks and failures as one table: the marks `attack` and `slow`, the fixture `figures`, the summary of `make drill`.

See docs/how-to/drill.md. What a test tells travels in its report, so it reaches the end from other processes too.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.drill.attacks import ATTACKS, reason_for

DRILLING = bool(os.environ.get("FAIRPLACE_DRILL"))
WHY_SLOW = "slow: make drill runs it"
TABLE = Path("build/drill.md")
ATTACK, FIGURE, CONTROL = "attack", "figure", "control"
HEADINGS = ("number", "what was tried", "figures", "what the control found", "outcome")

Value = int | float | str
Together = Literal["sum", "max", "min"]
TOGETHER: dict[str, Callable[[Iterable[Any]], Any]] = {"sum": sum, "max": max, "min": min}


class Figures:
    """What a test of an attack measured. Numbers told again under one name are added up, or as `together` says."""

    def __init__(self, told: list[tuple[str, Any]]) -> None:
        self._told = told

    def __call__(self, name: str, value: Value, together: Together = "sum") -> None:
        self._told.append((FIGURE, [name, _plain(value), together]))

    def control(self, name: str, found: Value, together: Together = "sum") -> None:
        """What the same probe found in a build with a known flaw. Nothing found (0 or "") is no control."""
        self._told.append((CONTROL, [name, _plain(found), together]))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return Figures(request.node.user_properties)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "attack(number, tried): one row of the drill's table: A1-A17 or F1-F9, and in words what the test tries",
    )
    config.addinivalue_line("markers", "drill: a part of make drill, in greater numbers than otherwise")
    config.addinivalue_line("markers", "slow: takes over ten seconds; runs in make drill alone")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("attack"):
            if len(mark.args) != 2 or mark.args[0] not in ATTACKS:
                raise pytest.UsageError(f"{item.nodeid}: @pytest.mark.attack takes a number of {_range()} and words.")
            item.user_properties.append((ATTACK, list(mark.args)))
        if item.get_closest_marker("slow") and not DRILLING:
            item.add_marker(pytest.mark.skip(reason=WHY_SLOW))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [one for kind in ("passed", "failed", "error", "skipped") for one in terminalreporter.stats.get(kind, [])]
    rows = table(one for one in reports if isinstance(one, pytest.TestReport))
    if not DRILLING and not (rows and terminalreporter.config.option.verbose > 0):
        return
    if DRILLING:
        rows += [Row(number, ATTACKS[number], untried=reason_for(number)) for number in missing(rows)]
        rows.sort(key=lambda row: _order(row.number))
    lines = drawn([HEADINGS, *(row.cells() for row in rows)])
    terminalreporter.write_sep("=", "attacks and failures")
    for line in lines:
        terminalreporter.write_line(line)
    if DRILLING:
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass
class Row:
    """All tests that bear one number and the same words."""

    number: str
    tried: str
    figures: dict[str, Value] = field(default_factory=dict)
    controls: dict[str, Value] = field(default_factory=dict)
    failed: int = 0
    ran: int = 0
    untried: str = ""

    def cells(self) -> tuple[str, ...]:
        found = {name: value for name, value in self.controls.items() if value not in {0, ""}}
        control = _said(found) or ("no control" if self.ran else "")
        return self.number, self.tried, _said(self.figures), control, self.outcome()

    def outcome(self) -> str:
        if self.failed:
            return f"FAILED ({self.failed} of {self.ran})" if self.ran > 1 else "FAILED"
        if not self.ran:
            return f"not tried: {self.untried}"
        return f"holds, but in part not tried: {self.untried}" if self.untried else "holds"


def table(reports: Iterable[pytest.TestReport]) -> list[Row]:
    """In the order of the numbers; within one, as the tests came."""
    rows: dict[tuple[str, str], Row] = {}
    of_test: dict[str, list[pytest.TestReport]] = defaultdict(list)
    for report in reports:
        of_test[report.nodeid].append(report)
    for phases in of_test.values():
        told = max((phase.user_properties for phase in phases), key=len)
        for number, tried in (value for kind, value in told if kind == ATTACK):
            row = rows.setdefault((number, tried), Row(number, tried))
            skipped = next((phase for phase in phases if phase.skipped), None)
            if skipped is not None:
                row.untried = _why(skipped)
                continue
            row.ran += 1
            row.failed += any(phase.failed for phase in phases)
            for kind, value in told:
                if kind in {FIGURE, CONTROL}:
                    name, said, together = value
                    _put(row.figures if kind == FIGURE else row.controls, name, said, together)
    return sorted(rows.values(), key=lambda row: _order(row.number))


def missing(rows: list[Row]) -> Iterator[str]:
    have = {row.number for row in rows}
    return (number for number in ATTACKS if number not in have)


def drawn(rows: list[tuple[str, ...]]) -> list[str]:
    """A table in Markdown that can be read as it is."""
    rows = [tuple(cell.replace("|", "/").replace("\n", " ") for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def _put(told: dict[str, Value], name: str, value: Value, together: str) -> None:
    before = told.get(name)
    if before is None or isinstance(before, str) or isinstance(value, str):
        told[name] = value
    else:
        told[name] = TOGETHER[together]((before, value))


def _said(told: dict[str, Value]) -> str:
    return "; ".join(f"{name} {_number(value)}" for name, value in told.items())


def _number(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else value


def _why(report: pytest.TestReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return str(reason).removeprefix("Skipped: ")


def _plain(value: Value) -> Value:
    return value if isinstance(value, int | float | str) else str(value)


def _order(number: str) -> tuple[str, int]:
    return number[0], int(number[1:])


def _range() -> str:
    return "A1-A17 and F1-F9"
