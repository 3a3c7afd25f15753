"""F2, F3, F4: the database stops at once, the disk is full, a lock is held, a session hangs, no connection is left.

What was said to be so stays so, people get a sentence, and nobody has to help: the database is started by what
started it before, everything else finds its way back.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from threading import Event

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from pytest_django import DjangoDbBlocker

from fairplace.commands.launcher.roles import Database, with_parts
from fairplace.dps.competitions.models import Slot
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.organisations.models import Evidence
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from tests.attacks.own_server import OwnServer, filled
from tests.attacks.scene import Scene, signed_in
from tests.attacks.test_uploads_through_the_page import upload
from tests.attacks.wire import Answer, Browser, edition_on, sealed_address
from tests.dps.competitions.published import Bidder, Published, publish
from tests.dps.competitions.writing import ready, save, say_will_bid, submit
from tests.drill.plugin import Figures
from tests.fixtures.databases import django_at
from tests.fixtures.serving import Served
from tests.foundations.documents import files

pytestmark = pytest.mark.slow
BIDDERS, AT_ONCE = 60, 10
BACK_WITHIN = 10.0  # seconds, on a machine that does nothing else
PATIENCE = 60.0  # seconds that a test waits for it on one that does
SORRY = "Your last click was probably not saved"
PUBLIC = ("/", "/accredited/", "/awards/", "/log/")
DROPPED = (OSError, http.client.HTTPException)


@pytest.fixture
def market(
    own: OwnServer, admin_url: str, database_template: Database, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[str], tuple[Published, list[tuple[str, str]]]]]:
    """Many bidders with drafts in an open competition, in a database of that name; Django looks there."""
    with contextlib.ExitStack() as stack:

        def made(name: str) -> tuple[Published, list[tuple[str, str]]]:
            stack.enter_context(django_at(own.restored(name, admin_url, database_template), django_db_blocker))
            now = clock.now()
            published = publish(BIDDERS, at=now, closes_at=now + timedelta(days=1))
            return published, [_draft(published, bidder) for bidder in published.bidders]

        yield made


@dataclass
class Told:
    """receipts: by bidder's place, as they were told. seconds: from the stop to the next receipt."""

    receipts: dict[int, str] = field(default_factory=dict)
    stopped_at: float = 0.0
    back_at: float = 0.0
    failures: int = 0


@pytest.mark.attack("F2", "the database is stopped at once (-m immediate) while sixty submit")
def test_no_bid_with_a_receipt_is_lost_when_the_database_stops_at_once_f2(
    own: OwnServer, market: Callable[[str], tuple[Published, list[tuple[str, str]]]], figures: Figures
) -> None:
    published, drafts = market("stopped")
    told = _stopped_in_the_middle(own, published, drafts)
    lost = _lost(published, drafts, told)
    figures("receipts", len(told.receipts))
    figures("lost", lost)
    figures("clicks that failed and were repeated", told.failures)
    figures("next receipt after, s", told.back_at - told.stopped_at, "max")
    assert len(told.receipts) == BIDDERS
    assert lost == 0
    assert told.failures > 0, "nobody was at it when it stopped"


@pytest.mark.attack("F2", "the database is stopped at once (-m immediate) while sixty submit")
def test_control_a_database_that_confirms_before_it_has_written_loses_some_f2(
    own: OwnServer, market: Callable[[str], tuple[Published, list[tuple[str, str]]]], figures: Figures
) -> None:
    published, drafts = market("careless")
    with psycopg.connect(own.admin_url, autocommit=True) as administrator:
        administrator.execute("ALTER DATABASE careless SET synchronous_commit = off")
        administrator.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        administrator.execute("ALTER SYSTEM SET wal_writer_flush_after = '1GB'")
        administrator.execute("SELECT pg_reload_conf()")
    connections.close_all()
    told = _stopped_in_the_middle(own, published, drafts)
    lost = _lost(published, drafts, told)
    with psycopg.connect(own.admin_url, autocommit=True) as administrator:
        administrator.execute("ALTER SYSTEM RESET ALL")
        administrator.execute("SELECT pg_reload_conf()")
    figures.control("lost when commits do not wait for the disk", lost)
    assert lost > 0


