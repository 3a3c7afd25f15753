"""P4 (§7.19): who may join, and when; what each regime forbids is refused with its rule."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.actions.change_entry import close_entry, extend_initial_evaluation, open_entry
from fairplace.dps.market.actions.record_referral import record_referral
from fairplace.dps.market.models import EntryChange, PurchasingSystem
from fairplace.dps.market.queries.entry import entries, entry_of
from fairplace.dps.market.rules.entry import EntryChanged, entry_on, latest_reopening, reopened_on
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.world import AT, World, make_world

FRAMEWORK = "pa23-light-touch-open-framework"
BEGINS, ENDS = date(2025, 3, 1), date(2033, 2, 28)


def framework() -> World:
    return make_world(regime=FRAMEWORK, begins_on=BEGINS, ends_on=ENDS)


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


@pytest.mark.django_db
def test_a_category_is_open_for_life_by_default_p4() -> None:
    world = make_world()
    for entry in entries(AT).values():
        assert (entry.open, entry.initial_evaluation_until, entry.closed_until) == (True, None, None)
        assert entry.sentence == "Open: you can apply at any time until 23 February 2029."
    last = entry_of(world.category("sen").id, datetime(2029, 2, 24, 9, tzinfo=AT.tzinfo))
    assert (last.open, last.sentence) == (False, "The system ended on 23 February 2029. Nobody can apply any more.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("regime", "rule"),
    [
        ("pcr-dps", r"\(PCR regulation 34\(2\), \(6\) and \(15\)\)"),
        ("pcr-light-touch-dps", r"\(PCR regulations 34\(2\) and 76\(7\)"),
        ("pa23-dynamic-market", r"\(Procurement Act 2023, section 36\(6\)\(a\)"),
    ],
)
def test_closing_entry_is_refused_with_the_rule_and_the_lawful_form_p4(regime: str, rule: str) -> None:
    begins = date(2023, 3, 1) if regime.startswith("pcr") else BEGINS
    world = make_world(regime=regime, begins_on=begins)
    with pytest.raises(Refused, match=rf"use an extended initial evaluation {rule}"):
        close_entry(
            actor=world.people["officer"],
            category_id=world.category("sen").id,
            until=date(2027, 4, 1),
            because="Mobilisation",
            at=AT,
        )


@pytest.mark.django_db
def test_extended_initial_evaluation_takes_applications_and_no_referral_p4() -> None:
    """The lawful form of the business case's closure from 1 February to 1 April 2017."""
    world = make_world()
    sen, officer = world.category("sen"), world.people["officer"]
    extend_initial_evaluation(
        actor=officer, category_id=sen.id, until=date(2026, 12, 31), because="Many applications", at=AT
    )
    entry = entry_of(sen.id, AT)
    assert (entry.open, entry.initial_evaluation_until) == (True, date(2026, 12, 31))
    with pytest.raises(
        Refused,
        match=r"until 31 December 2026\. No referral can be published before then \(PCR regulations 34",
    ):
        record_referral(category_version_id=sen.version_id, at=AT)
    record_referral(category_version_id=world.category("residential").version_id, at=AT)
    assert entry_of(sen.id, datetime(2027, 1, 1, 0, 0, tzinfo=AT.tzinfo)).initial_evaluation_until is None
    record_referral(category_version_id=sen.version_id, at=later(60))


@pytest.mark.django_db
def test_no_initial_evaluation_after_the_first_referral_34_18_p4() -> None:
    world = make_world()
    sen = world.category("sen")
    record_referral(category_version_id=sen.version_id, at=AT)
    record_referral(category_version_id=sen.version_id, at=later(1))
    with pytest.raises(Refused, match=r"can no longer be extended \(PCR regulations 34\(18\)"):
        extend_initial_evaluation(
            actor=world.people["officer"], category_id=sen.id, until=date(2026, 12, 31), because="Late", at=later(2)
        )


