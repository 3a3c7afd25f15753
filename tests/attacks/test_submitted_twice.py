"""A4, C1, C2: the same click many times, old clicks again, old sessions: one bid, one receipt, nothing brought back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.held_slot import HeldSlot
from fairplace.dps.competitions.actions.submit_bid import _new_receipt
from fairplace.dps.competitions.models import Slot
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import BidContent, Submission
from fairplace.foundations import audit
from tests.attacks.administrator import Administrator, administering
from tests.attacks.scene import Scene
from tests.attacks.wire import Answer, Browser, edition_on, sealed_address, slot_bytes, victims_browser
from tests.drill.plugin import Figures
from tests.fixtures.serving import Served

CLICKS = 8
RECEIPT = re.compile(r"\b[0-9A-F]{4}(?:-[0-9A-F]{4}){3}\b")


@pytest.fixture(scope="module")
def administrator(wire: Served, admin_url: str) -> Iterator[Administrator]:
    with administering(admin_url, wire.database) as found:
        yield found


@pytest.fixture
def browser(wire: Served, wired_scene: Scene) -> Browser:
    """The victim's, whose bid is a draft again."""
    found = victims_browser(wire, wired_scene)
    page = found.get(sealed_address(wired_scene))
    if 'name="edition"' not in page.body:
        found.post(sealed_address(wired_scene), {"act": "withdraw"}, page)
    return found


def token_on(answer: Answer) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.body)
    assert found
    return found[1]


def resealed(administrator: Administrator) -> int:
    (number,) = administrator.execute(
        "SELECT count(*) FROM audit_event WHERE kind = %s", [events.SLOT_RESEALED]
    ).fetchone() or (0,)
    return int(number)


def stored(scene: Scene) -> BidContent:
    with audit.transaction_as(scene.victim.actor):
        found = own_bid(scene.victim.actor, scene.open_invitations[scene.victim.provider_id], scene.bid_code)
    assert found is not None
    return found


def submission(browser: Browser, scene: Scene) -> dict[str, str]:
    """The click on "Submit" as it would be sent."""
    check = browser.get(sealed_address(scene, "check/"))
    return {"act": "submit", "edition": edition_on(check), "csrfmiddlewaretoken": token_on(check)}


@pytest.mark.attack("A4", "the same submission eight times at once")
def test_eight_at_once_over_the_wire_are_one_bid_with_one_receipt_a4(
    browser: Browser, wired_scene: Scene, administrator: Administrator, figures: Figures
) -> None:
    form = submission(browser, wired_scene)
    before = resealed(administrator)
    start = Barrier(CLICKS)

    def click() -> tuple[int, set[str]]:
        own = Browser(browser.url, dict(browser.cookies))
        start.wait(30)
        answer = own.send(sealed_address(wired_scene), form)
        return answer.status, set(RECEIPT.findall(own.get(sealed_address(wired_scene)).body))

    with ThreadPoolExecutor(CLICKS) as pool:
        answers = [one.result(60) for one in [pool.submit(click) for _ in range(CLICKS)]]
    assert [status for status, _ in answers] == [302] * CLICKS
    receipts = set().union(*(found for _, found in answers))
    given = stored(wired_scene).submission
    assert given is not None
    assert receipts == {given.receipt}
    assert resealed(administrator) == before + 1
    figures("clicks", CLICKS)
    figures("receipts", len(receipts))
    figures("sealings", resealed(administrator) - before)


@pytest.mark.attack("A4", "the same submission eight times at once")
def test_naive_submission_gives_a_receipt_for_every_click_a4(
    browser: Browser, wired_scene: Scene, figures: Figures
) -> None:
    """The control: what the product would be without the lock and without the edition that a click names."""
    invitation = wired_scene.open_invitations[wired_scene.victim.provider_id]
    actor = wired_scene.victim.actor
    start = Barrier(CLICKS)

    def click() -> str:
        try:
            with audit.transaction_as(actor) as now:
                content = own_bid(actor, invitation, wired_scene.bid_code)
                slot = Slot.objects.get(invitation_id=invitation)
                start.wait(30)
                assert content is not None
                assert actor.person_id is not None
                receipt = _new_receipt()
                held = HeldSlot(slot, wired_scene.open_competition, wired_scene.open_referral, slot.id, "", now, now)
                given = Submission(now, actor.person_id, actor.name, receipt, "s", content.edition)
                held.reseal(content.submitted(given), wired_scene.bid_code)
                return receipt
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        receipts = {one.result(60) for one in [pool.submit(click) for _ in range(CLICKS)]}
    assert len(receipts) == CLICKS
    figures.control("receipts of the naive version", len(receipts))


