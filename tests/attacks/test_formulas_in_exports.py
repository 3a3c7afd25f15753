"""A7: what people wrote begins like a formula, in every column of words; no file that we make has one in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from unicodedata import normalize

import pytest
from django.test import Client
from openpyxl import load_workbook

from fairplace.commands.launcher.roles import Database
from fairplace.dps.market.queries import categories
from fairplace.web.components import spreadsheet
from fairplace.web.provider.applications import workbook
from tests.attacks.administrator import administering, stop_triggers
from tests.attacks.scene import Scene, signed_in
from tests.attacks.test_hostile_text import more_to_read, visitors
from tests.attacks.test_other_peoples_things import addresses, filled, victims
from tests.drill.plugin import Figures

SIGNS = ("=", "+", "-", "@", "\t=", "＝", "＋", "＠", " =")
WORDS = "cmd|x!A1 "
FILE = re.compile(r"\.csv$|\.xlsx$|export/$")
Visitor = tuple[str, Client, list[dict[str, object]]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def poison(database: Database, admin_url: str) -> int:
    """Every column of words gets one of the signs in front. How many there were."""
    columns = 0
    with administering(admin_url, database) as administrator:
        stop_triggers(administrator)
        for number, (table, column, longest) in enumerate(
            administrator.execute(
                "SELECT table_name, column_name, coalesce(character_maximum_length, 100000)"
                " FROM information_schema.columns JOIN pg_tables ON tablename = table_name AND schemaname = 'public'"
                " WHERE table_schema = 'public' AND data_type IN ('text', 'character varying') AND table_name ~"
                " '^(competitions|documents|market|organisations|placements|qualification|referrals)_'"
                " AND column_name NOT IN ('distance_band', 'postcode', 'email')"
            ).fetchall()
        ):
            before = SIGNS[number % len(SIGNS)] + WORDS
            changed = administrator.execute(
                f'UPDATE {table} SET "{column}" = %s || "{column}"'
                f' WHERE "{column}" LIKE \'%% %%\' AND length("{column}") + %s <= %s',
                [before, len(before), longest],
            ).rowcount
            columns += bool(changed)
    return columns


def cells(name: str, content: bytes) -> Iterator[str]:
    """The words of each; a formula of a workbook as it begins."""
    if content.startswith(b"PK"):
        for sheet in load_workbook(BytesIO(content)):
            for row in sheet.iter_rows():
                yield from (str(cell.value) for cell in row if cell.value is not None and cell.data_type in "sf")
    else:
        for line in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")):
            yield from line


def is_formula(cell: str) -> bool:
    """As a spreadsheet takes it, in signs of any width. A negative number is a number."""
    begins = normalize("NFKC", cell[:8]).lstrip(" ")
    return begins.startswith(FORMULA) and not re.fullmatch(r"-?[\d.,]+", cell.strip())


def looked_at(scene: Scene, everybody: list[Visitor]) -> dict[str, list[str]]:
    """Each file that somebody of the scene can download, and what in it is a formula."""
    found: dict[str, list[str]] = {}
    besides, full = more_to_read(scene), 0
    for _, client, owned in everybody:
        for route, converters, _ in addresses():
            if not FILE.search(route):
                continue
            mine = [one for one in (*owned, *besides) if set(converters) <= set(one)] if converters else [{}]
            for address in dict.fromkeys(filled(route, values) for values in mine):
                answer = client.get(address)
                if answer.status_code == 200 and "html" not in answer["Content-Type"]:
                    told = list(cells(route, b"".join(answer) if answer.streaming else answer.content))
                    full += any(WORDS in cell for cell in told)
                    found.setdefault(route, []).extend(cell for cell in told if is_formula(cell))
    assert full, "no file has any of the words"
    return found


@pytest.mark.slow
@pytest.mark.attack("A7", "every column of words begins like a formula, in every file to download")
def test_no_file_that_we_make_has_a_formula_in_it_a7(
    scene: Scene, scene_database: Database, admin_url: str, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    categories.content_of.cache_clear()
    columns = poison(scene_database, admin_url)
    lead = ("the lead's officer", signed_in(scene.world.people["officer"]), victims(scene))
    everybody = [*visitors(scene), lead]
    found = looked_at(scene, everybody)
    figures("columns of words", columns)
    figures("kinds of file", len(found))
    figures("formulas", sum(map(len, found.values())))
    with monkeypatch.context() as flawed:
        flawed.setattr(spreadsheet, "plain_cell", lambda value: value)
        flawed.setattr(workbook, "plain_cell", lambda value: value)
        naive = looked_at(scene, everybody)
    figures.control("formulas in files of a build that writes words as they are", sum(map(len, naive.values())))
    categories.content_of.cache_clear()
    assert columns > 30
    assert {route: told for route, told in found.items() if told} == {}
    assert len(found) >= 5, sorted(found)
    assert sum(map(len, naive.values())) > 5
