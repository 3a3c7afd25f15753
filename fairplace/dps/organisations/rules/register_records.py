"""From the lines of a register to the cells of its rows, whatever is broken on the way (X4)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LINES_OF_ONE_ROW = 30  # a quoted cell may have line breaks, but not without end
LONGEST_ROW = 100_000  # signs
_UNCLOSED = "A quotation mark is opened and never closed."


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell holds which field, and under which heading. width: cells up to the last named heading. reach: cells
    that a row must have for every field of ours to be there."""

    at: dict[str, int]
    headings: dict[str, str]
    width: int
    reach: int


def records(lines: Sequence[str], first: int, separator: str, columns: Columns) -> Iterator[tuple[int, list[str], str]]:
    """Line number (from 1), cells and what is wrong with it. A quotation mark that is not closed, or a row that only
    came out wrong because of one, costs its own line alone: reading goes on with the next."""
    begins = first
    while begins < len(lines):
        reader = csv.reader(_until_too_long(lines, begins), delimiter=separator)
        offset = begins
        again = False
        for cells in _tolerant(reader):
            end = offset + reader.line_num
            fault = _fault(cells, lines[begins:end], separator, columns)
            if any(cell.strip() for cell in cells) or fault:
                yield begins + 1, cells, fault
            if fault and end > begins + 1:
                begins += 1
                again = True
                break
            begins = end
        if not again and begins < len(lines):
            yield begins + 1, [], "It is too long for a row."
            begins += 1


def _until_too_long(lines: Sequence[str], begins: int) -> Iterator[str]:
    for index in range(begins, len(lines)):
        if len(lines[index]) > LONGEST_ROW:
            return
        yield lines[index]


class _Broken(list[str]):
    """Stands in for the cells of a row that cannot be read."""


def _tolerant(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _Broken()


def _fault(cells: list[str], lines: Sequence[str], separator: str, columns: Columns) -> str:
    if isinstance(cells, _Broken) or len(lines) > LINES_OF_ONE_ROW:
        return _UNCLOSED
    if len(lines) > 1 and not _well_quoted(lines, separator):
        return _UNCLOSED
    if not any(cell.strip() for cell in cells):
        return ""
    if any(cell.strip() for cell in cells[columns.width :]):
        return f"It has {len(cells)} cells under {columns.width} headings, so its values may stand under wrong ones."
    if len(cells) < columns.reach:
        return f"It stops after {len(cells)} of {columns.width} cells."
    return ""


def _well_quoted(lines: Sequence[str], separator: str) -> bool:
    """Whether these lines are one row. Where a mark only met the next row's, more than a separator follows it."""
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False
