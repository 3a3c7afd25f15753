"""F6, F9: people work all the while: tables are changed under them, and hours pass.

FAIRPLACE_SOAK: for how many seconds the second goes on (120).
"""

from __future__ import annotations

import contextlib
import os
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from fairplace.commands.launcher.roles import Database, with_parts
from fairplace.commands.launcher.serve import MIGRATION_WAITS
from tests.attacks.own_server import OwnServer
from tests.attacks.scene import Scene, signed_in
from tests.attacks.test_what_stands_under_it import DROPPED, _click, _in_state, bidder, stored
from tests.attacks.wire import Browser, processes_of, sealed_address
from tests.drill.plugin import Figures
from tests.fixtures.serving import Served

pytestmark = pytest.mark.slow
SOAK = float(os.environ.get("FAIRPLACE_SOAK", "120"))
RATE = 8.0  # requests a second, of four people
PAGES = ("/", "/accredited/", "/awards/", "/council/referrals/")
LONG_READ = 8.0  # seconds
# What a release adds: columns to tables that everyone uses, and an index.
CHANGES = (
    "ALTER TABLE competitions_slot ADD COLUMN drill text NOT NULL DEFAULT ''",
    "ALTER TABLE competitions_competition ADD COLUMN drill integer",
    "ALTER TABLE referrals_referral ADD COLUMN drill text",
)
INDEX = "CREATE INDEX CONCURRENTLY drill ON audit_event (about_id, kind)"
BACK = (
    "DROP INDEX IF EXISTS drill",
    *(f"ALTER TABLE {change.split()[2]} DROP COLUMN IF EXISTS drill" for change in CHANGES),
)


@dataclass
class Traffic:
    """answers: when each came (monotonic seconds), and its status; 0 for none."""

    answers: list[tuple[float, int]] = field(default_factory=list)

    def longest_outage(self) -> float:
        """From the first answer of 500 or more, or none, to the next good one."""
        longest, since = 0.0, None
        for at, status in sorted(self.answers):
            if 0 < status < 500:
                if since is not None:
                    longest = max(longest, at - since)
                since = None
            elif since is None:
                since = at
        return longest

    def turned_away(self) -> int:
        """Answers of 500 or more, or none."""
        return sum(not 0 < status < 500 for _, status in self.answers)


@contextmanager
def traffic(running: Served, scene: Scene, rate: float = RATE) -> Iterator[Traffic]:
    """Three who read and one who submits and takes back, together so many requests a second."""
    session = signed_in(scene.run.officer).cookies["sessionid"].value
    told, stop, people = Traffic(), Event(), 4

    def read(first: int) -> None:
        browser = Browser(running.url, {"sessionid": session})
        number = first
        while not stop.wait(people / rate):
            number += 1
            told.answers.append(asked(browser, PAGES[number % len(PAGES)]))

    def bid() -> None:
        browser, address = bidder(running, scene), sealed_address(scene)
        while not stop.wait(3 * people / rate):  # a click is three requests
            with contextlib.suppress(*DROPPED, AssertionError):
                told.answers.append((time.monotonic(), _click(browser, address).status))

    threads = [Thread(target=read, args=(number,)) for number in range(people - 1)] + [Thread(target=bid)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        stop.set()
        for thread in threads:
            thread.join(70)


def asked(browser: Browser, address: str) -> tuple[float, int]:
    try:
        status = browser.get(address).status
    except DROPPED:
        status = 0
    return time.monotonic(), status


@pytest.mark.attack("F6", "tables are changed and an index is made under load, while somebody reads for long")
def test_changing_tables_under_load_stops_nobody_for_five_seconds_f6(
    own: OwnServer, running: Served, scene_template: tuple[Database, Scene], figures: Figures
) -> None:
    """As the launcher migrates: who waits too long for a table gives up, and is started again."""
    scene = scene_template[1]
    before = contents(own, running)
    with traffic(running, scene) as told, reading_for_long(own, running), ThreadPoolExecutor(1) as pool:
        tries = change_tables(running.database, MIGRATION_WAITS, pool)
        with psycopg.connect(running.database.owner_url, autocommit=True) as owner:
            owner.execute(INDEX)
    after = contents(own, running)
    put_back(running.database)
    with traffic(running, scene) as naive, reading_for_long(own, running), ThreadPoolExecutor(1) as pool:
        change_tables(running.database, "", pool)
    put_back(running.database)
    figures("requests", len(told.answers))
    figures("longest outage, s", told.longest_outage(), "max")
    figures("turned away", told.turned_away())
    figures("tries", tries)
    figures.control("turned away when it waits for as long as it takes", naive.turned_away())
    assert told.longest_outage() <= 5
    assert before == after, "children, referrals, invitations are as many as before"
    assert naive.turned_away() > told.turned_away()


@contextmanager
def reading_for_long(own: OwnServer, running: Served) -> Iterator[None]:
    """Somebody's report is in the middle of the tables, for LONG_READ seconds at most."""
    with psycopg.connect(with_parts(own.admin_url, database=running.database.name)) as reader:
        for change in CHANGES:
            reader.execute(f"SELECT count(*) FROM {change.split()[2]}")
        ends = Thread(target=lambda: (time.sleep(LONG_READ), reader.rollback()))
        ends.start()
        try:
            yield
        finally:
            ends.join(LONG_READ + 10)


def change_tables(database: Database, waits: str, pool: ThreadPoolExecutor) -> int:
    """How many tries it took."""

    def change() -> None:
        with psycopg.connect(database.owner_url, options=waits or "-c lock_timeout=0") as owner:
            for statement in CHANGES:
                owner.execute(statement)

    tries, until = 0, time.monotonic() + 60
    while True:
        tries += 1
        work: Future[None] = pool.submit(change)
        try:
            work.result(timeout=60)
        except psycopg.errors.LockNotAvailable:
            assert time.monotonic() < until
            time.sleep(1)
        else:
            return tries


def put_back(database: Database) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        for statement in BACK:
            owner.execute(statement)


def contents(own: OwnServer, running: Served) -> list[tuple[str, int]]:
    tables = ("competitions_invitation", "competitions_slot", "referrals_referral", "referrals_childidentity")
    with psycopg.connect(with_parts(own.admin_url, database=running.database.name)) as administrator:
        return [
            (name, (administrator.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,))[0]) for name in tables
        ]


