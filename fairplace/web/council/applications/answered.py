"""What the provider said and showed on one criterion, to stand beside the judgement (Q9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.rules.ratings import SCALES, Band, band_of, derivation
from fairplace.dps.qualification.queries.lead_assessment import LeadLine
from fairplace.dps.qualification.rules.caps import kind_totals, offered_headings
from fairplace.dps.qualification.rules.insurance import insurance_fault
from fairplace.web.components.formats import day, money
from fairplace.web.components.rows import Fact


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer. warning: why a careful reader would stop here; it decides nothing."""

    question: str
    passes: str
    facts: list[Fact]
    warning: str = ""


def answers_on(row: LeadLine, criterion: str, on: date) -> list[Answered]:
    """Every question of the criterion; for core costs, the prices."""
    method = next(one.method for one in row.content.criteria if one.code == criterion)
    if method == "commercial":
        return [_prices(row)]
    return [_answered(row, question, on) for question in row.content.questions if question.criterion == criterion]


def _answered(row: LeadLine, question: Question, on: date) -> Answered:
    source = row.provider_answers if question.level == "provider" else row.answers
    answer: dict[str, Any] = source.get(question.code, {})
    match question.kind:
        case "evidence":
            facts, warning = _insurance(row, question, on)
        case "rating":
            facts, warning = _rating(row, question, answer)
        case _:
            facts, warning = _yes_no(row, question, answer)
    return Answered(question.text, question.passes, facts, warning)


def _yes_no(row: LeadLine, question: Question, answer: dict[str, Any]) -> tuple[list[Fact], str]:
    word = {"yes": "Yes", "no": "No"}.get(answer.get("answer", ""))
    facts = [Fact("Answer", word)]
    if answer.get("explained"):
        facts.append(Fact("What was done", answer["explained"]))
    if question.criterion == "registration" and row.establishment.urn:
        facts.append(Fact("URN", row.establishment.urn))
    differs = answer.get("answer") != question.passes_when
    return facts, "This answer does not pass by itself: judge what was done about it." if differs else ""


def _insurance(row: LeadLine, question: Question, on: date) -> tuple[list[Fact], str]:
    held = row.evidence.get(question.code)
    if held is None:
        return [Fact("Certificate", None)], "There is no certificate."
    href = reverse("council:applications:document", args=[row.application.id, held.document_id])
    link = Markup('<a class="govuk-link" href="{}">{}</a>').format(href, held.document_name)
    fault = insurance_fault(question, [held], on)
    return [
        Fact("Certificate", link),
        Fact("Cover", money(held.cover or Decimal(0)), f"{money(question.minimum or Decimal(0))} is needed"),
        Fact("In force", f"{day(held.issued_on)} to {day(held.expires_on)}"),
    ], f"{fault}." if fault else ""


def _rating(row: LeadLine, question: Question, answer: dict[str, Any]) -> tuple[list[Fact], str]:
    code, words, areas = answer.get("framework", ""), answer.get("rating", ""), answer.get("areas", {})
    scale, band = SCALES.get(code), band_of(code, words)
    facts = [
        Fact("Found", words or None),
        Fact("Scale", scale.name if scale else None),
        *(Fact(area.name, areas[area.code]) for area in (scale.areas if scale else ()) if areas.get(area.code)),
        Fact("Worth", band.label if band else "Nothing", derivation(code, words, areas)),
    ]
    if answer.get("rated_on"):
        facts.append(Fact("Inspected", day(date.fromisoformat(answer["rated_on"]))))
    facts.append(Fact("URN", row.establishment.urn or None))
    if not question.passes_rating(band):
        return facts, "This is below what the category asks for."
    if band is Band.NOT_YET_INSPECTED:
        return facts, "Nobody has inspected this place: it passes only after your visit."
    return facts, "It passes, with something that has to improve." if band is Band.CONCERN else ""


def _prices(row: LeadLine) -> Answered:
    kinds = row.establishment.placement_kinds
    facts = [
        Fact(heading.name, f"{money(row.costs[heading.code])} a week" if heading.code in row.costs else None)
        for heading in offered_headings(row.content, kinds)
    ]
    totals = kind_totals(row.content, kinds, row.costs)
    facts += [
        Fact(
            f"{total.name}: all", f"{money(total.total)} a week", f"Cap {money(total.cap)} a week" if total.cap else ""
        )
        for total in totals
    ]
    criterion = next(one for one in row.content.criteria if one.method == "commercial")
    over = any(total.over for total in totals)
    return Answered("Core costs for one child for one week", criterion.passes, facts, "Above the cap." if over else "")
