"""A2, C2: a price, a tick and a sentence of a sealed bid are looked for wherever somebody could read.

Rival and officer have their pages (test_sealed_bid_over_the_wire.py); here is what a superuser and whoever runs the
machine have: dump, data directory with write-ahead log, base backup, logs, mail, cache, sessions, jobs, and the memory
of every process. The control is a flawed build that keeps a bid in a plain column, in a log line, in mail and in the
cache: the same search finds each of them.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from threading import Event

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection

from fairplace.commands.launcher.children import Child, django_environment, free_port, wait_until_ready, web_command
from fairplace.commands.launcher.programs import plain_environment, programs
from fairplace.dps.competitions.actions.held_slot import HeldSlot, hold_slot
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.foundations import audit
from fairplace.foundations.messages.queries import all_messages
from fairplace.foundations.messages.queue import queue_message
from fairplace.web.page.log_lines import LineFormatter
from tests.attacks.administrator import Administrator, address_of, administering, is_superuser
from tests.attacks.scene import Scene
from tests.attacks.test_submitted_twice import RECEIPT, submission
from tests.attacks.wire import Browser, edition_on, memory_of, processes_of, sealed_address, victims_browser
from tests.drill.plugin import Figures
from tests.fixtures.serving import Served, switches

SEARCH = "a price, a tick and a sentence looked for in dump, data directory, base backup, logs, mail, caches, memory"
TICK = re.compile(rb'needs_met"?:? *[\[{(]|features_met"?:? *[\[{(]')
"""As a bid's content writes its ticks down: never by a referral, whose needs have the same names."""


@dataclass
class Planted:
    """What is looked for: long enough, and drawn anew, so that no chance and no other test has it."""

    sentence: str = field(default_factory=lambda: f"Dotterel {secrets.token_hex(5)} on the high moor")
    price: str = field(default_factory=lambda: f"1{secrets.randbelow(900) + 100}.{secrets.randbelow(90) + 10}")
    others: list[str] = field(default_factory=list)

    def pattern(self) -> re.Pattern[bytes]:
        forms = [rb"(?<![\d.])" + re.escape(self.price.encode()) + rb"(?!\d)"]
        for word in (self.sentence, *self.others):
            raw = word.encode()
            forms += [re.escape(form) for form in (raw, raw.hex().encode(), word.encode("utf-16-le"))]
        return re.compile(b"|".join(forms))


@pytest.fixture(scope="module")
def administrator(wire: Served, admin_url: str) -> Iterator[Administrator]:
    with administering(admin_url, wire.database) as found:
        yield found


@pytest.fixture(scope="module")
def planted(wire: Served, wired_scene: Scene) -> Planted:
    """The victim types another bid through the web server, and submits it."""
    made = Planted()
    browser = victims_browser(wire, wired_scene)
    _type(browser, wired_scene, made)
    return made


def _type(browser: Browser, scene: Scene, made: Planted) -> None:
    bid = sealed_address(scene)
    page = browser.get(bid)
    if 'name="edition"' not in page.body:
        browser.post(bid, {"act": "withdraw"}, page)
        page = browser.get(bid)
    form = {
        "act": "save",
        "edition": edition_on(page),
        "meets_speech-and-language": "on",
        "how_speech-and-language": made.sentence,
        "meets_occupational-therapy": "on",
        "how_occupational-therapy": "A room for it.",
        "has_quiet-space": "on",
        "statement": f"{made.sentence}, every day.",
        "priced_occupational-therapy": made.price,
        **dict.fromkeys(re.findall(r'name="(cost_[\w-]+)"', page.body), "83.19"),
    }
    saved = browser.post(bid, form, page)
    assert saved.status == 302, re.sub(r"<[^>]+>", " ", saved.body)
    assert browser.send(bid, submission(browser, scene)).status == 302
    receipt = browser.get(bid)
    assert made.sentence in receipt.body
    assert made.price in receipt.body.replace(",", ""), "the bidder alone reads it"
    number = RECEIPT.search(receipt.body)
    assert number
    made.others += [number[0], scene.bid_code]


# --- where it is looked for ---------------------------------------------------------------------


@dataclass
class Looked:
    """Bytes read, and where something was found."""

    size: int = 0
    found: list[str] = field(default_factory=list)

    def at(self, where: str, content: bytes, pattern: re.Pattern[bytes]) -> None:
        self.size += len(content)
        if pattern.search(content):
            self.found.append(where)


