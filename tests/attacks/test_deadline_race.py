"""A3, C2: everybody submits across the closing time: no receipt lost, none late, none double; clocks and slow uploads.

`make drill` runs the race twenty times with a thousand bidders each, 900 receipts or more a run: who is too late gets
none. A usual run leaves it out (tests/dps/competitions has smaller ones) and tries the clocks alone.
"""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, drop_database
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.held_slot import HeldSlot
from fairplace.dps.competitions.actions.submit_bid import _new_receipt
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.models import Bid, Competition, Slot
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import Submission, content_from_json, read_content, receipt_holds
from fairplace.foundations import audit
from fairplace.foundations.audit import clock as database_clock
from fairplace.foundations.kernel.bid_sealing import SealedSlot, open_with_code
from fairplace.foundations.kernel.refused import Refused
from tests.attacks.scene import Scene
from tests.attacks.test_submitted_twice import stored, submission
from tests.attacks.wire import sealed_address, victims_browser
from tests.dps.competitions.published import PASSPHRASE, Bidder, Published, publish
from tests.dps.competitions.writing import ready, save, say_will_bid, submit
from tests.drill.plugin import DRILLING, Figures
from tests.fixtures.databases import copy_of, django_at
from tests.fixtures.serving import Served

RACE = "bids submitted across the closing time while it is opened, in 20 runs"
RUNS = 20 if DRILLING else 1
BIDDERS = 1_000
THREADS = 24
LATE = timedelta(milliseconds=150)
LITTLE = timedelta(milliseconds=500)
LONGEST = 900.0  # seconds, on a machine that does much else
Clock = Callable[[datetime | None], None]


@dataclass(frozen=True)
class Before:
    """A database in which everybody has a draft ready and both openers have declared. span: of the clicks, as long as
    this machine needs for so many.
    """

    database: Database
    published: Published
    codes: dict[Any, str]
    editions: dict[Any, str]
    span: timedelta


@pytest.fixture(scope="module")
def before_the_race(
    admin_url: str, database_template: Database, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Before]:
    database = copy_of(admin_url, database_template, "before_the_race")
    with django_at(database, django_db_blocker):
        at = database_clock.now()
        published = publish(BIDDERS, at=at, closes_at=at + timedelta(days=1))
        begun = time.monotonic()
        codes = {bidder.slot_id: say_will_bid(bidder, at) for bidder in published.bidders}
        editions = {
            bidder.slot_id: save(bidder, codes[bidder.slot_id], ready(published), at).edition
            for bidder in published.bidders
        }
        span = timedelta(seconds=time.monotonic() - begun)
        for opener in published.openers[:2]:
            with audit.transaction_as(opener):
                declare_interests(
                    actor=opener, competition_id=published.competition_id, duty="opener",
                    has_interest=False, interest="", at=at,
                )  # fmt: skip
        with psycopg.connect(database.owner_url, autocommit=True) as owner:
            owner.execute("ALTER TABLE competitions_competition DISABLE TRIGGER competitions_closing_only_later")
            owner.execute("ANALYZE")
    yield Before(database, published, codes, editions, span)
    drop_database(admin_url, database.name)


@pytest.fixture
def race_database(
    admin_url: str, before_the_race: Before, django_db_blocker: DjangoDbBlocker
) -> Iterator[psycopg.Connection[Any]]:
    """A copy of its own for one race, with Django at it. Gives a session of its owner."""
    database = copy_of(admin_url, before_the_race.database, "race")
    try:
        with django_at(database, django_db_blocker), psycopg.connect(database.owner_url, autocommit=True) as owner:
            yield owner
    finally:
        drop_database(admin_url, database.name)


class Race:
    """The competition closes soon; when each bidder clicks is drawn by lot, more of them at the end."""

    def __init__(self, before: Before, lot: int) -> None:
        self.has_read = Event()  # the naive closing, what lies in the slots
        self.published, self.codes, self.editions = before.published, before.codes, before.editions
        self.closes_at = database_clock.now() + before.span
        Competition.objects.update(closes_at=self.closes_at)
        random = Random(lot)
        self.moments = [self.closes_at + LATE - before.span * random.random() ** 1.25 for _ in self.published.bidders]

    def go(
        self, click: Callable[[Race, Bidder], str | None], close: Callable[[Race], object]
    ) -> tuple[dict[Any, tuple[datetime, str | None]], Any]:
        """(slot -> when the click began and its receipt, what closing found)."""
        with ThreadPoolExecutor(THREADS + 1) as pool:
            closing = pool.submit(self._at, self.closes_at, lambda: close(self))
            waiting = sorted(zip(self.moments, self.published.bidders, strict=True), key=lambda one: one[0])
            clicked = [
                (bidder, pool.submit(self._at, moment, lambda bidder=bidder: click(self, bidder)))
                for moment, bidder in waiting
            ]
            told = {bidder.slot_id: one.result(LONGEST) for bidder, one in clicked}
            return told, closing.result(LONGEST)[1]

    @staticmethod
    def _at(moment: datetime, act: Callable[[], Any]) -> tuple[datetime, Any]:
        try:
            Event().wait(max(0.0, (moment - database_clock.now()).total_seconds()))
            while (began := database_clock.now()) < moment:
                pass
            return began, act()
        finally:
            connection.close()


