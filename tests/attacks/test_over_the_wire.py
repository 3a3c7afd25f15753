"""A3, A4, A12 and the logs: clicks in parallel, late uploads and dead sessions, against the real web server."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest

from fairplace.dps.competitions.models import Competition
from tests.attacks.administrator import Administrator, administering
from tests.attacks.scene import CHILD_WORDS, Scene, signed_in
from tests.attacks.wire import Answer, Browser, edition_on, sealed_address, slot_bytes, victims_browser
from tests.fixtures.serving import Served

CLICKS = 20
LATE = "closing time has passed"
Clock = Callable[[datetime | None], None]


@pytest.fixture(scope="module")
def administrator(wire: Served, admin_url: str) -> Iterator[Administrator]:
    with administering(admin_url, wire.database) as connection:
        yield connection


def resealed(administrator: Administrator) -> int:
    (count,) = administrator.execute(
        "SELECT count(*) FROM audit_event WHERE kind = 'competitions.slot_resealed'"
    ).fetchone() or (0,)
    return int(count)


def draft(browser: Browser, scene: Scene) -> Answer:
    """The victim's bid taken back, if it was submitted, and its page to check before submitting."""
    bid = sealed_address(scene)
    page = browser.get(bid)
    if 'name="edition"' not in page.body:
        assert browser.post(bid, {"act": "withdraw"}, page).status == 302
    return browser.get(sealed_address(scene, "check/"))


def receipt_on(page: Answer) -> str:
    found = re.search(r"\b[0-9A-F]{4}(-[0-9A-F]{4}){3}\b", page.body)
    assert found, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.body))
    return found[0]


def test_twenty_clicks_at_once_are_one_submission_a4(
    wire: Served, wired_scene: Scene, administrator: Administrator
) -> None:
    browser, bid = victims_browser(wire, wired_scene), sealed_address(wired_scene)
    check = draft(browser, wired_scene)
    form = {"act": "submit", "edition": edition_on(check)} | _token(check)
    before, start = resealed(administrator), Barrier(CLICKS)

    def click() -> int:
        start.wait()
        return Browser(wire.url, dict(browser.cookies)).send(bid, form).status

    with ThreadPoolExecutor(CLICKS) as pool:
        answers = [one.result() for one in [pool.submit(click) for _ in range(CLICKS)]]
    assert answers == [302] * CLICKS
    assert resealed(administrator) == before + 1
    receipt = receipt_on(browser.get(bid))
    assert browser.send(bid, form).status == 302, "the same once more, later"
    assert receipt_on(browser.get(bid)) == receipt
    assert resealed(administrator) == before + 1


def test_form_sent_again_after_taking_back_changes_nothing_a4(
    wire: Served, wired_scene: Scene, administrator: Administrator
) -> None:
    browser, bid = victims_browser(wire, wired_scene), sealed_address(wired_scene)
    check = draft(browser, wired_scene)
    form = {"act": "submit", "edition": edition_on(check)} | _token(check)
    assert browser.send(bid, form).status == 302
    assert browser.post(bid, {"act": "withdraw"}, browser.get(bid)).status == 302
    before = resealed(administrator)
    replayed = browser.send(bid, form)
    assert replayed.status == 200
    assert "Check it again" in replayed.body
    assert resealed(administrator) == before


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1), timedelta(hours=1)])
def test_bid_at_or_after_closing_changes_nothing_whatever_the_client_says_a3(
    wire: Served, wired_scene: Scene, administrator: Administrator, clock: Clock, late: timedelta
) -> None:
    """The closing time is 17:00 in London, winter and summer; the client's own clock is asked nowhere."""
    browser, bid = victims_browser(wire, wired_scene), sealed_address(wired_scene)
    check = draft(browser, wired_scene)
    closes_at = Competition.objects.get(id=wired_scene.open_competition).closes_at
    invitation = wired_scene.open_invitations[wired_scene.victim.provider_id]
    held = slot_bytes(administrator, invitation)
    form = {"act": "submit", "edition": edition_on(check), "at": "2026-11-03T09:00", "submitted_at": "1"} | _token(
        check
    )
    clock(closes_at + late)
    told = browser.ask(
        "POST",
        bid,
        urlencode(form).encode(),
        **{"Content-Type": "application/x-www-form-urlencoded", "Date": "Tue, 03 Nov 2026 09:00:00 GMT"},
    )
    assert LATE in told.body
    assert slot_bytes(administrator, invitation) == held


