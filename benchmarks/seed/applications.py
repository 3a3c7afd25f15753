"""Applications to decide, at every stage; and whole drafts of one provider each, ready to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.seed.copying import Connection, as_json, copy
from benchmarks.seed.market import ORGANISATION, PERSON, Category, Council, person_row
from benchmarks.sizes import Size
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.questions import (
    assessed_criteria,
    line_questions,
    provider_questions,
    statements,
)
from fairplace.foundations.kernel.identifiers import new_id

SCHOOL, KINDS = "independent_special_school", ("day", "weekly")
STATEMENT = "We set a starting point for every child within six weeks and measure every step from there. " * 20
DRAFTS = 24
"""How many a run may send: each is sent once."""


@dataclass(frozen=True, slots=True)
class Sought:
    """An establishment that applies in one category, of one application."""

    line: UUID
    establishment: UUID
    application: UUID
    provider: UUID
    person: UUID
    state: str


def copy_applications(
    connection: Connection, chance: Random, size: Size, system: UUID, sen: Category, lead: Council, now: datetime
) -> tuple[list[tuple[UUID, UUID]], UUID]:
    """(application, bid manager) of every draft, and the first draft's first line."""
    sent = [_sought(chance, chance.choices((1, 2, 3), (6, 3, 1))[0], sent=True) for _ in range(size.applications)]
    drafts = [_sought(chance, size.draft_lines, sent=False) for _ in range(DRAFTS)]
    every = [*sent, *drafts]
    _copy_providers(connection, every, now)
    _copy_applications(connection, chance, every, system, sen, now)
    _copy_lines(connection, [one for lines in every for one in lines], sen, now)
    _copy_assessment(connection, chance, [one for lines in sent for one in lines], sen, lead, now)
    return [(lines[0].application, lines[0].person) for lines in drafts], drafts[0][0].line


def _sought(chance: Random, number: int, *, sent: bool) -> list[Sought]:
    application, provider, person = new_id(), new_id(), new_id()
    states = ("applied", "assessing", "clarification", "refused", "approved")
    return [
        Sought(
            new_id(), new_id(), application, provider, person,
            chance.choices(states, (30, 50, 5, 10, 5))[0] if sent else "draft",
        )
        for _ in range(number)
    ]  # fmt: skip


def _copy_providers(connection: Connection, every: list[list[Sought]], now: datetime) -> None:
    first = [lines[0] for lines in every]
    names = [f"Applicant {at:04} Limited" for at in range(len(first))]
    named = ((one.provider, "provider", names[at], "", f"9{at:07}", "") for at, one in enumerate(first))
    copy(connection, "organisations_organisation", ORGANISATION, named)
    people = (person_row(one.person, f"Applicant {at}", "Bid manager", one.provider) for at, one in enumerate(first))
    copy(connection, "organisations_person", PERSON, people)
    duties = ((new_id(), one.person, Role.BID_MANAGER.value) for one in first)
    copy(connection, "organisations_duty", "id person_id role", duties)
    kept = [
        (new_id(), one, kind)
        for one in first
        for kind in ("employers_liability", "public_liability", "professional_indemnity")
    ]
    copy(
        connection,
        "documents_document",
        "id owner_organisation_id kind original_name media_type size sha256 stored_as uploaded_by",
        (
            (key, one.provider, kind, f"{kind}.pdf", "application/pdf", 90_000, b"\0" * 32, str(key), one.person)
            for key, one, kind in kept
        ),
    )
    issued, expires = (now - timedelta(days=100)).date(), (now + timedelta(days=265)).date()
    copy(
        connection,
        "organisations_evidence",
        "id provider_id kind document_id cover issued_on expires_on added_at",
        ((new_id(), one.provider, kind, key, 10_000_000, issued, expires, now) for key, one, kind in kept),
    )
    copy(
        connection,
        "organisations_establishment",
        "id provider_id name kind urn postcode easting northing council_area age_from age_to takes placement_kinds"
        " places vacancies rating_framework rating rated_on rating_areas",
        (
            (
                *(one.establishment, one.provider, f"Applying School {at}", SCHOOL, f"{300_000 + at}", "GU1 1AA"),
                *(545_000, 150_000, ("Surrey", "Kent")[at % 2], 5, 16, "anyone", list(KINDS), 20, 4),
                *("ofsted-grades", "Good", "2025-03-04", "{}"),
            )
            for at, one in enumerate(one for lines in every for one in lines)
        ),
    )


