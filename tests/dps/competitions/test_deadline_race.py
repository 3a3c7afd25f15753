"""C2, A3, A4: eight bidders save, submit and withdraw across the closing time while the openers turn their keys."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import psycopg
from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.actions.withdraw_bid import withdraw_bid
from fairplace.dps.competitions.models import Bid, Competition
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import content_from_json, receipt_holds
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.published import PASSPHRASE, Bidder, Published, publish
from tests.dps.competitions.writing import ready, save, say_will_bid, submit

BIDDERS = 8
ROUND = timedelta(seconds=2)


def test_no_receipt_is_lost_and_no_late_bid_is_in_across_the_deadline_c2(
    committed_database: object, owner_connection: psycopg.Connection[Any]
) -> None:
    begun = clock.now()
    published = publish(BIDDERS, at=begun, closes_at=begun + timedelta(days=1))
    codes = [say_will_bid(bidder, begun) for bidder in published.bidders]
    saving = clock.now()
    drafts = [
        save(bidder, code, ready(published), begun) for bidder, code in zip(published.bidders, codes, strict=True)
    ]
    enough = max(ROUND, 5 * (clock.now() - saving))  # on a slow machine too everybody bids more than once
    for opener in published.openers[:2]:
        with audit.transaction_as(opener):
            declare_interests(
                actor=opener, competition_id=published.competition_id, duty="opener",
                has_interest=False, interest="", at=begun,
            )  # fmt: skip
    closes_at = clock.now() + enough
    owner_connection.execute("ALTER TABLE competitions_competition DISABLE TRIGGER competitions_closing_only_later")
    Competition.objects.update(closes_at=closes_at)

    start = Barrier(BIDDERS + 1)
    with ThreadPoolExecutor(BIDDERS + 1) as pool:
        last = [
            pool.submit(_bid_until_closed, start, bidder, code, draft.edition)
            for bidder, code, draft in zip(published.bidders, codes, drafts, strict=True)
        ]
        opened = pool.submit(_open_at, start, closes_at, published)
        said = {bidder.invitation_id: one.result() for bidder, one in zip(published.bidders, last, strict=True)}
        opened.result()

    with audit.transaction_as(published.officer):
        bids = {bid.invitation_id: bid for bid in Bid.objects.all()}
    receipts = {invitation: receipt for invitation, (receipt, _) in said.items() if receipt}
    assert {invitation: bid.receipt for invitation, bid in bids.items()} == receipts, "lost or late"
    assert sum(count for _, count in said.values()) > BIDDERS, "the race was not run"
    for bid in bids.values():
        assert bid.submitted_at < closes_at
        assert bid.excluded_because == ""
        assert receipt_holds(content_from_json(bid.content))


def _bid_until_closed(start: Barrier, bidder: Bidder, code: str, edition: str) -> tuple[str | None, int]:
    """The receipt that this bidder holds when the system refuses more, and how many it was given."""
    receipt: str | None = None
    given = 0
    start.wait()
    try:
        while True:
            now = clock.now()
            content = submit(bidder, code, edition, now)
            assert content.submission is not None
            receipt, given = content.submission.receipt, given + 1
            if given % 5 == 0:
                again = submit(bidder, code, edition, now).submission
                assert again is not None
                assert again.receipt == receipt, "a double click gives the same receipt"
            edition = _withdraw(bidder, code, now)
            receipt = None
    except Refused as refused:
        assert "closing time has passed" in refused.sentence  # noqa: PT017 - what ends the loop
        return receipt, given
    finally:
        connection.close()


def _withdraw(bidder: Bidder, code: str, at: datetime) -> str:
    with audit.transaction_as(bidder.actor):
        withdraw_bid(actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code, at=at)
        stored = own_bid(bidder.actor, bidder.invitation_id, code)
    assert stored is not None
    return stored.edition


def _open_at(start: Barrier, closes_at: datetime, published: Published) -> None:
    start.wait()
    try:
        while clock.now() < closes_at:
            pass
        for opener in published.openers[:2]:
            with audit.transaction_as(opener) as now:
                turn_opening_key(actor=opener, competition_id=published.competition_id, passphrase=PASSPHRASE, at=now)
    finally:
        connection.close()


def test_eight_clicks_at_once_give_one_receipt_and_one_event_a4(committed_database: object) -> None:
    begun = clock.now()
    published = publish(1, at=begun, closes_at=begun + timedelta(days=1))
    (bidder,) = published.bidders
    code = say_will_bid(bidder, begun)
    draft = save(bidder, code, ready(published), begun)
    before = Event.objects.filter(kind=events.SLOT_RESEALED).count()
    start = Barrier(BIDDERS)

    def click() -> str:
        start.wait()
        try:
            content = submit(bidder, code, draft.edition, begun)
            assert content.submission is not None
            return content.submission.receipt
        finally:
            connection.close()

    with ThreadPoolExecutor(BIDDERS) as pool:
        receipts = {one.result() for one in [pool.submit(click) for _ in range(BIDDERS)]}
    assert len(receipts) == 1
    assert Event.objects.filter(kind=events.SLOT_RESEALED).count() == before + 1
