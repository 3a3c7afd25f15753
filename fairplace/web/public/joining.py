"""How to join: what the market must know before anyone applies (Q5, P4): the system, each category, terms, answers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.market.queries.public_questions import published_answers
from fairplace.dps.market.queries.terms import (
    changes_between,
    terms_document,
    terms_in_force,
    terms_version,
    terms_versions,
    version_before,
)
from fairplace.dps.market.queries.the_system import partners, the_system
from fairplace.dps.market.queries.timetable import timetable
from fairplace.dps.market.queries.versions import versions_of
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.organisations.queries.establishments import KINDS
from fairplace.dps.qualification.queries.public_register import time_to_decide
from fairplace.foundations.kernel.refused import NotThere
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.lists import read_paging
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.public.question_pack import question_pack

ANSWERS_ON_A_PAGE = 10


class AnswerFilters(forms.Form):
    """What people look for among the answers."""

    words = fields.Text("Words", required=False, mark_optional=False, longest=100)
    category = fields.Select("Category", required=False, mark_optional=False, empty=None)

    def __init__(self, *args: object, rows: list[CategoryRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].set_choices(  # type: ignore[attr-defined]
            [Choice("", "All"), *(Choice(row.code, row.name) for row in rows)]
        )


@page(Audience.PUBLIC)
def how_to_join(request: PageRequest) -> HttpResponse:
    """The system in plain words, its timetable, and a door to each category."""
    try:
        system = the_system()
    except NotThere:
        return render(request, "web/public/not_open.jinja")
    when = timetable(request.now)
    return render(
        request,
        "web/public/how_to_join.jinja",
        system=system,
        when=when,
        rules=[rule for rule in when.regime.rules if rule.code in _RULES_SHOWN],
        councils=[row.name for row in partners() if row.standing != "associate"],
        answers=published_answers(limit=3),
        took=time_to_decide(),
    )


_RULES_SHOWN = ("entry", "deciding", "exclusion", "fees", "insurance", "inviting", "standstill")


@page(Audience.PUBLIC)
def category(request: PageRequest, code: str) -> HttpResponse:
    """Everything about one category on one page that reads well on a phone and on paper."""
    row = _row(code)
    content = content_of(row.version_id)
    kinds = dict(KINDS)
    return render(
        request,
        "web/public/category.jinja",
        row=row,
        content=content,
        entry=next(entry for one, entry in timetable(request.now).entries if one.id == row.id),
        criteria=[
            (one, [question for question in content.questions if question.criterion == one.code])
            for one in content.criteria
        ],
        who=[kinds.get(kind, kind) for kind in content.settings],
        kinds=kinds,
        insurance=[one for one in content.questions if one.kind == "evidence" and one.minimum],
        versions=versions_of(code),
        terms=terms_in_force(row.id),
        councils={one.ons_code: one.name for one in partners()},
        grounds=grounds_of(the_system().regime),
    )


@page(Audience.PUBLIC)
def pack(request: PageRequest, code: str) -> HttpResponse:
    """Every question in a plain text that any word processor opens, to prepare answers without a connection."""
    row = _row(code)
    words = question_pack(row.name, row.number, content_of(row.version_id), grounds_of(the_system().regime))
    response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"questions-{code}.txt") or "attachment"
    return response


@page(Audience.PUBLIC)
def answers(request: PageRequest) -> HttpResponse:
    """Questions that providers asked, without who asked, and the lead authority's answers."""
    rows = categories()
    filters = AnswerFilters(request.GET or None, rows=rows)
    asked = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    words, chosen = asked.get("words", ""), asked.get("category", "")
    total = published_answers(words=words, category=chosen, limit=1).total
    paging = read_paging(request, total, per_page=ANSWERS_ON_A_PAGE)
    found = published_answers(words=words, category=chosen, limit=ANSWERS_ON_A_PAGE, offset=paging.offset)
    return render(request, "web/public/answers.jinja", answers=found.answers, paging=paging, filters=filters)


@page(Audience.PUBLIC)
def terms(request: PageRequest) -> HttpResponse:
    """Which terms are in force where, and every earlier version."""
    rows = terms_versions()
    in_force = {row.id: next(one for one in rows if one.covers(row.id)) for row in categories()}
    return render(request, "web/public/terms.jinja", versions=rows, categories=categories(), in_force=in_force)


@page(Audience.PUBLIC)
def one_version(request: PageRequest, terms_id: UUID) -> HttpResponse:
    """The whole of one version, what it changed, and what each council adds, side by side."""
    row = terms_version(terms_id)
    rows = terms_versions()
    before = version_before(rows, next(one for one in rows if one.id == row.id))
    return render(
        request,
        "web/public/terms_version.jinja",
        row=row,
        before=before,
        changes=changes_between(before, row) if before else [],
        silent=_adding_nothing((row.schedules and {one.council_id for one in row.schedules}) or set()),
    )


@page(Audience.PUBLIC)
def version_document(request: PageRequest, terms_id: UUID) -> HttpResponse:
    """The full text as a PDF, where one was published."""
    return as_attachment(terms_document(terms_id))


def _adding_nothing(with_schedule: set[UUID]) -> list[str]:
    return [row.name for row in partners() if row.standing != "associate" and row.council_id not in with_schedule]


def _row(code: str) -> CategoryRow:
    for row in categories():
        if row.code == code:
            return row
    raise NotThere