@pytest.mark.attack("F2", "the database is stopped at once under the running service")
def test_the_service_is_back_without_anybodys_help_f2(own: OwnServer, running: Served, figures: Figures) -> None:
    assert ask(running, "/").status == 200
    first = own.server.process
    assert first is not None
    first.send_signal(signal.SIGQUIT)
    first.wait(20)
    began, said = time.monotonic(), Counter[int]()
    during = ask(running, "/")
    assert during.status == 503, "control: while it is gone, the probe sees it"
    assert SORRY in during.body
    assert during.headers["Retry-After"]
    own.server.start_again()
    again = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        answer = ask(running, "/")
        said[answer.status] += 1
        if answer.status == 200:
            break
        time.sleep(0.1)
    figures("back after, s", time.monotonic() - began, "max")
    figures("of that the database, s", again - began, "max")
    figures("answers other than 503 before", sum(said.values()) - said[200] - said[503])
    figures.control("answer while it was gone", during.status)
    assert said[200] == 1
    assert set(said) <= {200, 503}
    assert time.monotonic() - again < BACK_WITHIN


@pytest.mark.attack("F3", "the disk of documents and logs is full")
def test_full_disk_of_documents_and_logs_is_a_sentence_and_no_half_document_f3(
    own: OwnServer, running: Served, scene_template: tuple[Database, Scene], figures: Figures
) -> None:
    if not own.small:
        pytest.skip("this machine lets us mount no small file system")
    scene = scene_template[1]
    browser, rival, bid = applicant(running, scene), bidder(running, scene), sealed_address(scene)
    before = evidence(running)
    _in_state(rival, bid, submitted=False)
    log = own.data / "web.log"
    with filled(own.data):
        written = log.stat().st_size
        told = [upload(browser, "insurance.pdf", files.pdf()) for _ in range(3)]
        pages = [ask(running, address).status for address in PUBLIC]
        _in_state(rival, bid, submitted=True)
        assert log.stat().st_size <= written + 4096, "control: there was room for what is logged of a failure"
    assert [one.status for one in told] == [503] * 3
    assert all(SORRY in one.body for one in told)
    assert pages == [200] * len(PUBLIC)
    assert stored(running, scene) == "submitted", "what needs no document is done, logged or not"
    assert evidence(running) == before
    after = upload(browser, "insurance.pdf", files.pdf())
    assert after.status == 302
    assert evidence(running) == (before[0] + 1, before[1] + 1)
    figures("uploads refused with a sentence", 3)
    figures("half documents", 0)
    figures("public pages that served meanwhile", len(pages))
    figures("bids submitted meanwhile", 1)
    figures("uploads kept after room was made", 1)


@pytest.mark.attack("F3", "the disk of documents and logs is full")
def test_control_a_store_that_puts_the_row_first_keeps_half_a_document_f3(
    own: OwnServer, running: Served, scene_template: tuple[Database, Scene], figures: Figures
) -> None:
    """The naive order, each step committed by itself: the row, then the file."""
    if not own.small:
        pytest.skip("this machine lets us mount no small file system")
    from fairplace.foundations.documents.models import Document

    row = Document.objects.first()
    assert row is not None
    with filled(own.data), contextlib.suppress(OSError):
        row.pk, row.stored_as = row.pk.__class__(int=1), "naive/1"
        row.save(force_insert=True)
        (own.data / "documents" / "naive").mkdir()
        (own.data / "documents" / "naive" / "1").write_bytes(b"x" * 10_000)
    halves = [
        name
        for name in Document.objects.values_list("stored_as", flat=True)
        if not _whole(own.data / "documents" / name)
    ]
    figures.control("half documents when the row comes first", len(halves))
    assert halves == ["naive/1"]


def _whole(path: os.PathLike[str]) -> bool:
    return os.path.exists(path) and os.path.getsize(path) > 0


