"""A1: a line leaves by notice or is removed after a hearing; both stop it counting exactly as a suspension does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.give_notice import give_notice, take_back_notice
from fairplace.dps.qualification.actions.leave_line import leave_line
from fairplace.dps.qualification.actions.remove_line import (
    answer_removal,
    drop_removal,
    propose_removal,
    remove_line,
)
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.suspend_line import suspend_line
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.jobs import leave_due_lines
from fairplace.dps.qualification.queries.leaving import lines_due_to_leave, notices_of, removal_of
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.line_states import line_states
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import Applicant, accredit, apply, assess, decide, make_applicant
from tests.dps.world import AT, World, make_world

LEAVES = datetime(2027, 2, 3, 9, tzinfo=UTC)  # three months after AT


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


@pytest.fixture
def line(world: World, applicant: Applicant) -> UUID:
    line_id, _ = apply(world, applicant)
    accredit(world, applicant, line_id)
    return line_id


def state(line_id: UUID) -> str:
    row = line_row(line_id)
    assert row is not None
    return row.state


def test_notice_takes_effect_by_itself_after_the_months_in_the_terms_a1(
    world: World, applicant: Applicant, line: UUID
) -> None:
    leaves = give_notice(actor=applicant.signatory, line_id=line, because="The school closes in March.", at=AT)
    assert leaves == date(2027, 2, 3)
    assert state(line) == "accredited"
    assert lines_due_to_leave(LEAVES - timedelta(days=1)) == []
    with pytest.raises(Refused, match="No notice takes effect"):
        leave_line(actor=SYSTEM, line_id=line, at=AT)
    assert lines_due_to_leave(LEAVES) == [line]
    leave_line(actor=SYSTEM, line_id=line, at=LEAVES)
    assert state(line) == "left"
    assert lines_due_to_leave(LEAVES) == []
    kinds = [event.kind for event in audit.timeline(about=applicant.application_id) if event.subject_id == line]
    assert kinds[-2:] == ["qualification.notice_given", "qualification.line_left"]


@pytest.mark.frozen_at("2027-02-03T09:00+00:00")
def test_the_clock_lets_lines_go_whose_day_has_come_a1(
    world: World, applicant: Applicant, line: UUID, frozen_clock: object
) -> None:
    give_notice(actor=applicant.signatory, line_id=line, because="", at=AT)
    leave_due_lines(0)
    leave_due_lines(0)
    assert state(line) == "left"


def test_a_notice_is_taken_back_before_its_day_and_given_once_a1(applicant: Applicant, line: UUID) -> None:
    give_notice(actor=applicant.signatory, line_id=line, because="", at=AT)
    with pytest.raises(Refused, match="already"):
        give_notice(actor=applicant.signatory, line_id=line, because="", at=AT)
    take_back_notice(actor=applicant.signatory, line_id=line, at=AT)
    assert notices_of([line]) == {}
    assert lines_due_to_leave(LEAVES) == []
    with pytest.raises(Refused, match="No notice stands"):
        take_back_notice(actor=applicant.signatory, line_id=line, at=AT)


def test_only_who_signs_gives_notice_and_nobody_makes_a_line_leave_by_hand_a1(
    world: World, applicant: Applicant, line: UUID
) -> None:
    for nobody in (applicant.manager, make_applicant("07000002").signatory, world.people["officer"]):
        with pytest.raises(NotThere):
            give_notice(actor=nobody, line_id=line, because="", at=AT)
    give_notice(actor=applicant.signatory, line_id=line, because="", at=AT)
    with pytest.raises(NotThere):
        leave_line(actor=world.people["officer"], line_id=line, at=LEAVES)


def propose(world: World, line: UUID) -> None:
    officer = world.people["officer"]
    propose_removal(actor=officer, line_id=line, ground="untrue-answer", because="The certificate was forged.", at=AT)


def test_a_removal_is_heard_before_it_is_decided_a1(world: World, applicant: Applicant, line: UUID) -> None:
    officer = world.people["officer"]
    propose(world, line)
    removal = removal_of(line)
    assert removal is not None
    assert (removal.ground, removal.answer_by, removal.answer) == ("untrue-answer", date(2026, 11, 17), "")
    assert "The removal of one of your places is proposed" in [message.subject for message in all_messages()]
    assert state(line) == "accredited"
    with pytest.raises(Refused, match="may answer until 17 November 2026"):
        remove_line(actor=officer, line_id=line, because="It was forged.", at=AT)
    answer_removal(actor=applicant.manager, line_id=line, words="Our broker forged it.", at=AT)
    remove_line(actor=officer, line_id=line, because="The answer does not change that.", at=AT)
    assert state(line) == "removed"
    assert all_messages()


def test_silence_ends_with_the_day_of_the_hearing_a1(world: World, line: UUID) -> None:
    propose(world, line)
    after = datetime(2026, 11, 18, 9, tzinfo=UTC)
    remove_line(actor=world.people["officer"], line_id=line, because="No answer came.", at=after)
    assert state(line) == "removed"


def test_a_removal_that_is_dropped_leaves_the_line_and_may_be_proposed_anew_a1(
    world: World, applicant: Applicant, line: UUID
) -> None:
    officer = world.people["officer"]
    propose(world, line)
    with pytest.raises(Refused, match="already"):
        propose(world, line)
    drop_removal(actor=officer, line_id=line, because="It was genuine.", at=AT)
    assert removal_of(line) is None
    with pytest.raises(Refused, match="No removal"):
        answer_removal(actor=applicant.manager, line_id=line, words="It is genuine.", at=AT)
    propose_removal(actor=officer, line_id=line, ground="closed", because="It has closed.", at=AT + timedelta(days=1))
    removal = removal_of(line)
    assert removal is not None
    assert removal.ground == "closed"


@pytest.mark.parametrize(
    ("ground", "because", "sentence"),
    [
        ("terms-broken", "Seen.", "Choose a ground"),
        ("made-up", "Seen.", "Choose a ground"),
        ("closed", " ", "Say what"),
    ],
)
def test_a_removal_needs_a_ground_for_removal_in_the_terms_and_a_reason_a1(
    world: World, line: UUID, ground: str, because: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        propose_removal(actor=world.people["officer"], line_id=line, ground=ground, because=because, at=AT)


def test_only_the_lead_removes_and_only_the_provider_answers_a1(world: World, applicant: Applicant, line: UUID) -> None:
    propose(world, line)
    for nobody in (applicant.signatory, world.people["partner_officer"], world.people["lead_signatory"]):
        with pytest.raises(NotThere):
            remove_line(actor=nobody, line_id=line, because="Because.", at=AT)
    for nobody in (make_applicant("07000002").manager, world.people["officer"]):
        with pytest.raises(NotThere):
            answer_removal(actor=nobody, line_id=line, words="Heard.", at=AT)


def test_a_line_that_left_counts_no_more_exactly_like_a_suspended_one_a1_a3(
    world: World, applicant: Applicant, line: UUID
) -> None:
    """What competitions asks before it counts a bid, and what eligibility joins."""
    suspend_line(actor=world.people["officer"], line_id=line, criterion="rating", because="Inadequate.", at=AT)
    give_notice(actor=applicant.signatory, line_id=line, because="", at=AT)  # a suspended line may leave too
    leave_line(actor=SYSTEM, line_id=line, at=LEAVES)
    assert line_states([line])[line] is LineStanding.LEFT
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accredited_lines WHERE line_id = %s", [line])
        assert cursor.fetchone() == (0,)
    again = make_again(applicant, world)
    assert state(again) == "draft"  # the place may apply again


def make_again(applicant: Applicant, world: World) -> UUID:
    application = start_application(actor=applicant.manager, at=LEAVES)
    return add_line(
        actor=applicant.manager, application_id=application, establishment_id=applicant.school_id,
        category_id=world.category("sen").id, at=LEAVES,
    )  # fmt: skip


@pytest.mark.parametrize("stage", ["draft", "applied", "assessing", "approved"])
def test_a_line_is_withdrawn_at_any_time_before_it_is_accredited_a1(
    world: World, applicant: Applicant, stage: str
) -> None:
    line_id = make_again(applicant, world) if stage == "draft" else apply(world, applicant)[0]
    if stage in {"assessing", "approved"}:
        assess(world, line_id)
    if stage == "approved":
        decide(world, line_id, approved=True)
    assert state(line_id) == stage
    withdraw_line(actor=applicant.manager, line_id=line_id, because="We changed our mind.", at=AT)
    assert state(line_id) == "withdrawn"


def test_an_accredited_line_is_not_withdrawn_but_gives_notice_a1(applicant: Applicant, line: UUID) -> None:
    with pytest.raises(Refused, match="cannot become"):
        withdraw_line(actor=applicant.manager, line_id=line, because="", at=AT)