def submits(race: Race, bidder: Bidder) -> str | None:
    """As the product does. None when it was refused as too late."""
    try:
        given = submit(bidder, race.codes[bidder.slot_id], race.editions[bidder.slot_id], database_clock.now())
    except Refused as refused:
        assert "closing time has passed" in refused.sentence  # noqa: PT017 - everything else is a failure
        return None
    return given.submission.receipt if given.submission else None


def opens(race: Race) -> dict[Any, Bid]:
    """Both openers, the very moment that it is closed."""
    for opener in race.published.openers[:2]:
        with audit.transaction_as(opener) as now:
            turn_opening_key(actor=opener, competition_id=race.published.competition_id, passphrase=PASSPHRASE, at=now)
    with audit.transaction_as(race.published.officer):
        slots = {bidder.invitation_id: bidder.slot_id for bidder in race.published.bidders}
        return {slots[bid.invitation_id]: bid for bid in Bid.objects.all()}


@pytest.mark.slow
@pytest.mark.attack("A3", RACE)
@pytest.mark.parametrize("lot", range(RUNS))
def test_no_receipt_is_lost_late_or_double_a3(
    lot: int, before_the_race: Before, race_database: object, figures: Figures
) -> None:
    race = Race(before_the_race, lot)
    told, bids = race.go(submits, opens)
    given = {slot: receipt for slot, (_, receipt) in told.items() if receipt}
    opened = {slot: bid.receipt for slot, bid in bids.items()}
    late = [bid for bid in bids.values() if bid.submitted_at >= race.closes_at or bid.excluded_because]
    begun_late = [slot for slot, (began, receipt) in told.items() if began >= race.closes_at and receipt]
    double = [receipt for receipt, number in Counter(opened.values()).items() if number > 1]
    figures("runs", 1)
    figures("clicks", len(told))
    figures("receipts", len(given))
    figures("fewest of a run", len(given), "min")
    figures("refused", len(told) - len(given))
    figures("lost", len(given.items() - opened.items()))
    figures("late", len(late) + len(begun_late))
    figures("double", len(double))
    assert opened == given
    assert not late
    assert not begun_late
    assert not double
    assert all(receipt_holds(content_from_json(bid.content)) for bid in bids.values())
    assert 0 < len(given) < len(told), "the race was not run: somebody is in time, and somebody is not"


def submits_naively(race: Race, bidder: Bidder) -> str | None:
    """As many systems do: is it still time? Then write. No lock, and nobody asks again.

    Where little time is left, the machine turns to the closing in between: what no lock forbids happens some day.
    """
    code = race.codes[bidder.slot_id]
    with audit.transaction_as(bidder.actor) as now:
        if now >= race.closes_at:
            return None
        if race.closes_at - now < LITTLE:
            race.has_read.wait(60)
        draft = own_bid(bidder.actor, bidder.invitation_id, code)
        assert draft is not None
        assert bidder.actor.person_id is not None
        receipt = _new_receipt()
        given = Submission(now, bidder.actor.person_id, bidder.actor.name, receipt, "s", draft.edition)
        slot = Slot.objects.get(id=bidder.slot_id)
        held = HeldSlot(slot, slot.competition_id, race.published.referral_id, bidder.line_id, "", now, now)
        held.reseal(draft.submitted(given), code)
    return receipt


def closes_naively(race: Race) -> dict[Any, str]:
    """What lies in the slots at the closing time is what is opened."""
    with audit.transaction_as(race.published.officer):
        rows = list(Slot.objects.filter(competition_id=race.published.competition_id))
    race.has_read.set()
    found = {}
    for slot in rows:
        sealed = SealedSlot(slot.version, bytes(slot.content), bytes(slot.wraps), bytes(slot.bidder_wrap))
        opened = read_content(
            open_with_code(sealed, slot_id=slot.id, competition_id=slot.competition_id, bid_code=race.codes[slot.id])
        )
        if opened is not None and opened.submission is not None:
            found[slot.id] = opened.submission.receipt
    return found


