"""The limit of each main page: session and user as on every page, its SQL as one raw query, a plain template.

The query is the page's own main statement, taken down while the page was served (benchmarks.pages), so that both sides
read the same rows and print as many. Where rows lie behind a wall, both sides need one statement more: whose
organisation it is. Of a page that saves or sends, the limit reads what must be checked, by the page's own main
statement too, and runs every statement that it writes, in one transaction. It is taken back, so that it can be asked
for again. What else the page reads, all its checking and all its reckoning are not in the limit.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from jinja2 import Environment

STATEMENTS = "FAIRPLACE_BENCH_STATEMENTS"
"""The environment variable that names the file: page to its statement and how many rows it prints."""
_PLAIN = Environment(autoescape=True).from_string(
    "<!DOCTYPE html><html lang=en-GB><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ person }}</p><table>"
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></html>"
)


def limit(request: HttpRequest, name: str) -> HttpResponse:
    person: Any = request.user
    with transaction.atomic():
        _rows("SELECT set_config('fairplace.organisation', %s, true)", [str(person.organisation_id)])
        (main, *writes), shown, saves = _statements()[name]
        rows = _rows(main)[:shown]
        for statement in writes:
            _write(statement)
        if saves:
            transaction.set_rollback(True)
            rows = []
    return HttpResponse(_PLAIN.render(title=name, person=person.name, rows=rows))


@cache
def _statements() -> dict[str, tuple[list[str], int | None, bool]]:
    found: dict[str, tuple[list[str], int | None, bool]] = json.loads(Path(os.environ[STATEMENTS]).read_text())
    return found


def _write(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _rows(sql: str, values: list[str] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
