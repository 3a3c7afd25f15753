"""A8, §1.4: terms are drafted from those in force, published once, kept for ever, and their differences can be read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from fairplace.dps.market.actions.publish_terms import publish_terms
from fairplace.dps.market.actions.write_terms_draft import drop_terms_draft, save_terms_draft, start_terms_draft
from fairplace.dps.market.queries.terms import (
    changes_between,
    terms_draft,
    terms_drafts,
    terms_in_force,
    terms_versions,
)
from fairplace.dps.market.rules.terms_content import leaves_on, read_terms, terms_changes, terms_data
from fairplace.dps.market.seeds import read_terms_seed
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.world import AT, World, make_provider, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def saved(world: World, category: str = "", **change: Any) -> Any:
    """A draft with 6 months' notice, ready to publish but for what is changed."""
    officer = world.people["officer"]
    category_id = world.category(category).id if category else None
    draft_id = start_terms_draft(actor=officer, category_id=category_id, at=AT)
    told = {
        "label": "2027-1",
        "content": {**terms_data(terms_draft(officer, draft_id).content), "notice_months": 6},
        "schedules": {world.partner_id: "Invoices go to the shared inbox."},
        "accept_by": date(2026, 12, 31),
        "consequence": "The place may be suspended.",
        **change,
    }
    save_terms_draft(actor=officer, draft_id=draft_id, at=AT, **told)
    return draft_id


def test_a_system_begins_with_terms(world: World) -> None:
    (row,) = terms_versions()
    assert (row.label, row.accept_by, row.category) == ("2026.1", None, "All categories")
    assert row.content == read_terms(read_terms_seed())


def test_a_new_version_is_in_force_for_its_category_alone_a8(world: World) -> None:
    publish_terms(actor=world.people["officer"], draft_id=saved(world, "sen"), at=AT)
    sen, home = world.category("sen").id, world.category("residential").id
    assert (terms_in_force(sen).label, terms_in_force(home).label) == ("2027-1", "2026.1")
    assert terms_drafts(world.people["officer"]) == []
    changes = changes_between(terms_in_force(home), terms_in_force(sen))
    assert [(change.title, change.what) for change in changes] == [
        ("Notice when a provider leaves", "changed"),
        ("Local schedule of Surrey County Council", "added"),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": ""}, "Give the version a label"),
        ({"label": "2026.1"}, "There is a version 2026.1 already"),
        ({"consequence": " "}, "Say what follows"),
        ({"accept_by": None}, "at least 14 days"),
        ({"accept_by": date(2026, 11, 10)}, "17 November 2026 or later"),
        ({"content": read_terms_seed(), "schedules": {}}, "Nothing differs"),
    ],
)
def test_what_lacks_something_is_not_published_a8(world: World, change: dict[str, Any], sentence: str) -> None:
    draft_id = saved(world, **change)
    with pytest.raises(Refused, match=sentence):
        publish_terms(actor=world.people["officer"], draft_id=draft_id, at=AT)
    assert len(terms_versions()) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"clauses": []}, "Every clause has a title"),
        ({"clauses": [{"title": "A", "text": "b"}, {"title": "a", "text": "c"}]}, "the same title"),
        ({"grounds": []}, "Keep the ground"),
        ({"notice_months": 13}, "between 0 and 12"),
    ],
)
def test_terms_that_say_nothing_or_the_same_twice_are_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_terms({**read_terms_seed(), **change})


def test_a_published_version_and_its_schedules_cannot_be_changed_a8(world: World) -> None:
    publish_terms(actor=world.people["officer"], draft_id=saved(world), at=AT)
    for statement in ("UPDATE market_termsversion SET label = 'x'", "DELETE FROM market_localschedule"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_only_the_lead_writes_terms_and_of_two_publishing_at_once_one_is_told(world: World) -> None:
    _, manager, _ = make_provider("Alder Trust", "07000009")
    for nobody in (world.people["partner_officer"], world.people["lead_signatory"], manager):
        with pytest.raises(NotThere):
            start_terms_draft(actor=nobody, category_id=None, at=AT)
    draft_id = saved(world)
    publish_terms(actor=world.people["officer"], draft_id=draft_id, at=AT)
    with pytest.raises(Refused, match="published or dropped"):
        publish_terms(actor=world.people["second_officer"], draft_id=draft_id, at=AT)
    other = saved(world, label="2027-2")
    drop_terms_draft(actor=world.people["officer"], draft_id=other, at=AT)
    assert [row.label for row in terms_versions()] == ["2027-1", "2026.1"]


TEXTS = some.text(alphabet="abc d", min_size=1).filter(str.strip)
SCHEDULES = some.dictionaries(some.sampled_from(["Kent", "Surrey", "Hampshire"]), TEXTS)


@given(SCHEDULES, SCHEDULES)
def test_differences_are_those_that_are_there_and_no_other_a8(before: dict[str, str], after: dict[str, str]) -> None:
    terms = read_terms(read_terms_seed())
    found = {change.title.removeprefix("Local schedule of ") for change in terms_changes(terms, terms, before, after)}
    assert found == {council for council in {*before, *after} if before.get(council) != after.get(council)}


@given(some.dates(date(2023, 1, 1), date(2040, 12, 31)), some.integers(0, 12))
def test_notice_takes_effect_so_many_calendar_months_later_a1(given_on: date, months: int) -> None:
    leaves = leaves_on(given_on, months)
    assert (leaves.year - given_on.year) * 12 + leaves.month - given_on.month == months
    assert leaves.day <= given_on.day
    assert leaves.day == given_on.day or (leaves.replace(day=28).month, leaves.day) >= (leaves.month, 28)
