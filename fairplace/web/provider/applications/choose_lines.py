"""Which places apply in which categories: establishments by categories, one tick each (§7.6, Q2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import CategoryRow, content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.queries.establishments import EstablishmentRow
from fairplace.dps.qualification.actions.choose_lines import choose_lines as choose
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import listed
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import FEW, back_to, unsent
from fairplace.web.provider.roles import FILL_IN


class LinesForm(forms.Form):
    """One group of ticks for each establishment; only categories whose kinds of placement it offers."""

    def __init__(self, *args: Any, row: ProviderApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {(line.line.establishment_id, line.line.category_id) for line in row.lines}
        many = len(row.establishments) > FEW
        for place in row.establishments:
            there = [line for line in row.elsewhere if line.establishment_id == place.id]
            taken = {line.category_id for line in there}
            fitting = [one for one in _fitting(row.categories, place) if one.id not in taken]
            self.fields[str(place.id)] = fields.Checkboxes(
                place.name,
                hint=_hint(bool(fitting), [line.category_name for line in there]),
                choices=[
                    Choice(str(category.id), category.name, hint="" if many else category.description)
                    for category in fitting
                ],
                initial=[str(category.id) for category in fitting if (place.id, category.id) in chosen],
                required=False,
                mark_optional=False,
                label_size="m",
            )

    @property
    def wanted(self) -> set[tuple[UUID, UUID]]:
        """Every pair ticked: (establishment, category)."""
        return {(UUID(place), UUID(one)) for place, ticked in self.cleaned_data.items() for one in ticked}


@page(Audience.PROVIDER, roles=FILL_IN)
def choose_lines(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    form = LinesForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            choose(actor=request.actor, application_id=application_id, wanted=form.wanted, at=request.now)
        except Refused as refused:
            form.refuse(refused, field=str(row.establishments[0].id) if row.establishments else None)
        else:
            return back_to(row)
    return render(request, "web/provider/applications/choose_lines.jinja", row=row, form=form)


def _fitting(categories: list[CategoryRow], place: EstablishmentRow) -> list[CategoryRow]:
    offered = set(place.placement_kinds)
    return [
        category
        for category in categories
        if category.filled and _fits(content_of(category.version_id), place, offered)
    ]


def _fits(content: CategoryContent, place: EstablishmentRow, offered: set[str]) -> bool:
    if content.settings and place.kind not in content.settings:
        return False
    return bool(offered & {kind.code for kind in content.placement_kinds})


def _hint(may_choose: bool, there: list[str]) -> str:
    if there:
        return f"Already applied for or on the system: {listed(there)}."
    return "" if may_choose else "It offers no kind of placement of a category that is open."