@pytest.mark.django_db
def test_initial_evaluation_is_ended_early_with_a_reason_on_record_p4() -> None:
    world = make_world()
    sen, officer = world.category("sen"), world.people["officer"]
    common = {"actor": officer, "category_id": sen.id}
    extend_initial_evaluation(**common, until=date(2026, 12, 31), because="Many applications", at=AT)
    with pytest.raises(Refused, match="Say why"):
        open_entry(**common, because="  ", at=later(1))
    open_entry(**common, because="All decided", at=later(1))
    with pytest.raises(Refused, match="open already"):
        open_entry(**common, because="Again", at=later(2))
    record_referral(category_version_id=sen.version_id, at=later(2))
    assert [(row.became, row.because, row.by_id) for row in EntryChange.objects.order_by("at")] == [
        ("initial_evaluation", "Many applications", officer.person_id),
        ("open", "All decided", officer.person_id),
    ]
    told = [row for row in audit.timeline(about=sen.id) if row.kind == "market.entry_changed"]
    assert [row.actor_id for row in told] == [officer.person_id] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("until", [date(2026, 11, 3), date(2020, 1, 1), date(2029, 2, 23)])
def test_initial_evaluation_ends_in_the_future_and_within_the_system_p4(until: date) -> None:
    world = make_world()
    with pytest.raises(Refused) as refused:
        extend_initial_evaluation(
            actor=world.people["officer"], category_id=world.category("sen").id, until=until, because="Why", at=AT
        )
    assert refused.value.field == "until"


@pytest.mark.django_db
def test_strict_pcr_gives_thirty_days_to_join_before_the_first_referral_34_9_p4() -> None:
    at = datetime(2024, 3, 4, 9, tzinfo=AT.tzinfo)
    world = make_world(at=at, regime="pcr-dps", begins_on=date(2024, 3, 1))
    version = world.category("sen").version_id
    with pytest.raises(Refused, match=r"Publish on 31 March 2024 or later \(PCR regulation 34\(9\)"):
        record_referral(category_version_id=version, at=at)
    with pytest.raises(Refused, match=r"choose 31 March 2024 or later \(PCR regulation 34\(9\)"):
        extend_initial_evaluation(
            actor=world.people["officer"],
            category_id=world.category("sen").id,
            until=date(2024, 3, 20),
            because="Short",
            at=at,
        )
    record_referral(category_version_id=version, at=datetime(2024, 3, 31, 9, tzinfo=AT.tzinfo))


@pytest.mark.django_db
def test_open_framework_closes_and_reopens_on_time_p4() -> None:
    world = framework()
    common = {"actor": world.people["officer"], "category_id": world.category("sen").id, "because": "Re-letting"}
    with pytest.raises(Refused, match=r"open again on 29 February 2028 or earlier \(Procurement Act 2023, section 49"):
        close_entry(**common, until=date(2028, 2, 29), at=AT)  # type: ignore[arg-type]
    close_entry(**common, until=date(2028, 2, 28), at=AT)  # type: ignore[arg-type]
    entry = entry_of(world.category("sen").id, AT)
    assert (entry.open, entry.closed_until) == (False, date(2028, 2, 28))
    assert entry.sentence == "Closed. It opens again on 29 February 2028."
    reopened = datetime(2028, 2, 29, 9, tzinfo=AT.tzinfo)
    assert entry_of(world.category("sen").id, reopened).open
    with pytest.raises(Refused, match="open again on 28 February 2033 or earlier"):
        close_entry(**common, until=date(2033, 2, 28), at=reopened)  # type: ignore[arg-type]
    close_entry(**common, until=date(2032, 12, 31), at=reopened)  # type: ignore[arg-type]


