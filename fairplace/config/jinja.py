"""The Jinja environment of all pages: what a template can say without importing it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from fairplace.govuk.errors import error_lines, error_summary
from fairplace.govuk.jinja import Macros
from fairplace.govuk.rendering import draw_form, first_label
from fairplace.web.components.addresses import address
from fairplace.web.components.formats import FILTERS
from fairplace.web.components.furniture import Furniture


def with_query(request: HttpRequest, **changes: object) -> str:
    """The query of the page at hand with some values changed, None taking one away: "?need=a&page=2"."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def environment(**options: Any) -> Environment:
    """A missing name in a template is an error, never an empty place on a page."""
    options |= {"undefined": StrictUndefined, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - autoescape is on, above
    made.filters.update(FILTERS)
    made.globals.update(
        static=cache(static),
        url=address,
        with_query=with_query,
        govuk=Macros(),
        error_lines=error_lines,
        error_summary=error_summary,
        draw_form=draw_form,
        first_label=first_label,
        plain_furniture=Furniture(),
    )
    return made
