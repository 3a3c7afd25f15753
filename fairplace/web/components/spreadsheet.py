"""Lists for a spreadsheet, in which nothing that somebody typed is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from django.http import HttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_spreadsheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file `name`.csv to download: comma-separated, UTF-8."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # spreadsheets on Windows take it for UTF-8 by this sign alone
    out = csv.writer(response)
    out.writerow([plain_cell(head) for head in heads])
    out.writerows([plain_cell(value) for value in row] for row in rows)
    return response


def plain_cell(value: object) -> object:
    """Words that begin like a formula, also in full-width signs, get a quote in front; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    begins = normalize("NFKC", value[:8]).lstrip(" ")
    return f"'{value}" if begins.startswith(_FORMULA) else value
