"""T5: what was recorded, sent or begun before a day is found without a look at all that ever was."""

from __future__ import annotations

import pytest
from django.db import connection

_LEADING = """
    SELECT count(*) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE i.indrelid = %s::regclass AND a.attname = %s AND i.indisvalid
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("audit_event", "at"),
        ("organisations_signin", "began_at"),
        ("outbox_message", "sent_at"),
        ("organisations_registerimport", "asked_at"),
    ],
)
def test_t5_what_is_counted_before_a_day_has_an_index_of_its_time(table: str, column: str) -> None:
    """Of a table with three rows the planner tells nothing: the index is asked for itself."""
    with connection.cursor() as cursor:
        cursor.execute(_LEADING, [table, column])
        assert cursor.fetchone()[0] >= 1
