"""F1: whoever works is killed (SIGKILL) at random points of submission, opening, award, acceptance, publication.

Whatever the moment: all of the act is there (letters, jobs, release, events too) or nothing; who had a receipt has
a bid; and the act, done again, ends as if nothing had been. 200 points in the drill; four, of two acts, in a usual run.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from warnings import warn

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, with_parts
from tests.attacks.killable import REFUSED, Act, Held, acts, begun, doing, fresh, held, settle
from tests.attacks.own_server import own_server
from tests.drill.plugin import DRILLING, Figures

POINTS = 40 if DRILLING else 2  # for each act
NAIVE_POINTS = 20 if DRILLING else 6
ACTS = () if DRILLING else ("submission", "award")
TRIED = "a process, or its database session, is killed in submission, opening, award, acceptance, publication"
LOG = "audit_event"
DATABASE_KILLS = 8  # for each act
JITTER = 0.005  # seconds after a statement was begun: in its middle, at its end, at the commit


@pytest.fixture(scope="module")
def prepared(
    admin_url: str, database_template: Database, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[Act]]:
    with acts(admin_url, database_template, django_db_blocker, ACTS) as made:
        yield made


@pytest.mark.attack("F1", TRIED)
def test_an_act_that_is_killed_is_whole_or_not_at_all_f1(
    admin_url: str, prepared: list[Act], django_db_blocker: DjangoDbBlocker, figures: Figures
) -> None:
    random = Random(200)
    with django_db_blocker.unblock():
        for act in prepared:
            ends = Counter(_tried(admin_url, act, random, POINTS))
            assert ends["half"] == 0, (act.name, ends)
            for end in ("nothing", "all", "half"):
                figures(end, ends[end])
            figures("points", POINTS)


@pytest.mark.attack("F1", TRIED)
def test_control_without_transactions_the_same_probe_finds_halves_f1(
    admin_url: str, prepared: list[Act], django_db_blocker: DjangoDbBlocker, figures: Figures
) -> None:
    random = Random(7)
    with django_db_blocker.unblock():
        ends = Counter(
            end
            for act in prepared
            if act.name == "award"
            for end in _tried(admin_url, act, random, NAIVE_POINTS, naive=True)
        )
    figures.control(f"halves of {NAIVE_POINTS} awards without transactions", ends["half"])
    assert ends["half"] > 0, ends


def _tried(admin_url: str, act: Act, random: Random, points: int, *, naive: bool = False) -> Iterator[str]:
    before = held(admin_url, act.before)
    with fresh(admin_url, act) as database:
        undisturbed = doing(database, act, naive=naive)
        whole = held(admin_url, database)
    assert undisturbed.told, f"{act.name} goes well when nothing happens"
    assert not undisturbed.told.startswith(REFUSED), undisturbed.told
    assert before.rows != whole.rows
    for _ in range(points):
        with fresh(admin_url, act) as database:
            after = random.randint(1, undisturbed.statements)
            ended = doing(database, act, after=after, wait=random.random() * JITTER, naive=naive)
            settle(admin_url, database)
            found = held(admin_url, database)
            end = _end(found, before, whole)
            if end == "half" and not naive:
                where = f"{act.name} after statement {after} of {undisturbed.statements}"
                warn(f"{where}: {_difference(found, before, whole)}", stacklevel=2)
            if ended.told is not None:
                assert end == "all", f"{act.name}: its doer was told so, and it is not there"
            if not naive:
                _again(admin_url, database, act, ended.told, end, whole)
            yield end


def _end(found: Held, before: Held, whole: Held) -> str:
    if found.whole == before.whole:
        return "nothing"
    return "all" if found.same_shape(whole) else "half"


def _difference(found: Held, before: Held, whole: Held) -> str:
    rows = {name: (count, whole.rows[name]) for name, count in found.rows.items() if count != whole.rows[name]}
    touched = set(found.whole.split()) ^ set(before.whole.split())
    return f"rows (found, whole) {rows}; tables changed {sorted(touched)}; {set(found.states) ^ set(whole.states)}"


def _again(admin_url: str, database: Database, act: Act, told: str | None, end: str, whole: Held) -> None:
    """Whoever clicks again after the failure ends where everybody does. An attempt that is refused may be recorded."""
    again = doing(database, act)
    found = held(admin_url, database)
    assert again.told is not None
    if end == "nothing":
        assert not again.told.startswith(REFUSED), f"{act.name} cannot be done after a failure: {again.told}"
        assert found.same_shape(whole)
    else:
        assert (told is None or again.told == told) or again.told.startswith(REFUSED)
        assert {**found.rows, LOG: 0} == {**whole.rows, LOG: 0}, f"{act.name} was done twice"
        assert found.states == whole.states


@pytest.mark.slow
@pytest.mark.attack("F1", TRIED)
def test_an_act_whose_database_is_killed_is_whole_or_not_at_all_f1(
    admin_url: str, database_template: Database, django_db_blocker: DjangoDbBlocker, figures: Figures
) -> None:
    """SIGKILL of one session makes PostgreSQL end all others and replay its log: on a server of this test's own."""
    random = Random(9)
    with (
        own_server() as own,
        acts(own.admin_url, own.restored("template", admin_url, database_template), django_db_blocker) as prepared,
        django_db_blocker.unblock(),
    ):
        for act in prepared:
            before = held(own.admin_url, act.before)
            with fresh(own.admin_url, act) as database:
                undisturbed = doing(database, act)
                whole = held(own.admin_url, database)
            for _ in range(DATABASE_KILLS):
                with fresh(own.admin_url, act) as database:
                    told = _with_database_killed(own.admin_url, database, act, random, undisturbed.statements)
                    end = _end(held(own.admin_url, database), before, whole)
                    assert end != "half", act.name
                    assert told is None or end == "all"
                    _again(own.admin_url, database, act, told, end, whole)
                    figures(end, 1)
                    figures("points", 1)


def _with_database_killed(admin_url: str, database: Database, act: Act, random: Random, statements: int) -> str | None:
    """What the doer was told before its session was killed, if anything."""
    with (
        psycopg.connect(with_parts(admin_url, database="postgres"), autocommit=True) as administrator,
        begun(database, act) as (_, hears),
    ):
        hears(random.randint(1, statements))
        time.sleep(random.random() * JITTER)
        found = administrator.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'", [database.name]
        ).fetchone()
        if found is not None:
            os.kill(found[0], signal.SIGKILL)  # of the server that this test started
        told = hears(None).told
    until = time.monotonic() + 60
    while found is not None and Path(f"/proc/{found[0]}").exists():  # until the server has noticed
        assert time.monotonic() < until, "it does not notice"
        time.sleep(0.01)
    while True:
        try:
            psycopg.connect(with_parts(admin_url, database=database.name), connect_timeout=5).close()
        except psycopg.OperationalError:
            assert time.monotonic() < until, "it does not recover"
            time.sleep(0.05)
        else:
            return told
