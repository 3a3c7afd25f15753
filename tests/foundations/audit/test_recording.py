"""Events are written in the acting transaction, append-only, with what the log will need (issue part 3)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations import audit
from fairplace.foundations.audit import events, recording
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.event_leaf import EventRow, Json, canonical, leaf_of
from fairplace.foundations.kernel.identifiers import new_id

KIND = events.CHILD_DATA_READ
OFFICER = replace(SYSTEM, person_id=new_id(), organisation_id=new_id(), organisation_kind="council")
SUBJECT = audit.Subject("referrals.referral", new_id())


@pytest.fixture(autouse=True)
def no_reactions(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    table: dict[str, Any] = {}
    monkeypatch.setattr(recording, "_reactions", lambda: table)
    return table


def as_recorded(event: Event) -> EventRow:
    return EventRow(**{name: getattr(event, name) for name in EventRow.__dataclass_fields__})


@pytest.mark.django_db
def test_event_holds_who_what_when_and_about_what() -> None:
    referral = new_id()
    event_id = audit.record(actor=OFFICER, kind=KIND, subject=SUBJECT, about=referral, price=Decimal("10.50"))
    event = Event.objects.get(id=event_id)
    assert (event.actor_id, event.organisation_id) == (OFFICER.person_id, OFFICER.organisation_id)
    assert (event.subject_kind, event.subject_id, event.about_id) == (*SUBJECT, referral)
    assert event.payload == {"price": "10.50"}
    assert abs(event.at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.django_db
def test_event_without_another_matter_is_about_its_subject() -> None:
    event_id = audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT)
    assert Event.objects.get(id=event_id).about_id == SUBJECT.id


@pytest.mark.django_db
def test_subject_may_be_a_model_with_a_uuid_for_its_key() -> None:
    first = Event.objects.get(id=audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT))
    second = Event.objects.get(id=audit.record(actor=SYSTEM, kind=KIND, subject=first))
    assert (second.subject_kind, second.subject_id) == ("audit.event", first.id)


@pytest.mark.django_db
def test_leaf_of_a_stored_event_is_recomputed_from_the_row() -> None:
    for payload in (
        {},
        {"words": "naïve “quotes” £3 \n\\", "nested": {"b": [1, None], "a": True}, "big": 2**70},
    ):
        event = Event.objects.get(id=audit.record(actor=OFFICER, kind=KIND, subject=SUBJECT, **payload))
        assert len(bytes(event.salt)) == 16
        assert leaf_of(as_recorded(event), bytes(event.salt)) == bytes(event.leaf)


@pytest.mark.django_db
def test_events_of_one_transaction_carry_its_number() -> None:
    ids = [audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT) for _ in range(2)]
    numbers = {event.transaction for event in Event.objects.filter(id__in=ids)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert numbers == {cursor.fetchone()[0]}


@pytest.mark.django_db
def test_reading_of_child_data_is_recorded_without_the_data() -> None:
    """R1: who read which fields, never what they said."""
    audit.read_recorded(actor=OFFICER, subject=SUBJECT, fields=["narrative", "date_of_birth"])
    (row,) = audit.timeline(about=SUBJECT.id)
    assert row.kind == "audit.child_data_read"
    assert row.payload == {"fields": ["date_of_birth", "narrative"]}


@pytest.mark.django_db
def test_timeline_is_in_the_order_of_events() -> None:
    about = new_id()
    ids = [audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT, about=about, step=step) for step in range(5)]
    assert [row.id for row in audit.timeline(about=about)] == ids


@pytest.mark.django_db
def test_event_that_no_area_declares_is_not_recorded() -> None:
    with pytest.raises(audit.UndeclaredKind, match="invented"):
        audit.record(actor=SYSTEM, kind="referrals.thing_invented", subject=SUBJECT)


def test_event_outside_a_transaction_is_refused(committed_database: object) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT)


def test_event_is_gone_when_its_cause_is_rolled_back(committed_database: object) -> None:
    @transaction.atomic
    def failing_action() -> None:
        audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_action()
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET kind = 'x.y_z'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_application_cannot_change_events(statement: str) -> None:
    audit.record(actor=SYSTEM, kind=KIND, subject=SUBJECT)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET kind = 'x.y_z'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_owner_cannot_change_events_by_accident_either(
    committed_database: object, owner_connection: psycopg.Connection[Any], statement: str
) -> None:
    with pytest.raises(psycopg.DatabaseError, match="never changed or taken away"):
        owner_connection.execute(statement)  # type: ignore[call-overload]


@pytest.mark.django_db
def test_reactions_run_in_the_same_transaction(no_reactions: dict[str, Any]) -> None:
    """An earlier area's fact reaches the later areas through the one table, before the action ends."""
    seen: list[tuple[object, UUID]] = []
    no_reactions[KIND] = (lambda *, actor, event: seen.append((actor, event.id)),)
    event_id = audit.record(actor=OFFICER, kind=KIND, subject=SUBJECT)
    assert seen == [(OFFICER, event_id)]


@pytest.mark.django_db
def test_failing_reaction_undoes_the_event(no_reactions: dict[str, Any]) -> None:
    def refuse(*, actor: object, event: object) -> None:
        raise ZeroDivisionError

    no_reactions[KIND] = (refuse,)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(actor=OFFICER, kind=KIND, subject=SUBJECT)
    assert not audit.timeline(about=SUBJECT.id)


_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
_PAYLOADS = st.dictionaries(
    st.text(st.characters(codec="ascii", exclude_characters="\x00")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | _WORDS,
        lambda held: st.lists(held) | st.dictionaries(st.text(st.characters(codec="ascii", min_codepoint=1)), held),
    ),
)


@pytest.mark.django_db
def test_the_database_writes_a_payload_for_hashing_as_everybody_else_does_t3() -> None:
    """Else the commitment that is kept when it is erased would be another than the leaf's."""

    @given(_PAYLOADS)
    def alike(payload: dict[str, Json]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT fairplace_canonical(%s::jsonb)", [json.dumps(payload)])
            assert cursor.fetchone()[0].encode() == canonical(payload)

    alike()