@pytest.mark.attack("F3", "the disk of the database is full while somebody saves a bid")
def test_full_disk_of_the_database_keeps_the_last_bid_whole_and_needs_no_repair_f3(
    own: OwnServer, running: Served, scene_template: tuple[Database, Scene], figures: Figures
) -> None:
    if not own.small:
        pytest.skip("this machine lets us mount no small file system")
    scene = scene_template[1]
    browser = bidder(running, scene)
    address = sealed_address(scene)
    _in_state(browser, address, submitted=True)
    statuses = Counter[int]()
    with filled(own.server.folder):
        _use_up_log_files(own)
        began = time.monotonic()
        while not statuses[503] and time.monotonic() - began < PATIENCE:
            with contextlib.suppress(*DROPPED):
                statuses[_click(browser, address).status] += 1
    assert statuses[503], f"control: the disk was never full to it: {statuses}"
    assert set(statuses) <= {200, 302, 503}
    if not own.server.alive():
        own.server.start_again()
    _answers(running)
    connections.close_all()  # our own looked at a server that is gone
    assert stored(running, scene) in {"draft", "submitted"}
    _in_state(browser, address, submitted=True)
    assert stored(running, scene) == "submitted"
    figures("clicks until the disk was full to it", sum(statuses.values()))
    figures("other answers than done or 503", 0)
    figures("half bids", 0)
    figures("503 while full", statuses[503])


@pytest.mark.attack("F3", "the disk of the database is full while somebody saves a bid")
def test_control_a_build_that_commits_step_by_step_keeps_half_a_bid_f3(own: OwnServer, figures: Figures) -> None:
    """The naive way: the receipt is committed by itself, then the bid that it is for."""
    if not own.small:
        pytest.skip("this machine lets us mount no small file system")
    with psycopg.connect(own.admin_url, autocommit=True) as naive:
        naive.execute("CREATE TABLE naive_receipt (number int); CREATE TABLE naive_bid (number int, content bytea)")
        naive.execute("INSERT INTO naive_receipt VALUES (0); INSERT INTO naive_bid VALUES (0, '')")
        with filled(own.server.folder), contextlib.suppress(psycopg.Error):
            for number in range(1, 100):
                naive.execute("INSERT INTO naive_receipt VALUES (%s)", [number])
                naive.execute("INSERT INTO naive_bid VALUES (%s, %s)", [number, os.urandom(500_000)])
    if not own.server.alive():
        own.server.start_again()
    halves = _halves(own)
    figures.control("receipts without a bid where each step is committed by itself", halves)
    assert halves


def _halves(own: OwnServer) -> int:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(own.admin_url, autocommit=True) as looking:
                (found,) = looking.execute(
                    "SELECT count(*) FROM naive_receipt r WHERE NOT EXISTS"
                    " (SELECT FROM naive_bid b WHERE b.number = r.number)"
                ).fetchone() or (0,)
                looking.execute("DROP TABLE naive_receipt, naive_bid")
                return int(found)
        except psycopg.OperationalError:
            assert time.monotonic() < until, "it does not recover"
            time.sleep(0.1)


@pytest.mark.attack("F4", "a lock is held for long on a competition that seven click on")
def test_held_lock_costs_a_sentence_and_public_pages_still_serve_f4(
    own: OwnServer, running: Served, scene_template: tuple[Database, Scene], figures: Figures
) -> None:
    scene = scene_template[1]
    browser = bidder(running, scene)
    address = sealed_address(scene)
    _in_state(browser, address, submitted=True)
    page = browser.get(address)
    with (
        psycopg.connect(with_parts(own.admin_url, database=running.database.name)) as holder,
        ThreadPoolExecutor(8) as pool,
    ):
        holder.execute("SELECT 1 FROM competitions_competition WHERE id = %s FOR UPDATE", [scene.open_competition])
        began = time.monotonic()
        clicks = [
            pool.submit(Browser(running.url, dict(browser.cookies)).post, address, {"act": "withdraw"}, page)
            for _ in range(7)
        ]
        Event().wait(1)
        slowest = max(_timed(running, path) for path in PUBLIC)
        answers = [one.result(timeout=PATIENCE) for one in clicks]
        took = time.monotonic() - began
        holder.rollback()
    assert [one.status for one in answers] == [503] * len(answers)
    assert all(SORRY in one.body for one in answers)
    figures("clicks answered with a sentence", len(answers))
    figures("after, s", took, "max")
    figures("slowest public page meanwhile, s", slowest, "max")
    figures.control(
        "seconds that a page without a limit still waited", _waits_without_limit(own, running, scene), "max"
    )
    assert took < 30
    assert stored(running, scene) == "submitted"


