"""R6, C4: the jobs of every minute find what is open, however much was ever closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions.queries.lapsed import choices_to_remind, lapsed_choices
from fairplace.dps.competitions.queries.to_remind import to_remind
from fairplace.foundations import audit
from fairplace.foundations.background import run_as
from tests.dps.referrals.test_family import nodes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (to_remind, "competitions_open"),
        (lapsed_choices, "choices_open"),
        (lambda: choices_to_remind(audit.clock.now()), "choices_open"),
    ],
)
def test_r6_what_is_open_is_found_by_an_index_of_its_own(asked: Callable[[], object], index: str) -> None:
    """Every minute, of sixty thousand."""
    with run_as(None), CaptureQueriesContext(connection) as captured:
        asked()
        statement = next(one["sql"] for one in captured.captured_queries if "competitions_" in one["sql"])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # of an empty table the planner reads all there is
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
            (found,) = cursor.fetchone()
    assert index in {node.get("Index Name") for node in nodes(found[0]["Plan"])}
