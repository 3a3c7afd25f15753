"""Everything that was answered, for checking before sending and for reading afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.market.rules.exclusion_grounds import Ground
from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.organisations.rules.ratings import SCALES
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.answers import is_committed
from fairplace.dps.qualification.rules.caps import kind_totals, offered_headings
from fairplace.dps.qualification.rules.completeness import named
from fairplace.dps.qualification.rules.discounts import DISCOUNT_NAMES
from fairplace.dps.qualification.rules.grounds import NONE, events_in
from fairplace.dps.qualification.rules.insurance import best_held
from fairplace.web.components.declared import event_words
from fairplace.web.components.formats import cover, day, money, percent
from fairplace.web.components.rows import Fact, FactSection
from fairplace.web.provider.applications.own import line_title
from fairplace.web.provider.applications.question_pages import href, line_page, provider_page


def answer_sections(row: ProviderApplication, on: date, *, may_change: bool = False) -> list[FactSection]:
    """One section about the provider and one for each line. may_change: with links to the pages of questions.

    on: the day whose documents are shown while none is fixed by sending.
    """
    about = [
        Fact(
            named(question),
            _value(row, question, row.answers.get(question.code, {}), on, None),
            change_href=provider_page(row, question) if may_change else "",
        )
        for question in row.questions
    ]
    return [
        FactSection("About the provider", about),
        *(FactSection(line_title(line), line_facts(row, line, on, may_change=may_change)) for line in row.lines),
    ]


def line_facts(row: ProviderApplication, line: LineForm, on: date, *, may_change: bool = False) -> list[Fact]:
    """Everything about one line."""
    facts = [
        Fact(
            named(question),
            _value(row, question, line.answers.get(question.code, {}), on, line.establishment.id),
            change_href=line_page(row, line, question) if may_change else "",
        )
        for question in line.questions
    ]
    costs = href("core_costs", row, line.line.id) if may_change else ""
    for heading in offered_headings(line.content, line.establishment.placement_kinds):
        weekly = line.costs.get(heading.code)
        facts.append(Fact(heading.name, f"{money(weekly)} a week" if weekly is not None else None, change_href=costs))
    facts += [
        Fact(f"{total.name}: all core costs", f"{money(total.total)} a week")
        for total in kind_totals(line.content, line.establishment.placement_kinds, line.costs)
    ]
    return facts + _extras(row, line, may_change)


def _extras(row: ProviderApplication, line: LineForm, may_change: bool) -> list[Fact]:
    page = href("extras", row, line.line.id) if may_change else ""
    facts = [
        Fact(service.name, f"{money(line.prices[service.code])} a {service.unit}", change_href=page)
        for service in line.content.services
        if service.code in line.prices
    ]
    return facts + [
        Fact(
            f"Discount for {DISCOUNT_NAMES.get(step.kind, step.kind)}",
            f"{percent(step.percent, 2)} from {step.from_children} children on",
            change_href=page,
        )
        for step in line.discounts
    ]


def _value(
    row: ProviderApplication, question: Question, answer: dict[str, Any], on: date, place: UUID | None
) -> str | None:
    if question.kind == "evidence":
        held = _held(row, question, answer, on, place)
        word = "We will hold it by the first award" if is_committed(question, answer) else None
        return document_words(held) if held else word
    if question.kind == "grounds":
        return grounds_words(answer, row.grounds)
    return said(answer)


def _held(
    row: ProviderApplication, question: Question, answer: dict[str, Any], on: date, place: UUID | None
) -> EvidenceRow | None:
    if answer.get("evidence"):
        return next((one for one in row.evidence if one.id == UUID(answer["evidence"])), None)
    return best_held(question.evidence, row.evidence, on, place)


def document_words(held: EvidenceRow) -> str:
    """ "£10 million until 31 March 2027 (cover.pdf)"."""
    until = f"until {day(held.expires_on)}" if held.expires_on else f"of {day(held.issued_on)}"
    return f"{cover(held.cover)} {until} ({held.document_name})" if held.cover else f"{held.document_name}, {until}"


def grounds_words(answer: dict[str, Any], grounds: Iterable[Ground]) -> str | None:
    """What was declared, one event a line."""
    if answer.get("applies") == NONE:
        return "None applies"
    names = {ground.code: ground.text for ground in grounds}
    return "\n".join(event_words(event, names.get(event.ground, event.ground)) for event in events_in(answer)) or None


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