@pytest.mark.attack("F4", "a session of the database hangs (SIGSTOP)")
def test_hanging_session_holds_one_thread_alone_f4(own: OwnServer, running: Served, figures: Figures) -> None:
    assert _status(running, PUBLIC[0]) == 200
    with psycopg.connect(own.admin_url, autocommit=True) as administrator:
        found = administrator.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename = 'fairplace_app' AND state = 'idle'"
            " AND query !~* 'procrastinate|listen|seal' ORDER BY query_start DESC LIMIT 1",
            [running.database.name],
        ).fetchone()
        assert found is not None
        os.kill(found[0], signal.SIGSTOP)  # a session of our own server
        try:
            with ThreadPoolExecutor(6) as pool:
                # So many that each of the server's eight threads gets one: a session is a thread's own.
                asked = [pool.submit(_status, running, path) for path in PUBLIC * 25]
                wait(asked, timeout=PATIENCE / 6)
                served = [one.result() for one in asked if one.done()]
                os.kill(found[0], signal.SIGCONT)
                late = [one.result(timeout=PATIENCE) for one in asked]
        finally:
            os.kill(found[0], signal.SIGCONT)
    figures("pages asked", len(asked))
    figures("served while it hung", len(served))
    figures("served once it went on", len(late))
    figures.control("pages that met the hanging session", len(asked) - len(served))
    assert len(served) < len(asked), "the session that hung served nobody"
    assert set(served) == set(late) == {200}
    assert len(served) >= len(asked) - 6


@pytest.mark.attack("F4", "no connection to the database is left")
def test_without_a_connection_left_who_has_one_is_served_and_others_get_a_sentence_f4(
    own: OwnServer, running: Served, figures: Figures
) -> None:
    before = [_status(running, path) for path in PUBLIC]
    taken: list[psycopg.Connection[tuple[object, ...]]] = []
    try:
        with contextlib.suppress(psycopg.OperationalError):
            while len(taken) < 200:
                taken.append(psycopg.connect(running.database.app_url))
        with ThreadPoolExecutor(12) as pool:
            during = Counter(pool.map(lambda path: _status(running, path), PUBLIC * 6))
        refused = sum(_is_refused(running.database.app_url) for _ in PUBLIC * 6)
    finally:
        for one in taken:
            one.close()
    assert before == [200] * len(PUBLIC)
    assert set(during) <= {200, 503}
    assert during[200] > 0
    _answers(running)
    figures("connections taken away", len(taken))
    figures("pages served meanwhile", during[200])
    figures("503 with a sentence", during[503])
    figures.control(f"of {sum(during.values())} pages that each open a connection of their own, refused", refused)
    assert refused


def _is_refused(address: str) -> bool:
    """The naive page: no connection is kept from the last one."""
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return True
    return False


def _draft(published: Published, bidder: Bidder) -> tuple[str, str]:
    now = clock.now()
    code = say_will_bid(bidder, now)
    return code, save(bidder, code, ready(published), now).edition


def _stopped_in_the_middle(own: OwnServer, published: Published, drafts: list[tuple[str, str]]) -> Told:
    told, half = Told(), Event()
    random = Random(2)

    def bid(place: int) -> None:
        code, edition = drafts[place]
        until = time.monotonic() + PATIENCE
        Event().wait(random.random() * 0.1)
        try:
            while time.monotonic() < until:
                began = time.monotonic()
                try:
                    submission = submit(published.bidders[place], code, edition, clock.now()).submission
                    assert submission is not None
                    told.receipts[place] = submission.receipt
                    if len(told.receipts) >= BIDDERS // 2:
                        half.set()
                    if told.stopped_at and began > told.stopped_at and not told.back_at:
                        told.back_at = time.monotonic()
                except OperationalError:
                    told.failures += 1
                    connection.close()
                    Event().wait(0.1)
                else:
                    return
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        bids = [pool.submit(bid, place) for place in range(BIDDERS)]
        assert half.wait(PATIENCE), "too few bids"
        first = own.server.process
        assert first is not None
        first.send_signal(signal.SIGQUIT)
        told.stopped_at = time.monotonic()
        first.wait(20)
        own.server.start_again()
        for one in bids:
            one.result(timeout=2 * PATIENCE)
    connections.close_all()
    return told


