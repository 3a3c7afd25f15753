"""The text that both sides sign before a line is accredited (§5.6, Q11): the National Contract terms in the version in
force, the local schedules of the councils, and what is particular to this place. Known by its digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from fairplace.dps.market.rules.terms_content import REMOVAL, SUSPENSION, TermsContent


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the text is made of. prices: what is priced with its price in words; schedules: council and text."""

    system_name: str
    law: str
    terms_version: str
    terms: TermsContent
    schedules: Sequence[tuple[str, str]]
    lead_name: str
    provider_name: str
    registered_number: str
    establishment_name: str
    urn: str
    category_name: str
    application_reference: str
    competency_score: Decimal | None
    core_costs: Sequence[tuple[str, str]]
    price_list: Sequence[tuple[str, str]]
    discounts: Sequence[tuple[str, str]]
    ends_on: date


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered part; prices, in words, come after its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    prices: tuple[tuple[str, str], ...] = ()


def agreement_clauses(facts: AgreementFacts) -> tuple[Clause, ...]:
    """The agreement in plain words, part by part."""
    number = f" (registered number {facts.registered_number})" if facts.registered_number else ""
    urn = f", URN {facts.urn}" if facts.urn else ""
    ends = f"{facts.ends_on.day} {facts.ends_on:%B %Y}"
    terms = facts.terms
    return (
        Clause(
            "Who agrees",
            (
                f"{facts.lead_name}, for itself and for every council named in the notice of {facts.system_name}"
                f" ({facts.law}), and {facts.provider_name}{number}.",
                f"This agreement is about {facts.establishment_name}{urn}, in the category {facts.category_name}"
                f" (application {facts.application_reference}).",
                f"It is made under the National Contract terms, version {facts.terms_version}: the parts that follow,"
                " up to the local schedules.",
            ),
        ),
        *(Clause(clause.title, clause.paragraphs) for clause in terms.clauses),
        *_grounds(terms),
        *_schedules(facts.schedules),
        Clause(
            "Prices of this place",
            ("Core costs, for one child for one week.",),
            tuple(facts.core_costs),
        ),
        *_priced("Price list of this place", "Additional services, where a child needs them.", facts.price_list),
        *_priced("Discounts of this place", "Taken off when the condition is met.", facts.discounts),
        Clause("Score of this place", (_score(facts.competency_score),)),
        Clause(
            "How long",
            (
                f"Until {ends}, when the system ends, unless one side ends it earlier: the provider with"
                f" {_months(terms.notice_months)} notice, the lead authority on a ground in the terms.",
            ),
        ),
    )


def _grounds(terms: TermsContent) -> list[Clause]:
    named = (("Grounds for suspension", SUSPENSION), ("Grounds for removal", REMOVAL))
    found = [(title, tuple(ground.text for ground in terms.grounds_for(leads_to))) for title, leads_to in named]
    return [Clause(title, texts) for title, texts in found if texts]


def _schedules(schedules: Sequence[tuple[str, str]]) -> list[Clause]:
    if not schedules:
        return []
    first = (
        "They add to the National Contract terms for placements by that council. Where they differ, the terms stand."
    )
    return [Clause("Local schedules", (first, *(f"{council}: {text}" for council, text in schedules)))]


def _priced(title: str, words: str, prices: Sequence[tuple[str, str]]) -> list[Clause]:
    return [Clause(title, (words,), tuple(prices))] if prices else []


def _months(number: int) -> str:
    return "1 month's" if number == 1 else f"{number} months'"


def agreement_text(clauses: Sequence[Clause]) -> str:
    """The whole text as it is signed: its digest is kept with each signature."""
    parts = [
        "\n".join(
            (
                f"{number}. {clause.title}",
                *clause.paragraphs,
                *(f"{name}: {price}" for name, price in clause.prices),
            )
        )
        for number, clause in enumerate(clauses, start=1)
    ]
    return "\n\n".join(parts)


def text_digest(clauses: Sequence[Clause]) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return sha256(agreement_text(clauses).encode()).hexdigest()


def clauses_data(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """As JSON keeps them."""
    return [asdict(clause) for clause in clauses]


def read_clauses(data: Sequence[Mapping[str, Any]]) -> tuple[Clause, ...]:
    """As they were kept."""
    return tuple(
        Clause(one["title"], tuple(one["paragraphs"]), tuple((name, price) for name, price in one["prices"]))
        for one in data
    )


def paper_data(title: str, provider: str, lead: str, clauses: Sequence[Clause]) -> dict[str, Any]:
    """The agreement as the paper draws it: every value is text."""
    return {"title": title, "provider": provider, "lead": lead, "clauses": clauses_data(clauses)}


def _score(score: Decimal | None) -> str:
    if score is None:
        return "This category scores no statement, so there is no competency score and none counts in a referral."
    return f"The competency score at admission is {score} out of 100."
