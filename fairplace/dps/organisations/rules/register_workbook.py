"""A register published as a workbook (.xlsx, .ods), sheet by sheet as the lines of a CSV file (X4).

Both are read row by row and never whole: a small file can ask for a table of millions of cells, and what a workbook
unfolds to is counted before it is written out. What is in the file is looked through first, as with every other upload
(foundations.documents.office).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook

from fairplace.dps.organisations.rules.register_file import LARGEST, MOST_LINES, NotTheRegister
from fairplace.foundations.documents.office import check_ods, check_xlsx
from fairplace.foundations.kernel.refused import Refused

WIDEST = 500  # columns; GIAS has about 140
MOST_SHEETS = 40
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CHUNK = 256 * 1024


def sheets_of(content: bytes, most: int = MOST_LINES) -> list[list[str]] | None:
    """Each sheet as lines, one for each of its rows, of which no more than `most`. None: the file is no workbook.

    Raises NotTheRegister for a workbook that is damaged, protected, or unfolds to more than any register.
    """
    kind = _kind(content)
    if kind is None:
        return None
    check, read = (check_xlsx, _xlsx) if kind == "xlsx" else (check_ods, _ods)
    try:
        check(content)
        return [sheet.lines() for sheet in read(content, most)]
    except (Refused, NotTheRegister) as refused:
        raise NotTheRegister(f"{refused}".removesuffix(".") + ". Or give the list as CSV.") from refused
    except Exception as error:  # whatever a crafted file provokes, the answer is the same
        raise NotTheRegister("This workbook is damaged. Download it again, or give the list as CSV.") from error


def _kind(content: bytes) -> str | None:
    if content[:2] != b"PK":
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except Exception:  # whatever is wrong with it, it is no workbook
        return None
    if "[Content_Types].xml" in names:
        return "xlsx"
    return "ods" if names & {"content.xml", "mimetype"} else None


class _Room:
    """What all sheets of one workbook may come to, in lines and in signs."""

    def __init__(self) -> None:
        self.lines, self.signs = MOST_LINES, LARGEST

    def take(self, lines: int, signs: int) -> None:
        """Raises NotTheRegister where there is no room left."""
        self.lines -= lines
        self.signs -= signs
        if self.lines < 0 or self.signs < 0:
            raise NotTheRegister("This workbook unfolds to far more than any register: download it again")


class _Sheet:
    """The first `most` rows of a sheet, as a CSV file has them. Empty ones are only counted until something follows."""

    def __init__(self, most: int, room: _Room) -> None:
        self.most, self.room = most, room
        self.rows: list[tuple[str, int]] = []
        """The line without its end, and its number of cells."""
        self.empty = 0

    def add(self, cells: Sequence[str], times: int = 1) -> None:
        """A row that comes so many times. A break within a cell is a blank here, so that a line is a row."""
        plain = [" ".join(cell.split()) for cell in cells]
        while plain and not plain[-1]:
            plain.pop()
        if not plain:
            self.empty += times
            return
        gap = min(self.empty, self.most - len(self.rows))
        times = min(times, self.most - len(self.rows) - gap)
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="").writerow(plain)
        self.room.take(gap + times, gap + times * (line.tell() + 1))
        self.rows += [("", 0)] * gap + [(line.getvalue(), len(plain))] * times
        self.empty = 0

    def lines(self) -> list[str]:
        """With their ends, all of one width but the empty ones."""
        width = max((cells for _, cells in self.rows), default=0)
        self.room.take(0, sum(width - cells for _, cells in self.rows if cells))
        return [f"{line}{',' * (width - cells) if cells else ''}\n" for line, cells in self.rows]


def _xlsx(content: bytes, most: int) -> Iterator[_Sheet]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    room = _Room()
    for sheet in book.worksheets[:MOST_SHEETS]:
        found = _Sheet(most, room)
        for values in sheet.iter_rows(max_col=WIDEST, max_row=most, values_only=True):
            empty = values.count(None) == len(values)
            found.add(() if empty else [_said(value) for value in values])
        yield found


def _said(value: Any) -> str:
    """As the register's CSV would say it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _ods(content: bytes, most: int) -> list[_Sheet]:
    reader = _OdsReader(most)
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open("content.xml") as stream:
        while chunk := stream.read(_CHUNK):
            reader.parser.Parse(chunk)
        reader.parser.Parse(b"", True)
    return reader.sheets


class _OdsReader:
    """The tables of an OpenDocument spreadsheet. Empty cells are only counted until something follows."""

    def __init__(self, most: int) -> None:
        self.most, self.room = most, _Room()
        self.sheets: list[_Sheet] = []
        self.row: list[str] = []
        self.empty_cells = self.rows = self.cells = 0
        self.value, self.text, self.paragraphs, self.within = "", [""], 0, 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._begins
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self._reads

    def _begins(self, name: str, said: dict[str, str]) -> None:
        match name.split(" ")[-2:]:
            case [where, "table"] if where == _TABLE:
                if len(self.sheets) == MOST_SHEETS:
                    raise NotTheRegister("This workbook has too many sheets")
                self.sheets.append(_Sheet(self.most, self.room))
            case [where, "table-row"] if where == _TABLE:
                self.row, self.empty_cells = [], 0
                self.rows = _times(said, "number-rows-repeated")
            case [where, "table-cell" | "covered-table-cell"] if where == _TABLE:
                self.cells, self.text, self.within = _times(said, "number-columns-repeated"), [], 1
                self.value = _value_of(said)
            case [where, "p"] if where == _TEXT and self.within:
                self.text.append(" ")
                self.paragraphs += 1
            case [where, "s" | "tab" | "line-break"] if where == _TEXT:
                self._reads(" ")
            case [where, "annotation"] if where == _OFFICE:
                self.within = 0  # a comment on the cell is not what it says

    def _reads(self, text: str) -> None:
        if self.within and self.paragraphs:
            self.text.append(text)

    def _ends(self, name: str) -> None:
        match name.split(" ")[-2:]:
            case [where, "p"] if where == _TEXT and self.paragraphs:
                self.paragraphs -= 1
            case [where, "annotation"] if where == _OFFICE:
                self.within = 1
            case [where, "table-cell" | "covered-table-cell"] if where == _TABLE:
                self._cell(self.value or "".join(self.text).strip())
                self.within = 0
            case [where, "table-row"] if where == _TABLE:
                self.sheets[-1].add(self.row, self.rows)

    def _cell(self, value: str) -> None:
        if not value:
            self.empty_cells += self.cells
            return
        room = WIDEST - len(self.row)
        self.row += [""] * min(self.empty_cells, room)
        self.row += [value] * min(self.cells, WIDEST - len(self.row))
        self.empty_cells = 0


def _times(said: dict[str, str], name: str) -> int:
    times = said.get(f"{_TABLE} {name}", "1")
    return int(times) if times.isascii() and times.isdigit() and len(times) < 9 else 1


def _value_of(said: dict[str, str]) -> str:
    """Of a figure, a day or a yes, its value and not how it is shown; of words "", for they stand in the cell."""
    if day := said.get(f"{_OFFICE} date-value"):
        return f"{date.fromisoformat(day[:10]):%d/%m/%Y}"
    if said.get(f"{_OFFICE} value-type") in {"float", "currency"}:
        return said.get(f"{_OFFICE} value", "").removesuffix(".0")
    return said.get(f"{_OFFICE} boolean-value", "").upper()