def _copy_applications(
    connection: Connection, chance: Random, every: list[list[Sought]], system: UUID, sen: Category, now: datetime
) -> None:
    asked = provider_questions([sen.content])
    answers = as_json({question.code: _passing(question) for question in asked if question.kind != "evidence"})

    def rows() -> Iterator[tuple[object, ...]]:
        for at, lines in enumerate(every):
            one, sent = lines[0], now - timedelta(days=chance.randint(0, 16))
            is_sent = one.state != "draft"
            yield (
                one.application, system, one.provider, f"A-9{at:06}", sent, one.person,
                *((sent, one.person, (sent + timedelta(days=14)).date()) if is_sent else (None, None, None)),
                answers,
            )  # fmt: skip

    copy(
        connection,
        "qualification_application",
        "id system_id provider_id reference started_at started_by_id submitted_at submitted_by_id decide_by answers",
        rows(),
    )


def _copy_lines(connection: Connection, lines: list[Sought], sen: Category, now: datetime) -> None:
    answers = as_json({question.code: _passing(question) for question in line_questions(sen.content, SCHOOL)})
    copy(
        connection,
        "qualification_line",
        "id application_id provider_id establishment_id category_version_id category_id state answers",
        (
            (*(one.line, one.application, one.provider, one.establishment), sen.version_id, sen.id, one.state, answers)
            for one in lines
        ),
    )
    copy(
        connection,
        "qualification_linestate",
        "id line_id came_from became at by_id because",
        ((new_id(), one.line, "", one.state, now - timedelta(days=1), None, "") for one in lines),
    )
    headings = offered_headings(sen.content, KINDS)
    copy(
        connection,
        "qualification_corecost",
        "id line_id heading weekly",
        ((new_id(), one.line, heading.code, Decimal(100)) for one in lines for heading in headings),
    )


def _copy_assessment(
    connection: Connection, chance: Random, lines: list[Sought], sen: Category, lead: Council, now: datetime
) -> None:
    """Of lines being assessed some criteria are judged; of half all of them, and two evaluators are at work."""
    officer, judging = lead.procurement, [one for one in lines if one.state == "assessing"]
    criteria, asked = [one.code for one in assessed_criteria(sen.content)], [q.code for q in statements(sen.content)]
    judged = [(one, code) for one in judging for code in criteria[: chance.choice((3, 6, len(criteria), 99))]]
    marked = [one for one in judging if chance.random() < 0.5]
    copy(
        connection,
        "qualification_assessment",
        "id line_id criterion passed reason by_id at",
        ((new_id(), one.line, code, True, "Seen.", officer, now) for one, code in judged),
    )
    copy(
        connection,
        "qualification_evaluatorappointment",
        "id line_id person_id takes_part because by_id at",
        ((new_id(), one.line, who, True, "", officer, now) for one in marked for who in lead.evaluators),
    )
    copy(
        connection,
        "qualification_statementmark",
        "id line_id question moderated mark reason by_id at",
        (
            (new_id(), one.line, code, agreed, Decimal(4), "Clear steps.", who, now)
            for one in marked
            for code in asked
            for who, agreed in ((lead.evaluators[0], False), (lead.evaluators[1], False), (lead.evaluators[1], True))
        ),
    )
    proposed = [one for one in marked if chance.random() < 0.2]
    copy(
        connection,
        "qualification_linedecision",
        "id line_id step approved reason by_id at",
        ((new_id(), one.line, "proposed", True, "", officer, now) for one in proposed),
    )


def _passing(question: Question) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = {
        "yes_no": {"answer": question.passes_when, "explained": ""},
        "grounds": {"applies": "none"},
        "text": {"text": "We take on two apprentices a year."},
        "statement": {"text": STATEMENT},
        "rating": {"framework": "ofsted-grades", "rating": "Good", "rated_on": "2025-03-04", "areas": {}},
    }
    return answers[question.kind]
