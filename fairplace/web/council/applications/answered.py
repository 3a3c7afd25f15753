"""What the provider said and showed on one criterion, to stand beside the judgement (Q9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.organisations.rules.ratings import SCALES, Band, band_of, derivation
from fairplace.dps.qualification.queries.accredited_costs import Median, accredited_medians
from fairplace.dps.qualification.queries.corrections import CorrectionRow
from fairplace.dps.qualification.queries.lead_assessment import LeadLine
from fairplace.dps.qualification.rules.answers import is_committed
from fairplace.dps.qualification.rules.caps import kind_totals, offered_headings
from fairplace.dps.qualification.rules.grounds import NONE, Event, events_in, is_too_old
from fairplace.dps.qualification.rules.insurance import insurance_fault
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT
from fairplace.web.components.declared import event_words
from fairplace.web.components.formats import counted, cover, day, money
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
        return [_prices(row, accredited_medians(row.line.category_id, row.content))]
    kind = row.establishment.kind
    return _put_right(row, criterion) + [
        _answered(row, question, on)
        for question in row.content.questions
        if question.criterion == criterion and (not question.settings or kind in question.settings)
    ]


def _put_right(row: LeadLine, criterion: str) -> list[Answered]:
    """What a line that applies again says of a criterion that failed before (Q11)."""
    said = row.answers.get(PUT_RIGHT, {}).get(criterion)
    return [Answered("What the provider has put right", "", [Fact("Said", said)])] if said else []


def _answered(row: LeadLine, question: Question, on: date) -> Answered:
    source = row.provider_answers if question.level == "provider" else row.answers
    answer: dict[str, Any] = source.get(question.code, {})
    match question.kind:
        case "evidence":
            facts, warning = _insurance(row, question, on)
        case "rating":
            facts, warning = _rating(row, question, answer)
        case "grounds":
            facts, warning = _grounds(answer, on)
        case "text" | "statement":
            facts, warning = [Fact("Answer", answer.get("text"))], ""
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
    differs = question.passes_when and answer.get("answer") != question.passes_when
    return facts, "This answer does not pass by itself: judge what was done about it." if differs else ""


def _insurance(row: LeadLine, question: Question, on: date) -> tuple[list[Fact], str]:
    held = row.evidence.get(question.code)
    said = {**row.provider_answers, **row.answers}.get(question.code, {})
    if held is None and is_committed(question, said):
        return [Fact("Document", "Not yet: the provider gives its word to hold it by the first award")], ""
    if held is None:
        return [Fact("Document", None)], "" if question.optional else "There is no document."
    href = reverse("council:applications:document", args=[row.application.id, held.document_id])
    link = Markup('<a class="govuk-link" href="{}">{}</a>').format(href, held.document_name)
    fault = insurance_fault(question, [held], on, held.establishment_id)
    facts = [Fact("Document", link)]
    if question.minimum:
        facts.append(Fact("Cover", cover(held.cover or Decimal(0)), f"{cover(question.minimum)} is needed"))
    until = f"{day(held.issued_on)} to {day(held.expires_on)}" if held.expires_on else f"From {day(held.issued_on)}"
    facts.append(Fact("In force", until))
    return facts, f"{fault}." if fault else ""


def _grounds(answer: dict[str, Any], on: date) -> tuple[list[Fact], str]:
    """Each event with its ground; those that lie too far back are said to be so."""
    if answer.get("applies") == NONE:
        return [Fact("Answer", "None applies")], ""
    known = {ground.code: ground for ground in grounds_of(the_system().regime)}
    facts = []
    for event in events_in(answer):
        ground = known.get(event.ground)
        old = "Too long ago to count" if ground and is_too_old(event, ground, on) else ""
        when = f", {day(event.on)}" if event.on else ""
        paid = {"yes": "\nPaid, or agreed how", "no": "\nNot paid"}.get(event.paid, "")
        done = f"\nWhat was done: {event.done}" if event.done else ""
        name = f"{ground.text} ({ground.reference})" if ground else event.ground
        facts.append(Fact(name, f"{event.who}{when}\n{event.what}{paid}{done}", old))
    warning = "A ground is declared: judge what was done about it." if facts else "Nothing was declared."
    return facts, warning


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


def _prices(row: LeadLine, medians: dict[str, Median]) -> Answered:
    kinds = row.establishment.placement_kinds
    facts = [
        Fact(
            heading.name,
            f"{money(row.costs[heading.code])} a week" if heading.code in row.costs else None,
            _usual(medians, f"heading:{heading.code}"),
        )
        for heading in offered_headings(row.content, kinds)
    ]
    totals = kind_totals(row.content, kinds, row.costs)
    facts += [
        Fact(
            f"{total.name}: all",
            f"{money(total.total)} a week",
            ". ".join(
                filter(
                    None,
                    (f"Cap {money(total.cap)} a week" if total.cap else "", _usual(medians, f"kind:{total.code}")),
                )
            ),
        )
        for total in totals
    ]
    criterion = next(one for one in row.content.criteria if one.method == "commercial")
    over = any(total.over for total in totals)
    return Answered("Core costs for one child for one week", criterion.passes, facts, "Above the cap." if over else "")


def _usual(medians: dict[str, Median], label: str) -> str:
    """The median of the category's accredited lines, to read a price beside; it decides nothing."""
    median = medians.get(label)
    if median is None:
        return ""
    return f"Median of {counted(median.lines, 'accredited place')}: {money(median.weekly)}"


def corrections_shown(row: LeadLine, questions: Collection[str]) -> list[tuple[CorrectionRow, str, str]]:
    """Each correction with what was declared before it and what is declared by it, in words."""
    names = {ground.code: ground.text for ground in grounds_of(the_system().regime)}

    def said(event: Event | None) -> str:
        return event_words(event, names.get(event.ground, event.ground)) if event else "Not declared"

    return [(one, said(one.before), said(one.after)) for one in row.corrections if one.question in questions]
