"""From a published register to what it says of each establishment: preambles, headings, rows (X4).

A bad row never stops the rest. A file that is not the register at all raises NotTheRegister with a sentence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fairplace.dps.organisations.rules.register_facts import BadValue, RegisterFacts, facts_of
from fairplace.dps.organisations.rules.register_file import MOST_LINES, NotTheRegister, lines_of
from fairplace.dps.organisations.rules.register_layouts import LAYOUTS, Layout
from fairplace.dps.organisations.rules.register_records import LINES_OF_ONE_ROW, LONGEST_ROW, Columns, records
from fairplace.dps.organisations.rules.register_workbook import sheets_of

MOST_ROWS = 200_000
TELL_EVERY = 10_000  # rows
PREAMBLE = 40  # records in which the headings must have come
SEPARATORS = (",", "\t", ";")
_NO_HEADINGS = "no row of its beginning has the headings"


@dataclass(frozen=True, slots=True)
class BadRow:
    """line: of the file, from 1, as an editor counts them: where the row begins."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """rows: in the order of the file."""

    register: str
    rows: tuple[RegisterFacts, ...]
    bad: tuple[BadRow, ...]

    @property
    def read(self) -> int:
        return len(self.rows) + len(self.bad)


def read_register(register: str, content: bytes, progress: Callable[[int], None] = lambda _rows: None) -> Reading:
    """Every row of the register in this file; progress hears of every ten thousand. Raises NotTheRegister."""
    layout = LAYOUTS[register]
    lines, separator, columns, first = _list_in(layout, content)
    rows: list[RegisterFacts] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, object], int] = {}
    for line, cells, fault in records(lines, first, separator, columns):
        read = len(rows) + len(bad)
        if read and read % TELL_EVERY == 0:
            progress(read)
        if read >= MOST_ROWS:
            raise NotTheRegister(f"This file has more than {MOST_ROWS:,} rows: no register is as long.")
        if fault:
            bad.append(BadRow(line, fault))
            continue
        try:
            raw = {name: cells[at] for name, at in columns.at.items()}
            row = facts_of(layout, line, raw, columns.headings)
        except BadValue as error:
            bad.append(BadRow(line, f"{error}."))
            continue
        if earlier := _told_before(row, seen):
            bad.append(BadRow(line, f"URN {row.urn} is on line {earlier} already; that one was taken."))
            continue
        rows.append(row)
    return Reading(register, tuple(rows), tuple(bad))


def check_register(register: str, content: bytes) -> None:
    """Only whether the file is that register. Raises NotTheRegister."""
    _list_in(LAYOUTS[register], content, most=PREAMBLE * LINES_OF_ONE_ROW)


def _told_before(row: RegisterFacts, seen: dict[tuple[str, object], int]) -> int | None:
    """Ofsted's lists of a year's inspections have a row for each: those of different days belong together."""
    known = seen.setdefault((row.urn, None), row.line)
    if known == row.line:
        seen[_event(row)] = row.line
        return None
    if row.event_on is None:
        return known
    earlier = seen.setdefault(_event(row), row.line)
    return None if earlier == row.line else earlier


def _event(row: RegisterFacts) -> tuple[str, object]:
    return row.urn, (row.event_on, row.found is not None)


def _list_in(layout: Layout, content: bytes, most: int = MOST_LINES) -> tuple[list[str], str, Columns, int]:
    """The lines of the list, its separator, its columns and the index of the line after the headings: of a workbook,
    the first sheet that has the headings, of which no more than `most` rows are looked at.
    """
    sheets = sheets_of(content, most)
    refused: list[NotTheRegister] = []
    for lines in [lines_of(content)] if sheets is None else sheets:
        try:
            return lines, *_headings(layout, lines)
        except NotTheRegister as error:
            refused.append(error)
    if not refused:
        raise NotTheRegister("This workbook has no sheet. Download it again, or give the list as CSV.")
    raise next((error for error in refused if _NO_HEADINGS not in str(error)), refused[-1])


def _headings(layout: Layout, lines: Sequence[str]) -> tuple[str, Columns, int]:
    """The separator, the columns and the index of the line after the headings."""
    for separator in SEPARATORS:
        for begins, end, cells in _plain_records(lines, separator):
            del begins
            columns = _columns(layout, cells)
            if columns is not None:
                return separator, columns, end
    for other in LAYOUTS.values():
        for separator in SEPARATORS:
            if any(_columns(other, cells) is not None for _, _, cells in _plain_records(lines, separator)):
                raise NotTheRegister(f"This file is {other.name}, not {layout.name}: choose that register.")
    wanted = ", ".join(f"“{layout.columns[group[0]][0]}”" for group in layout.needed)
    raise NotTheRegister(
        f"This file is not {layout.name}: {_NO_HEADINGS} {wanted}. Download the list from {layout.publisher} as CSV."
    )


def _plain_records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """The first records with where they begin and end; stops at what cannot be read."""
    head = [line[:LONGEST_ROW] for line in lines[: PREAMBLE * LINES_OF_ONE_ROW]]
    reader = csv.reader(head, delimiter=separator)
    begins = 0
    for _ in range(PREAMBLE):
        try:
            cells = next(reader)
        except (StopIteration, csv.Error):
            return
        yield begins, reader.line_num, cells
        begins = reader.line_num


def _columns(layout: Layout, cells: Sequence[str]) -> Columns | None:
    names = [_plainly(cell) for cell in cells]
    for heading, what in layout.foreign.items():
        if _plainly(heading) in names:
            raise NotTheRegister(f"This file is {what}, not {layout.name}.")
    at: dict[str, int] = {}
    for name, spellings in {**layout.columns, **layout.areas}.items():
        found = next((names.index(_plainly(each)) for each in spellings if _plainly(each) in names), None)
        if found is not None:
            at[name] = found
    if not all(any(name in at for name in group) for group in layout.needed):
        return None
    headings = {name: " ".join(cells[index].split()) for name, index in at.items()}
    width = max(index for index, name in enumerate(names) if name) + 1
    return Columns(at, headings, width, max(at.values()) + 1)


def _plainly(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())