def in_dump(looked: Looked, pattern: re.Pattern[bytes], address: str) -> bytes:
    dump = subprocess.run(
        [programs() / "pg_dump", "--dbname", address], env=plain_environment(), capture_output=True, check=True
    ).stdout
    assert b"Surrey County Council" in dump, "the search reads what it is to read"
    looked.at("dump", dump, pattern)
    return dump


def in_files(looked: Looked, name: str, folder: Path, pattern: re.Pattern[bytes]) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            try:
                looked.at(f"{name}: {path.relative_to(folder)}", path.read_bytes(), pattern)
            except OSError:
                continue  # a file of a table that another test drops


def in_mail_caches_and_jobs(looked: Looked, pattern: re.Pattern[bytes], administrator: Administrator) -> None:
    """Opened as the application opens them: letters with their seal off, sessions unpacked."""
    for letter in all_messages():
        looked.at("mail", f"{letter.subject}\n{letter.body_text}".encode(), pattern)
    for (value,) in administrator.execute("SELECT value FROM rate_limits").fetchall():
        looked.at("cache", b64decode(value), pattern)
    for (data,) in administrator.execute("SELECT session_data FROM django_session").fetchall():
        looked.at("sessions", json.dumps(SessionStore().decode(data), default=str).encode(), pattern)
    for (arguments,) in administrator.execute("SELECT args::text FROM procrastinate_jobs").fetchall():
        looked.at("jobs", arguments.encode(), pattern)


def in_memory(looked: Looked, pattern: re.Pattern[bytes], pids: dict[str, list[int]]) -> None:
    for name, of_it in pids.items():
        for pid in of_it:
            for part in memory_of(pid):
                looked.at(f"memory of {name}", part, pattern)


def data_directory(administrator: Administrator) -> Path | None:
    """Where this PostgreSQL keeps everything, if we may read it: not on somebody else's server."""
    if not is_superuser(administrator):
        return None
    administrator.execute("CHECKPOINT")
    (where,) = administrator.execute("SHOW data_directory").fetchone() or ("",)
    try:
        return Path(where) if (Path(where) / "PG_VERSION").read_bytes() else None
    except OSError:
        return None


def base_backup(administrator: Administrator, data: Path, into: Path) -> Path:
    """As pg_basebackup makes it: between start and stop, with the write-ahead log."""
    administrator.execute("SELECT pg_backup_start('searched', true)")
    try:
        ours = (
            administrator.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() or [0]
        )[0]
        shutil.copytree(data / "base" / str(ours), into / "base")
        shutil.copytree(data / "global", into / "global")
    finally:
        administrator.execute("SELECT pg_backup_stop(false)")
    shutil.copytree(data / "pg_wal", into / "pg_wal", ignore_dangling_symlinks=True)
    return into


