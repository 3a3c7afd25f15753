"""From the bytes of a published register to its rows: encodings, preambles, headings, broken lines (X4).

A bad row never stops the rest. A file that is not the register at all raises NotTheRegister with a sentence.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fairplace.dps.organisations.rules.register_facts import BadValue, RegisterFacts, facts_of
from fairplace.dps.organisations.rules.register_layouts import LAYOUTS, Layout

LARGEST = 150 * 1024 * 1024  # bytes of a file, unpacked; the whole of GIAS has about 65 million
MOST_ROWS = 400_000
TELL_EVERY = 10_000  # rows
PREAMBLE = 40  # records in which the headings must have come
LINES_OF_ONE_ROW = 30  # a quoted cell may have line breaks, but not without end
LONGEST_ROW = 100_000  # signs
SEPARATORS = (",", "\t", ";")

_NO_REGISTER = {
    b"%PDF": "This is a PDF. Download the register as CSV and give that.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook (.xls). Save the sheet with the list as CSV and give that.",
    b"<!do": "This is a web page. Download the register itself as CSV.",
    b"<htm": "This is a web page. Download the register itself as CSV.",
    b"\x89PNG": "This is a picture. Download the register as CSV and give that.",
    b"\x1f\x8b": "This file is packed (gzip). Unpack it and give the CSV.",
}


class NotTheRegister(Exception):
    """The file is not this register: one sentence that says what it is, or what is missing, and what to do."""


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


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cell holds which field, and under which heading."""

    at: dict[str, int]
    headings: dict[str, str]
    width: int  # named headings: up to the last of them
    reach: int  # cells a row must have for every field of ours to be there


def read_register(register: str, content: bytes, progress: Callable[[int], None] = lambda _rows: None) -> Reading:
    """Every row of the register in this file; progress hears of every ten thousand. Raises NotTheRegister."""
    layout = LAYOUTS[register]
    lines = _lines(_text(_unpacked(content)))
    separator, columns, first = _headings(layout, lines)
    rows: list[RegisterFacts] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, object], int] = {}
    for line, cells, fault in _records(lines, first, separator, columns):
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
    _headings(LAYOUTS[register], _lines(_text(_unpacked(content))))


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


def _unpacked(content: bytes) -> bytes:
    """The file itself, or the one CSV in the .zip in which GIAS hands it out."""
    if not content.strip(b"\0 \r\n\t"):
        raise NotTheRegister("This file is empty.")
    head = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t")
    for begins, sentence in _NO_REGISTER.items():
        if head[: len(begins)].lower() == begins.lower():
            raise NotTheRegister(sentence)
    if content[:2] == b"PK":
        content = _only_csv(content)
    if len(content) > LARGEST:
        raise NotTheRegister(f"This file is larger than {LARGEST // 1024 // 1024} MB: no register is as large.")
    return content


def _only_csv(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [entry for entry in packed.infolist() if not entry.is_dir()]
            if any(entry.filename in {"[Content_Types].xml", "content.xml", "mimetype"} for entry in names):
                raise NotTheRegister(
                    "This is a spreadsheet (.xlsx or .ods). Open it, save the sheet with the list as CSV and give that."
                )
            lists = [entry for entry in names if entry.filename.lower().endswith(".csv")]
            if len(lists) != 1:
                raise NotTheRegister("This .zip must hold exactly one CSV file. Unpack it and give the right one.")
            if lists[0].flag_bits & 1:
                raise NotTheRegister("This .zip has a password. Unpack it and give the CSV.")
            with packed.open(lists[0]) as file:
                return file.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise NotTheRegister("This .zip is damaged. Download it again, or unpack it and give the CSV.") from error


def _text(content: bytes) -> str:
    """UTF-8, else UTF-16, else Windows-1252; line by line where a file mixes them."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    sample = content[:2000]
    if sample.count(0) > len(sample) // 3:
        odd = sample[1::2].count(0)
        if odd > len(sample) // 3 or sample[::2].count(0) > len(sample) // 3:
            return content.decode("utf-16-le" if odd > len(sample) // 3 else "utf-16-be", errors="replace")
        raise NotTheRegister("This file is no text. Download the register as CSV and give that.")
    if sample.count(0) > 8:
        raise NotTheRegister("This file is no text. Download the register as CSV and give that.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return "\n".join(_one_line(line) for line in lines)


def _one_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _lines(text: str) -> list[str]:
    """Physical lines with their ends, as an editor counts them."""
    return list(io.StringIO(text, newline=""))


def _headings(layout: Layout, lines: Sequence[str]) -> tuple[str, _Columns, int]:
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
        f"This file is not {layout.name}: no row of its beginning has the headings {wanted}."
        f" Download the list from {layout.publisher} as CSV."
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


def _columns(layout: Layout, cells: Sequence[str]) -> _Columns | None:
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
    return _Columns(at, headings, width, max(at.values()) + 1)


def _plainly(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def _records(
    lines: Sequence[str], first: int, separator: str, columns: _Columns
) -> Iterator[tuple[int, list[str], str]]:
    """Line number (from 1), cells and what is wrong with it. A quotation mark that is not closed, or a row that only
    came out wrong because of one, costs its own line alone: reading goes on with the next."""
    begins = first
    while begins < len(lines):
        reader = csv.reader(_until_too_long(lines, begins), delimiter=separator)
        offset = begins
        again = False
        for cells in _tolerant(reader):
            end = offset + reader.line_num
            fault = _fault(cells, lines, begins, end, columns)
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


def _fault(cells: list[str], lines: Sequence[str], begins: int, end: int, columns: _Columns) -> str:
    many = end > begins + 1
    if isinstance(cells, _Broken) or end - begins > LINES_OF_ONE_ROW:
        return "A quotation mark is opened and never closed."
    if not any(cell.strip() for cell in cells):
        return ""
    if many and lines[end - 1 : end] and end == len(lines) and '"' in lines[begins] and len(cells) < columns.reach:
        return "A quotation mark is opened and never closed."
    if any(cell.strip() for cell in cells[columns.width :]):
        return f"It has {len(cells)} cells under {columns.width} headings, so its values may stand under wrong ones."
    if len(cells) < columns.reach:
        return f"It stops after {len(cells)} of {columns.width} cells."
    return ""