@pytest.mark.slow
@pytest.mark.attack("A3", RACE)
def test_naive_closing_loses_receipts_a3(
    before_the_race: Before, race_database: psycopg.Connection[Any], figures: Figures
) -> None:
    """The control: the same race without the lock, and without the wall that refuses a late change a second time."""
    race_database.execute("ALTER TABLE competitions_slot DISABLE ROW LEVEL SECURITY")
    race = Race(before_the_race, 7)
    told, opened = race.go(submits_naively, closes_naively)
    given = {slot: receipt for slot, (_, receipt) in told.items() if receipt}
    lost = given.items() - opened.items()
    figures.control("lost by a naive closing", len(lost))
    assert lost


LONDON = ZoneInfo("Europe/London")
EDGES = {
    "the hour that comes twice, first time": datetime(2026, 10, 25, 1, 30, tzinfo=LONDON),
    "the hour that comes twice, second time": datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON),
    "as clocks go forward": datetime(2027, 3, 28, 2, 0, tzinfo=LONDON),
    "5pm on the last day of summer time": datetime(2026, 10, 23, 17, tzinfo=LONDON),
}
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.attack("A3", "closing times at the change of clocks, servers in other time zones")
@pytest.mark.django_db
@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_closing_time_is_one_moment_whatever_the_clocks_show_a3(
    edge: str, zone: str, set_clock: Clock, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F8 too: only the database's moment counts, in whatever zone the web server stands and whatever a click claims."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    closes_at = EDGES[edge].astimezone(UTC)
    begun = closes_at - timedelta(days=3)
    set_clock(begun)
    published = publish(2, at=begun, closes_at=closes_at)
    drafts = []
    for bidder in published.bidders:
        code = say_will_bid(bidder, begun)
        drafts.append((bidder, code, save(bidder, code, ready(published), begun).edition))
    try:
        set_clock(closes_at - MILLISECOND)
        bidder, code, edition = drafts[0]
        assert submit(bidder, code, edition, closes_at - MILLISECOND).submission is not None
        bidder, code, edition = drafts[1]
        for after in (timedelta(), MILLISECOND, timedelta(hours=1)):
            set_clock(closes_at + after)
            for claimed in (closes_at + after, closes_at - timedelta(hours=1)):
                with pytest.raises(Refused, match="closing time has passed"):
                    submit(bidder, code, edition, claimed)
        figures("in time", 1)
        figures("late accepted", 0)
        # The control: clocks on the wall, without their zone, are an hour out on such a day.
        naive = closes_at.astimezone(LONDON).replace(tzinfo=None, fold=0)
        wall = (closes_at + timedelta(hours=1)).astimezone(LONDON).replace(tzinfo=None, fold=0)
        figures.control("an hour late by a clock on the wall", int(wall <= naive))
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.attack("A3", "an upload that begins in time and ends late")
def test_a_slow_upload_that_ends_late_is_late_a3(
    wire: Served, wired_scene: Scene, clock: Clock, figures: Figures
) -> None:
    """What counts is the whole request, when the database has it under its lock: docs/explanation/sealing.md."""
    browser = victims_browser(wire, wired_scene)
    page = browser.get(sealed_address(wired_scene))
    if 'name="edition"' not in page.body:
        browser.post(sealed_address(wired_scene), {"act": "withdraw"}, page)
    closes_at = Competition.objects.values_list("closes_at", flat=True).get(id=wired_scene.open_competition)
    clock(closes_at - timedelta(seconds=1))
    form = submission(browser, wired_scene)
    late = slowly(wire, browser.cookies, sealed_address(wired_scene), form, lambda: clock(closes_at + MILLISECOND))
    assert "The closing time has passed" in late
    assert stored(wired_scene).submission is None
    figures("late accepted", 0)
    clock(closes_at - timedelta(seconds=1))
    began = database_clock.now()
    in_time = slowly(wire, browser.cookies, sealed_address(wired_scene), form, lambda: None)
    assert " 302 " in in_time.splitlines()[0]
    assert stored(wired_scene).submission is not None
    figures("slow, but in time", 1)
    figures.control("accepted by a rule that asks when it began", int(began < closes_at))


def slowly(wire: Served, cookies: dict[str, str], path: str, form: dict[str, str], meanwhile: Callable[[], Any]) -> str:
    """Half of a POST, then something else happens, then the other half. The answer as text."""
    body = urlencode(form).encode()
    host = urlsplit(wire.url).netloc
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {wire.url}\r\nConnection: close\r\n"
        "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"  # a client may claim any time it likes
        f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    address, _, port = host.partition(":")
    with socket.create_connection((address, int(port)), timeout=60) as line:
        line.sendall(head.encode() + body[: len(body) // 2])
        Event().wait(0.3)  # so that the server has begun to read
        meanwhile()
        line.sendall(body[len(body) // 2 :])
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer.decode(errors="replace")
