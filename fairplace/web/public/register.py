"""Who has a place on the system, and what was awarded (T1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from fairplace.dps.market.queries.categories import categories
from fairplace.dps.qualification.queries.public_register import accredited, areas_with_accredited
from fairplace.dps.transparency.queries.published import award_lines, count_of_awards, published_award
from fairplace.foundations.kernel.refused import NotThere
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted, day, moment
from fairplace.web.components.lists import read_paging
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render

PER_PAGE = 25


class RegisterFilters(forms.Form):
    """What people ask of the register."""

    category = fields.Select("Category", empty="All", required=False, mark_optional=False)
    area = fields.Select("Council area", empty="All", required=False, mark_optional=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET or None)
        self.fields["category"].set_choices(  # type: ignore[attr-defined]
            Choice(row.code, row.name) for row in categories()
        )
        self.fields["area"].set_choices(  # type: ignore[attr-defined]
            Choice(area, area) for area in areas_with_accredited()
        )


@page(Audience.PUBLIC)
def register(request: PageRequest) -> HttpResponse:
    """The accredited lines, by category and area."""
    try:
        filters = RegisterFilters(request)
    except NotThere:
        return render(request, "web/public/not_open.jinja")
    asked = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    category, area = asked.get("category", ""), asked.get("area", "")
    number = request.GET.get("page", "1")
    offset = (int(number) - 1) * PER_PAGE if number.isdecimal() and 0 < int(number) < 10_000 else 0
    found = accredited(category=category, area=area, limit=PER_PAGE, offset=offset)
    return render(
        request,
        "web/public/register.jinja",
        lines=found.lines,
        paging=read_paging(request, found.total, per_page=PER_PAGE),
        filters=filters,
    )


@page(Audience.PUBLIC)
def awards(request: PageRequest) -> HttpResponse:
    """The newest awards; all of them stand in the open data."""
    return render(request, "web/public/awards.jinja", lines=award_lines(limit=50), total=count_of_awards())


@page(Audience.PUBLIC)
def award(request: PageRequest, ocid: str) -> HttpResponse:
    """One award for people; its record stands beside it for machines."""
    row = published_award(ocid)
    if row is None:
        raise NotThere
    return render(
        request,
        "web/public/award.jinja",
        row=row,
        facts=[
            Fact("Council", row.council),
            Fact("Awarded to", row.provider),
            Fact("Category", row.category),
            Fact("How it was bought", row.how, row.system),
            Fact("How bids were judged", row.judged_by),
            Fact("Bids", counted(row.bids, "bid")),
            Fact(
                "Value",
                f"£{row.value:,}",
                "An estimate over the expected length, rounded to the nearest thousand pounds",
            ),
            Fact("Published", moment(row.published_at)),
            Fact("Closed", moment(row.closed_at)),
            Fact("Awarded", day(row.awarded_at)),
            Fact("Agreement signed by both sides", day(row.signed_at) if row.signed_at else "Not yet"),
        ],
    )
