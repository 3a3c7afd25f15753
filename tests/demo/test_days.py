"""The demo is set in this week, whenever it is started: every step of every story lies in the past."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from fairplace.demo.region.referrals import referrals
from fairplace.demo.telling.days import after, last_closing, moment, next_closing, working_days_before
from fairplace.foundations.kernel.working_days import LONDON, add_working_days, is_working_day

# By stage: how many working days after closing, and at what time, its last step is taken.
LAST_STEP = {
    "first_key": (1, 9, 40),
    "to_mark": (2, 15, 0),
    "to_moderate": (2, 15, 0),
    "no_award": (2, 10, 0),
    "scored": (3, 15, 0),
    "with_family": (3, 15, 0),
    "to_award": (4, 19, 30),
    "awarded": (6, 10, 30),
    "to_sign": (7, 11, 0),
    "council_to_sign": (8, 10, 15),
    "signed": (9, 14, 15),
}
LATER = 2
"""More working days where the first winner withdraws and the next is awarded."""
STARTS = [
    datetime(2026, 11, 20, 0, 5, tzinfo=LONDON) + timedelta(hours=7 * number)
    for number in range(180)  # seven weeks, over Christmas, at every hour
]


@pytest.mark.parametrize("now", STARTS[::9])
def test_closings_lie_on_the_right_side_of_now(now: datetime) -> None:
    assert moment(next_closing(now), 17) - now >= timedelta(hours=1)
    assert now - moment(last_closing(now), 17) >= timedelta(minutes=30)
    assert is_working_day(next_closing(now))
    assert is_working_day(last_closing(now))


def test_every_story_has_come_as_far_as_its_stage() -> None:
    for now in STARTS:
        for one in referrals():
            if one.stage in LAST_STEP:
                closes = working_days_before(last_closing(now), one.told["closed"] - 1)
                days, hour, minute = LAST_STEP[one.stage]
                days += LATER if "declines" in one.told else 0
                assert after(moment(closes, 9), days, hour, minute) <= now, (now, one.key)


def test_award_of_the_demo_can_still_be_accepted() -> None:
    """Three working days after the award, which is made six after closing."""
    (awarded,) = (one for one in referrals() if one.stage == "awarded")
    for now in STARTS:
        closes = working_days_before(last_closing(now), awarded.told["closed"] - 1)
        assert moment(add_working_days(closes, 6 + 3), 17) > now


def test_working_days_before_counts_back_over_weekends_and_holidays() -> None:
    assert working_days_before(date(2026, 12, 29), 1) == date(2026, 12, 24)
    assert working_days_before(date(2026, 11, 22), 0) == date(2026, 11, 20)
