"""F8: clocks jump, and the nights of summer time have an hour twice or not at all. No early opening, no late bid.

One clock decides, the database's; what the application's own says is shown to nobody and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from fairplace.dps.competitions.actions import held_slot
from fairplace.dps.competitions.models import Bid, Competition
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON
from tests.dps.competitions.council_side import Run, run
from tests.dps.competitions.writing import ready, save, say_will_bid, submit
from tests.dps.world import AT
from tests.drill.plugin import Figures

Clock = Callable[[datetime | None], None]
MOMENT, HOUR = timedelta(microseconds=1), timedelta(hours=1)
CLOSING = {
    "an ordinary afternoon": datetime(2026, 11, 17, 17, tzinfo=UTC),
    "the first of two half past ones in October": datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    "the second of them": datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    "the moment when March has no half past one": datetime(2027, 3, 28, 1, tzinfo=UTC),
    "the last second of a year": datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
}
APART = ("as it is", "a day behind", "a day ahead")
TRIED = "the application's clock is a day off, on nights of summer time too"


def open_until(set_clock: Clock, closes_at: datetime) -> tuple[Run, list[tuple[str, str]]]:
    made = run(set_clock, bidders=4)
    Competition.objects.filter(id=made.competition_id).update(closes_at=closes_at)
    drafts = []
    for bidder in made.published.bidders:
        code = say_will_bid(bidder, AT)
        drafts.append((code, save(bidder, code, ready(made.published), AT).edition))
    made.declare()
    return made, drafts


def submits(made: Run, drafts: list[tuple[str, str]], place: int, at: datetime) -> bool:
    """at: when the request began, as the page read it."""
    try:
        submit(made.published.bidders[place], *drafts[place], at)
    except Refused:
        return False
    return True


def opens(made: Run, place: int) -> bool:
    try:
        made.turn(made.published.openers[place])
    except Refused:
        return False
    return True


@pytest.mark.attack("F8", TRIED)
@pytest.mark.django_db
@pytest.mark.parametrize("off", APART)
@pytest.mark.parametrize("closes_at", CLOSING.values(), ids=list(CLOSING))
def test_bids_end_and_opening_begins_at_the_closing_time_whatever_other_clocks_say_f8(
    set_clock: Clock, closes_at: datetime, off: str, figures: Figures
) -> None:
    made, drafts = open_until(set_clock, closes_at)
    apart = timedelta(days={"as it is": 0, "a day behind": -1, "a day ahead": 1}[off])
    with time_machine.travel(closes_at + apart, tick=False):
        set_clock(closes_at - MOMENT)
        early = [opens(made, 0)]
        in_time = submits(made, drafts, 0, closes_at - MOMENT)
        set_clock(closes_at)
        late = [submits(made, drafts, 1, began) for began in (closes_at - MOMENT, closes_at)]
        in_turn = [opens(made, 0), opens(made, 1)]
        by_its_own = timezone.now() < closes_at
    with audit.transaction_as(made.officer):
        counted = Bid.objects.count()
    figures("closing times and clocks", 1)
    figures("opened early", sum(early))
    figures("accepted late", sum(late))
    figures.control("late ones that a page's own clock would take", int(by_its_own))
    figures.control("late ones that the time on the wall would take", int(by_the_wall(closes_at)))
    assert (in_time, in_turn, counted) == (True, [True, True], 1)
    assert not any(early)
    assert not any(late)


def by_the_wall(closes_at: datetime) -> bool:
    """The flawed build compares what a clock on a wall in London shows: is a bid half an hour late still in time?"""
    shown = (closes_at + HOUR / 2).astimezone(LONDON).replace(tzinfo=None, fold=0)
    return shown < closes_at.astimezone(LONDON).replace(tzinfo=None, fold=0)


@pytest.mark.attack("F8", "the database's own clock jumps forward and back")
@pytest.mark.django_db
def test_a_clock_that_jumps_forward_and_back_lets_nobody_in_after_an_opening_f8(
    set_clock: Clock, figures: Figures
) -> None:
    """Before anyone turned a key: closed meanwhile, open again after. Once a key is turned: closed for good."""
    closes_at = CLOSING["an ordinary afternoon"]
    made, drafts = open_until(set_clock, closes_at)
    set_clock(closes_at - HOUR)
    assert submits(made, drafts, 0, closes_at - HOUR)
    set_clock(closes_at + 5 * HOUR)
    ahead = submits(made, drafts, 1, closes_at - HOUR)
    set_clock(closes_at - HOUR)
    early = opens(made, 0)
    assert submits(made, drafts, 1, closes_at - HOUR)
    set_clock(closes_at)
    assert opens(made, 0)
    set_clock(closes_at - HOUR)
    after_a_turn = submits(made, drafts, 2, closes_at - HOUR)
    second_turn_early = opens(made, 1)
    set_clock(closes_at + HOUR)
    assert opens(made, 1)
    set_clock(closes_at - HOUR)
    after_opening = submits(made, drafts, 3, closes_at - HOUR)
    with audit.transaction_as(made.officer):
        counted = Bid.objects.count()
    figures("jumps", 6)
    figures("opened early", early + second_turn_early)
    figures("accepted late", ahead + after_a_turn + after_opening)
    with connection.cursor() as cursor:  # the flawed build asks the clock, and not the state
        cursor.execute(held_slot._IN_TIME, [made.competition_id])
        _, in_time = cursor.fetchone()
    figures.control("in time after an opening, by the clock alone", int(in_time))
    assert in_time
    assert [ahead, early, after_a_turn, second_turn_early, after_opening] == [False] * 5
    assert counted == 2
