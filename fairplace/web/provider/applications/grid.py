"""An application with many lines: places down, categories across, and what each still lacks (Q2, Q3)."""

from __future__ import annotations

from dataclasses import dataclass

from fairplace.dps.market.queries.categories import CategoryRow
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.lists import Paging, read_paging
from fairplace.web.components.rows import Status
from fairplace.web.page import PageRequest
from fairplace.web.provider.applications.question_pages import href
from fairplace.web.provider.applications.task_lists import line_state

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class GridCell:
    """One line. href empty: this place does not apply in this category."""

    category: str
    href: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    name: str
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class Grid:
    """categories: the heads of the columns. ready: how many lines lack nothing."""

    categories: list[str]
    rows: list[GridRow]
    paging: Paging
    form: forms.Form
    lines: int
    ready: int


class GridForm(forms.Form):
    """Which places to show."""

    name = fields.Text("Name of the place", required=False, mark_optional=False)
    show = fields.Select(
        "Show",
        choices=[Choice("left", "With something left"), Choice("ready", "Ready")],
        empty="All places",
        required=False,
        mark_optional=False,
    )


def read_grid(request: PageRequest, row: ProviderApplication) -> Grid:
    form = GridForm(request.GET)
    form.is_valid()
    name, show = form.cleaned_data.get("name", ""), form.cleaned_data.get("show", "")
    categories = {line.line.category_id: line.line.category_name for line in row.lines}
    ordered = [one for one in row.categories if one.id in categories]
    places: dict[str, list[LineForm]] = {}
    for line in row.lines:
        places.setdefault(f"{line.establishment.name}\n{line.establishment.id}", []).append(line)
    shown = [lines for lines in places.values() if _is_shown(row, lines, name.casefold(), show)]
    paging = read_paging(request, len(shown), PER_PAGE)
    return Grid(
        categories=[one.name for one in ordered],
        rows=[
            GridRow(
                lines[0].establishment.name,
                [_cell(row, lines, one) for one in ordered],
            )
            for lines in shown[paging.slice]
        ],
        paging=paging,
        form=form,
        lines=len(row.lines),
        ready=sum(not left for left in row.left.lines.values()),
    )


def _is_shown(row: ProviderApplication, lines: list[LineForm], name: str, show: str) -> bool:
    if name and name not in lines[0].establishment.name.casefold():
        return False
    left = any(row.left.lines.get(line.line.id) for line in lines)
    return not show or left == (show == "left")


def _cell(row: ProviderApplication, lines: list[LineForm], category: CategoryRow) -> GridCell:
    line = next((one for one in lines if one.line.category_id == category.id), None)
    if line is None:
        return GridCell(category.name)
    return GridCell(category.name, href("line", row, line.line.id), line_state(row.left.lines.get(line.line.id, [])))
