"""Q2-Q8, Q13: one application, many lines, from draft to sent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.actions.choose_lines import add_line, choose_lines
from fairplace.dps.qualification.actions.copy_line_answers import copy_line_answers
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.queries.carried_costs import carried_costs
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.provider_places import application_of, overview
from fairplace.dps.qualification.queries.what_is_left import whats_left
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import Applicant, answer_about_provider, apply, complete_line, make_applicant
from tests.dps.world import AT, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def _line(world: World, applicant: Applicant, code: str = "sen") -> Any:
    place = applicant.school_id if code == "sen" else applicant.home_id
    return add_line(
        actor=applicant.manager,
        application_id=applicant.application_id,
        establishment_id=place,
        category_id=world.category(code).id,
        at=AT,
    )


def test_two_establishments_apply_to_both_categories_on_one_application_q2(world: World) -> None:
    applicant = make_applicant()
    lines = apply(world, applicant)
    application = application_of(applicant.manager, applicant.application_id, AT)
    assert [form.line.id for form in application.lines] == lines
    assert {form.line.state for form in application.lines} == {"applied"}
    assert application.application.decide_by == date(2026, 11, 17)  # ten working days after 3 November (Q13)
    kinds = [event.kind for event in audit.timeline(about=applicant.application_id)]
    assert kinds[0] == "qualification.application_started"
    assert "qualification.application_submitted" in kinds
    subjects = {message.subject for message in all_messages()}
    assert any(subject.endswith("to decide by 17 November 2026") for subject in subjects)


def test_starting_twice_is_one_application_q2(world: World) -> None:
    applicant = make_applicant()
    assert start_application(actor=applicant.manager, at=AT) == applicant.application_id
    apply(world, applicant)
    assert start_application(actor=applicant.manager, at=AT) != applicant.application_id


def test_what_is_left_shrinks_to_nothing_q2(world: World) -> None:
    applicant = make_applicant()
    line = _line(world, applicant)
    before = whats_left(applicant.application_id, AT.date())
    assert {left.question for left in before.provider} >= {"exclusion-grounds", "public-liability"}
    assert {left.question for left in before.lines[line]} == {
        "inspection-rating", "school-registration", "outcomes-statement", "workforce-statement", "contract-statement",
        "core-costs",
    }  # fmt: skip
    with pytest.raises(Refused, match="Not ready yet: "):
        submit_application(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    answer_about_provider(applicant)
    complete_line(applicant, line)
    assert whats_left(applicant.application_id, AT.date()).count == 0


def test_insurance_must_be_enough_for_every_category_applied_for_q4(world: World) -> None:
    applicant = make_applicant()
    _line(world, applicant, "sen")
    answer_about_provider(applicant, covers={"employers_liability": 5_000_000})
    assert whats_left(applicant.application_id, AT.date()).provider == []
    _line(world, applicant, "residential")
    faults = [left.sentence for left in whats_left(applicant.application_id, AT.date()).provider]
    assert faults == ["Your employers' liability insurance covers £5 million; £10 million is needed"]


def test_expired_insurance_is_asked_for_again_q6(world: World) -> None:
    applicant = make_applicant()
    _line(world, applicant)
    answer_about_provider(applicant)
    faults = [left.sentence for left in whats_left(applicant.application_id, date(2027, 4, 1)).provider]
    assert faults[0] == "Your employers' liability insurance is not in force: upload the one that is"


def test_an_answer_that_does_not_pass_needs_its_explanation_q4(world: World) -> None:
    applicant = make_applicant()
    _line(world, applicant)
    answer_about_provider(applicant)
    answer: dict[str, Any] = {"answer": "no", "explained": ""}
    said = {"actor": applicant.manager, "application_id": applicant.application_id, "at": AT}
    answer_provider_questions(**said, answers={"legal-compliance": answer})
    (left,) = whats_left(applicant.application_id, AT.date()).provider
    assert left.sentence.startswith("Tell us what you did about it")
    answer_provider_questions(**said, answers={"legal-compliance": {**answer, "explained": "We moved the ramp."}})
    assert whats_left(applicant.application_id, AT.date()).provider == []


def test_core_costs_above_the_cap_cannot_be_sent_and_the_figure_is_shown_q8(world: World) -> None:
    applicant = make_applicant()
    line = _line(world, applicant)
    answer_about_provider(applicant)
    complete_line(applicant, line, weekly="390.01")  # nine headings a day, ten for weekly boarders: 3,900.10
    day, weekly = whats_left(applicant.application_id, AT.date()).lines[line]
    assert day.sentence == (
        "Day place: core costs of £3,510.09 a week are above the affordability cap of £2,200.00 a week"
    )
    assert weekly.sentence == (
        "Weekly boarding: core costs of £3,900.10 a week are above the affordability cap of £3,900.00 a week"
    )
    complete_line(applicant, line, weekly="244.44")
    assert whats_left(applicant.application_id, AT.date()).count == 0


def test_a_price_for_a_kind_of_place_not_offered_is_not_taken_q7(world: World) -> None:
    applicant = make_applicant()
    line = _line(world, applicant)
    with pytest.raises(NotThere):
        price_line(actor=applicant.manager, line_id=line, costs={"boarding-year": Decimal(1)}, at=AT)
    with pytest.raises(Refused, match="pounds and pence"):
        price_line(actor=applicant.manager, line_id=line, costs={"premises": Decimal("1.001")}, at=AT)


def test_answers_are_copied_from_another_line_in_one_click_q2(world: World) -> None:
    applicant = make_applicant()
    school, home = _line(world, applicant), _line(world, applicant, "residential")
    complete_line(applicant, school)
    copy_line_answers(
        actor=applicant.manager,
        application_id=applicant.application_id,
        from_line_id=school,
        line_ids=[home],
        at=AT,
    )
    application = application_of(applicant.manager, applicant.application_id, AT)
    copied = application.line(home).answers
    assert copied["outcomes-statement"] == application.line(school).answers["outcomes-statement"]
    assert "inspection-rating" not in copied  # a fact about the school
    assert application.line(home).costs == {}  # other headings


def test_an_establishment_applies_once_for_a_category_q2(world: World) -> None:
    applicant = make_applicant()
    assert _line(world, applicant) == _line(world, applicant)
    apply(world, applicant)
    applicant.application_id = start_application(actor=applicant.manager, at=AT)
    with pytest.raises(Refused, match="Rowan Bank School already has a place"):
        _line(world, applicant)


def test_nobody_applies_for_a_category_that_is_not_drafted_7_3(world: World) -> None:
    applicant = make_applicant()
    publish_category_version(actor=SYSTEM, document={**read_seed("foster"), "filled": False}, at=AT)
    with pytest.raises(Refused, match="still being agreed"):
        choose_lines(
            actor=applicant.manager,
            application_id=applicant.application_id,
            wanted={(applicant.school_id, world.category("foster").id)},
            at=AT,
        )


def test_a_school_does_not_apply_as_a_home_q2(world: World) -> None:
    applicant = make_applicant()
    with pytest.raises(Refused, match="Residential care is for other kinds of place than Rowan Bank School"):
        choose_lines(
            actor=applicant.manager,
            application_id=applicant.application_id,
            wanted={(applicant.school_id, world.category("residential").id)},
            at=AT,
        )


def test_a_line_taken_off_is_withdrawn_and_may_come_back_a1(world: World) -> None:
    applicant = make_applicant()
    line = _line(world, applicant)
    _line(world, applicant, "residential")
    choose_lines(
        actor=applicant.manager,
        application_id=applicant.application_id,
        wanted={(applicant.home_id, world.category("residential").id)},
        at=AT,
    )
    row = line_row(line)
    assert row is not None
    assert row.state == "withdrawn"
    assert _line(world, applicant) != line


def test_what_was_sent_cannot_be_changed_and_may_be_withdrawn(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    with pytest.raises(Refused, match="has been sent"):
        price_line(actor=applicant.manager, line_id=line, costs={}, at=AT)
    with pytest.raises(Refused, match="has been sent"):
        submit_application(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    withdraw_line(actor=applicant.manager, line_id=line, because="The school closes", at=AT)
    assert [place.line.category_code for place in overview(applicant.manager).lines] == ["residential"]


def test_another_providers_application_is_not_there(world: World) -> None:
    applicant, rival = make_applicant(), make_applicant("07000002")
    line = _line(world, applicant)
    for act in (
        lambda: application_of(rival.manager, applicant.application_id, AT),
        lambda: price_line(actor=rival.manager, line_id=line, costs={}, at=AT),
        lambda: submit_application(actor=rival.manager, application_id=applicant.application_id, at=AT),
        lambda: withdraw_line(actor=rival.manager, line_id=line, because="", at=AT),
        lambda: copy_line_answers(
            actor=rival.manager,
            application_id=applicant.application_id,
            from_line_id=line,
            line_ids=[line],
            at=AT,
        ),
        lambda: application_of(applicant.signatory, applicant.application_id, AT),
    ):
        with pytest.raises(NotThere):
            act()


def test_a_rating_told_is_the_establishments_q4(world: World) -> None:
    applicant = make_applicant()
    line = _line(world, applicant)
    answer_line_questions(
        actor=applicant.manager,
        line_id=line,
        answers={"inspection-rating": {"framework": "isi", "rating": "Standards met", "rated_on": date(2024, 2, 3)}},
        at=AT,
    )
    assert establishment_rows([applicant.school_id])[applicant.school_id].rating == "Standards met"


def test_a_line_stays_under_the_version_it_was_made_under_p3(world: World) -> None:
    applicant = make_applicant()
    line = _line(world, applicant)
    publish_category_version(actor=SYSTEM, document={**read_seed("sen"), "cap": 1}, at=AT)
    complete_line(applicant, line)
    row = line_row(line)
    assert row is not None
    assert content_of(row.category_version_id).cap == Decimal(6500)
    assert carried_costs(line)["premises"] == Decimal(100)


def test_the_clock_for_a_decision_starts_in_london_q13(world: World) -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # already 2 July in London
    applicant = make_applicant(at=late)
    apply(world, applicant, ("sen",), at=late)
    assert application_of(applicant.manager, applicant.application_id, late).application.decide_by == date(2026, 7, 16)
