"""Q5, A1: each place's own position and history; a spread of scores that points at nobody."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fairplace.dps.qualification.actions.give_notice import give_notice
from fairplace.dps.qualification.actions.remove_line import propose_removal
from fairplace.dps.qualification.queries.line_story import line_story
from fairplace.dps.qualification.queries.own_position import _next_anniversary, own_position, spread_of_scores
from fairplace.foundations.kernel.refused import NotThere
from tests.dps.qualification.joining import Applicant, accredit, apply, make_applicant
from tests.dps.world import AT, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def joined(world: World, number: str, mark: str = "4") -> tuple[Applicant, UUID]:
    applicant = make_applicant(number)
    line, _ = apply(world, applicant)
    accredit(world, applicant, line, mark=mark)
    return applicant, line


def test_the_score_is_set_beside_the_others_only_when_they_are_five_or_more_q5(world: World) -> None:
    applicant, line = joined(world, "07000001", "3")
    for at, mark in enumerate(("1", "2", "4", "5")):
        joined(world, f"0700001{at}", mark)
    assert own_position(applicant.manager, line, AT).spread is None  # four others
    joined(world, "07000020", "5")
    spread = own_position(applicant.manager, line, AT).spread
    assert spread is not None
    assert (spread.places, spread.lower, spread.median, spread.upper) == (
        6, Decimal("40.00"), Decimal("60.00"), Decimal("100.00"),
    )  # fmt: skip
    assert spread_of_scores(world.category("residential").id, applicant.provider_id) is None


def test_the_place_sees_what_runs_out_its_rating_and_its_next_audit_q5(world: World) -> None:
    applicant, line = joined(world, "07000001")
    position = own_position(applicant.manager, line, AT)
    assert position.audit_by == date(2027, 11, 3)
    assert position.establishment.rating == "Good"
    assert {one.fault for one in position.documents if "liability" in one.name.lower()} == {""}
    later = own_position(applicant.manager, line, AT + timedelta(days=200))
    assert any("not in force" in one.fault for one in later.documents)


def test_every_change_is_told_with_actor_reason_and_time_a1(world: World) -> None:
    applicant, line = joined(world, "07000001")
    give_notice(actor=applicant.signatory, line_id=line, because="The school closes.", at=AT)
    propose_removal(actor=world.people["officer"], line_id=line, ground="closed", because="It has closed.", at=AT)
    story = line_story(world.people["officer"], line)
    titles = {one.title for one in story.happenings}
    assert {
        "Draft", "Applied", "Assessing", "Approved, awaiting signatures", "Accredited", "Decision letter sent",
        "Agreement signed for the provider", "Agreement signed for the lead authority", "Removal proposed",
        "Notice given: leaves on 3 February 2027",
    } <= titles  # fmt: skip
    assert all(one.by and one.at for one in story.happenings)
    assert "Priya Nair" in {one.by for one in story.happenings}


def test_a_provider_reads_the_lead_authority_not_the_names_of_its_people_x1(world: World) -> None:
    applicant, line = joined(world, "07000001")
    by = {one.by for one in line_story(applicant.manager, line).happenings}
    assert by == {applicant.manager.name, applicant.signatory.name, "West Sussex County Council"}


def test_nobody_else_reads_a_position_or_a_story_x1(world: World) -> None:
    _, line = joined(world, "07000001")
    stranger = make_applicant("07000002")
    for nobody in (stranger.manager, world.people["partner_officer"]):
        with pytest.raises(NotThere):
            line_story(nobody, line)
        with pytest.raises(NotThere):
            own_position(nobody, line, AT)
    with pytest.raises(NotThere):
        own_position(world.people["officer"], line, AT)


@given(some.dates(date(2023, 1, 1), date(2030, 12, 31)), some.integers(0, 4000))
def test_the_next_audit_is_never_past_and_at_most_a_year_and_a_day_away(day: date, later: int) -> None:
    today = day + timedelta(days=later)
    found = _next_anniversary(day, today)
    assert found >= today
    assert found > day
    assert found - max(today, day) <= timedelta(days=367)
