"""A provider joins, step by step, by the real actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.actions.appoint_evaluators import appoint_evaluators
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.declare_application_interests import declare_application_interests
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.actions.record_due_diligence import record_due_diligence
from fairplace.dps.qualification.actions.release_decision import release_decision
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.models import InterestDeclaration
from fairplace.dps.qualification.queries.decisions import due_diligence
from fairplace.dps.qualification.queries.line_row import line_row, line_rows
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.questions import (
    assessed_criteria,
    line_questions,
    provider_questions,
    stage_two,
    statements,
)
from fairplace.foundations.kernel.actor import Actor
from tests.dps.world import AT, PNG, World, make_provider

STATEMENT = "We set a starting point for every child within six weeks."


def passing(question: Question) -> dict[str, Any]:
    """An answer that passes by itself."""
    return {
        "yes_no": {"answer": question.passes_when},
        "grounds": {"applies": "none"},
        "text": {"text": "We take on two apprentices a year."},
        "statement": {"text": STATEMENT},
        "rating": {"framework": "ofsted-grades", "rating": "Good", "rated_on": date(2025, 5, 1)},
    }[question.kind]


def questions_about_provider() -> list[Question]:
    """Those of every category that is open."""
    return provider_questions([content_of(row.version_id) for row in categories() if row.filled])


@dataclass
class Applicant:
    """A provider with a school and a home, and an application being written."""

    provider_id: UUID
    manager: Actor
    signatory: Actor
    school_id: UUID
    home_id: UUID
    application_id: UUID


def make_applicant(number: str = "07000001", at: datetime = AT, name: str = "") -> Applicant:
    provider, manager, signatory = make_provider(name or f"Rowan Trust {number}", number, at)
    common: dict[str, Any] = {"actor": manager, "council_area": "West Sussex", "at": at}
    school = add_establishment(
        **common, name="Rowan Bank School", kind="independent_special_school", postcode="PO19 1RQ",
        age_from=7, age_to=16, placement_kinds=["day", "weekly"], places=40, vacancies=3, urn=f"9{number[-5:]}",
    )  # fmt: skip
    home = add_establishment(
        **common, name="Rowan House", kind="childrens_home", postcode="RH12 1RL",
        age_from=10, age_to=17, placement_kinds=["residential"], places=4, vacancies=1, urn=f"8{number[-5:]}",
    )  # fmt: skip
    return Applicant(provider, manager, signatory, school, home, start_application(actor=manager, at=at))


def answer_about_provider(applicant: Applicant, at: datetime = AT, covers: Mapping[str, int] | None = None) -> None:
    """covers: kind of insurance -> pounds, where it is not ten million."""
    asked = questions_about_provider()
    for question in asked:
        if question.kind == "evidence":
            add_evidence(
                actor=applicant.manager,
                kind=question.evidence,
                upload=SimpleUploadedFile(f"{question.evidence}.png", PNG),
                issued_on=date(2026, 4, 1),
                expires_on=date(2027, 3, 31),
                cover=Decimal((covers or {}).get(question.evidence, 10_000_000)),
                at=at,
            )
    answers = {question.code: passing(question) for question in asked if question.kind != "evidence"}
    answer_provider_questions(actor=applicant.manager, application_id=applicant.application_id, answers=answers, at=at)


def complete_basics(applicant: Applicant, line_ids: Sequence[UUID], at: datetime = AT) -> None:
    """Stage 1 of the provider and of these lines, so that stage 2 is open."""
    answer_about_provider(applicant, at)
    for line_id in line_ids:
        line = line_row(line_id)
        assert line is not None
        content = content_of(line.category_version_id)
        place = establishment_rows([line.establishment_id])[line.establishment_id]
        offer = stage_two([content])
        answers = {q.code: passing(q) for q in line_questions(content, place.kind) if q.code not in offer}
        answer_line_questions(actor=applicant.manager, line_id=line_id, answers=answers, at=at)


def complete_line(applicant: Applicant, line_id: UUID, at: datetime = AT, weekly: str = "100.00") -> None:
    """Every question answered and every heading priced."""
    line = line_row(line_id)
    assert line is not None
    content = content_of(line.category_version_id)
    place = establishment_rows([line.establishment_id])[line.establishment_id]
    answers = {question.code: passing(question) for question in line_questions(content, place.kind)}
    answer_line_questions(actor=applicant.manager, line_id=line_id, answers=answers, at=at)
    price_line(
        actor=applicant.manager,
        line_id=line_id,
        costs={heading.code: Decimal(weekly) for heading in offered_headings(content, place.placement_kinds)},
        at=at,
    )


def apply(
    world: World, applicant: Applicant, codes: Sequence[str] = ("sen", "residential"), at: datetime = AT
) -> list[UUID]:
    """Send the application with one line for each category; the lines in that order."""
    places = {"sen": applicant.school_id, "residential": applicant.home_id}
    lines = [
        add_line(
            actor=applicant.manager,
            application_id=applicant.application_id,
            establishment_id=places[code],
            category_id=world.category(code).id,
            at=at,
        )
        for code in codes
    ]
    answer_about_provider(applicant, at)
    for line_id in lines:
        complete_line(applicant, line_id, at)
    submit_application(actor=applicant.manager, application_id=applicant.application_id, at=at)
    return lines


def appoint(world: World, line_ids: Sequence[UUID], *names: str, at: datetime = AT) -> None:
    """These people mark, and have declared that they have no interest."""
    people = [world.people[name] for name in names]
    appoint_evaluators(
        actor=world.people["officer"],
        line_ids=line_ids,
        person_ids=[person.person_id for person in people if person.person_id],
        at=at,
    )
    declared = set(InterestDeclaration.objects.values_list("application_id", "person_id"))
    for application_id in {row.application_id for row in line_rows(line_ids).values()}:
        for person in people:
            if (application_id, person.person_id) not in declared:
                declare_application_interests(
                    actor=person, application_id=application_id, has_interest=False, interest="", at=at
                )


def give_marks(world: World, line_id: UUID, marks: dict[str, str], agreed: str = "", at: datetime = AT) -> None:
    """Marks by name of who gives them, and the one they agree on, for every statement of the line."""
    line = line_row(line_id)
    assert line is not None
    asked = statements(content_of(line.category_version_id))
    if asked:  # not every category asks one (§7.3)
        appoint(world, [line_id], *marks, at=at)
    for question in asked:
        given: dict[str, Any] = {
            "line_id": line_id,
            "question": question.code,
            "reason": "Clear and measured steps.",
            "at": at,
        }
        for name, points in marks.items():
            mark_qualification_statement(actor=world.people[name], mark=Decimal(points), **given)
        if agreed:
            moderate_qualification_statement(actor=world.people[list(marks)[-1]], mark=Decimal(agreed), **given)


def look_up(world: World, line_id: UUID, at: datetime = AT) -> None:
    """All of due diligence is clear."""
    line = line_row(line_id)
    assert line is not None
    for row in due_diligence(line):
        record_due_diligence(
            actor=world.people["officer"],
            line_id=line_id,
            check=row.check.code,
            outcome="clear",
            note="Looked up, nothing found.",
            checked_on=at.date(),
            at=at,
        )


def assess(world: World, line_id: UUID, at: datetime = AT, mark: str = "4", failing: str = "") -> None:
    """Everything judged and looked up, two marks and an agreed one for each statement."""
    line = line_row(line_id)
    assert line is not None
    for criterion in assessed_criteria(content_of(line.category_version_id)):
        assess_criterion(
            actor=world.people["officer"],
            line_id=line_id,
            criterion=criterion.code,
            passed=criterion.code != failing,
            reason="Seen.",
            at=at,
        )
    give_marks(world, line_id, {"officer": mark, "second_officer": mark}, mark, at)
    look_up(world, line_id, at)


def decide(world: World, line_id: UUID, approved: bool, reason: str = "", at: datetime = AT) -> None:
    """Proposed by one officer, released by the other."""
    proposal = propose_decision(actor=world.people["officer"], line_id=line_id, approved=approved, reason=reason, at=at)
    release_decision(actor=world.people["second_officer"], line_id=line_id, proposal_id=proposal, at=at)


def accredit(world: World, applicant: Applicant, line_id: UUID, at: datetime = AT, mark: str = "4") -> None:
    """Assessed, approved, signed by both."""
    assess(world, line_id, at, mark)
    decide(world, line_id, approved=True, at=at)
    sign_line_agreement(actor=applicant.signatory, line_id=line_id, name_typed=applicant.signatory.name, at=at)
    lead = world.people["lead_signatory"]
    sign_line_agreement(actor=lead, line_id=line_id, name_typed=lead.name, at=at)
