"""The workbook of prices as a file: written with protected labels, read cell by cell and never trusted (Q7)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.price_sheet import Cell, Column, Fault, SheetRow, cells_of, columns_of
from fairplace.foundations.documents.inspection import inspect_file
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.spreadsheet import plain_cell

MARK, FORMAT = "fairplace", "fairplace-prices-1"
MOST_ROWS = 1000
MOST_MEGABYTES = 2
_FIRST = 3  # row of the first place: codes stand in row 1, which is hidden, labels in row 2
_WIDE = 120  # columns read at most
_DEEP = 10 * MOST_ROWS  # rows: below them some spreadsheets still write a sheet's last, the millionth
_WRONG = "This is not the workbook of this application: download it here, fill it in and choose it again."
_LABEL, _CLOSED = PatternFill("solid", fgColor="F3F2F1"), PatternFill("solid", fgColor="B1B4B6")


def write_workbook(row: ProviderApplication) -> bytes:
    """One sheet for each category, one row for each place, its prices as they stand now."""
    book = Workbook()
    about = book.active
    assert about is not None
    about.title = "How to fill this in"
    for line in (
        f"Prices of application {row.application.reference}",
        "One sheet for each category, one row for each place. Type figures only, in pounds and pence, no formulas.",
        "Grey cells cannot be changed. An empty cell has no price: a core cost without a price cannot be sent.",
        "Save it as .xlsx and upload it where you downloaded it. You see what changes before anything is saved.",
    ):
        about.append([line])
    about.column_dimensions["A"].width = 110
    about.protection.sheet = True
    mark = book.create_sheet(MARK)
    mark.append([FORMAT, str(row.application.id)])
    mark.sheet_state = "veryHidden"
    for content in {line.content.code: line.content for line in row.lines}.values():
        lines = [line for line in row.lines if line.content.code == content.code]
        sheet = book.create_sheet(_title(content.name))
        _write_sheet(sheet, content.code, columns_of(content), lines)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _write_sheet(sheet: Any, code: str, columns: list[Column], lines: list[LineForm]) -> None:
    sheet.append([code, "", *(column.code for column in columns)])
    sheet.append(["Do not change", "Place", *(plain_cell(column.label) for column in columns)])
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width = 34
    sheet.freeze_panes = "C3"
    sheet.protection.sheet = True
    for number in range(1, len(columns) + 3):
        head = sheet.cell(2, number)
        head.font, head.fill = Font(bold=True), _LABEL
        head.alignment = Alignment(wrap_text=True, vertical="top")
        if number > 2:
            sheet.column_dimensions[get_column_letter(number)].width = 16
    for number, line in enumerate(lines, start=_FIRST):
        sheet.cell(number, 1, str(line.line.id))
        name = sheet.cell(number, 2, str(plain_cell(line.establishment.name)))
        name.data_type, name.fill = "s", _LABEL
        cells = cells_of(line)
        for position, column in enumerate(columns, start=3):
            cell = sheet.cell(number, position)
            if column.code not in cells:
                cell.fill = _CLOSED
                continue
            cell.value = cells[column.code]
            cell.protection = Protection(locked=False)
            cell.number_format = "0" if column.part == "children" else "#,##0.00"


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """Rows as they are, and what is wrong with whole sheets."""

    rows: list[SheetRow]
    faults: list[Fault]


def read_workbook(name: str, content: bytes, application_id: UUID) -> ReadWorkbook:
    """Refused with one sentence when the file is no workbook of this application, or is far too long."""
    if not name.lower().endswith(".xlsx"):
        raise Refused("Choose the workbook as an Excel file (.xlsx).", "upload")
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise Refused(f"The workbook must be smaller than {MOST_MEGABYTES} MB.", "upload")
    try:
        inspect_file(name, content)
    except Refused as refused:
        raise Refused(refused.sentence, "upload") from refused
    try:
        return _read(content, application_id)
    except Refused:
        raise
    except Exception:  # whatever a crafted file provokes, the answer is the same
        raise Refused(_WRONG, "upload") from None


def _read(content: bytes, application_id: UUID) -> ReadWorkbook:
    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    if MARK not in book.sheetnames:
        raise Refused(_WRONG, "upload")
    first = next(book[MARK].iter_rows(min_row=1, max_row=1, max_col=2, values_only=True), ())
    if tuple(first) != (FORMAT, str(application_id)):
        raise Refused(_WRONG, "upload")
    rows: list[SheetRow] = []
    faults = [
        Fault(sheet, 0, "", f"It has merged cells ({cells}): undo the merging, so that each cell says its own figure.")
        for sheet, cells in _merged(content, book.sheetnames)
    ]
    for sheet in book.worksheets[1:]:
        if sheet.title == MARK or any(fault.sheet == sheet.title for fault in faults):
            continue
        for row in _rows(sheet):
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise Refused(
                    f"The workbook has more than {MOST_ROWS:,} rows: it needs one for each place of the application.",
                    "upload",
                )
    return ReadWorkbook(rows, faults)


def _rows(sheet: Any) -> Iterator[SheetRow]:
    codes: list[Any] = []
    for number, values in enumerate(sheet.iter_rows(max_col=_WIDE, max_row=_DEEP, values_only=True), start=1):
        if number == 1:
            codes = list(values)
            continue
        if number < _FIRST or all(value is None or value == "" for value in values):
            continue
        cells = {
            str(code): Cell(get_column_letter(position + 1), values[position])
            for position, code in enumerate(codes)
            if position > 1 and code and position < len(values)
        }
        yield SheetRow(sheet.title, number, values[0] if values else None, cells)


def _merged(content: bytes, names: list[str]) -> list[tuple[str, str]]:
    """Sheets with merged cells, which reading row by row does not show. Sheets are numbered as they stand."""
    found = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for number, name in enumerate(names, start=1):
            part = f"xl/worksheets/sheet{number}.xml"
            if part in archive.namelist():
                merged = re.findall(rb'<mergeCell [^>]*ref="([A-Z0-9:]{1,20})"', archive.read(part))
                if merged:
                    found.append((name, ", ".join(one.decode() for one in merged[:3])))
    return found
