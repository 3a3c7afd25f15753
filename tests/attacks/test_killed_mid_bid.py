"""F1: the web server is killed (SIGKILL) while a bidder submits and takes back: what was said to be so, is so."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import shutil
import signal
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import psycopg
import pytest

from fairplace.commands.launcher.roles import Database
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.foundations import audit
from tests.attacks.scene import Scene, signed_in
from tests.attacks.wire import Browser, edition_on, processes_of, sealed_address
from tests.drill.plugin import Figures
from tests.fixtures.serving import serving
from tests.launcher.processes import wait_for

KILLS = 2
SUBMITTED, DRAFT = "submitted", "draft"
DROPPED = (OSError, http.client.HTTPException)


@pytest.mark.attack("F1", "the web server is killed while a bidder submits and takes back")
def test_a_killed_web_server_loses_no_submission_that_it_confirmed_f1(
    scene: Scene, scene_database: Database, tmp_path: Path, admin_url: str, figures: Figures
) -> None:
    """After each kill the slot holds what was confirmed last, or what was on its way: nothing else, nothing half."""
    session = signed_in(scene.victim.actor).cookies["sessionid"].value
    shutil.copytree(os.environ["FAIRPLACE_DATA"], tmp_path, dirs_exist_ok=True)
    clicks = 0
    for _ in range(KILLS):
        with serving(scene_database, tmp_path, demo=False) as served:
            browser = Browser(served.url, {"sessionid": session, "bid_code": scene.bid_code})
            told: SimpleQueue[str] = SimpleQueue()
            clicking = Thread(target=click_on, args=(browser, sealed_address(scene), told))
            clicking.start()
            heard = [told.get(timeout=30) for _ in range(3 + secrets.randbelow(4))]
            for pid in processes_of(served):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            clicking.join(30)
        while not told.empty():
            heard.append(told.get())
        clicks += len(heard)
        doing, _, confirmed = heard[-1].partition(">")
        assert stored(scene) in {doing, confirmed or doing}
    figures("kills", KILLS)
    figures("clicks", clicks)
    assert clicks > 2 * KILLS
    half = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND state LIKE 'idle in transaction%%'"
    with psycopg.connect(admin_url, autocommit=True) as administrator:
        assert wait_for(lambda: administrator.execute(half, [scene_database.name]).fetchone() is None, 60)


def stored(scene: Scene) -> str:
    with audit.transaction_as(scene.victim.actor):
        held = own_bid(scene.victim.actor, scene.open_invitations[scene.victim.provider_id], scene.bid_code)
    assert held is not None, "the slot opens with the bidder's code"
    return SUBMITTED if held.submission else DRAFT


def click_on(browser: Browser, address: str, told: SimpleQueue[str]) -> None:
    """Take back, submit, take back, … `told` says what was confirmed, and "new>old" while a click is on its way."""
    with contextlib.suppress(*DROPPED):
        while True:
            page = browser.get(address)
            now = DRAFT if 'name="edition"' in page.body else SUBMITTED
            form = {"act": "withdraw"}
            if now == DRAFT:
                page = browser.get(address + "check/")
                form = {"act": "submit", "edition": edition_on(page)}
            then = SUBMITTED if now == DRAFT else DRAFT
            told.put(f"{then}>{now}")
            assert browser.post(address, form, page).status == 302
            told.put(then)