@dataclass(frozen=True)
class Sample:
    """megabytes: of the largest process. bytes: of all tables but the record, which is there to grow."""

    at: float
    megabytes: float
    connections: int
    kilobytes: float


@pytest.mark.attack("F9", "a long time at a busy rate")
def test_nothing_grows_with_time_alone_f9(
    own: OwnServer, running: Served, scene_template: tuple[Database, Scene], figures: Figures
) -> None:
    scene = scene_template[1]
    _in_state(bidder(running, scene), sealed_address(scene), submitted=True)
    with traffic(running, scene) as told:
        time.sleep(min(30.0, SOAK / 4))  # until everything was needed once
        samples = watched(own, running, SOAK)
    with contextlib.ExitStack() as leaking:
        leak = []
        for _ in range(6):
            leaking.enter_context(psycopg.connect(running.database.app_url))
            leak.append(sample(own, running))
            time.sleep(1)
    figures("seconds", int(SOAK))
    figures("requests", len(told.answers))
    figures("answers of 500 or more", told.turned_away())
    figures("memory, MB a minute", slope(samples, "megabytes"), "max")
    figures("connections a minute", slope(samples, "connections"), "max")
    figures("tables, kB a minute", slope(samples, "kilobytes"), "max")
    figures.control("connections a minute of somebody who forgets to close", slope(leak, "connections"), "max")
    assert told.turned_away() == 0
    assert slope(samples, "megabytes") < 5
    assert abs(slope(samples, "connections")) < 2
    assert slope(leak, "connections") > 20
    assert stored(running, scene) in {"draft", "submitted"}


def watched(own: OwnServer, running: Served, seconds: float) -> list[Sample]:
    until, samples = time.monotonic() + seconds, []
    while time.monotonic() < until:
        samples.append(sample(own, running))
        time.sleep(min(5.0, seconds / 12))
    return samples


def sample(own: OwnServer, running: Served) -> Sample:
    memory = []
    for pid in processes_of(running):
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text()
            memory.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    with psycopg.connect(with_parts(own.admin_url, database=running.database.name)) as administrator:
        (connections,) = administrator.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usename = 'fairplace_app'",
            [running.database.name],
        ).fetchone() or (0,)
        (size,) = administrator.execute(
            "SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'audit_%'"
        ).fetchone() or (0,)
    return Sample(time.monotonic(), max(memory), connections, float(size) / 1024)


def slope(samples: list[Sample], name: str) -> float:
    """A minute, by least squares."""
    times = [one.at for one in samples]
    return statistics.linear_regression(times, [getattr(one, name) for one in samples]).slope * 60
