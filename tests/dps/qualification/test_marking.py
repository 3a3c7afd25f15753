"""Q9: evaluators of any partner, appointed, without interest, blind, each on their own; then one agreed mark."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.qualification.actions.appoint_evaluators import appoint_evaluators, stand_down_evaluator
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.declare_application_interests import declare_application_interests
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.models import Line, StatementMark
from fairplace.dps.qualification.queries.lead_assessment import lead_line
from fairplace.dps.qualification.queries.marking import statement_to_mark, statements_to_mark
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import apply, appoint, complete_line, make_applicant
from tests.dps.world import AT, World, make_world, person

STATEMENT = "outcomes-statement"
REASON = "Clear and measured steps."


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    world.people["evaluator"] = person(world.partner_id, "Miriam Castle", "evaluator")
    world.people["other_evaluator"] = person(world.lead_id, "Grace Abiola", "evaluator")
    world.people["partner_placer"] = person(world.partner_id, "Rachel Thorn", "placement_officer")
    return world


@pytest.fixture
def line(world: World) -> UUID:
    line, _ = apply(world, make_applicant())
    return line


def give(actor: Actor, line: UUID, mark: str, reason: str = REASON) -> None:
    mark_qualification_statement(
        actor=actor, line_id=line, question=STATEMENT, mark=Decimal(mark), reason=reason, at=AT
    )


def agree(actor: Actor, line: UUID, mark: str, reason: str = REASON) -> None:
    moderate_qualification_statement(
        actor=actor, line_id=line, question=STATEMENT, mark=Decimal(mark), reason=reason, at=AT
    )


def test_an_evaluator_of_a_partner_marks_when_appointed_and_nobody_else_q9(world: World, line: UUID) -> None:
    evaluator = world.people["evaluator"]
    with pytest.raises(NotThere):
        give(evaluator, line, "4")
    assert statements_to_mark(evaluator) == []
    appoint(world, [line], "evaluator")
    give(evaluator, line, "4")
    for nobody in ("partner_officer", "other_evaluator"):
        with pytest.raises(NotThere):
            give(world.people[nobody], line, "4")
    with pytest.raises(NotThere):
        statements_to_mark(world.people["partner_placer"])


def test_an_appointed_partner_reads_no_application_q9(world: World, line: UUID) -> None:
    appoint(world, [line], "evaluator", "partner_officer")
    for partner in ("evaluator", "partner_officer"):
        with pytest.raises(NotThere):
            lead_line(world.people[partner], line)


def test_interests_are_declared_before_anything_is_seen_q9(world: World, line: UUID) -> None:
    evaluator = world.people["evaluator"]
    appoint_evaluators(actor=world.people["officer"], line_ids=[line], person_ids=[evaluator.person_id or line], at=AT)
    with pytest.raises(NotThere):
        statement_to_mark(evaluator, line, STATEMENT)
    with pytest.raises(Refused, match="Declare your interests first"):
        give(evaluator, line, "4")
    application = lead_line(world.people["officer"], line).application.id
    declared: dict[str, Any] = {"actor": evaluator, "application_id": application, "at": AT}
    with pytest.raises(Refused, match="Say in a few words"):
        declare_application_interests(**declared, has_interest=True, interest=" ")
    declare_application_interests(**declared, has_interest=True, interest="My sister works there")
    with pytest.raises(Refused, match="you take no part"):
        give(evaluator, line, "4")
    with pytest.raises(Refused, match="You have declared"):
        declare_application_interests(**declared, has_interest=False, interest="")
    (row,) = lead_line(world.people["officer"], line).statements[0].evaluators
    assert (row.takes_part, row.interest) == (False, "My sister works there")
    with pytest.raises(Refused, match="Miriam Castle has declared an interest"):
        appoint(world, [line], "evaluator")
    assert any("needs another evaluator" in message.subject for message in all_messages())


def test_marks_of_others_are_hidden_until_ones_own_is_in_q9(world: World, line: UUID) -> None:
    first, second = world.people["evaluator"], world.people["other_evaluator"]
    appoint(world, [line], "evaluator", "other_evaluator")
    give(first, line, "4")
    assert statement_to_mark(second, line, STATEMENT).marks == ()
    assert lead_line(world.people["officer"], line).statements[0].marks == ()
    with pytest.raises(Refused, match="Two people must mark"):
        agree(first, line, "4")
    give(second, line, "3")
    assert {row.mark for row in statement_to_mark(second, line, STATEMENT).marks} == {Decimal(4), Decimal(3)}
    assert lead_line(world.people["officer"], line).statements[0].marks == ()  # the desk reads them once one is agreed
    agree(second, line, "3.5")
    assert len(lead_line(world.people["officer"], line).statements[0].marks) == 2
    with pytest.raises(Refused, match="can no longer change"):
        give(first, line, "5")


def test_a_changed_mark_is_a_new_row_q9(world: World, line: UUID) -> None:
    appoint(world, [line], "evaluator")
    for mark in ("4", "2"):
        give(world.people["evaluator"], line, mark)
    assert [row.mark for row in StatementMark.objects.filter(line_id=line).order_by("at", "id")] == [4, 2]
    own = statement_to_mark(world.people["evaluator"], line, STATEMENT).own
    assert own is not None
    assert own.mark == 2


def test_a_wide_spread_is_flagged_and_its_moderation_explained_q9(world: World, line: UUID) -> None:
    first, second = world.people["evaluator"], world.people["other_evaluator"]
    appoint(world, [line], "evaluator", "other_evaluator")
    give(first, line, "5")
    give(second, line, "3")  # 2 of 5 is 40 %
    page = statement_to_mark(first, line, STATEMENT)
    assert (page.statement.wide, page.spread) == (True, Decimal(2))
    assert lead_line(world.people["officer"], line).statements[0].wide
    with pytest.raises(Refused, match="far apart") as refusal:
        agree(first, line, "4", "We met in the middle.")
    assert refusal.value.field == "reason"
    agree(first, line, "4", "The example was read again together: it does show how the measure changed what staff did.")


def test_statements_are_read_without_names_q9(world: World) -> None:
    applicant = make_applicant(name="Rowan Trust Limited")
    (line,) = apply(world, applicant, ("sen",))
    stored = Line.objects.get(id=line)
    stored.answers[STATEMENT] = {"text": "At Rowan Bank School, part of Rowan Trust, each child has a plan."}
    stored.save()
    appoint(world, [line], "evaluator")
    page = statement_to_mark(world.people["evaluator"], line, STATEMENT)
    assert page.text == "At [name hidden], part of [name hidden], each child has a plan."
    assert "Rowan" not in repr(page)


def test_an_answer_copied_forward_is_marked_and_agreed_once_q9(world: World) -> None:
    """A provider with two schools says the same of both; another school says something else."""
    applicant = make_applicant()
    schools = [applicant.school_id]
    for number, name in enumerate(("Rowan Lower School", "Rowan Upper School")):
        schools.append(
            add_establishment(
                actor=applicant.manager,
                name=name,
                kind="independent_special_school",
                council_area="West Sussex",
                postcode="PO19 1RQ",
                age_from=7,
                age_to=16,
                placement_kinds=["day"],
                places=40,
                vacancies=3,
                urn=f"95000{number}",
                at=AT,
            )
        )
    given: dict[str, Any] = {"actor": applicant.manager, "application_id": applicant.application_id, "at": AT}
    sen = world.category("sen").id
    for school in schools[1:]:
        complete_line(applicant, add_line(**given, establishment_id=school, category_id=sen))
    (line,) = apply(world, applicant, ("sen",))
    lines = list(Line.objects.filter(application_id=applicant.application_id).values_list("id", flat=True))
    other = Line.objects.get(establishment_id=schools[2])
    other.answers[STATEMENT] = {"text": "Something else."}
    other.save()
    appoint(world, lines, "evaluator", "other_evaluator")
    first, second = world.people["evaluator"], world.people["other_evaluator"]
    assert statement_to_mark(first, line, STATEMENT).same_words == 1
    marking: dict[str, Any] = {"line_id": line, "question": STATEMENT, "reason": REASON, "same_words": True, "at": AT}
    assert mark_qualification_statement(actor=first, mark=Decimal(4), **marking) == 2
    assert mark_qualification_statement(actor=second, mark=Decimal(3), **marking) == 2
    assert moderate_qualification_statement(actor=second, mark=Decimal(4), **marking) == 2
    agreed = StatementMark.objects.filter(moderated=True, question=STATEMENT).values_list("line_id", flat=True)
    assert other.id not in set(agreed)
    assert line in set(agreed)


def test_whoever_is_stood_down_no_longer_counts_q9(world: World, line: UUID) -> None:
    appoint(world, [line], "evaluator", "other_evaluator", "officer")
    for name in ("evaluator", "other_evaluator"):
        give(world.people[name], line, "4")
    with pytest.raises(Refused, match="Not every evaluator has marked"):
        agree(world.people["evaluator"], line, "4")
    officer = world.people["officer"]
    stand_down_evaluator(actor=officer, line_id=line, person_id=officer.person_id or line, because="On leave", at=AT)
    agree(world.people["evaluator"], line, "4")
    with pytest.raises(NotThere):
        give(officer, line, "1")


@pytest.mark.parametrize(
    ("mark", "reason"), [("6", REASON), ("-1", REASON), ("3.3", REASON), ("3", " "), ("3", "Good")]
)
def test_a_mark_outside_the_scale_or_without_a_reason_is_refused_q9(
    world: World, line: UUID, mark: str, reason: str
) -> None:
    appoint(world, [line], "evaluator")
    with pytest.raises(Refused):
        give(world.people["evaluator"], line, mark, reason)


def test_the_same_people_are_appointed_to_many_lines_once_q9(world: World, django_assert_max_num_queries: Any) -> None:
    lines = [one for number in range(1, 6) for one in apply(world, make_applicant(f"0700010{number}"))]
    people = [world.people[name].person_id or lines[0] for name in ("evaluator", "other_evaluator")]
    given: dict[str, Any] = {"actor": world.people["officer"], "line_ids": lines, "person_ids": people, "at": AT}
    with django_assert_max_num_queries(40):
        assert appoint_evaluators(**given) == 20
    assert appoint_evaluators(**given) == 0
    assert len(statements_to_mark(world.people["evaluator"])) == 3 * 10  # three statements each
    placer = world.people["partner_placer"].person_id or lines[0]
    with pytest.raises(Refused, match="evaluators of the lead authority or a partner"):
        appoint_evaluators(**{**given, "person_ids": [placer]})
    with pytest.raises(NotThere):
        appoint_evaluators(**{**given, "actor": world.people["partner_officer"]})


def test_what_an_evaluator_has_to_mark_takes_as_many_statements_however_long(
    world: World, django_assert_num_queries: Any
) -> None:
    first, *_ = apply(world, make_applicant())
    appoint(world, [first], "evaluator")
    with django_assert_num_queries(6):
        statements_to_mark(world.people["evaluator"])
    more = [one for number in range(1, 5) for one in apply(world, make_applicant(f"0700020{number}"))]
    appoint(world, more, "evaluator")
    with django_assert_num_queries(6):
        assert len(statements_to_mark(world.people["evaluator"])) == 3 * 9
