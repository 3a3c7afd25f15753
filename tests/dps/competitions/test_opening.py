"""C2, C11, A14: two different people open all bids at once, after the deadline by the database, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.make_opening_key import make_opening_key
from fairplace.dps.competitions.models import Bid, Evaluator, OpeningKey, OpeningShare, Slot
from fairplace.dps.qualification.models import Line
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import CLOSES, PASSPHRASE

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
MILLISECOND = timedelta(milliseconds=1)


def kinds(run: Run) -> list[str]:
    return [row.kind for row in audit.timeline(about=run.published.referral_id)]


def test_two_openers_open_all_bids_at_once(set_clock: Clock) -> None:
    """C2: drafts and unused slots are no bids; the receipts are revealed; slots are emptied and shares gone."""
    made = run(set_clock)
    first, second, _ = made.published.bidders
    made.submit(first, content(made.published, price="90.00"))
    made.submit(second, content(made.published))
    made.declare()
    set_clock(OPENED)
    assert made.turn(made.published.openers[1]) == 1
    assert made.state == "opening"
    with audit.transaction_as(made.officer):
        assert not Bid.objects.exists()
        assert OpeningShare.objects.count() == 3
    assert made.turn(made.published.openers[0]) == 2
    bids = made.bids()
    assert [bid.provider_id for bid in bids] == [first.provider_id, second.provider_id]
    assert {bid.label for bid in bids} == {"Bidder A", "Bidder B"}
    assert bids[0].content["statement"] == "We will."
    assert made.state == "evaluating"
    with audit.transaction_as(made.officer):
        assert not OpeningShare.objects.exists()
        assert not Slot.objects.exclude(content=None).exists()
    recorded = kinds(made)
    assert recorded.count(events.BID_REVEALED) == 2
    assert recorded.count(events.BIDS_OPENED) == 1
    revealed = [row for row in audit.timeline(about=made.published.referral_id) if row.kind == events.BID_REVEALED]
    assert {row.payload["receipt"] for row in revealed} == {"R-1"}


def test_opening_one_millisecond_early_is_refused_and_recorded(set_clock: Clock) -> None:
    """C2, attacks 2.2 e and g."""
    made = run(set_clock, bidders=1)
    made.declare()
    set_clock(CLOSES - MILLISECOND)
    with pytest.raises(Refused, match="before the closing time"):
        made.turn(made.published.openers[0])
    assert made.state == "open"
    assert kinds(made)[-1] == events.OPENING_REFUSED
    set_clock(CLOSES)
    assert made.turn(made.published.openers[0]) == 1


def test_one_person_cannot_be_both_openers(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    made.declare()
    set_clock(OPENED)
    made.turn(made.published.openers[0])
    with pytest.raises(Refused, match="second, different opener"):
        made.turn(made.published.openers[0])
    assert made.state == "opening"
    assert kinds(made)[-1] == events.OPENING_REFUSED


def test_a_wrong_passphrase_opens_nothing(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    made.declare()
    set_clock(OPENED)
    with pytest.raises(Refused, match="not your opening passphrase") as refused:
        made.turn(made.published.openers[0], "not the right words")
    assert refused.value.field == "passphrase"
    assert made.state == "open"
    assert kinds(made)[-1] == events.OPENING_REFUSED


def test_an_evaluator_cannot_open(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    opener = made.published.openers[0]
    Evaluator.objects.create(competition_id=made.competition_id, person_id=opener.person_id)
    made.declare()
    set_clock(OPENED)
    with pytest.raises(Refused, match="You mark the statements"):
        made.turn(opener)


def test_an_opener_declares_first_and_takes_no_part_with_an_interest(set_clock: Clock) -> None:
    """C11."""
    made = run(set_clock, bidders=1)
    opener = made.published.openers[0]
    set_clock(OPENED)
    with pytest.raises(Refused, match="Declare your interests first"):
        made.turn(opener)
    with pytest.raises(Refused, match="what the interest is"):
        made.acting(
            opener,
            declare_interests,
            competition_id=made.competition_id,
            duty="opener",
            has_interest=True,
            interest=" ",
        )
    made.acting(
        opener,
        declare_interests,
        competition_id=made.competition_id,
        duty="opener",
        has_interest=True,
        interest="My sister works there",
    )
    with pytest.raises(Refused, match="take no part"):
        made.turn(opener)
    with pytest.raises(Refused, match="have declared"):
        made.acting(
            opener,
            declare_interests,
            competition_id=made.competition_id,
            duty="opener",
            has_interest=False,
            interest="",
        )


def test_whoever_is_no_opener_of_it_finds_nothing(set_clock: Clock) -> None:
    """X1."""
    made = run(set_clock, bidders=1)
    set_clock(OPENED)
    for stranger in (made.officer, made.evaluators[0], made.published.bidders[0].actor):
        with pytest.raises(NotThere):
            made.turn(stranger)


def test_a_line_suspended_at_opening_is_set_aside_unopened(set_clock: Clock) -> None:
    """A3."""
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    Line.objects.filter(id=made.published.bidders[0].line_id).update(state="suspended")
    made.open()
    assert [bid.provider_id for bid in made.bids()] == [made.published.bidders[1].provider_id]
    aside = [row for row in audit.timeline(about=made.published.referral_id) if row.kind == events.BID_SET_ASIDE]
    assert len(aside) == 1
    assert "suspended" in str(aside[0].payload["because"])


def test_a_slot_changed_in_the_database_is_set_aside_and_holds_up_nobody(
    set_clock: Clock, owner_connection: psycopg.Connection[Any]
) -> None:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    with audit.transaction_as(made.published.bidders[0].actor):
        slot = Slot.objects.get(id=made.published.bidders[0].slot_id)
        Slot.objects.filter(id=slot.id).update(content=bytes(slot.content)[:-1] + b"\x00")
    made.open()
    assert [bid.provider_id for bid in made.bids()] == [made.published.bidders[1].provider_id]


def test_before_the_opening_the_council_sees_no_slot_and_no_bid(set_clock: Clock) -> None:
    """C2, by row-level security alone."""
    made = run(set_clock, bidders=2)
    made.submit(made.published.bidders[0], content(made.published))
    with audit.transaction_as(made.officer):
        assert not Slot.objects.exists()
        assert not Bid.objects.exists()
    with audit.transaction_as(made.published.bidders[1].actor):
        assert set(Slot.objects.values_list("provider_id", flat=True)) == {made.published.bidders[1].provider_id}


def test_another_council_and_rivals_see_no_bid_after_it(set_clock: Clock) -> None:
    """X1, by row-level security alone."""
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    with audit.transaction_as(made.published.world.people["officer"]):
        assert not Bid.objects.exists()
    with audit.transaction_as(made.published.bidders[0].actor):
        assert set(Bid.objects.values_list("provider_id", flat=True)) == {made.published.bidders[0].provider_id}


def test_an_opening_key_needs_twelve_characters_typed_twice(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    opener = made.published.openers[0]
    with pytest.raises(Refused, match="at least 12"):
        made.acting(opener, make_opening_key, passphrase="too short", again="too short")
    with pytest.raises(Refused, match="not the same") as refused:
        made.acting(opener, make_opening_key, passphrase=PASSPHRASE, again="the kettle sings at ten")
    assert refused.value.field == "again"
    made.acting(opener, make_opening_key, passphrase=PASSPHRASE, again=PASSPHRASE)
    first = bytes(OpeningKey.objects.get(person_id=opener.person_id).public_key)
    made.acting(opener, make_opening_key, passphrase=PASSPHRASE, again=PASSPHRASE)
    assert bytes(OpeningKey.objects.get(person_id=opener.person_id).public_key) != first
    with pytest.raises(NotThere):
        made.acting(made.officer, make_opening_key, passphrase=PASSPHRASE, again=PASSPHRASE)
