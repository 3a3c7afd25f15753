"""Prices of many lines in one workbook (Q7): which columns a category has, and what a filled-in row says.

Cells come in as a spreadsheet has them: text, numbers, dates, formulas. Each fault is one sentence with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol
from uuid import UUID

from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.completeness import Place
from fairplace.dps.qualification.rules.discounts import DISCOUNT_NAMES, MOST_CHILDREN, check_steps
from fairplace.foundations.kernel.money import format_pounds, parse_pounds
from fairplace.foundations.kernel.refused import Refused

MOST = Decimal("9999999.99")
STEPS = 3
Part = Literal["cost", "price", "children", "percent"]


@dataclass(frozen=True, slots=True)
class Column:
    """code: as the first, hidden row of the sheet has it."""

    code: str
    label: str
    part: Part
    of: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the file has it. letter: of its column."""

    letter: str
    value: Any


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet. cells: by code of the column."""

    sheet: str
    number: int
    line_id: Any
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where, and what to do. letter empty: the whole row; row 0: the whole sheet."""

    sheet: str
    row: int
    letter: str
    sentence: str

    @property
    def where(self) -> str:
        row = f", row {self.row}" if self.row else ""
        return f"{self.sheet}{row}{f', column {self.letter}' if self.letter else ''}"


