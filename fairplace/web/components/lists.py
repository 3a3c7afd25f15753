"""Pages of a list, and filters that are remembered."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict


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


def remembered_filters(request: HttpRequest, name: str) -> QueryDict:
    """The filters of this list: those just chosen, else the last ones of this session; ?clear=1 forgets them.

    Only what the query string says is kept, and only while signed in (the session's life).
    """
    key = f"filters.{name}"
    if "clear" in request.GET:
        request.session.pop(key, None)
        return QueryDict()
    chosen = request.GET.copy()
    chosen.pop("page", None)
    if chosen:
        if request.session.get(key) != chosen.urlencode():
            request.session[key] = chosen.urlencode()
        return QueryDict(chosen.urlencode())
    return QueryDict(request.session.get(key, ""))