@given(
    begins_on=st.dates(date(2025, 2, 24), date(2030, 1, 1)),
    reopened=st.lists(st.integers(1, 365 * 7), max_size=3, unique=True),
)
def test_3_5_and_8_years_hold_whatever_the_days_p4(begins_on: date, reopened: list[int]) -> None:
    regime = regime_of(FRAMEWORK)
    ends_on = date(begins_on.year + 7, 12, 31)
    days = tuple(begins_on + timedelta(days=n) for n in sorted(reopened))
    today = days[-1] if days else begins_on
    latest = latest_reopening(regime, today, begins_on, ends_on, days)
    assert latest <= ends_on
    base, years = (days[-1], 5) if days else (begins_on, 3)
    assert latest <= base + timedelta(days=years * 366)
    assert latest == ends_on or (latest + timedelta(days=1)).year == base.year + years


@pytest.mark.django_db
def test_open_framework_that_never_closed_in_its_first_years_may_close_within_five_p4() -> None:
    world = framework()
    common = {"actor": world.people["officer"], "category_id": world.category("sen").id, "because": "Re-letting"}
    fourth_year = datetime(2029, 1, 8, 9, tzinfo=AT.tzinfo)
    with pytest.raises(Refused, match="open again on 28 February 2030 or earlier"):
        close_entry(**common, until=date(2030, 2, 28), at=fourth_year)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"can no longer be closed.*\(Procurement Act 2023, section 49\(2\)\(a\)\)"):
        close_entry(
            **common,  # type: ignore[arg-type]
            until=date(2032, 1, 1),
            at=datetime(2031, 1, 8, 9, tzinfo=AT.tzinfo),
        )


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 400), st.integers(1, 400)), max_size=6))
def test_every_closure_but_the_running_one_has_its_reopening_p4(told: list[tuple[bool, int, int]]) -> None:
    """told: opened by hand before its end?, days open before it, days closed."""
    day, changes, expected = date(2026, 1, 1), [], []
    for by_hand, before, length in told:
        day += timedelta(days=before + 1)
        until = day + timedelta(days=length)
        changes.append(("closed", until, day))
        day = day + timedelta(days=length // 2) if by_hand else until + timedelta(days=1)
        if by_hand:
            changes.append(("open", None, day))
        expected.append(day)
    assert reopened_on(changes, day) == tuple(expected)
    if changes and changes[-1][0] == "closed":
        assert reopened_on(changes, day - timedelta(days=1)) == tuple(expected[:-1])


@given(
    day=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    until=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    became=st.sampled_from(["closed", "initial_evaluation"]),
)
def test_whatever_was_closed_opens_by_itself_p4(day: date, until: date, became: str) -> None:
    entry = entry_on(day, begins_on=date(2024, 1, 1), ends_on=date(2031, 1, 1), newest=EntryChanged(became, until))
    assert entry.open == (became == "initial_evaluation" or day > until)
    assert (entry.closed_until or entry.initial_evaluation_until) == (until if day <= until else None)


@pytest.mark.django_db
def test_only_the_leads_procurement_officers_change_entry_p4() -> None:
    world = framework()
    for name in ("partner_officer", "lead_signatory"):
        with pytest.raises(NotThere):
            close_entry(
                actor=world.people[name],
                category_id=world.category("sen").id,
                until=date(2027, 1, 1),
                because="Mine",
                at=AT,
            )
    assert not EntryChange.objects.exists()


@pytest.mark.django_db
def test_entry_is_asked_in_one_statement_for_all_categories_p4(django_assert_num_queries: object) -> None:
    world = make_world()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(entries(AT, world.system_id)) == 5


@pytest.mark.django_db
def test_the_database_keeps_the_regime_and_the_rows_of_entry_p2_p4() -> None:
    world = make_world()
    extend_initial_evaluation(
        actor=world.people["officer"], category_id=world.category("sen").id, until=date(2027, 1, 1), because="x", at=AT
    )
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PurchasingSystem.objects.filter(id=world.system_id).update(regime="pcr-dps")
    for statement in ("UPDATE market_entrychange SET because = ''", "DELETE FROM market_entrychange"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