def test_upload_begun_before_and_ended_after_closing_is_late_a3(
    wire: Served, wired_scene: Scene, administrator: Administrator, clock: Clock
) -> None:
    """What counts is the whole request, in the database, under its lock: the rule of docs/explanation."""
    browser, bid = victims_browser(wire, wired_scene), sealed_address(wired_scene)
    check = draft(browser, wired_scene)
    closes_at = Competition.objects.get(id=wired_scene.open_competition).closes_at
    invitation = wired_scene.open_invitations[wired_scene.victim.provider_id]
    held = slot_bytes(administrator, invitation)
    body = urlencode({"act": "submit", "edition": edition_on(check)} | _token(check)).encode()
    host = urlsplit(wire.url)
    clock(closes_at - timedelta(milliseconds=1))
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=30) as slow:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        slow.sendall(
            f"POST {bid} HTTP/1.1\r\nHost: {host.netloc}\r\nOrigin: {wire.url}\r\nCookie: {cookies}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n".encode()
            + body[: len(body) // 2]
        )
        browser.get("/healthz")  # the server has taken in what came so far
        clock(closes_at)
        slow.sendall(body[len(body) // 2 :])
        told = b"".join(iter(lambda: slow.recv(65536), b"")).decode()
    assert LATE in told
    assert slot_bytes(administrator, invitation) == held


def test_session_is_dead_after_signing_out_even_for_a_form_read_before_a12(
    wire: Served, wired_scene: Scene, administrator: Administrator
) -> None:
    browser, bid = victims_browser(wire, wired_scene), sealed_address(wired_scene)
    check = draft(browser, wired_scene)
    stolen = dict(browser.cookies)
    assert browser.post("/sign-out/", {}, browser.get("/sign-out/")).status == 302
    before = resealed(administrator)
    form = {"act": "submit", "edition": edition_on(check)} | _token(check)
    answer = Browser(wire.url, stolen).send(bid, form)
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in/")
    assert resealed(administrator) == before


def test_form_of_another_site_is_refused_csrf(wire: Served, wired_scene: Scene, administrator: Administrator) -> None:
    browser, bid = victims_browser(wire, wired_scene), sealed_address(wired_scene)
    check = draft(browser, wired_scene)
    form = {"act": "submit", "edition": edition_on(check)}
    before = resealed(administrator)
    assert browser.send(bid, form).status == 403
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    foreign = browser.ask("POST", bid, urlencode(form | _token(check)).encode(), **kind, Origin="https://evil.example")
    assert foreign.status == 403
    assert resealed(administrator) == before


def test_wrong_host_is_refused_a10(wire: Served) -> None:
    for name in ("evil.example", "127.0.0.1.evil.example", "evil.example:80@127.0.0.1"):
        answer = Browser(wire.url).ask("GET", "/sign-in/", Host=name)
        assert answer.status == 400, name
        assert "evil" not in answer.body
    forwarded = Browser(wire.url).ask("GET", "/", **{"X-Forwarded-Host": "evil.example"})
    assert "evil" not in forwarded.body


def test_logs_hold_no_child_no_address_no_link_and_no_query(wire: Served, wired_scene: Scene) -> None:
    """A walk through pages, wrong turns included, then every line that web server and worker wrote."""
    officer = Browser(wire.url, {"sessionid": signed_in(wired_scene.run.officer).cookies["sessionid"].value})
    visitor = Browser(wire.url)
    for address in (
        f"/council/referrals/{wired_scene.draft_referral}/child/",
        f"/council/referrals/{wired_scene.draft_referral}/story/",
        "/council/referrals/?q=Samir+Example&email=family@home.example",
        "/council/referrals/nothing/?name=Maya+Penhallow",
        f"/council/referrals/{wired_scene.victim.invitation_id}/?child=Maya+Penhallow",
    ):
        officer.get(address)
    family = f"/family/choice/{wired_scene.token}/"
    assert visitor.get(family).status == 200
    assert visitor.send(family, {"step": "choose"}).status == 403, "without its form token: Django logs such a path"
    visitor.get(f"/family/choice/{wired_scene.token}x/")
    visitor.get(f"{family}more?x={wired_scene.token}")
    visitor.post("/sign-in/", {"login": "family@home.example", "password": "Maya Penhallow"})
    logs = {path.name: path.read_text() for path in wire.data.glob("*.log")}
    assert set(logs) == {"web.log", "worker.log"}
    assert "Not Found" in logs["web.log"]
    secrets = [*CHILD_WORDS, wired_scene.token, wired_scene.bid_code, "Samir", "Maya", "?name", "?q", "?child"]
    for name, log in logs.items():
        assert [secret for secret in secrets if secret in log] == [], name
        assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", log) == [], name


def test_family_page_gives_its_link_to_nobody_c5(wire: Served, wired_scene: Scene) -> None:
    """Neither by the referrer, nor by a cache, nor by anything that another site serves."""
    page = Browser(wire.url).get(f"/family/choice/{wired_scene.token}/")
    assert page.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "no-store" in page.headers["Cache-Control"]
    assert not re.search(r'(?:src|href|action)="(\w+:)?//', page.body)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def _token(page: Answer) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    assert found
    return {"csrfmiddlewaretoken": found[1]}
