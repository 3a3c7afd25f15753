"""Pages of a list, and filters that are remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, QueryDict

from fairplace.govuk import forms

F = TypeVar("F", bound=forms.Form)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of a list are on the page at hand. A number past the end is the last page."""

    asked: int
    total: int
    per_page: int = 25

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def number(self) -> int:
        return min(max(1, self.asked), self.pages)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def first(self) -> int:
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.offset + self.per_page, self.total)

    @property
    def slice(self) -> slice:
        """`rows[paging.slice]`: LIMIT and OFFSET of a queryset."""
        return slice(self.offset, self.offset + self.per_page)

    @property
    def shown(self) -> list[int | None]:
        """The page numbers to show, with None for a gap: 1 … 4 5 6 … 20."""
        near = sorted({1, self.number - 1, self.number, self.number + 1, self.pages} & set(range(1, self.pages + 1)))
        shown: list[int | None] = []
        for number in near:
            before = shown[-1] if shown else None
            if before is not None and number - before == 2:
                shown.append(number - 1)
            elif before is not None and number - before > 2:
                shown.append(None)
            shown.append(number)
        return shown


def read_paging(request: HttpRequest, total: int, per_page: int = 25) -> Paging:
    """The page asked for with ?page=; anything that is not a number is the first."""
    typed = request.GET.get("page", "1")
    return Paging(int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1, total, per_page)


def remembered_filters(request: HttpRequest, name: str, form: Callable[[QueryDict | None], F], usual: str = "") -> F:
    """The filters of this list: those just chosen, else the last ones of this session; ?clear=1 forgets them.

    form: makes it of what was chosen, None: of nothing. Only its own fields are kept, only while signed in (the
    session's life), and only where they are valid: what was typed wrong is shown with its error, once. usual: the
    query of a list that nobody has filtered.
    """
    key = f"filters.{name}"
    if "clear" in request.GET:
        request.session.pop(key, None)
    if request.GET.keys() - {"page", "clear"}:
        chosen = form(request.GET)
        kept = QueryDict(mutable=True)
        for field in request.GET.keys() & chosen.fields.keys():
            kept.setlist(field, request.GET.getlist(field))
        if kept:
            if chosen.is_valid() and request.session.get(key) != kept.urlencode():
                request.session[key] = kept.urlencode()
            return chosen
    remembered = request.session.get(key, "")
    if remembered:
        found = form(QueryDict(remembered))
        if found.is_valid():
            return found
        del request.session[key]  # what was chosen is offered no longer
    return form(QueryDict(usual) if usual else None)