@pytest.mark.attack("A4", "old clicks sent again after a withdrawal and an edit")
def test_an_old_click_neither_submits_nor_overwrites_a4(
    browser: Browser, wired_scene: Scene, administrator: Administrator, figures: Figures
) -> None:
    address = sealed_address(wired_scene)
    draft = browser.get(address)
    save = {name: value for name, value in _fields(draft).items() if name != "then"} | {"act": "save"}
    submit = submission(browser, wired_scene)
    assert browser.send(address, submit).status == 302
    receipt = browser.get(address)
    withdraw = {"act": "withdraw", "csrfmiddlewaretoken": token_on(receipt)}
    assert browser.send(address, withdraw).status == 302
    page = browser.get(address)
    edited = _fields(page) | {"act": "save", "statement": "Whimbrel evenings, said anew."}
    answer = browser.send(address, edited)
    assert answer.status == 302, re.findall(r"error-message[^<]*<span[^>]*>[^<]*</span>([^<]*)", answer.body)
    before, held = resealed(administrator), stored(wired_scene)
    assert "Whimbrel evenings" in held.statement
    assert "changed since you checked it" in browser.send(address, submit).body
    kept = browser.send(address, save)
    assert "was saved on another page since" in kept.body
    browser.send(address, withdraw)  # a draft stays as it is
    assert stored(wired_scene) == held
    assert resealed(administrator) == before
    figures("old clicks sent", 3)
    figures("taken effect", resealed(administrator) - before)
    # The control: the same click is a good one as long as nothing came between, so the probe does click.
    fresh = submission(browser, wired_scene)
    assert browser.send(address, fresh).status == 302
    assert stored(wired_scene).submission is not None
    figures.control("a fresh click", resealed(administrator) - before)


@pytest.mark.attack("A4", "clicks with an old session or another's form token")
def test_an_old_session_or_a_foreign_token_changes_nothing_a4(
    browser: Browser, wired_scene: Scene, administrator: Administrator, figures: Figures
) -> None:
    address = sealed_address(wired_scene)
    form = submission(browser, wired_scene)
    old = Browser(browser.url, dict(browser.cookies))
    rivals = Browser(browser.url, {})
    foreign = token_on(rivals.get("/sign-in/"))
    before = slot_bytes(administrator, wired_scene.open_invitations[wired_scene.victim.provider_id])
    without = {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}
    tried = [
        browser.send(address, form | {"csrfmiddlewaretoken": foreign}).status,
        browser.send(address, without).status,
        Browser(browser.url, {"bid_code": wired_scene.bid_code} | rivals.cookies).send(address, form).status,
    ]
    page = browser.get("/provider/tasks/")
    assert browser.send("/sign-out/", {"csrfmiddlewaretoken": token_on(page)}).status == 302
    signed_out = old.send(address, form)
    assert signed_out.status in {302, 403}
    assert "sign-in" in signed_out.headers.get("Location", "sign-in")
    assert tried == [403] * 3
    assert slot_bytes(administrator, wired_scene.open_invitations[wired_scene.victim.provider_id]) == before
    figures("clicks", 4)
    figures("taken effect", 0)
    again = victims_browser(old_wire(browser), wired_scene)
    assert again.send(address, submission(again, wired_scene)).status == 302
    changed = slot_bytes(administrator, wired_scene.open_invitations[wired_scene.victim.provider_id]) != before
    figures.control("with its own session and token", int(changed))
    assert changed


def old_wire(browser: Browser) -> Any:
    """What victims_browser asks for: where the server is."""

    class Where:
        url = browser.url

    return Where()


def _fields(page: Answer) -> dict[str, str]:
    """The bid form as the browser would send it: ticked boxes, texts, numbers."""
    form = next(part for part in page.body.split("<form")[1:] if 'name="edition"' in part).split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        kind = re.search(r'type="(\w+)"', tag)
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or (kind and kind[1] in {"checkbox", "radio"} and "checked" not in tag):
            continue
        found[name[1]] = unescape(value[1]) if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, text in re.findall(r'<textarea\b[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = unescape(text).strip()
    return found
