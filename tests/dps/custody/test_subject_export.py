"""T5: everything held about somebody, for them alone, recorded, and gone after its time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from fairplace.dps.custody import events
from fairplace.dps.custody.actions.subject_export import (
    ask_child_export,
    ask_own_export,
    ask_provider_export,
    take_export,
)
from fairplace.dps.custody.jobs import end_export, make_export
from fairplace.dps.custody.queries.held import data_map
from fairplace.dps.custody.rules.data_map import CHILD_TABLES, GROUPS, PROVIDER_TABLES
from fairplace.dps.referrals.queries.child import read_story
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.attacks.scene import signed_in
from tests.dps.competitions.published import STORY
from tests.dps.custody.test_retention import doing, keepers, reference_of
from tests.dps.transparency.packs import awarded

Clock = Callable[[datetime | None], None]
TEXT = (
    "CharField",
    "TextField",
    "EmailField",
    "SlugField",
    "JSONField",
    "ArrayField",
    "BinaryField",
    "EncryptedTextField",
)


def made_for(actor: Actor, export_id: Any) -> dict[str, Any]:
    make_export(export_id=str(export_id), organisation_id=str(actor.organisation_id))
    make_export(export_id=str(export_id), organisation_id=str(actor.organisation_id))
    with audit.transaction_as(actor):
        document = take_export(actor=actor, export_id=export_id, at=audit.clock.now())
    with zipfile.ZipFile(io.BytesIO(document.content)) as pack:
        assert pack.read("held.pdf").startswith(b"%PDF")
        told: dict[str, Any] = json.loads(pack.read("held.json"))
    return told


@pytest.mark.django_db
def test_a_child_gets_all_that_is_theirs_and_who_read_it_and_nothing_of_others_t5(set_clock: Clock) -> None:
    made = awarded(set_clock)
    first, _ = keepers(made)
    with audit.transaction_as(made.officer):
        read_story(actor=made.officer, referral_id=made.published.referral_id)
    given = {"reference": reference_of(made), "reason": "A parent asked.", "identity_checked": "Passport seen."}
    at = audit.clock.now()
    for missing in ("reason", "identity_checked"):
        with pytest.raises(Refused, match="Say"):
            doing(first, ask_child_export, at=at, **{**given, missing: " "})
    export = doing(first, ask_child_export, at=at, **given)
    told = made_for(first, export)
    everything = json.dumps(told, ensure_ascii=False)
    assert STORY in everything
    assert "Samir Example" in everything
    (read, *_) = told["held"]["who_read_it"]
    assert read["organisation"] == made.officer.organisation_name
    assert "narrative" in read["what"]
    assert made.officer.name not in everything, "officials stay out"
    assert "It answers the outcome step by step." not in everything, "marks stay out"
    for bidder in made.published.bidders[1:]:
        assert bidder.name not in everything, "who lost stays out"
    kinds = list(Event.objects.filter(about_id=made.published.referral_id).values_list("kind", flat=True))
    assert {events.EXPORT_ASKED, events.EXPORT_MADE, events.EXPORT_TAKEN} <= set(kinds)
    for stranger in (made.published.bidders[0].actor, made.evaluators[0]):
        with pytest.raises(NotThere), audit.transaction_as(stranger):
            take_export(actor=stranger, export_id=export, at=at)


@pytest.mark.django_db
def test_it_is_sealed_and_gone_after_a_week_t5(set_clock: Clock) -> None:
    made = awarded(set_clock)
    first, _ = keepers(made)
    at = audit.clock.now()
    given = {"reference": reference_of(made), "reason": "A parent asked.", "identity_checked": "Passport seen."}
    export = doing(first, ask_child_export, at=at, **given)
    made_for(first, export)
    store = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert not [path for path in store.rglob("*") if path.is_file() and b"held.json" in path.read_bytes()]
    with pytest.raises(NotThere), audit.transaction_as(first):
        take_export(actor=first, export_id=export, at=at + timedelta(days=8))
    end_export(export_id=str(export), organisation_id=str(first.organisation_id))
    with pytest.raises(NotThere), audit.transaction_as(first):
        take_export(actor=first, export_id=export, at=at)
    assert Event.objects.filter(kind=events.EXPORT_ENDED).count() == 1


@pytest.mark.django_db
def test_somebody_with_an_account_gets_their_own_data_and_a_colleague_does_not_t5(set_clock: Clock) -> None:
    made = awarded(set_clock)
    mine, other = made.evaluators[:2]
    export = doing(mine, ask_own_export, at=audit.clock.now())
    told = made_for(mine, export)
    assert told["held"]["account"][0]["name"] == mine.name
    assert "competitions_mark.by" in told["held"]
    assert [one["kind"] for one in told["held"]["acts_in_the_record"]]
    everything = json.dumps(told, ensure_ascii=False)
    assert other.name not in everything
    assert "Samir Example" not in everything
    assert STORY not in everything
    with pytest.raises(NotThere), audit.transaction_as(other):
        take_export(actor=other, export_id=export, at=audit.clock.now())


@pytest.mark.django_db
def test_a_provider_gets_its_own_and_nothing_of_a_rival_or_a_child_t5(set_clock: Clock) -> None:
    made = awarded(set_clock)
    winner, loser = made.published.bidders[:2]
    with pytest.raises(NotThere):
        doing(winner.signatory, ask_provider_export, at=audit.clock.now())
    export = doing(winner.actor, ask_provider_export, at=audit.clock.now())
    told = made_for(winner.actor, export)
    assert len(told["held"]["competitions_bid"]) == 1
    everything = json.dumps(told, ensure_ascii=False)
    assert loser.name not in everything
    assert "Samir Example" not in everything
    with pytest.raises(NotThere), audit.transaction_as(loser.actor):
        take_export(actor=loser.actor, export_id=export, at=audit.clock.now())


@pytest.mark.django_db
def test_through_the_pages_it_is_asked_for_and_taken(set_clock: Clock) -> None:
    made = awarded(set_clock)
    first, _ = keepers(made)
    officer, bidder = signed_in(first), signed_in(made.published.bidders[0].actor)
    page = "/council/retention/exports/"
    assert "Say how you made sure who asks" in officer.post(page, {"reference": "x", "reason": "y"}).content.decode()
    given = {"reference": reference_of(made), "reason": "A parent asked.", "identity_checked": "Passport seen."}
    assert officer.post(page, given).status_code == 302
    assert "being made" in officer.get(page).content.decode()
    assert bidder.post("/your-data/", {"about": "provider"}).status_code == 302
    assert bidder.post("/your-data/", {"about": "person"}).status_code == 302
    shown = bidder.get("/your-data/").content.decode()
    assert shown.count("being made, open this page again") == 2
    assert "Your own data" in officer.get("/your-data/").content.decode()


def test_every_field_with_text_says_whom_it_is_about_t5() -> None:
    """A new table or field fails here until somebody has said in seeds/data_map.toml what it holds."""
    missing, unknown = [], []
    for model in apps.get_models():
        table = model._meta.db_table
        if not model.__module__.startswith("fairplace."):
            continue
        listed = [column for group, columns in data_map().get(table, {}).items() for column in columns]
        assert len(listed) == len(set(listed)), table
        fields = {
            str(one.column) for one in model._meta.concrete_fields if type(one).__name__ in TEXT and not one.choices
        }
        missing += [f"{table}.{column}" for column in sorted(fields - set(listed))]
        unknown += [f"{table}.{column}" for column in sorted(set(listed) - fields)]
    assert not missing, "say in seeds/data_map.toml whom these are about"
    assert not unknown, "these are in the data map and in no table"
    assert {group for groups in data_map().values() for group in groups} <= set(GROUPS)
    tables = {model._meta.db_table for model in apps.get_models()}
    assert {*CHILD_TABLES, *PROVIDER_TABLES} <= tables


def test_every_encrypted_value_about_a_child_is_in_the_export_about_it() -> None:
    sealed = {
        table for table, groups in data_map().items() if {"child"} & set(groups) and table.startswith("referrals_")
    }
    assert sealed <= set(CHILD_TABLES)
