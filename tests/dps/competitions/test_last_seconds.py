"""C2, A3: everybody submits in the last seconds, each over a connection of its own; some come too late.

`make drill` (FAIRPLACE_LAST_BIDS=200) lets two hundred bid within ten seconds; a usual run, twenty-four within two.
"""

from __future__ import annotations

import os
import statistics
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from threading import Event
from typing import Any, NamedTuple

import psycopg
import pytest
from django.db import connection

from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.models import Bid, Competition
from fairplace.dps.competitions.rules.bid_content import content_from_json, receipt_holds
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.published import PASSPHRASE, Bidder, Published, publish
from tests.dps.competitions.writing import ready, save, say_will_bid, submit

BIDS = int(os.environ.get("FAIRPLACE_LAST_BIDS", "24"))
SPAN = timedelta(seconds=max(2, BIDS / 20))
LATE = timedelta(milliseconds=200)
CONNECTIONS = 20


class Tried(NamedTuple):
    """receipt: None when it was refused. seconds: from the click to the answer."""

    bidder: Bidder
    began: datetime
    receipt: str | None
    seconds: float


@pytest.mark.drill
def test_every_receipt_of_the_last_seconds_is_a_bid_and_no_bid_is_late_c2(
    committed_database: object, owner_connection: psycopg.Connection[Any]
) -> None:
    begun = clock.now()
    published = publish(BIDS, at=begun, closes_at=begun + timedelta(days=1))
    drafts = [_draft(published, bidder, begun) for bidder in published.bidders]
    for opener in published.openers[:2]:
        with audit.transaction_as(opener):
            declare_interests(
                actor=opener, competition_id=published.competition_id, duty="opener",
                has_interest=False, interest="", at=begun,
            )  # fmt: skip
    closes_at = clock.now() + SPAN
    owner_connection.execute("ALTER TABLE competitions_competition DISABLE TRIGGER competitions_closing_only_later")
    Competition.objects.update(closes_at=closes_at)
    random = Random(200)
    moments = sorted(closes_at - SPAN * random.random() + LATE * (random.random() < 0.1) for _ in published.bidders)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        waiting = [
            pool.submit(_submit_at, moment, bidder, code, edition)
            for moment, bidder, (code, edition) in zip(moments, published.bidders, drafts, strict=True)
        ]
        tried = [one.result() for one in waiting]
    while clock.now() < closes_at:
        Event().wait(0.05)
    for opener in published.openers[:2]:
        with audit.transaction_as(opener) as now:
            turn_opening_key(actor=opener, competition_id=published.competition_id, passphrase=PASSPHRASE, at=now)
    with audit.transaction_as(published.officer):
        bids = {bid.invitation_id: bid for bid in Bid.objects.all()}
    assert {one.bidder.invitation_id: one.receipt for one in tried if one.receipt} == {
        invitation: bid.receipt for invitation, bid in bids.items()
    }, "lost or late"
    for bid in bids.values():
        assert bid.submitted_at < closes_at
        assert receipt_holds(content_from_json(bid.content))
    assert all(one.receipt is None for one in tried if one.began >= closes_at)
    assert bids, "nobody was in time: the race was not run"
    took = sorted(one.seconds for one in tried)
    print(f"{len(bids)} of {BIDS} in time; a submission took {statistics.median(took):.3f} s, {took[-1]:.3f} s at most")


def _draft(published: Published, bidder: Bidder, at: datetime) -> tuple[str, str]:
    code = say_will_bid(bidder, at)
    return code, save(bidder, code, ready(published), at).edition


def _submit_at(moment: datetime, bidder: Bidder, code: str, edition: str) -> Tried:
    try:
        began = clock.now()
        if began < moment:
            Event().wait((moment - began).total_seconds())
        began = clock.now()
        receipt = None
        try:
            content = submit(bidder, code, edition, began)
            receipt = content.submission.receipt if content.submission else None
        except Refused as refused:
            assert "closing time has passed" in refused.sentence  # noqa: PT017 - everything else is a failure
        return Tried(bidder, began, receipt, (clock.now() - began).total_seconds())
    finally:
        connection.close()
