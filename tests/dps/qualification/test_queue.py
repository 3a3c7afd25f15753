"""Q13: the queue is filtered, counted and paged in SQL, in as many statements however long it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fairplace.dps.qualification.actions.clarifications import ask_provider
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.queries.lead_queue import QueueFilters, QueuePage, applications_queue, queue_areas
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from tests.dps.qualification.joining import (
    accredit,
    apply,
    appoint,
    assess,
    decide,
    give_marks,
    look_up,
    make_applicant,
)
from tests.dps.world import AT, World, make_world

TODAY = AT.date()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def queue(actor: Actor, **asked: Any) -> QueuePage:
    return applications_queue(actor, QueueFilters(**asked), TODAY)


def test_every_stage_and_whose_move_it_is_q13(world: World) -> None:
    officer = world.people["officer"]
    line, other = apply(world, make_applicant())

    def seen() -> tuple[str, tuple[str, ...]]:
        (row,) = queue(officer).rows
        return row.stage, row.moves

    assert seen() == ("assess", ("lead",))
    assess(world, line)
    assert seen() == ("assess", ("lead",))
    propose_decision(actor=officer, line_id=line, approved=True, reason="", at=AT)
    assert seen() == ("assess", ("lead", "second"))
    assert queue(officer).to_release == 1
    assess(world, other, failing="rating")
    decide(world, other, approved=False, reason="Rating")
    assert seen() == ("release", ("second",))


def test_who_is_waited_for_q13(world: World) -> None:
    officer, applicant = world.people["officer"], make_applicant()
    (line,) = apply(world, applicant, ("sen",))
    ask_provider(
        actor=officer,
        application_id=applicant.application_id,
        line_id=line,
        text="Why?",
        answer_by=TODAY + timedelta(days=2),
        at=AT,
    )
    assert queue(officer).rows[0].moves == ("provider",)
    second = make_applicant("07000002")
    (line,) = apply(world, second, ("sen",))
    assess(world, line)
    assert queue(officer, move="lead").total == 1
    decide(world, line, approved=True)
    (row,) = queue(officer, stage="sign").rows
    assert row.moves == ("provider",)
    third = make_applicant("07000003")
    (line,) = apply(world, third, ("sen",))
    appoint(world, [line], "officer", "second_officer")
    look_up(world, line)
    assert queue(officer, move="evaluators").total == 0  # criteria are still to be judged
    assert queue(officer, evaluator=world.people["second_officer"].person_id).total == 1
    give_marks(world, line, {"officer": "3"})
    accredit(world, third, line)
    assert [one.reference for one in queue(officer, stage="done").rows] == [
        queue(officer, words="07000003").rows[0].reference
    ]


def test_filters_find_an_application_by_one_line_that_matches_in_full_q13(world: World) -> None:
    officer = world.people["officer"]
    apply(world, make_applicant(name="Ash & Co"))
    apply(world, make_applicant("07000002", name="Beech 100% Care"), ("residential",))
    assert queue(officer, category="sen").total == 1
    assert queue(officer, category="residential").total == 2
    assert queue(officer, area="West Sussex", category="residential").total == 2
    assert queue(officer, area="Kent").total == 0
    assert queue(officer, words="100%").rows[0].provider_name == "Beech 100% Care"
    assert queue(officer, words="rowan bank").rows[0].provider_name == "Ash & Co"
    assert queue(officer, left="more").total == 2
    assert queue(officer, left="late").total == 0
    later = applications_queue(officer, QueueFilters(left="late"), TODAY + timedelta(days=20))
    assert (later.total, later.late, later.waiting) == (2, 2, 2)
    assert queue_areas() == ["West Sussex"]


def test_counts_stand_whatever_the_filter_and_pages_follow_each_other_q13(world: World) -> None:
    officer = world.people["officer"]
    for number in range(1, 6):
        apply(world, make_applicant(f"0700010{number}"), ("sen",))
    pages = [applications_queue(officer, QueueFilters(), TODAY, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [page.total for page in pages] == [5, 5, 5]
    assert len({row.id for page in pages for row in page.rows}) == 5
    nothing = queue(officer, words="nowhere")
    assert (nothing.total, nothing.waiting, nothing.rows) == (0, 5, [])


def test_as_many_statements_however_long_the_queue_q13(world: World, django_assert_num_queries: Any) -> None:
    officer = world.people["officer"]
    apply(world, make_applicant())
    with django_assert_num_queries(4):
        queue(officer)
    for number in range(1, 8):
        apply(world, make_applicant(f"0700010{number}"))
    with django_assert_num_queries(4):
        assert queue(officer).total == 8


def test_only_the_desk_sees_the_queue_q13(world: World) -> None:
    for nobody in (world.people["partner_officer"], world.people["lead_signatory"], make_applicant().manager):
        with pytest.raises(NotThere):
            queue(nobody)
