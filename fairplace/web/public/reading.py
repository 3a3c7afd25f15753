"""Pages to read: how scores are worked out, what families can expect, accessibility, privacy."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.custody.queries.security import answers
from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.foundations.geography.districts import district_points
from fairplace.foundations.kernel.refused import NotThere
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PUBLIC)
def method(request: PageRequest) -> HttpResponse:
    """The published method of scoring, with our own decisions marked as such."""
    return render(request, "web/public/method.jinja")


@page(Audience.PUBLIC)
def districts(request: PageRequest) -> HttpResponse:
    """Where each postcode district is, as foster homes are measured (C3): to check a distance by hand."""
    heads = ("Postcode district", "Easting in metres", "Northing in metres")
    rows = [(name, int(point.easting), int(point.northing)) for name, point in sorted(district_points().items())]
    return as_spreadsheet("postcode-districts", heads, rows)


@page(Audience.PUBLIC)
def sealing(request: PageRequest) -> HttpResponse:
    """Who holds keys, how many must turn, the rule for emergencies, and what it does not protect from (C2)."""
    try:
        content = [(row.name, content_of(row.version_id)) for row in categories()]
    except NotThere:  # no system yet
        content = []
    by_one = [name for name, one in content if one.one_opener_out_of_hours]
    councils = [(name, one.opener_councils) for name, one in content if one.opener_councils > 1]
    return render(request, "web/public/sealing.jinja", by_one=by_one, councils=councils)


@page(Audience.PUBLIC)
def families(request: PageRequest) -> HttpResponse:
    """What a parent or carer can expect (R12, C5, C12)."""
    return render(request, "web/public/families.jinja")


@page(Audience.PUBLIC)
def accessibility(request: PageRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/public/accessibility.jinja")


@page(Audience.PUBLIC)
def privacy(request: PageRequest) -> HttpResponse:
    """What is kept about whom, who can read it, and which cookies there are."""
    return render(request, "web/public/privacy.jinja")


@page(Audience.PUBLIC)
def security(request: PageRequest) -> HttpResponse:
    """What councils ask in their questionnaires, and what shows the answer (T5)."""
    return render(request, "web/public/security.jinja", parts=answers())
