"""A file that prefills a draft (Q12): an application of ours as JSON, or a list of accredited places as CSV.

Nothing in it is trusted and it admits nobody. Whatever we do not know is named, so that nothing is lost in silence.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

from fairplace.dps.qualification.rules.application_file import FORMAT, PLACE_FIELDS, VERSION
from fairplace.dps.qualification.rules.price_sheet import Step
from fairplace.foundations.kernel.refused import Refused

MOST_LINES = 300
MOST_BYTES = 2 * 1024 * 1024
CSV_COLUMNS = (*PLACE_FIELDS, "category")
_NEEDED = ("name", "category")
_TOP = {"format", "version", "note", "reference", "provider", "answers", "lines"}
_LINE = {"establishment", "category", "answers", "costs", "prices", "discounts"}
_NO_TEXT = "The file holds signs that are no text: save it again and choose it again."
_NO_SIGN = re.compile("[\0\ud800-\udfff]")  # half a sign, or none: no database keeps it
_NUMBERS = {"age_from", "age_to", "places", "vacancies"}


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One place in one category. where: how it is called in a sentence ("Rowan Bank School", "Row 7")."""

    where: str
    place: dict[str, Any]
    category: str
    answers: dict[str, Any] = field(default_factory=dict)
    costs: dict[str, Decimal] = field(default_factory=dict)
    prices: dict[str, Decimal] = field(default_factory=dict)
    discounts: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """answers: about the provider. unknown: what the file has and we do not know, in words."""

    answers: dict[str, Any]
    lines: list[IncomingLine]
    unknown: list[str]


def read_incoming(name: str, content: bytes) -> Incoming:
    """Refused with one sentence when it is neither of the two, or far too long."""
    if not content:
        raise Refused("The file is empty: choose another one.", "upload")
    if len(content) > MOST_BYTES:
        raise Refused("The file must be smaller than 2 MB.", "upload")
    text = _text(content)
    if "\0" in text:
        raise Refused(_NO_TEXT, "upload")
    incoming = _from_csv(text) if name.lower().endswith(".csv") else _from_json(text)
    if len(incoming.lines) > MOST_LINES:
        raise Refused(f"The file has more than {MOST_LINES} lines: split it.", "upload")
    return incoming


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _from_json(text: str) -> Incoming:
    wrong = "This is no file of an application: download one from an application’s page and choose that."
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(wrong, "upload") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused(wrong, "upload")
    if document.get("version") != VERSION:
        raise Refused("This file was written by another version of Fairplace, which we cannot read.", "upload")
    if any(_NO_SIGN.search(said) for said in _strings(document)):
        raise Refused(_NO_TEXT, "upload")
    unknown = [f"“{key}” in the file" for key in sorted(set(document) - _TOP)]
    lines = []
    for number, one in enumerate(_list(document.get("lines")), start=1):
        if not isinstance(one, dict):
            unknown.append(f"Line {number} of the file")
            continue
        place = _mapping(one.get("establishment"))
        where = str(place.get("name") or f"Line {number}")
        unknown += [f"{where}: “{key}”" for key in sorted(set(one) - _LINE)]
        unknown += [f"{where}: “{key}” of the place" for key in sorted(set(place) - set(PLACE_FIELDS))]
        lines.append(_line(where, place, one, unknown))
    return Incoming(_mapping(document.get("answers")), lines, unknown)


def _strings(document: object) -> Iterator[str]:
    """Every text in it, names too, however deep."""
    left = [document]
    while left:
        match left.pop():
            case str(said):
                yield said
            case dict(mapping):
                left += [*mapping, *mapping.values()]
            case list(values):
                left += values


def _line(where: str, place: Mapping[str, Any], one: Mapping[str, Any], unknown: list[str]) -> IncomingLine:
    return IncomingLine(
        where,
        {key: value for key, value in place.items() if key in PLACE_FIELDS},
        str(one.get("category", "")),
        _mapping(one.get("answers")),
        _amounts(where, _mapping(one.get("costs")), unknown),
        _amounts(where, _mapping(one.get("prices")), unknown),
        _steps(where, _list(one.get("discounts")), unknown),
    )


def _from_csv(text: str) -> Incoming:
    try:
        rows = list(csv.reader(StringIO(text, newline="")))
    except csv.Error:
        raise Refused(
            "The file has a cell that is longer than any: look for a quotation mark that is opened and never closed.",
            "upload",
        ) from None
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    if missing := [head for head in _NEEDED if head not in heads]:
        raise Refused(
            f"The first row must name the columns; {' and '.join(missing)} is missing."
            f" We read {', '.join(CSV_COLUMNS)}.",
            "upload",
        )
    unknown = [f"Column “{head}”" for head in heads if head and head not in CSV_COLUMNS]
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(heads):
            unknown.append(f"Row {number}: it has {len(row)} cells where there are {len(heads)} columns")
            continue
        said = {head: cell.strip() for head, cell in zip(heads, row, strict=True) if head in CSV_COLUMNS}
        category = said.pop("category")
        lines.append(IncomingLine(f"Row {number}", _place_of_csv(said), category))
    return Incoming({}, lines, unknown)


def _place_of_csv(said: Mapping[str, str]) -> dict[str, Any]:
    place: dict[str, Any] = dict(said)
    for name in _NUMBERS & set(said):
        place[name] = int(said[name]) if said[name].isascii() and said[name].isdigit() else None
    if "placement_kinds" in said:
        place["placement_kinds"] = [kind.strip() for kind in said["placement_kinds"].split(";") if kind.strip()]
    return place


def _amounts(where: str, given: Mapping[str, Any], unknown: list[str]) -> dict[str, Decimal]:
    read = {}
    for code, value in given.items():
        try:
            amount = Decimal(str(value))
            if not Decimal(0) <= amount <= Decimal("9999999.99") or amount != round(amount, 2):
                raise InvalidOperation
        except InvalidOperation:
            unknown.append(f"{where}: “{code}” is no amount in pounds and pence")
        else:
            read[str(code)] = amount
    return read


def _steps(where: str, given: list[Any], unknown: list[str]) -> tuple[Step, ...]:
    steps = []
    for one in given:
        try:
            step = _mapping(one)
            percent = Decimal(str(step["percent"]))
            if not percent.is_finite():
                raise InvalidOperation
            steps.append(Step(str(step["kind"]), int(step["from_children"]), percent))
        except (KeyError, ValueError, TypeError, ArithmeticError):
            unknown.append(f"{where}: a discount that cannot be read")
    return tuple(steps)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