def pids_of(wire: Served, data: Path | None) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {"web": [], "worker": [], "database": []}
    for pid in processes_of(wire):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        found["worker" if b"procrastinate" in command else "web"].append(pid)
    if data is not None:
        postmaster = int((data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        found["database"] = [postmaster, *map(int, children)]
    return found


def quiet(seconds: float = 2.5) -> None:
    """So that what a request left is given back: docs/explanation/sealing.md."""
    Event().wait(seconds)


@pytest.mark.slow
@pytest.mark.attack("A2", SEARCH)
def test_nothing_of_a_sealed_bid_is_found_anywhere_a2(
    planted: Planted,
    wire: Served,
    administrator: Administrator,
    admin_url: str,
    tmp_path: Path,
    figures: Figures,
) -> None:
    looked, pattern = Looked(), planted.pattern()
    dump = in_dump(looked, pattern, address_of(administrator, admin_url, wire.database))
    data = data_directory(administrator)
    if data is not None:
        in_files(looked, "data directory", data, pattern)
        in_files(looked, "base backup", base_backup(administrator, data, tmp_path / "backup"), pattern)
    in_files(looked, "application's folder and logs", wire.data, pattern)
    in_mail_caches_and_jobs(looked, pattern, administrator)
    quiet()
    in_memory(looked, pattern, pids_of(wire, data))
    figures("megabytes searched", looked.size // 1_000_000)
    figures("found", len(looked.found))
    assert looked.found == []
    ticks = [line for line in dump.splitlines() if TICK.search(line)]
    opened = [line for line in ticks if b"Bidder " in line]
    assert ticks == opened, "ticks stand in bids that were opened alone"


@pytest.fixture
def flawed(wire: Served, wired_scene: Scene, administrator: Administrator, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """A build that keeps a saved bid in a plain column, logs it, confirms it by mail and caches the draft."""
    with psycopg.connect(wire.database.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE competitions_slot ADD COLUMN IF NOT EXISTS draft text NOT NULL DEFAULT ''")
    handler = logging.FileHandler(wire.data / "flawed.log")
    handler.setFormatter(LineFormatter("%(levelname)s %(message)s"))
    log = logging.getLogger("flawed")
    log.addHandler(handler)
    sealing = HeldSlot.reseal

    def plainly(held: HeldSlot, content: BidContent, bid_code: str) -> None:
        sealing(held, content, bid_code)
        told = content.as_bytes().decode()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE competitions_slot SET draft = %s WHERE id = %s", [told, held.slot.id])
        log.warning("Saved: %s", told)
        queue_message(key=f"flawed:{secrets.token_hex(4)}", to="dana@provider.example", subject="Saved", body=told)
        cache.set(f"draft:{held.slot.id}", told)

    monkeypatch.setattr(HeldSlot, "reseal", plainly)
    made = Planted()
    victim, invitation = wired_scene.victim.actor, wired_scene.open_invitations[wired_scene.victim.provider_id]
    with audit.transaction_as(victim) as now:
        stored = own_bid(victim, invitation, wired_scene.bid_code)
        assert stored is not None
        typed = replace(
            stored,
            submission=None,
            statement=made.sentence,
            priced_needs={"occupational-therapy": Decimal(made.price)},
        )
        hold_slot(actor=victim, invitation_id=invitation, at=now).reseal(typed, wired_scene.bid_code)
    log.removeHandler(handler)
    handler.close()
    return made


@pytest.mark.slow
@pytest.mark.attack("A2", SEARCH)
def test_the_same_search_finds_a_flawed_build_everywhere_a2(
    flawed: Planted,
    wire: Served,
    administrator: Administrator,
    admin_url: str,
    tmp_path: Path,
    figures: Figures,
) -> None:
    """The control."""
    looked, pattern = Looked(), flawed.pattern()
    in_dump(looked, pattern, address_of(administrator, admin_url, wire.database))
    data = data_directory(administrator)
    if data is not None:
        in_files(looked, "data directory", data, pattern)
        in_files(looked, "base backup", base_backup(administrator, data, tmp_path / "backup"), pattern)
    in_files(looked, "application's folder and logs", wire.data, pattern)
    in_mail_caches_and_jobs(looked, pattern, administrator)
    places = {where.partition(":")[0] for where in looked.found}
    files = [where for where in looked.found if where.startswith("data directory")]
    expected = {"dump", "application's folder and logs", "mail", "cache"}
    if data is not None:
        expected |= {"data directory", "base backup"}
        assert any("pg_wal" in where for where in files), "in the write-ahead log"
        assert any("base/" in where for where in files), "and in the table"
    figures.control("places of a flawed build that tell", len(places))
    assert expected <= places


@pytest.mark.slow
@pytest.mark.attack("A2", SEARCH)
def test_a_web_server_that_does_not_forget_keeps_words_in_memory_a2(
    wire: Served, wired_scene: Scene, tmp_path: Path, figures: Figures
) -> None:
    """The control of the memory: the same server without what the launcher gives it (children.FORGETFUL)."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = django_environment(
        wire.database.app_url, switches(tmp_path, demo=False) | {"FAIRPLACE_PUBLIC_ADDRESS": url}
    )
    server = Child("web server", web_command(port, 1), environment, tmp_path / "web.log")
    server.start()
    try:
        assert wait_until_ready(f"{url}/readyz", [server]) is None
        forgetless = Served(url, wire.database, tmp_path, tmp_path)
        made = Planted()
        _type(victims_browser(forgetless, wired_scene), wired_scene, made)
        quiet()
        looked = Looked()
        in_memory(looked, made.pattern(), {"web": list(processes_of(forgetless))})
        figures.control("regions of memory that tell", len(looked.found))
        assert looked.found
    finally:
        server.stop()
