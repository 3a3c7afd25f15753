"""Q3, Q4, Q6, Q7: grounds one by one, several statements, optional questions, a place's documents, discounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.exclusion_grounds import Ground, grounds_of
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.declare_ground import declare_ground, declare_no_ground, take_back_ground
from fairplace.dps.qualification.actions.price_extras import price_extras
from fairplace.dps.qualification.queries.carried_extras import carried_discounts, carried_prices
from fairplace.dps.qualification.queries.line_form import DiscountStep
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.dps.qualification.queries.what_is_left import whats_left
from fairplace.dps.qualification.rules.discounts import check_steps, discount_for
from fairplace.dps.qualification.rules.grounds import Event
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.qualification.joining import Applicant, make_applicant
from tests.dps.qualification.richer import GROUNDS, richer_document
from tests.dps.world import AT, PNG, World, make_world

ON = AT.date()


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    return world


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


@pytest.fixture
def line(world: World, applicant: Applicant) -> Any:
    return add_line(
        actor=applicant.manager,
        application_id=applicant.application_id,
        establishment_id=applicant.school_id,
        category_id=world.category("sen").id,
        at=AT,
    )


def ground(kind: str) -> Ground:
    return next(one for one in grounds_of(the_system().regime) if one.kind == kind and one.self_cleaning)


def left(applicant: Applicant, on: date = ON) -> dict[str, str]:
    every = whats_left(applicant.application_id, on).every
    return {one.question: one.sentence for one in every}


def declare(applicant: Applicant, event: Event) -> None:
    declare_ground(
        actor=applicant.manager, application_id=applicant.application_id, question=GROUNDS, event=event, at=AT
    )


def test_that_no_ground_applies_is_said_in_one_tap_q4(applicant: Applicant, line: Any) -> None:
    assert "none applies, or which does" in left(applicant)[GROUNDS]
    declare_no_ground(actor=applicant.manager, application_id=applicant.application_id, question=GROUNDS, at=AT)
    assert GROUNDS not in left(applicant)


def test_each_event_says_who_when_what_and_what_was_done_q4(applicant: Applicant, line: Any) -> None:
    """Several events of one ground; each is held by itself, and what it lacks is said."""
    one = ground("mandatory")
    first = Event("00000000-0000-7000-8000-000000000001", one.code, who="Rowan Trust")
    declare(applicant, first)
    assert left(applicant)[GROUNDS].startswith("Grounds for exclusion: tell us ")
    assert "what happened" in left(applicant)[GROUNDS]
    whole = Event(first.id, one.code, "Rowan Trust", date(2024, 5, 1), "A fine.", "Paid; new managers.", "yes")
    declare(applicant, whole)
    assert GROUNDS not in left(applicant)
    declare(applicant, Event("00000000-0000-7000-8000-000000000002", one.code, who="A director"))
    assert GROUNDS in left(applicant)
    with pytest.raises(Refused, match="Remove what you told us"):
        declare_no_ground(actor=applicant.manager, application_id=applicant.application_id, question=GROUNDS, at=AT)
    for event_id in ("00000000-0000-7000-8000-000000000002", first.id):
        take_back_ground(
            actor=applicant.manager, application_id=applicant.application_id, question=GROUNDS, event_id=event_id, at=AT
        )
    assert "none applies, or which does" in left(applicant)[GROUNDS]


def test_an_event_beyond_the_look_back_asks_for_nothing_more_q4(applicant: Applicant, line: Any) -> None:
    old = ground("mandatory")
    assert old.look_back_years
    declare(
        applicant, Event("00000000-0000-7000-8000-000000000001", old.code, "A director", date(2001, 5, 1), "Fraud.")
    )
    assert GROUNDS not in left(applicant)


def test_a_ground_of_another_law_and_a_day_to_come_are_refused_q4(applicant: Applicant, line: Any) -> None:
    with pytest.raises(NotThere):
        declare(applicant, Event("00000000-0000-7000-8000-000000000001", "made-up"))
    with pytest.raises(Refused, match="today or in the past"):
        declare(applicant, Event("00000000-0000-7000-8000-000000000001", ground("mandatory").code, on=date(2030, 1, 1)))


def test_optional_questions_may_stay_empty_and_other_settings_are_not_asked_q4(applicant: Applicant, line: Any) -> None:
    faults = left(applicant)
    assert {"staffing", "outcomes-statement"} <= set(faults)  # each statement is a task of its own
    assert not {"social", "local", "only-homes"} & set(faults)
    with pytest.raises(NotThere):
        answer_line_questions(actor=applicant.manager, line_id=line, answers={"only-homes": {"answer": "yes"}}, at=AT)
    answer_line_questions(actor=applicant.manager, line_id=line, answers={"local": {"text": "Six."}}, at=AT)
    said = application_of(applicant.manager, applicant.application_id, AT).line(line).answers
    assert said["local"] == {"text": "Six."}


def test_the_offer_is_stage_two_q3(applicant: Applicant, line: Any) -> None:
    every = whats_left(applicant.application_id, ON).every
    assert {one.question for one in every if one.stage == 2} == {"outcomes-statement", "staffing", "core-costs"}
    assert {"inspection-rating", "certificate", GROUNDS} <= {one.question for one in every if one.stage == 1}


def test_a_document_of_one_place_serves_that_place_alone_q6(applicant: Applicant, line: Any) -> None:
    certificate = {
        "actor": applicant.manager, "kind": "registration_certificate", "issued_on": date(2020, 1, 1), "at": AT,
    }  # fmt: skip
    with pytest.raises(Refused, match="Select which of your places"):
        add_evidence(**certificate, upload=SimpleUploadedFile("a.png", PNG))
    add_evidence(**certificate, upload=SimpleUploadedFile("a.png", PNG), establishment_id=applicant.home_id)
    assert left(applicant)["certificate"] == "Upload your certificate of registration"
    add_evidence(**certificate, upload=SimpleUploadedFile("b.png", PNG), establishment_id=applicant.school_id)
    assert "certificate" not in left(applicant)  # and it has no day on which it runs out
    with pytest.raises(NotThere):
        add_evidence(
            **certificate,
            upload=SimpleUploadedFile("c.png", PNG),
            establishment_id=make_applicant("07000002").school_id,
        )


def test_answers_about_the_provider_are_given_once_q2(applicant: Applicant, line: Any) -> None:
    answer_provider_questions(
        actor=applicant.manager,
        application_id=applicant.application_id,
        answers={"social": {"text": "A garden."}, GROUNDS: {"applies": "none"}},
        at=AT,
    )
    said = application_of(applicant.manager, applicant.application_id, AT).answers
    assert (said["social"], said[GROUNDS]) == ({"text": "A garden."}, {"applies": "none"})


def test_a_price_list_and_discounts_are_carried_q7(applicant: Applicant, line: Any) -> None:
    steps = [DiscountStep("sibling", 2, Decimal("5.00")), DiscountStep("sibling", 3, Decimal("7.25"))]
    price_extras(actor=applicant.manager, line_id=line, prices={"speech": Decimal("61.50")}, discounts=steps, at=AT)
    assert carried_prices(line) == {"speech": Decimal("61.50")}
    assert carried_discounts(line) == steps
    with pytest.raises(NotThere):
        price_extras(actor=applicant.manager, line_id=line, prices={"made-up": Decimal(1)}, discounts=[], at=AT)
    with pytest.raises(Refused, match="pounds and pence"):
        price_extras(actor=applicant.manager, line_id=line, prices={"speech": Decimal("1.005")}, discounts=[], at=AT)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([("cohort", 1, "5")], "begins at 2"),
        ([("cohort", 2, "100.01")], "from 0 to 100"),
        ([("cohort", 2, "-1")], "from 0 to 100"),
        ([("cohort", 2, "5.125")], "two figures"),
        ([("cohort", 2, "5"), ("cohort", 2, "6")], "not two"),
        ([("cohort", 2, "5"), ("cohort", 4, "4.99")], "cannot fall"),
        ([("friends", 2, "5")], "no such discount"),
    ],
)
def test_a_wrong_discount_is_refused_with_a_sentence_q7(steps: list[tuple[str, int, str]], words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_steps(["cohort", "sibling"], [DiscountStep(kind, n, Decimal(p)) for kind, n, p in steps])


@given(
    st.lists(st.tuples(st.integers(2, 99), st.decimals(0, 100, places=2)), max_size=6, unique_by=lambda step: step[0]),
    st.integers(1, 120),
)
def test_discounts_that_are_taken_never_fall_with_more_children_q7(
    pairs: list[tuple[int, Decimal]], children: int
) -> None:
    steps = [DiscountStep("sibling", n, percent) for n, percent in pairs]
    try:
        check_steps(["sibling"], steps)
    except Refused:
        ordered = [percent for _, percent in sorted(pairs)]
        assert ordered != sorted(ordered)
        return
    fewer, more = discount_for(steps, "sibling", children), discount_for(steps, "sibling", children + 1)
    assert Decimal(0) <= fewer <= more <= 100
