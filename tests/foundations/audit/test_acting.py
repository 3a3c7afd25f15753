"""Who acts is set inside the transaction, for row-level security, and nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection

from fairplace.foundations.audit import clock, transaction_as
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.identifiers import new_id


def somebody() -> Actor:
    return replace(SYSTEM, person_id=new_id(), organisation_id=new_id(), organisation_kind="council")


def in_force() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('fairplace.organisation', true), ''),"
            " coalesce(current_setting('fairplace.person', true), '')"
        )
        organisation, person = cursor.fetchone()
    return organisation, person


def settings_of(actor: Actor) -> tuple[str, str]:
    return str(actor.organisation_id), str(actor.person_id)


def test_actor_is_in_force_inside_and_forgotten_after(committed_database: object) -> None:
    actor = somebody()
    with transaction_as(actor):
        assert connection.in_atomic_block
        assert in_force() == settings_of(actor)
    assert in_force() == ("", "")


def test_actor_is_forgotten_after_an_error(committed_database: object) -> None:
    with pytest.raises(ZeroDivisionError), transaction_as(somebody()):
        raise ZeroDivisionError
    assert in_force() == ("", "")


def test_outer_actor_is_back_after_an_inner_one(committed_database: object) -> None:
    outer, inner = somebody(), somebody()
    with transaction_as(outer):
        with transaction_as(inner):
            assert in_force() == settings_of(inner)
            with transaction_as(SYSTEM):
                assert in_force() == ("", "")
            assert in_force() == settings_of(inner)
        assert in_force() == settings_of(outer)


def test_outer_actor_is_back_after_an_inner_one_fails(committed_database: object) -> None:
    outer = somebody()
    with transaction_as(outer):
        with pytest.raises(ZeroDivisionError), transaction_as(somebody()):
            raise ZeroDivisionError
        assert in_force() == settings_of(outer)
        with pytest.raises(IntegrityError), transaction_as(somebody()), connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_event (id) VALUES (gen_random_uuid())")
        assert in_force() == settings_of(outer)


@pytest.mark.django_db
def test_acting_is_one_statement(django_assert_num_queries: Callable[[int], object]) -> None:
    """A savepoint, the settings with the clock, the settings of the outer actor, the savepoint's release."""
    with django_assert_num_queries(4), transaction_as(somebody()):  # type: ignore[attr-defined]
        pass


@pytest.mark.django_db
def test_acting_hands_out_the_time_of_the_database(frozen_clock: datetime) -> None:
    with transaction_as(somebody()) as now:
        assert now == frozen_clock == clock.now()
        assert now.utcoffset() == datetime.now(UTC).utcoffset()
