"""fairplace_now() is the clock; the application can neither set nor shift it (issue part 3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from fairplace.foundations.audit import checks, clock
from fairplace.foundations.audit.models import Event


@pytest.mark.django_db
def test_clock_shows_the_true_time_and_moves_within_a_transaction() -> None:
    first, second = clock.now(), clock.now()
    assert abs(first - datetime.now(UTC)) < timedelta(minutes=1)
    assert second > first
    assert clock.is_true()


@pytest.mark.django_db
def test_clock_stands_still_when_frozen(frozen_clock: datetime) -> None:
    assert clock.now() == clock.now() == frozen_clock
    assert not clock.is_true()


@pytest.mark.django_db
def test_clock_is_an_expression_for_filters(frozen_clock: datetime) -> None:
    assert Event.objects.values_list(clock.Now()).query.sql_with_params()[0].count("fairplace_now()") == 1
    assert not Event.objects.filter(at__gt=clock.Now()).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fairplace_clock SET shift = '1 day'",
        "DELETE FROM fairplace_clock",
        "INSERT INTO fairplace_clock DEFAULT VALUES",
        "SELECT fairplace_shift_clock('1 day')",
        "CREATE FUNCTION public.fairplace_now(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION fairplace_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
    ],
)
def test_application_cannot_touch_the_clock(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_demo_shifts_the_clock_forwards_once_it_was_granted(
    committed_database: object, owner_connection: psycopg.Connection[Any]
) -> None:
    owner_connection.execute("GRANT EXECUTE ON FUNCTION fairplace_shift_clock(interval) TO fairplace_app")
    clock.shift_by(timedelta(days=3))
    clock.shift_by(timedelta(hours=1))
    assert clock.shift() == timedelta(days=3, hours=1)
    assert abs(clock.now() - datetime.now(UTC) - clock.shift()) < timedelta(minutes=1)
    with pytest.raises(DatabaseError, match="never goes back"):
        clock.shift_by(timedelta(days=-1))


@pytest.mark.django_db
def test_shifted_clock_is_an_error_outside_the_demo(set_clock: Callable[[datetime | None], None]) -> None:
    """A production setting refuses to start with a shift."""
    assert checks.clock_is_true(databases=["default"]) == []
    set_clock(datetime(2026, 11, 3, 9, tzinfo=UTC))
    assert [error.id for error in checks.clock_is_true(databases=["default"])] == ["audit.E001"]
    with override_settings(DEMO=True):
        assert checks.clock_is_true(databases=["default"]) == []