def _lost(published: Published, drafts: list[tuple[str, str]], told: Told) -> int:
    """Of the receipts that were told, those that the bidder's own slot does not hold."""
    lost = 0
    for place, receipt in told.receipts.items():
        bidder = published.bidders[place]
        with audit.transaction_as(bidder.actor):
            assert Slot.objects.filter(id=bidder.slot_id).exists()
            kept = own_bid(bidder.actor, bidder.invitation_id, drafts[place][0])
        lost += kept is None or kept.submission is None or kept.submission.receipt != receipt
    return lost


def _waits_without_limit(own: OwnServer, running: Served, scene: Scene) -> float:
    """The control: the same wait in a session that has no limit, let go after eight seconds."""
    asks = "SELECT 1 FROM competitions_competition WHERE id = %s FOR SHARE"
    with (
        psycopg.connect(with_parts(own.admin_url, database=running.database.name)) as holder,
        psycopg.connect(with_parts(own.admin_url, database=running.database.name)) as naive,
        ThreadPoolExecutor(1) as pool,
    ):
        holder.execute("SELECT 1 FROM competitions_competition WHERE id = %s FOR UPDATE", [scene.open_competition])
        began = time.monotonic()
        waiting = pool.submit(naive.execute, asks, [scene.open_competition])
        with contextlib.suppress(TimeoutError):
            waiting.result(timeout=8)
        took = time.monotonic() - began
        holder.rollback()
        waiting.result(timeout=PATIENCE)
    return took if took >= 8 else 0.0


def _use_up_log_files(own: OwnServer) -> None:
    """Those of the write-ahead log that were made before the disk was full."""
    for _ in range(30):
        with contextlib.suppress(psycopg.Error), psycopg.connect(own.admin_url, autocommit=True) as administrator:
            administrator.execute("SELECT pg_logical_emit_message(false, 'drill', 'x'), pg_switch_wal()")


def applicant(running: Served, scene: Scene) -> Browser:
    return Browser(running.url, {"sessionid": signed_in(scene.unsent.manager).cookies["sessionid"].value})


def bidder(running: Served, scene: Scene) -> Browser:
    session = signed_in(scene.victim.actor).cookies["sessionid"].value
    return Browser(running.url, {"sessionid": session, "bid_code": scene.bid_code})


def ask(running: Served, address: str) -> Answer:
    return Browser(running.url).get(address)


def _status(running: Served, address: str) -> int:
    return ask(running, address).status


def _timed(running: Served, address: str) -> float:
    began = time.monotonic()
    assert _status(running, address) == 200
    return time.monotonic() - began


def _answers(running: Served) -> None:
    until = time.monotonic() + PATIENCE
    while _status(running, "/") != 200:
        assert time.monotonic() < until, "it does not come back"
        time.sleep(0.2)


def _click(browser: Browser, address: str) -> Answer:
    """Takes the bid back where it is submitted, submits it where it is not."""
    page = browser.get(address)
    if page.status != 200:
        return page
    form = {"act": "withdraw"}
    if 'name="edition"' in page.body:
        page = browser.get(address + "check/")
        if page.status != 200:
            return page
        form = {"act": "submit", "edition": edition_on(page)}
    return browser.post(address, form, page)


def _in_state(browser: Browser, address: str, *, submitted: bool) -> None:
    for _ in range(3):
        if ('name="edition"' not in browser.get(address).body) == submitted:
            return
        _click(browser, address)
    raise AssertionError("the bid does not come into the state that the test begins with")


def stored(running: Served, scene: Scene) -> str:
    with audit.transaction_as(scene.victim.actor):
        kept = own_bid(scene.victim.actor, scene.open_invitations[scene.victim.provider_id], scene.bid_code)
    assert kept is not None, "the slot opens with the bidder's code"
    return "submitted" if kept.submission else "draft"


def evidence(running: Served) -> tuple[int, int]:
    """Rows, and files that are whole."""
    found = [path for path in (running.data / "documents").rglob("*") if path.is_file() and path.stat().st_size]
    return Evidence.objects.count(), len(found)