@dataclass(frozen=True, slots=True)
class Step:
    """Per cent off for each child, from this many children on."""

    kind: str
    from_children: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class LinePrices:
    """Everything that one row says of its line. words: what changes, one clause each."""

    line_id: UUID
    costs: dict[str, Decimal]
    prices: dict[str, Decimal]
    discounts: tuple[Step, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """changes: of rows without a fault that change something; same: how many rows change nothing."""

    changes: list[LinePrices] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0


class Priced(Protocol):
    """A line with its prices."""

    @property
    def establishment(self) -> Place: ...
    @property
    def content(self) -> CategoryContent: ...
    @property
    def costs(self) -> dict[str, Decimal]: ...
    @property
    def prices(self) -> dict[str, Decimal]: ...
    @property
    def discounts(self) -> Sequence[Any]: ...


def columns_of(content: CategoryContent) -> list[Column]:
    """Core cost headings, additional services, then three steps for each discount."""
    columns = [Column(f"cost.{h.code}", f"{h.name}, £ a week", "cost", h.code) for h in content.headings]
    columns += [Column(f"price.{s.code}", f"{s.name}, £ a {s.unit}", "price", s.code) for s in content.services]
    for kind in content.discounts:
        name = DISCOUNT_NAMES.get(kind, kind)
        for step in range(1, STEPS + 1):
            columns.append(
                Column(f"children.{kind}.{step}", f"Discount {step} for {name}: from children", "children", kind)
            )
            columns.append(Column(f"percent.{kind}.{step}", f"Discount {step} for {name}: %", "percent", kind))
    return columns


def cells_of(line: Priced) -> dict[str, Decimal | int | None]:
    """What stands in the template for this line, by code. A column that it has no use for is not there."""
    offered = {h.code for h in offered_headings(line.content, line.establishment.placement_kinds)}
    cells: dict[str, Decimal | int | None] = {}
    for column in columns_of(line.content):
        if column.part == "cost" and column.of in offered:
            cells[column.code] = line.costs.get(column.of)
        elif column.part == "price":
            cells[column.code] = line.prices.get(column.of)
        elif column.part in {"children", "percent"}:
            step = _nth(line.discounts, column.of, int(column.code.rsplit(".", 1)[1]))
            cells[column.code] = (
                None if step is None else step.from_children if column.part == "children" else step.percent
            )
    return cells


def read_rows(rows: Iterable[SheetRow], lines: Mapping[UUID, Priced]) -> Reading:
    """What the rows change. A row with a fault changes nothing; the others can be taken."""
    reading = Reading()
    seen: set[UUID] = set()
    same = 0
    for row in rows:
        line_id = _line_id(row.line_id)
        line = lines.get(line_id) if line_id else None
        if line_id is None or line is None:
            reading.faults.append(Fault(row.sheet, row.number, "A", "This row is of no place of this application."))
            continue
        if line_id in seen:
            reading.faults.append(Fault(row.sheet, row.number, "A", "This place stands in two rows: delete one."))
            continue
        seen.add(line_id)
        read = _Row(row, line)
        reading.faults.extend(read.faults)
        if read.faults:
            continue
        change = read.change(line_id)
        if change.words:
            reading.changes.append(change)
        else:
            same += 1
    return Reading(reading.changes, reading.faults, same)


class _Row:
    """One row being read."""

    def __init__(self, row: SheetRow, line: Priced) -> None:
        self.row, self.line = row, line
        self.faults: list[Fault] = []
        self.costs, self.prices = dict(line.costs), dict(line.prices)
        self.steps: dict[tuple[str, str], dict[str, Any]] = {}
        fitting = cells_of(line)
        for column in columns_of(line.content):
            cell = row.cells.get(column.code)
            if cell is None:
                continue
            if column.code not in fitting:
                if not _is_empty(cell.value):
                    self._fault(cell.letter, "This place does not offer that: leave the cell empty.")
                continue
            self._read(column, cell)
        self.discounts = self._discounts()

    def _fault(self, letter: str, sentence: str) -> None:
        self.faults.append(Fault(self.row.sheet, self.row.number, letter, sentence))

    def _read(self, column: Column, cell: Cell) -> None:
        try:
            value = _number(cell.value) if column.part in {"children", "percent"} else _amount(cell.value)
        except Refused as refused:
            self._fault(cell.letter, refused.sentence)
            return
        if column.part == "cost":
            _put(self.costs, column.of, value)
        elif column.part == "price":
            _put(self.prices, column.of, value)
        elif value is not None:
            step = self.steps.setdefault((column.of, column.code.rsplit(".", 1)[1]), {"letter": cell.letter})
            step[column.part] = value

    def _discounts(self) -> tuple[Step, ...]:
        if not any(code.startswith(("children.", "percent.")) for code in self.row.cells):
            return tuple(Step(s.kind, s.from_children, s.percent) for s in self.line.discounts)
        steps = []
        for (kind, _), step in self.steps.items():
            if "children" not in step or "percent" not in step:
                self._fault(step["letter"], "A discount needs both: from how many children, and how many per cent.")
            elif step["children"] != int(step["children"]) or not 2 <= step["children"] <= MOST_CHILDREN:
                self._fault(step["letter"], f"A discount begins at 2 to {MOST_CHILDREN} children: type a whole number.")
            else:
                steps.append(Step(kind, int(step["children"]), step["percent"]))
        try:
            check_steps(self.line.content.discounts, steps)
        except Refused as refused:
            first = next((step["letter"] for (kind, _), step in self.steps.items() if kind == refused.field), "")
            self._fault(first, refused.sentence)
        return tuple(sorted(steps, key=lambda step: (step.kind, step.from_children)))

    def change(self, line_id: UUID) -> LinePrices:
        content = self.line.content
        names = {h.code: h.name for h in content.headings} | {s.code: s.name for s in content.services}
        words = [
            *_differences(names, self.line.costs, self.costs),
            *_differences(names, self.line.prices, self.prices),
        ]
        before = {(s.kind, s.from_children, s.percent) for s in self.line.discounts}
        if before != {(s.kind, s.from_children, s.percent) for s in self.discounts}:
            words.append(f"Discounts: {_said(self.line.discounts)} → {_said(self.discounts)}")
        return LinePrices(line_id, self.costs, self.prices, self.discounts, tuple(words))


def _differences(names: Mapping[str, str], old: Mapping[str, Decimal], new: Mapping[str, Decimal]) -> list[str]:
    return [
        f"{name}: {_pounds(old.get(code))} → {_pounds(new.get(code))}"
        for code, name in names.items()
        if (code in old or code in new) and old.get(code) != new.get(code)
    ]


def _pounds(amount: Decimal | None) -> str:
    return "no price" if amount is None else format_pounds(amount)


def _said(steps: Collection[Any]) -> str:
    return ", ".join(f"{step.percent} % from {step.from_children} ({step.kind})" for step in steps) or "none"


def _nth(steps: Sequence[Any], kind: str, number: int) -> Any:
    found = [step for step in steps if step.kind == kind]
    return found[number - 1] if number <= len(found) else None


def _put(into: dict[str, Decimal], code: str, value: Decimal | None) -> None:
    if value is None:
        into.pop(code, None)
    else:
        into[code] = value


def _line_id(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _amount(value: Any) -> Decimal | None:
    """Pounds and pence; None for an empty cell. A number that a spreadsheet keeps inexactly is what it shows."""
    if _is_empty(value):
        return None
    number = _number(value) if not isinstance(value, str) or _is_formula(value) else parse_pounds(value)
    assert number is not None
    if number < 0:
        raise Refused("An amount must be £0 or more.")
    if number > MOST:
        raise Refused(f"An amount must be {format_pounds(MOST)} or less.")
    if number != round(number, 2):
        raise Refused("An amount has pounds and whole pence: at most two figures after the point.")
    return round(number, 2)


def _number(value: Any) -> Decimal | None:
    if _is_empty(value):
        return None
    if isinstance(value, str):
        if _is_formula(value):
            raise Refused("There is a formula here: type the figure itself.")
        text = value.strip().removesuffix("%").strip()
        if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", text, re.ASCII):
            raise Refused("There is text where a number belongs: type figures only.")
        return Decimal(text)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Refused("There is something else where a number belongs: type figures only.")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise Refused("There is something else where a number belongs: type figures only.")
    return number


def _is_formula(value: str) -> bool:
    return value.lstrip().startswith("=")
