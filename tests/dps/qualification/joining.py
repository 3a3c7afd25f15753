"""A provider joins, step by step, by the real actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.decide_line import decide_line
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.questions import assessed_criteria, line_questions
from fairplace.foundations.kernel.actor import Actor
from tests.dps.world import AT, PNG, World, make_provider

YES_AND_NO = {
    "mandatory-exclusions": {"answer": "no"},
    "discretionary-exclusions": {"answer": "no"},
    "financial-standing": {"answer": "yes"},
    "legal-compliance": {"answer": "yes"},
    "safeguarding-continuity": {"answer": "yes"},
    "data-protection": {"answer": "yes"},
}


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


def answer_about_provider(applicant: Applicant, at: datetime = AT, cover: int = 10_000_000) -> None:
    for kind in ("employers_liability", "public_liability"):
        add_evidence(
            actor=applicant.manager,
            kind=kind,
            upload=SimpleUploadedFile(f"{kind}.png", PNG),
            issued_on=date(2026, 4, 1),
            expires_on=date(2027, 3, 31),
            cover=Decimal(cover),
            at=at,
        )
    answer_provider_questions(
        actor=applicant.manager, application_id=applicant.application_id, answers=YES_AND_NO, at=at
    )


def complete_line(applicant: Applicant, line_id: UUID, at: datetime = AT, weekly: str = "100.00") -> None:
    """Every question answered and every heading priced."""
    line = line_row(line_id)
    assert line is not None
    content = content_of(line.category_version_id)
    answers: dict[str, dict[str, Any]] = {}
    for question in line_questions(content):
        answers[question.code] = {
            "rating": {"framework": "ofsted-grades", "rating": "Good", "rated_on": date(2025, 5, 1)},
            "statement": {"text": "We set a starting point for every child within six weeks."},
        }.get(question.kind, {"answer": "yes"})
    answer_line_questions(actor=applicant.manager, line_id=line_id, answers=answers, at=at)
    kinds = establishment_rows([line.establishment_id])[line.establishment_id].placement_kinds
    price_line(
        actor=applicant.manager,
        line_id=line_id,
        costs={heading.code: Decimal(weekly) for heading in offered_headings(content, kinds)},
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


def assess(world: World, line_id: UUID, at: datetime = AT, mark: str = "4", failing: str = "") -> None:
    """Everything judged, two marks and an agreed one."""
    first, second = world.people["officer"], world.people["second_officer"]
    line = line_row(line_id)
    assert line is not None
    for criterion in assessed_criteria(content_of(line.category_version_id)):
        passed = criterion.code != failing
        assess_criterion(actor=first, line_id=line_id, criterion=criterion.code, passed=passed, reason="Seen.", at=at)
    for officer in (first, second):
        mark_qualification_statement(
            actor=officer, line_id=line_id, question="outcomes-statement", mark=Decimal(mark), reason="Clear.", at=at
        )
    moderate_qualification_statement(
        actor=second, line_id=line_id, question="outcomes-statement", mark=Decimal(mark), reason="Agreed.", at=at
    )


def accredit(world: World, applicant: Applicant, line_id: UUID, at: datetime = AT, mark: str = "4") -> None:
    """Assessed, approved, signed by both."""
    assess(world, line_id, at, mark)
    decide_line(actor=world.people["officer"], line_id=line_id, approved=True, reason="", at=at)
    sign_line_agreement(actor=applicant.signatory, line_id=line_id, name_typed=applicant.signatory.name, at=at)
    lead = world.people["lead_signatory"]
    sign_line_agreement(actor=lead, line_id=line_id, name_typed=lead.name, at=at)
