"""R10: the law as data, fifteen calendar days, the five conditions, the notices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.placements.rules.named_preference import (
    answer_due,
    answer_time,
    calendar_days_left,
    enactments,
    five_conditions,
    notices_needed,
    outside_reasons,
    reminders_due,
    section_41_sentence,
    sources_of,
)
from fairplace.dps.placements.rules.preference_lifecycle import TRANSITIONS, PreferenceStanding, may_become
from fairplace.foundations.kernel.working_days import LONDON

SECTIONS = ("44(3)", "50(6)", "53(6)")
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def test_fifteen_calendar_days_count_weekends_and_bank_holidays_r10() -> None:
    due = answer_due(datetime(2026, 12, 18, 16, tzinfo=UTC))
    assert due.date() == date(2027, 1, 2), "a Saturday, over Christmas"
    assert (due.hour, due.minute) == (23, 59)


@pytest.mark.parametrize(
    "asked", [datetime(2026, 3, 20, 23, 30, tzinfo=UTC), datetime(2026, 10, 16, 23, 30, tzinfo=UTC)]
)
def test_the_day_is_londons_over_both_changes_of_the_clocks_r10(asked: datetime) -> None:
    due = answer_due(asked)
    assert (due.date() - asked.astimezone(LONDON).date()).days == 15
    assert due.hour == 23


@given(MOMENTS)
def test_the_last_day_is_whole_and_then_it_has_passed_r10(asked: datetime) -> None:
    due = answer_due(asked)
    assert calendar_days_left(asked, due) == 15
    assert calendar_days_left(due, due) == 0
    assert calendar_days_left(due + timedelta(seconds=2), due) == -1


@given(MOMENTS, st.integers(0, 20 * 24))
def test_reminders_go_in_order_each_once_and_never_late_r10(asked: datetime, hours: int) -> None:
    due, now = answer_due(asked), asked + timedelta(hours=hours)
    wanted = reminders_due(asked, due, now)
    assert 0 <= wanted <= len(answer_time().remind_days_before)
    if now > due or hours < 5 * 24:
        assert wanted == 0
    if now <= due and calendar_days_left(now, due) <= 2:
        assert wanted == 2
    assert reminders_due(asked, due, now) <= max(reminders_due(asked, due, min(now + timedelta(hours=1), due)), wanted)


def test_all_five_conditions_have_their_source_and_what_meets_them_r10() -> None:
    met = five_conditions(
        enactment="ea-1996-9", preferred="A parent", said_on=date(2026, 11, 2), only_one=False, best_interests=True
    )
    assert [one.code for one in met] == ["light_touch", "individual", "enactment", "preference", "best_interests"]
    assert all(one.met_by and one.source for one in met)
    assert met[3].met_by == "A parent said so on 2 November 2026"
    bare = five_conditions(enactment="", preferred="", said_on=None, only_one=False, best_interests=False)
    assert [bool(one.met_by) for one in bare] == [True, True, False, False, False]
    only = five_conditions(enactment="x", preferred="", said_on=None, only_one=True, best_interests=False)
    assert only[3].met_by == "No other place can do it"


def test_r10_the_law_of_the_five_conditions_is_cited_once() -> None:
    """The page said "Procurement Act 2023" twice, for one place in it and for that place and another."""
    bare = five_conditions(enactment="", preferred="", said_on=None, only_one=False, best_interests=False)
    assert sources_of(bare) == "Procurement Act 2023, section 9 and Schedule 5, paragraphs 15 to 17"


def test_user_choice_needs_none_of_the_three_notices_of_the_act_r10() -> None:
    for regime in ("pa23-dynamic-market", "pa23-light-touch-open-framework", "pcr-light-touch-dps"):
        rows = notices_needed(regime=regime, accredited=False)
        assert [row.needed for row in rows] == [False, False, False], "a place outside a system is bought under the Act"
        assert {row.source for row in rows} == {f"Procurement Act 2023, section {n}" for n in SECTIONS}


def test_a_place_on_a_system_of_2015_needs_the_notice_of_its_quarter_r10() -> None:
    rows = notices_needed(regime="pcr-light-touch-dps", accredited=True)
    assert [row.needed for row in rows] == [True, True]
    assert {row.source for row in rows} == {"PCR regulation 75(4)", "PCR regulation 76(4)"}
    assert not any(row.needed for row in notices_needed(regime="pa23-dynamic-market", accredited=True))


@pytest.mark.parametrize("category", ["sen", "residential", "foster", "alternative", "supported"])
def test_every_category_has_laws_to_rely_on_and_reasons_to_log_r10(category: str) -> None:
    assert enactments(category)
    assert {"no_offer", "other"} <= set(outside_reasons(category))


def test_reasons_fit_their_category_r10() -> None:
    assert "tribunal" in outside_reasons("sen")
    assert "tribunal" not in outside_reasons("foster")
    assert "court" not in outside_reasons("sen")


def test_section_41_says_who_must_admit_and_who_may_refuse_r10() -> None:
    asks = "cfa-2014-38-39"
    assert "must admit" in section_41_sentence(True, "independent_special_school", asks)
    assert "must admit" in section_41_sentence(None, "non_maintained_special_school", asks)
    assert "only if it agrees" in section_41_sentence(False, "independent_special_school", asks)
    assert section_41_sentence(False, "independent_special_school", "ea-1996-9") == ""


def test_nothing_follows_an_award_or_an_end_r10() -> None:
    assert not TRANSITIONS[PreferenceStanding.AWARDED]
    assert not TRANSITIONS[PreferenceStanding.ENDED]
    assert not may_become(PreferenceStanding.ACCEPTED, PreferenceStanding.AWARDED), "a second person comes between"
