"""On which page a question of an application is asked."""

from __future__ import annotations

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.questions import stage_two
from fairplace.web.components.addresses import address

EXCLUSIONS = "exclusions"


def href(name: str, row: ProviderApplication, *more: object) -> str:
    return address(f"provider:applications:{name}", row.application.id, *more)


def provider_page(row: ProviderApplication, question: Question) -> str:
    """About the provider."""
    match question.kind:
        case "evidence":
            return href("document", row, question.code)
        case "grounds":
            return href("grounds", row, question.code)
    return href(provider_group(row, question), row)


def provider_group(row: ProviderApplication, question: Question) -> str:
    """Which page of plain questions: exclusions, confirmations, or more (stage 2)."""
    if question.code in row.offer:
        return "more"
    return EXCLUSIONS if question.criterion == EXCLUSIONS else "confirmations"


def line_page(row: ProviderApplication, line: LineForm, question: Question) -> str:
    """About one place in one category."""
    match question.kind:
        case "evidence":
            return href("line_document", row, line.line.id, question.code)
        case "statement":
            return href("statement", row, line.line.id, question.code)
    return href(line_group(line, question), row, line.line.id)


def line_group(line: LineForm, question: Question) -> str:
    """Which page of plain questions: inspection (the basics) or line_more (stage 2)."""
    return "line_more" if question.code in stage_two([line.content]) else "inspection"
