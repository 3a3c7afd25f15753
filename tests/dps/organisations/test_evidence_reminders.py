"""Q6: documents replaced by newer ones; reminders 60, 30 and 7 days before they expire, once each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.actions.remind_of_evidence import remind_of_evidence
from fairplace.dps.organisations.jobs import remind_providers_of_evidence
from fairplace.dps.organisations.queries.evidence import EvidenceRow, evidence_of, providers_with_expiring
from fairplace.dps.organisations.rules.evidence_states import (
    REMINDED_BEFORE,
    EvidenceState,
    due_reminder,
    evidence_states,
)
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.messages.queries import all_messages
from tests.dps.world import AT, PNG, make_provider, make_world

ON = AT.date()


def kept(manager: Actor, begins: int, ends: int, kind: str = "public_liability", at: datetime = AT) -> UUID:
    """A certificate from and until so many days from today."""
    return add_evidence(
        actor=manager,
        kind=kind,
        upload=SimpleUploadedFile("cover.png", PNG),
        issued_on=ON + timedelta(begins),
        expires_on=ON + timedelta(ends),
        cover=Decimal(10_000_000),
        at=at,
    )


@pytest.fixture
def provider(db: None) -> tuple[UUID, Actor]:
    make_world()
    provider_id, manager, _ = make_provider("Rowan Trust", "07000001")
    return provider_id, manager


def test_reminders_go_out_sixty_thirty_and_seven_days_before_once_each_q6(provider: tuple[UUID, Actor]) -> None:
    provider_id, manager = provider
    kept(manager, -300, 65)
    sent = {}
    for day in range(70):
        at = AT + timedelta(days=day)
        sent[65 - day] = remind_of_evidence(provider_id=provider_id, at=at)
        assert remind_of_evidence(provider_id=provider_id, at=at) == 0, "a second run on the same day adds nothing"
    assert [left for left, letters in sent.items() if letters] == [60, 30, 7]
    assert "expires on 7 January 2027" in all_messages()[0].subject


def test_a_missed_day_is_made_up_for_and_a_renewed_document_is_left_alone_q6(provider: tuple[UUID, Actor]) -> None:
    provider_id, manager = provider
    kept(manager, -300, 58)
    assert remind_of_evidence(provider_id=provider_id, at=AT) == 1  # the worker was down two days ago
    kept(manager, 50, 400)  # the renewal, uploaded before it begins
    for days in (28, 51):
        assert remind_of_evidence(provider_id=provider_id, at=AT + timedelta(days=days)) == 0


def test_the_daily_job_reminds_every_provider_q6(provider: tuple[UUID, Actor], set_clock: Any) -> None:
    set_clock(AT)
    _, manager = provider
    other, other_manager, _ = make_provider("Alder Trust", "07000002")
    kept(manager, -1, 30)
    kept(other_manager, -1, 300)
    assert providers_with_expiring(AT) == [provider[0]]
    before = len(all_messages())
    remind_providers_of_evidence(timestamp=0)
    remind_providers_of_evidence(timestamp=0)
    assert len(all_messages()) == before + 1
    assert evidence_of(other)


def test_states_in_words_q6(provider: tuple[UUID, Actor]) -> None:
    provider_id, manager = provider
    older, newer = kept(manager, -30, 100), kept(manager, -20, 200)
    waiting = kept(manager, 30, 300, "employers_liability")
    soon = kept(manager, -30, 10, "professional_indemnity")
    states = evidence_states(evidence_of(provider_id), ON)
    assert states == {
        older: EvidenceState.REPLACED,
        newer: EvidenceState.IN_FORCE,
        waiting: EvidenceState.NOT_YET,
        soon: EvidenceState.SOON,
    }
    assert evidence_states(evidence_of(provider_id), ON + timedelta(11))[soon] is EvidenceState.EXPIRED


def row(ends: date | None, number: int = 1) -> EvidenceRow:
    return EvidenceRow(
        UUID(int=number), UUID(int=9), None, "public_liability", UUID(int=8), None, date(2020, 1, 1), ends, AT
    )


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(-10, 100))
def test_a_reminder_is_due_from_its_day_to_the_last_day_q6(ends: date, before: int) -> None:
    days = due_reminder(row(ends), ends - timedelta(before))
    if before < 0 or before > REMINDED_BEFORE[0]:
        assert days is None
    else:
        assert days in REMINDED_BEFORE
        assert before <= days
        assert not any(before <= fewer for fewer in REMINDED_BEFORE if fewer < days)
    assert due_reminder(row(None), ends) is None


@given(st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)), min_size=1, max_size=6), st.dates(date(2026, 1, 1)))
def test_of_one_kind_exactly_one_counts_q6(ends: list[date], on: date) -> None:
    rows = [row(day, number) for number, day in enumerate(ends, start=1)]
    states = evidence_states(rows, on)
    counting = [one for one in rows if states[one.id] is not EvidenceState.REPLACED]
    assert len(counting) == 1
    assert counting[0].expires_on == max(ends)
