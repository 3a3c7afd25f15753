"""A8, A3: new terms go to every accredited line, are accepted by a date, and nothing happens by itself after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from fairplace.dps.qualification.actions.accept_terms import accept_terms
from fairplace.dps.qualification.actions.ask_for_acceptance import remind_of_terms
from fairplace.dps.qualification.actions.reinstate_line import reinstate_line
from fairplace.dps.qualification.actions.suspend_line import suspend_for_terms, suspend_line
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.terms_held import (
    asked_lines,
    terms_standing,
    terms_to_accept,
    terms_waiting,
)
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import Applicant, accredit, apply, make_applicant
from tests.dps.qualification.test_agreements import new_terms
from tests.dps.world import AT, World, make_world

AFTER = datetime(2027, 1, 4, 9, tzinfo=UTC)  # the first working day after the date, which is 31 December 2026


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def two_places(world: World, number: str = "07000001") -> tuple[Applicant, UUID, UUID]:
    applicant = make_applicant(number)
    line, home = apply(world, applicant)
    accredit(world, applicant, line)
    accredit(world, applicant, home)
    return applicant, line, home


def state(line: UUID) -> str:
    row = line_row(line)
    assert row is not None
    return row.state


def subjects() -> list[str]:
    return [message.subject for message in all_messages()]


def test_every_accredited_line_is_asked_and_told_what_changed_and_what_follows_a8(world: World) -> None:
    applicant, line, home = two_places(world)
    assert terms_to_accept(applicant.signatory) == []
    terms = new_terms(world)
    (asked,) = terms_to_accept(applicant.signatory)
    assert {row.id for row in asked.lines} == {line, home}
    ((held, changes),) = asked.changes
    assert (held.label, asked.terms.label) == ("2026.1", "2027-1")
    assert [change.title for change in changes] == ["Notice when a provider leaves"]
    told = [message for message in all_messages() if message.subject == "New terms to accept by 31 December 2026"]
    assert len(told) == 2  # who signs, and the bid manager; once for both places
    assert all("The place may be suspended." in message.body_text for message in told)
    assert asked.terms.id == terms
    assert asked.may_accept
    assert not terms_to_accept(applicant.manager)[0].may_accept


def test_some_lines_or_all_are_accepted_under_one_name_a8(world: World) -> None:
    applicant, line, home = two_places(world)
    terms = new_terms(world)
    name = applicant.signatory.name
    accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line], name_typed=name, at=AT)
    standing = terms_standing(world.people["officer"], terms)
    assert [(row.line.id, row.name) for row in standing.accepted] == [(line, name)]
    assert [row.id for row in standing.waiting] == [home]
    with pytest.raises(Refused, match="no longer asked"):
        accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line], name_typed=name, at=AT)
    accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[home], name_typed=name, at=AT)
    assert asked_lines() == []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM qualification_termsacceptance")


def test_who_stands_under_a_version_is_asked_without_a_list_of_all_places_a8(world: World) -> None:
    """Of eleven thousand places, whose numbers made two seconds of a page."""
    applicant, line, home = two_places(world)
    terms = new_terms(world)
    accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line], name_typed=applicant.signatory.name, at=AT)
    with CaptureQueriesContext(connection) as captured:
        standing = terms_standing(world.people["officer"], terms)
    assert ([row.line.id for row in standing.accepted], [row.id for row in standing.waiting]) == ([line], [home])
    assert not [one for one in captured.captured_queries if home.hex in one["sql"] or str(home) in one["sql"]]


def test_only_who_signs_for_the_provider_accepts_and_under_their_own_name_a8(world: World) -> None:
    applicant, line, _ = two_places(world)
    stranger = make_applicant("07000002")
    terms = new_terms(world)
    for nobody in (applicant.manager, stranger.signatory, world.people["officer"]):
        with pytest.raises(NotThere):
            accept_terms(actor=nobody, terms_id=terms, line_ids=[line], name_typed=nobody.name, at=AT)
    with pytest.raises(Refused, match="Type your name"):
        accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line], name_typed="Ravi", at=AT)
    for nobody in (applicant.manager, world.people["partner_officer"]):
        with pytest.raises(NotThere):
            terms_standing(nobody, terms)


def test_the_tasks_count_the_same_lines_in_one_statement_a8(
    world: World, django_assert_num_queries: Callable[..., object]
) -> None:
    applicant, line, home = two_places(world)

    def counted() -> list[tuple[UUID, int]]:
        with django_assert_num_queries(1):
            waiting = terms_waiting(applicant.signatory)
        asked = terms_to_accept(applicant.signatory)
        assert [(row.id, row.lines) for row in waiting] == [(row.terms.id, len(row.lines)) for row in asked]
        return [(row.id, row.lines) for row in waiting]

    assert counted() == []
    first = new_terms(world)
    assert counted() == [(first, 2)]
    name = applicant.signatory.name
    accept_terms(actor=applicant.signatory, terms_id=first, line_ids=[line], name_typed=name, at=AT)
    assert counted() == [(first, 1)]
    accept_terms(actor=applicant.signatory, terms_id=first, line_ids=[home], name_typed=name, at=AT)
    assert counted() == []
    with pytest.raises(NotThere):
        terms_waiting(world.people["officer"])


def test_a_line_that_signs_later_stands_under_the_new_terms_already_a8(world: World) -> None:
    new_terms(world)
    two_places(world)
    assert asked_lines() == []


def test_reminders_go_once_for_each_step_and_a_missed_day_is_made_up_for_a8(world: World) -> None:
    two_places(world)
    new_terms(world)
    sent = []
    for days in (40, 30, 29, 12, 7, 6, 1, 0, -1, -2):  # before 31 December; the job did not run on the 14th day
        at = datetime(2026, 12, 31, 7, tzinfo=UTC) - timedelta(days=days)
        sent.append((days, remind_of_terms(actor=SYSTEM, at=at)))
    assert [days for days, number in sent if number] == [30, 12, 7, 1, -1]
    assert remind_of_terms(actor=SYSTEM, at=AFTER) == 0
    assert subjects().count("Accept new terms by 31 December 2026") == 2 * 4
    assert subjects().count("The date for accepting new terms has passed") == 2
    assert subjects().count("Terms 2027-1: 2 not accepted") == 1  # the lead's contract manager


def test_who_accepted_is_reminded_no_more_a8(world: World) -> None:
    applicant, line, home = two_places(world)
    terms = new_terms(world)
    name = applicant.signatory.name
    accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line, home], name_typed=name, at=AT)
    assert remind_of_terms(actor=SYSTEM, at=AFTER) == 0


def test_nothing_happens_by_itself_and_the_lead_confirms_place_by_place_a3(world: World) -> None:
    applicant, line, home = two_places(world)
    terms, officer = new_terms(world), world.people["officer"]
    with pytest.raises(Refused, match="has not passed"):
        suspend_for_terms(actor=officer, terms_id=terms, line_ids=[line], at=AT)
    remind_of_terms(actor=SYSTEM, at=AFTER)
    assert (state(line), state(home)) == ("accredited", "accredited")
    with pytest.raises(NotThere):
        suspend_for_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line], at=AFTER)
    suspend_for_terms(actor=officer, terms_id=terms, line_ids=[line], at=AFTER)
    assert (state(line), state(home)) == ("suspended", "accredited")
    with pytest.raises(Refused, match="suspended already"):
        suspend_for_terms(actor=officer, terms_id=terms, line_ids=[line], at=AFTER)
    name = applicant.signatory.name
    accept_terms(actor=applicant.signatory, terms_id=terms, line_ids=[line], name_typed=name, at=AFTER)
    assert "A suspended place has accepted the new terms" in subjects()
    assert state(line) == "suspended"
    reinstate_line(actor=officer, line_id=line, because="Accepted on 4 January.", at=AFTER)
    assert state(line) == "accredited"


@pytest.mark.parametrize("rests_on", ["", "because-we-want", "untrue-answer", "outcomes"])
def test_only_a_criterion_or_a_ground_for_suspension_in_the_terms_suspends_a3(world: World, rests_on: str) -> None:
    _, line, _ = two_places(world)
    officer = world.people["officer"]
    with pytest.raises(Refused, match="no longer met, or the ground in the terms"):
        suspend_line(actor=officer, line_id=line, criterion=rests_on, because="We want to.", at=AT)


@pytest.mark.parametrize("rests_on", ["rating", "terms-broken"])
def test_a_criterion_and_a_ground_in_the_terms_suspend_a3(world: World, rests_on: str) -> None:
    _, line, _ = two_places(world)
    suspend_line(actor=world.people["officer"], line_id=line, criterion=rests_on, because="Seen in May.", at=AT)
    assert state(line) == "suspended"


def test_asking_takes_as_many_statements_for_four_lines_as_for_two(
    world: World, django_assert_num_queries: Callable[..., object]
) -> None:
    applicant, *_ = two_places(world)
    two_places(world, "07000003")
    new_terms(world)
    with django_assert_num_queries(7):
        assert len(asked_lines()) == 4
    with django_assert_num_queries(7):
        assert len(asked_lines(provider_id=applicant.provider_id)) == 2
