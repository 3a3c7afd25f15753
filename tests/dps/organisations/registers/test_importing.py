"""X4: a register is applied in one transaction, its changes are kept, and only those who may do it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from fairplace.dps.organisations.actions.import_register import import_register
from fairplace.dps.organisations.models import RegisterChange, RegisterEntry, RegisterImport
from fairplace.dps.organisations.queries.register_preview import register_preview
from fairplace.dps.organisations.rules.register_comparison import Counts
from fairplace.dps.organisations.rules.register_reading import read_register
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere
from tests.dps.organisations.registers.published import gias, ofsted
from tests.dps.world import AT, make_provider, make_world

pytestmark = pytest.mark.django_db


def load(register: str, content: bytes, actor: Actor = SYSTEM, lead_id: UUID | None = None) -> Counts:
    return import_register(
        actor=actor,
        reading=read_register(register, content),
        file_name=f"{register}.csv",
        content=content,
        at=AT,
        lead_id=lead_id,
    )


def numbers(counts: Counts) -> dict[str, Any]:
    return {name: getattr(counts, name) for name in ("read", "new", "changed", "unchanged", "closed", "absent")}


def test_a_preview_changes_nothing_and_says_what_the_import_then_does() -> None:
    content = gias({}, {"URN": "900002", "EstablishmentStatus (code)": "2"}, {"URN": "none"})
    preview = register_preview(read_register("gias", content)).counts
    assert not RegisterEntry.objects.exists()
    assert not RegisterImport.objects.exists()
    assert load("gias", content) == preview
    assert numbers(preview) == {"read": 3, "new": 2, "changed": 0, "unchanged": 0, "closed": 1, "absent": 0}
    assert [bad.line for bad in preview.bad] == [4]


def test_the_same_file_twice_changes_nothing() -> None:
    content = ofsted({}, {"URN": "SC900002"})
    load("ofsted", content)
    assert numbers(load("ofsted", content)) == {
        "read": 2, "new": 0, "changed": 0, "unchanged": 2, "closed": 0, "absent": 0,
    }  # fmt: skip
    assert not RegisterChange.objects.exists()
    assert RegisterEntry.objects.count() == 2


def test_what_changed_is_kept_with_what_it_was() -> None:
    load("gias", gias())
    counts = load("gias", gias({"EstablishmentStatus (code)": "2", "CloseDate": "31-08-2026", "PropsName": "New Ltd"}))
    assert (counts.changed, counts.closed) == (1, 1)
    (change,) = RegisterChange.objects.all()
    assert change.changes["owner"] == ["Alder Bank Ltd", "New Ltd"]
    assert change.changes["closed_on"] == [None, "2026-08-31"]
    assert change.changes["status"] == ["Open", "Closed"]
    entry = RegisterEntry.objects.get()
    assert (entry.closed, entry.in_order, entry.owner) == (True, False, "New Ltd")


def test_an_absent_entry_is_reported_and_kept() -> None:
    load("gias", gias({}, {"URN": "900002"}))
    assert load("gias", gias()).absent == 1
    gone = RegisterEntry.objects.get(urn="900002")
    assert gone.missing_since == AT.date()
    assert not gone.closed
    assert load("gias", gias({}, {"URN": "900002"})).unchanged == 2
    assert RegisterEntry.objects.get(urn="900002").missing_since is None


def test_the_registers_are_apart_and_linked_by_number() -> None:
    load("gias", gias())
    assert load("ofsted", ofsted()).absent == 0
    assert RegisterEntry.objects.get(register="gias").linked_urn == "SC900001"
    assert RegisterEntry.objects.get(register="ofsted").linked_urn == "900001"


def test_a_monitoring_visit_never_overwrites_a_full_judgement() -> None:
    load("ofsted", ofsted())
    grade = "Overall experiences and progress of children and young people"
    visit = {"Event type": "Monitoring visit", "Inspection date": "01/02/2026", grade: "Inadequate"}
    assert load("ofsted", ofsted(visit)).unchanged == 1
    entry = RegisterEntry.objects.get()
    assert (entry.judgement, entry.inspected_on.isoformat()) == ("Good", "2021-05-25")  # type: ignore[union-attr]


def test_a_name_that_the_register_redacts_later_is_forgotten() -> None:
    load("ofsted", ofsted({"Name": "Lily House", "Postcode": "PO19 1RQ"}))
    load("ofsted", ofsted())
    entry = RegisterEntry.objects.get()
    assert (entry.name, entry.postcode) == ("", "")


def test_one_event_for_each_import_with_counts_and_digest_and_nothing_else() -> None:
    load("gias", gias({}, {"URN": "900002"}))
    row = RegisterImport.objects.get()
    (event,) = audit.timeline(about=row.id)
    assert event.payload["new"] == 2
    assert event.payload["sha256"] == row.sha256
    assert "Alder" not in str(event.payload)


def test_changes_can_only_be_added() -> None:
    load("gias", gias())
    load("gias", gias({"PropsName": "New Ltd"}))
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterChange.objects.all().delete()


def test_an_import_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("fairplace.foundations.audit.record", fails)
    with pytest.raises(ConnectionError), transaction.atomic():
        load("gias", gias())
    assert not RegisterEntry.objects.exists()
    assert not RegisterImport.objects.exists()


def test_only_the_operator_and_the_leads_desk_may_import() -> None:
    world = make_world()
    _, manager, _ = make_provider("Rowan Trust", "07000001")
    for stranger in (manager, world.people["partner_officer"], world.people["lead_signatory"]):
        with pytest.raises(NotThere):
            load("gias", gias(), stranger, world.lead_id)
    with pytest.raises(NotThere):
        load("gias", gias(), world.people["officer"])
    assert load("gias", gias(), world.people["officer"], world.lead_id).new == 1


def test_statements_do_not_grow_with_rows() -> None:
    def statements(many: int) -> int:
        before = len(connection.queries_log)
        load("gias", gias(*({"URN": str(910000 + number)} for number in range(many))))
        return len(connection.queries_log) - before

    connection.force_debug_cursor = True
    try:
        assert statements(3) == statements(300)
    finally:
        connection.force_debug_cursor = False
