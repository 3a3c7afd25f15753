"""Whole acts in a process that may be killed at any moment, and what the database then holds (F1).

Each act stands in a database in which everything but the act itself has happened; every try has a copy of its own.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, drop_database, with_parts
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.foundations import audit
from fairplace.foundations.audit import acting
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.paper import rendering
from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import PASSPHRASE
from tests.dps.competitions.writing import ready, save, say_will_bid, submit
from tests.dps.referrals.written import Market, make_team, write_referral
from tests.dps.world import AT, make_world
from tests.fixtures.databases import copy_of, django_at, point_django_at

REFUSED = "refused: "
STATEMENT, ENDED = b"\x01", b"\x02"
LONGEST = 60.0  # seconds that one act may take, on a machine that does much else
Clock = Callable[[datetime | None], None]

# Of everything whose rows an act changes rather than adds: in which states how many are.
_STATES = """
    SELECT 'competition', state, count(*) FROM competitions_competition GROUP BY state
    UNION ALL SELECT 'referral', state, count(*) FROM referrals_referral GROUP BY state
    UNION ALL SELECT 'award', (accepted_at IS NOT NULL)::text, count(*) FROM competitions_award GROUP BY 2
    UNION ALL SELECT 'disclosure', (until IS NULL)::text, count(*) FROM referrals_disclosure GROUP BY 2
    ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Act:
    """`do` acts and returns what its doer is told once all is committed."""

    name: str
    before: Database
    do: Callable[[], str]


@dataclass(frozen=True)
class Held:
    """What a database holds. `whole`: one digest of every row; two runs of one act never have the same."""

    whole: str
    rows: dict[str, int]
    states: tuple[tuple[Any, ...], ...]

    def same_shape(self, other: Held) -> bool:
        return (self.rows, self.states) == (other.rows, other.states)


@dataclass(frozen=True)
class Ended:
    """told: what the doer heard before it ended; None when it heard nothing. statements: that it had begun."""

    told: str | None
    statements: int


@contextmanager
def acts(
    admin_url: str, template: Database, blocker: DjangoDbBlocker, names: Sequence[str] = ()
) -> Iterator[list[Act]]:
    """Submission, opening, award, acceptance and publication (or those named), each a moment before it happens."""
    prepared: list[Database] = []

    def before(name: str) -> Act:
        database = copy_of(admin_url, template, f"before_{name}")
        prepared.append(database)
        with django_at(database, blocker), psycopg.connect(database.owner_url, autocommit=True) as owner:

            def stop_at(at: datetime | None) -> None:
                owner.execute("UPDATE fairplace_clock SET frozen_at = %s", [at])

            return Act(name, database, BUILD[name](stop_at))

    try:
        yield [before(name) for name in names or BUILD]
    finally:
        for database in prepared:
            drop_database(admin_url, database.name)


def _submission(clock: Clock) -> Callable[[], str]:
    made = run(clock, bidders=2)
    bidder = made.published.bidders[0]
    code = say_will_bid(bidder, AT)
    draft = save(bidder, code, ready(made.published), AT)

    def do() -> str:
        submission = submit(bidder, code, draft.edition, AT).submission
        assert submission is not None
        return submission.receipt

    return do


def _opening(clock: Clock) -> Callable[[], str]:
    made = _bid(clock)
    made.declare()
    clock(OPENED)
    made.turn(made.published.openers[0])
    return lambda: str(
        made.acting(
            made.published.openers[2], turn_opening_key, competition_id=made.competition_id, passphrase=PASSPHRASE
        )
    )


def _award(clock: Clock) -> Callable[[], str]:
    made = scored(clock)
    bid = made.bid_of(made.published.bidders[0]).id
    return lambda: str(made.acting(made.officer, make_award, competition_id=made.competition_id, bid_id=bid))


def _acceptance(clock: Clock) -> Callable[[], str]:
    made = scored(clock)
    winner = made.published.bidders[0]
    award = made.award(winner)
    return lambda: str(made.acting(winner.actor, accept_award, award_id=award))


def _publication(clock: Clock) -> Callable[[], str]:
    clock(AT)
    world = make_world()
    officer = world.people["partner_officer"]
    Market(world).line()
    team = make_team(world.partner_id)
    with audit.transaction_as(officer):
        referral_id = write_referral(world, officer)

    def do() -> str:
        with audit.transaction_as(officer):
            return str(publish_competition(actor=officer, referral_id=referral_id, at=AT, **team.named))

    return do


BUILD: dict[str, Callable[[Clock], Callable[[], str]]] = {
    "submission": _submission,
    "opening": _opening,
    "award": _award,
    "acceptance": _acceptance,
    "publication": _publication,
}


def _bid(clock: Clock) -> Run:
    made = run(clock, bidders=3, choice_by="nobody")
    for bidder, price in zip(made.published.bidders, ("80.00", "90.00", "100.00"), strict=True):
        made.submit(bidder, content(made.published, price=price))
    return made


