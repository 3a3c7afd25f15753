"""Everything that was answered, for checking before sending and for reading afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.organisations.rules.ratings import SCALES
from fairplace.dps.qualification.queries.provider_places import LineForm, ProviderApplication
from fairplace.dps.qualification.rules.caps import kind_totals, offered_headings
from fairplace.dps.qualification.rules.completeness import named
from fairplace.dps.qualification.rules.insurance import best_held
from fairplace.dps.qualification.rules.questions import line_questions
from fairplace.web.components.formats import day, money
from fairplace.web.components.rows import Fact, FactSection

_PAGES = {"rating": "inspection", "yes_no": "inspection", "statement": "statement"}


def answer_sections(row: ProviderApplication, on: date, *, may_change: bool = False) -> list[FactSection]:
    """One section about the provider and one for each line. may_change: with links to the pages of questions.

    on: the day whose insurance is shown while none is fixed by sending.
    """
    about = [_about(row, question, on, may_change) for question in row.questions]
    sections = [FactSection("About the provider", about)]
    for line in row.lines:
        title = f"{line.establishment.name}: {line.line.category_name}"
        sections.append(FactSection(title, _line(row, line, may_change)))
    return sections


def _about(row: ProviderApplication, question: Question, on: date, may_change: bool) -> Fact:
    answer = row.answers.get(question.code, {})
    if question.kind == "evidence":
        held = _held(row, question, answer, on)
        value = (
            f"{money(held.cover or Decimal(0))} until {day(held.expires_on)} ({held.document_name})" if held else None
        )
        return _fact(named(question), value, may_change, "insurance", row, question.code)
    name = "exclusions" if question.criterion == "exclusions" else "confirmations"
    return _fact(named(question), said(answer), may_change, name, row)


def _held(row: ProviderApplication, question: Question, answer: dict[str, Any], on: date) -> EvidenceRow | None:
    if answer.get("evidence"):
        return next((one for one in row.evidence if one.id == UUID(answer["evidence"])), None)
    return best_held(question.evidence, row.evidence, on)


def _line(row: ProviderApplication, line: LineForm, may_change: bool) -> list[Fact]:
    facts = [
        _fact(
            named(question),
            said(line.answers.get(question.code, {})),
            may_change,
            _PAGES[question.kind],
            row,
            line.line.id,
        )
        for question in line_questions(line.content)
    ]
    for heading in offered_headings(line.content, line.establishment.placement_kinds):
        weekly = line.costs.get(heading.code)
        value = f"{money(weekly)} a week" if weekly is not None else None
        facts.append(_fact(heading.name, value, may_change, "core_costs", row, line.line.id))
    facts += [
        Fact(f"{total.name}: all core costs", f"{money(total.total)} a week")
        for total in kind_totals(line.content, line.establishment.placement_kinds, line.costs)
    ]
    return facts


def said(answer: dict[str, Any]) -> str | None:
    """An answer in words."""
    if "answer" in answer:
        explained = answer.get("explained", "")
        word = {"yes": "Yes", "no": "No"}.get(answer["answer"], "")
        return f"{word}: {explained}" if explained else word or None
    if "framework" in answer:
        scale = SCALES.get(answer["framework"])
        on = f", {day(date.fromisoformat(answer['rated_on']))}" if answer.get("rated_on") else ""
        if scale is None:
            return None
        areas = answer.get("areas", {})
        by_area = [f"{area.name}: {areas[area.code]}" for area in scale.areas if areas.get(area.code)]
        return "; ".join([f"{answer['rating']} ({scale.name}{on})", *by_area])
    return answer.get("text") or None


def _fact(key: str, value: str | None, may_change: bool, name: str, row: ProviderApplication, *more: object) -> Fact:
    href = reverse(f"provider:applications:{name}", args=[row.application.id, *more]) if may_change else ""
    return Fact(key, value, change_href=href)
