"""P2 (§5.6): the period of validity by regime, extended, shortened or ended with a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.actions.change_period import change_period, end_system
from fairplace.dps.market.models import Notice, PeriodChange, PurchasingSystem
from fairplace.dps.market.queries.entry import entry_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.period import check_change, check_period, latest_end, period_standing
from fairplace.dps.market.rules.regimes import Regime, regime_of, regimes
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.world import AT, World, make_world

FRAMEWORK, MARKET = "pa23-light-touch-open-framework", "pa23-dynamic-market"
FROZEN = r"could be changed until 23 February 2026 alone\..*\(.*SI 2024/716, regulation 5\(4\)\(b\)\)\."
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def acted(world: World, action: Callable[..., None], **changes: object) -> None:
    given_ = {
        "actor": world.people["officer"],
        "system_id": world.system_id,
        "ends_on": date(2032, 12, 31),
        "because": "The new scheme starts later",
        "notice_reference": "2026/S 000-000123",
        "at": AT,
    }
    action(**(given_ | changes))


def framework() -> World:
    return make_world(regime=FRAMEWORK, begins_on=date(2025, 3, 1), ends_on=date(2030, 2, 28))


@pytest.mark.django_db
def test_period_is_extended_and_shortened_with_a_notice_and_kept_p2() -> None:
    world = framework()
    acted(world, change_period)
    acted(world, change_period, ends_on=date(2031, 1, 31), notice_reference="2026/S 000-000124", at=AT + timedelta(1))
    assert the_system().ends_on == date(2031, 1, 31)
    assert [(row.kind, row.ended_on, row.ends_on, row.because) for row in PeriodChange.objects.order_by("at")] == [
        ("extended", date(2030, 2, 28), date(2032, 12, 31), "The new scheme starts later"),
        ("shortened", date(2032, 12, 31), date(2031, 1, 31), "The new scheme starts later"),
    ]
    assert [row.reference for row in Notice.objects.order_by("at")] == ["2026/S 000-000123", "2026/S 000-000124"]
    kinds = [event.kind for event in audit.timeline(about=world.system_id)]
    assert kinds.count("market.period_changed") == 2
    assert kinds.count("market.notice_recorded") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("regime", ["pcr-dps", "pcr-light-touch-dps"])
@pytest.mark.parametrize(
    ("action", "ends_on"),
    [
        (change_period, date(2029, 2, 1)),
        (change_period, date(2029, 2, 23)),
        (change_period, date(2030, 1, 1)),
        (end_system, date(2026, 12, 31)),
    ],
)
def test_pcr_period_is_frozen_since_23_february_2026_with_the_rule_cited_p2(
    regime: str, action: Callable[..., None], ends_on: date
) -> None:
    """Regulation 34(28) counts termination among the changes of the period."""
    world = make_world(regime=regime)
    with pytest.raises(Refused, match=FROZEN):
        acted(world, action, ends_on=ends_on)
    assert not PeriodChange.objects.exists()


@pytest.mark.django_db
def test_pcr_period_could_be_changed_up_to_the_last_day_and_never_past_the_hard_stop_p2() -> None:
    world = make_world(ends_on=date(2027, 3, 31))
    last = datetime(2026, 2, 23, 17, tzinfo=AT.tzinfo)
    with pytest.raises(Refused, match=r"23 February 2029 at the latest \(SI 2024/716") as refused:
        acted(world, change_period, ends_on=date(2029, 2, 24), at=last)
    assert refused.value.field == "ends_on"
    acted(world, change_period, ends_on=date(2029, 2, 23), at=last)
    assert the_system().ends_on == date(2029, 2, 23)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("regime", "begins_on", "ends_on", "why"),
    [
        ("pcr-dps", date(2025, 2, 24), date(2029, 2, 23), r"began before 24 February 2025.*SI 2024/716"),
        ("pcr-light-touch-dps", date(2023, 3, 1), date(2029, 2, 24), r"23 February 2029 at the latest"),
        (MARKET, date(2025, 2, 23), date(2030, 1, 1), r"24 February 2025 or later.*SI 2024/716, regulation 2\(2\)"),
        (FRAMEWORK, date(2025, 3, 1), date(2033, 3, 1), r"28 February 2033 at the latest.*49\(2\)\(c\)"),
        (MARKET, date(2026, 3, 1), date(2026, 3, 1), "The last day must come after the first"),
    ],
)
def test_setting_up_checks_the_period_by_the_regime_p2(regime: str, begins_on: date, ends_on: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        make_world(regime=regime, begins_on=begins_on, ends_on=ends_on)
    assert not PurchasingSystem.objects.exists()


@pytest.mark.django_db
def test_a_change_demands_its_notice_and_a_reason_and_says_which_p2() -> None:
    world = framework()
    with pytest.raises(Refused, match=r"Publish a corrected tender notice \(UK4\)") as refused:
        acted(world, change_period, notice_reference="  ")
    assert refused.value.field == "notice_reference"
    with pytest.raises(Refused, match=r"Publish a contract termination notice \(UK11\)"):
        acted(world, end_system, ends_on=date(2027, 1, 1), notice_reference="")
    with pytest.raises(Refused, match="Say why"):
        acted(world, change_period, because="\n ")
    assert the_system().ends_on == date(2030, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "ends_on", "why"),
    [
        (change_period, date(2030, 2, 28), "is the last day already"),
        (change_period, date(2026, 11, 2), "cannot lie in the past"),
        (
            change_period,
            date(2033, 3, 1),
            r"28 February 2033 at the latest \(Procurement Act 2023, sections 49\(2\)\(c\)",
        ),
        (end_system, date(2031, 1, 1), "To end it early, choose a day before 28 February 2030"),
    ],
)
def test_days_that_cannot_be_the_last_are_refused_p2(action: Callable[..., None], ends_on: date, why: str) -> None:
    world = framework()
    with pytest.raises(Refused, match=why):
        acted(world, action, ends_on=ends_on)


@pytest.mark.django_db
def test_an_ended_system_takes_nobody_in_and_stays_over_p2() -> None:
    world = framework()
    acted(world, end_system, ends_on=date(2026, 11, 3))
    tomorrow = AT + timedelta(days=1)
    assert not entry_of(world.category("sen").id, tomorrow).open
    with pytest.raises(Refused, match="A system that is over stays over"):
        acted(world, change_period, at=tomorrow)


@pytest.mark.django_db
def test_only_the_leads_procurement_officers_change_the_period_p2() -> None:
    world = framework()
    for name in ("partner_officer", "lead_signatory"):
        with pytest.raises(NotThere):
            acted(world, change_period, actor=world.people[name])


@pytest.mark.django_db
def test_rows_of_notices_and_periods_are_never_changed_p2() -> None:
    world = framework()
    acted(world, change_period)
    for table in ("market_notice", "market_periodchange"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@given(begins_on=days, ends_on=days, regime=st.sampled_from(list(regimes().values())))
def test_whatever_period_is_accepted_lies_within_the_regimes_limits_p2(
    begins_on: date, ends_on: date, regime: Regime
) -> None:
    try:
        check_period(regime, begins_on, ends_on)
    except Refused:
        return
    assert begins_on < ends_on
    assert ends_on <= (regime.hard_stop or date.max)
    if regime.most_years is not None:
        assert ends_on.timetuple()[:3] < (begins_on.year + regime.most_years, begins_on.month, begins_on.day)


@given(begins_on=days, old=days, new=days, today=days, ending=st.booleans(), code=st.sampled_from(list(regimes())))
def test_no_change_is_accepted_after_the_freeze_or_past_the_latest_day_p2(
    begins_on: date, old: date, new: date, today: date, ending: bool, code: str
) -> None:
    regime = regime_of(code)
    try:
        check_change(regime, today=today, begins_on=begins_on, old=old, new=new, ending=ending)
    except Refused:
        return
    assert today <= new <= (latest_end(regime, begins_on) or date.max)
    assert new != old
    assert not (ending and new > old)
    assert today <= old
    assert regime.frozen_after is None or today <= regime.frozen_after


@pytest.mark.parametrize("code", regimes())
def test_what_may_not_be_changed_says_why_p2(code: str) -> None:
    standing = period_standing(
        regime_of(code), today=date(2026, 11, 26), begins_on=date(2023, 3, 1), ends_on=date(2029, 2, 23)
    )
    assert standing.may_change == code.startswith("pa23")
    assert ("SI 2024/716" in standing.why_not) == code.startswith("pcr")