def scored(clock: Clock) -> Run:
    made = _bid(clock)
    made.open()
    made.mark_all(["4", "3", "3"])
    made.score()
    return made


def without_transactions() -> None:
    """The flawed build: every statement is a transaction of its own. For a process that ends soon after."""

    def enter(self: object) -> None:
        connection.in_atomic_block, connection.autocommit, connection.savepoint_ids = True, False, ["naive"]

    transaction.Atomic.__enter__ = enter  # type: ignore[method-assign,assignment]
    transaction.Atomic.__exit__ = lambda *_: None  # type: ignore[method-assign,assignment]
    acting._ENTER, acting._LEAVE = (sql.replace("%s, true)", "%s, false)") for sql in (acting._ENTER, acting._LEAVE))


def doing(database: Database, act: Act, *, after: int | None = None, wait: float = 0.0, naive: bool = False) -> Ended:
    """The act in a process of its own at that database, killed `wait` seconds after it began its statement `after`."""
    with begun(database, act, naive=naive) as (pid, hears):
        if after is not None:
            hears(after)
            time.sleep(wait)
            os.kill(pid, signal.SIGKILL)
        return hears(None)


@contextmanager
def begun(database: Database, act: Act, *, naive: bool = False) -> Iterator[tuple[int, Callable[[int | None], Ended]]]:
    """Gives its process, connected and about to act, and a way to wait for so many statements, or for its end."""
    connections.close_all()  # so that the child inherits no session
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            _act(database, act, writing, naive=naive)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    told = b""

    def hears(statements: int | None) -> Ended:
        nonlocal told
        until = time.monotonic() + LONGEST
        while statements is None or told.count(STATEMENT) < statements:
            left = until - time.monotonic()
            assert left > 0, f"{act.name} takes too long"
            if select.select([reading], [], [], left)[0]:
                more = os.read(reading, 10_000)
                told += more
                if not more or ENDED in told:
                    break
        begun, ended, words = told.partition(ENDED)
        return Ended(words.decode() if ended else None, begun.count(STATEMENT))

    try:
        yield pid, hears
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)  # nobody has waited for it, so the number is still its own
        os.waitpid(pid, 0)


_SET = """
import pickle, sys, typst
source, fonts, given = pickle.load(sys.stdin.buffer)
found = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
sys.stdout.buffer.write(typst.compile(source, font_paths=found, **given))
"""


def _papers_apart() -> None:
    """Papers are set by threads that a forked process has lost, if its parent ever set one: it would wait for them."""

    def compile_apart(source: bytes, *, font_paths: object, **given: object) -> bytes:
        told = pickle.dumps((source, rendering.FONTS, given))
        return subprocess.run([sys.executable, "-c", _SET], input=told, stdout=subprocess.PIPE, check=True).stdout

    vars(rendering)["typst"] = SimpleNamespace(compile=compile_apart, Fonts=dict)


def _act(database: Database, act: Act, writing: int, *, naive: bool) -> None:
    point_django_at(database.app_url)
    _papers_apart()
    if naive:
        without_transactions()
    connection.ensure_connection()

    def tell(execute: Callable[..., Any], *given: Any) -> Any:
        os.write(writing, STATEMENT)
        return execute(*given)

    with connection.execute_wrapper(tell):
        try:
            told = act.do()
        except Refused as refused:
            told = REFUSED + refused.sentence
    os.write(writing, ENDED + told.encode())


def settle(admin_url: str, database: Database) -> None:
    """Wait until the server knows that nobody is there any more: a killed session may still be at its last word."""
    until = time.monotonic() + LONGEST
    with psycopg.connect(with_parts(admin_url, database="postgres"), autocommit=True) as administrator:
        while administrator.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'", [database.name]
        ).fetchone():
            assert time.monotonic() < until, "a session of the killed process does not end"
            time.sleep(0.01)


def held(admin_url: str, database: Database) -> Held:
    """Past every wall: where the administrator is no superuser, in a copy that the owner has opened."""
    from tests.attacks.administrator import administering

    with administering(admin_url, database) as administrator:
        tables = [
            name
            for (name,) in administrator.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
            ).fetchall()
        ]
        each = " UNION ALL ".join(
            f"SELECT '{name}', count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{name}\" t"
            for name in tables
        )
        # Without an order the server reads the tables side by side, and answers as each is done.
        rows = administrator.execute(f"{each} ORDER BY 1").fetchall()
        states = tuple(administrator.execute(_STATES).fetchall())
    return Held(
        " ".join(f"{name}:{digest}" for name, _, digest in rows), {name: count for name, count, _ in rows}, states
    )


@contextmanager
def fresh(admin_url: str, act: Act) -> Iterator[Database]:
    database = copy_of(admin_url, act.before, "try")
    try:
        yield database
    finally:
        drop_database(admin_url, database.name)
