"""R8: when bids close. C2, C3: who may be named to open and to mark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.nothing_left import ALL_EXCLUDED, NO_BIDS, NONE_LEFT, nothing_left
from fairplace.dps.competitions.rules.publication import closing_time, team_faults
from fairplace.dps.competitions.rules.working_day import LIVE, Stage, stage_of
from fairplace.dps.market.rules.category_content import ResponseTime
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding

TUESDAY = datetime(2026, 11, 3, 10, 30, tzinfo=UTC)
A, B, C, D, E, F = (uuid4() for _ in range(6))


def test_r8_working_days_end_at_five_and_skip_bank_holidays() -> None:
    planned = ResponseTime("planned", working_days=10)
    assert closing_time(TUESDAY, planned) == datetime(2026, 11, 17, 17, tzinfo=UTC)
    before_christmas = datetime(2026, 12, 23, 10, tzinfo=UTC)  # 25 and 28 December are bank holidays
    assert closing_time(before_christmas, ResponseTime("x", working_days=2)) == datetime(2026, 12, 29, 17, tzinfo=UTC)


def test_r8_hours_are_working_hours() -> None:
    emergency = ResponseTime("emergency", hours=4)
    assert closing_time(TUESDAY, emergency) == datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
    friday_late = datetime(2026, 11, 6, 16, tzinfo=UTC)
    assert closing_time(friday_late, emergency) == datetime(2026, 11, 9, 12, tzinfo=UTC)


def test_r8_an_emergencys_hours_are_hours_by_the_clock() -> None:
    emergency = ResponseTime("emergency", hours=4, counts="clock")
    friday_late = datetime(2026, 11, 6, 22, tzinfo=UTC)
    assert closing_time(friday_late, emergency) == datetime(2026, 11, 7, 2, tzinfo=UTC)
    march = datetime(2027, 3, 27, 21, 30, tzinfo=UTC)
    assert closing_time(march, emergency).isoformat() == "2027-03-28T02:30:00+01:00"
    october = datetime(2027, 10, 30, 21, 30, tzinfo=UTC)
    assert closing_time(october, emergency).isoformat() == "2027-10-31T01:30:00+00:00"


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 48),
    st.sampled_from(["working", "clock"]),
)
def test_r8_bidders_never_have_less_than_the_hours_they_were_told(at: datetime, hours: int, counts: str) -> None:
    closes = closing_time(at, ResponseTime("urgent", hours=hours, counts=counts))
    passed = closes.astimezone(UTC) - at
    assert passed == timedelta(hours=hours) if counts == "clock" else passed >= timedelta(hours=hours)


def faults(openers: list[UUID], evaluators: list[UUID], urgency: str = "planned") -> list[str]:
    return [
        fault.field
        for fault in team_faults(
            openers, evaluators, openers={A, B, C, D}, with_key={A, B, C}, evaluators={D, E, F}, urgency=urgency
        )
    ]


@pytest.mark.parametrize(
    ("openers", "evaluators", "fields"),
    [
        ([A, B, C], [D, E], []),
        ([A, B], [D, E], ["opener_ids"]),
        ([A, B, B], [D, E], ["opener_ids"]),
        ([A, B, C, D], [E, F], ["opener_ids"]),
        ([A, B, E], [D, F], ["opener_ids"]),
        ([A, B, D], [E, F], ["opener_ids"]),  # no opening key
        ([A, B, C], [D], ["evaluator_ids"]),
        ([A, B, C], [D, D], ["evaluator_ids"]),
        ([A, B, C], [A, D], ["evaluator_ids", "evaluator_ids"]),  # no evaluator by duty, and an opener
    ],
)
def test_c2_three_openers_with_keys_none_an_evaluator(
    openers: list[UUID], evaluators: list[UUID], fields: list[str]
) -> None:
    assert faults(openers, evaluators) == fields


def test_c3_one_evaluator_is_enough_in_an_emergency() -> None:
    assert faults([A, B, C], [D], urgency="emergency") == []
    assert faults([A, B, C], [], urgency="emergency") == ["evaluator_ids"]


def test_every_standing_has_its_column_and_the_clock_opens() -> None:
    closes = datetime(2026, 11, 17, 17, tzinfo=UTC)
    published = ReferralStanding.PUBLISHED
    assert stage_of(ReferralStanding.DRAFT, None, None, TUESDAY) is Stage.TO_PUBLISH
    assert stage_of(published, CompetitionStanding.OPEN, closes, TUESDAY) is Stage.WAITING
    assert stage_of(published, CompetitionStanding.OPEN, closes, closes) is Stage.TO_OPEN
    for standing in CompetitionStanding:
        assert stage_of(published, standing, closes, TUESDAY) in Stage
        assert stage_of(ReferralStanding.CLOSED, standing, closes, TUESDAY) is Stage.FINISHED
    assert Stage.FINISHED not in LIVE
    assert (Stage.WITH_FAMILY.label, Stage.TO_AWARD.label) == ("With the family", "To award")


@pytest.mark.parametrize(
    ("state", "received", "left", "said"),
    [
        (CompetitionStanding.EVALUATING, True, True, ""),
        (CompetitionStanding.EVALUATING, False, False, NO_BIDS),
        (CompetitionStanding.EVALUATING, True, False, ALL_EXCLUDED),
        (CompetitionStanding.PRICE_QUESTIONED, True, False, ALL_EXCLUDED),
        (CompetitionStanding.TO_AWARD, True, False, NONE_LEFT),
        (CompetitionStanding.SCORED, True, False, NONE_LEFT),
        (CompetitionStanding.OPEN, False, False, ""),
        (CompetitionStanding.NO_AWARD, False, False, ""),
    ],
)
def test_c4_where_no_bid_is_left_the_working_day_says_which_and_nothing_is_to_be_evaluated(
    state: CompetitionStanding, received: bool, left: bool, said: str
) -> None:
    nothing = nothing_left(state, received=received, left=left)
    assert nothing == said
    stage = stage_of(ReferralStanding.PUBLISHED, state, TUESDAY, TUESDAY, nothing)
    assert (stage is Stage.WITHOUT_BIDS) == bool(said)
