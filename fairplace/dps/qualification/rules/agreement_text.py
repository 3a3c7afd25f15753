"""The text that both sides sign before a line is accredited (§5.6, Q11): made from facts, known by its digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from fairplace.foundations.kernel.money import format_pounds


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the text is made of. core_costs: heading names with pounds a week."""

    system_name: str
    law: str
    terms_version: str
    lead_name: str
    provider_name: str
    registered_number: str
    establishment_name: str
    urn: str
    category_name: str
    application_reference: str
    competency_score: Decimal | None
    core_costs: Sequence[tuple[str, Decimal]]
    ends_on: date


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered part; prices come after its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    prices: tuple[tuple[str, Decimal], ...] = ()


def agreement_clauses(facts: AgreementFacts) -> tuple[Clause, ...]:
    """The agreement in plain words, part by part."""
    number = f" (registered number {facts.registered_number})" if facts.registered_number else ""
    urn = f", URN {facts.urn}" if facts.urn else ""
    ends = f"{facts.ends_on.day} {facts.ends_on:%B %Y}"
    return (
        Clause(
            "Who agrees",
            (
                f"{facts.lead_name}, for itself and for every council named in the notice of {facts.system_name},"
                f" and {facts.provider_name}{number}.",
                f"This agreement is about {facts.establishment_name}{urn}, in the category {facts.category_name}"
                f" (application {facts.application_reference}).",
            ),
        ),
        Clause(
            "What it means",
            (
                f"{facts.establishment_name} may be invited to bid for places under {facts.law}. Nobody promises"
                " a number of referrals or of places, and the provider need not bid.",
                "Each place is agreed on its own, in an individual placement agreement under the National Contracts"
                " and their local schedules.",
            ),
        ),
        Clause(
            "Staying on the system",
            (
                "The provider goes on meeting every criterion that it passed: insurances in date, a rating of"
                " requires improvement or better or its equivalent, registration where the law asks for it.",
                "It tells the lead authority within 2 working days when one of them is no longer met."
                " The lead authority may then suspend this line until it is put right. Children already placed stay.",
            ),
        ),
        Clause(
            "Prices",
            (
                "These core costs, in pounds for one child for one week, are carried into every referral."
                " There they may be lowered and never raised.",
            ),
            tuple(facts.core_costs),
        ),
        Clause(
            "Score",
            (
                f"The competency score of this line is {facts.competency_score} out of 100. It is used as published"
                " in the method of scoring, and reviewed by the published formula.",
            ),
        ),
        Clause(
            "Children's data",
            (
                "What a referral tells about a child is used to answer that referral and for nothing else, is seen"
                " only by those who need it, and is deleted when access ends.",
            ),
        ),
        Clause(
            "How long",
            (
                f"Until {ends}, when the system ends, unless one side ends it earlier: the provider with 3 months'"
                " notice, the lead authority on a ground in the terms.",
                f"Terms, version {facts.terms_version}.",
            ),
        ),
    )


def agreement_text(facts: AgreementFacts) -> str:
    """The whole text as it is signed: its digest is kept with each signature."""
    parts = [
        "\n".join(
            (
                f"{number}. {clause.title}",
                *clause.paragraphs,
                *(f"{name}: {format_pounds(weekly)}" for name, weekly in clause.prices),
            )
        )
        for number, clause in enumerate(agreement_clauses(facts), start=1)
    ]
    return "\n\n".join(parts)


def text_digest(facts: AgreementFacts) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return sha256(agreement_text(facts).encode()).hexdigest()
