"""Core costs of a line: a weekly price for each heading, and what they add up to (§7.4, Q7, Q8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.rules.category_content import Heading
from fairplace.dps.qualification.actions.price_line import MOST, price_line
from fairplace.dps.qualification.rules.caps import closed_doors, kind_totals, offered_headings
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, check_open, unsent
from fairplace.web.provider.roles import FILL_IN


class CoreCostsForm(forms.Form):
    """A heading left empty has no price yet; 0 is a price."""

    def __init__(self, *args: Any, headings: list[Heading], costs: dict[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for heading in headings:
            self.fields[heading.code] = fields.Money(
                heading.name,
                hint=heading.hint,
                suffix="a week",
                required=False,
                mark_optional=False,
                maximum=MOST,
                initial=costs.get(heading.code),
            )


@page(Audience.PROVIDER, roles=FILL_IN)
def core_costs(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    check_open(row, line)
    headings = offered_headings(line.content, line.establishment.placement_kinds)
    form = CoreCostsForm(request.POST if request.method == "POST" else None, headings=headings, costs=line.costs)
    typed = line.costs
    if request.method == "POST" and form.is_valid():
        typed = {code: weekly for code, weekly in form.cleaned_data.items() if weekly is not None}
        try:
            price_line(actor=request.actor, line_id=line_id, costs=typed, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            if request.POST.get("then") == "stay":
                return redirect("provider:applications:core_costs", application_id=application_id, line_id=line_id)
            return back_to(row, line)
    totals = kind_totals(line.content, line.establishment.placement_kinds, typed)
    return render(
        request,
        "web/provider/applications/core_costs.jinja",
        row=row,
        line=line,
        form=form,
        criterion=next(one for one in line.content.criteria if one.method == "commercial"),
        totals=totals,
        headings_of={total.code: [h.code for h in line.content.headings_for(total.code)] for total in totals},
        closed=closed_doors(line.content, totals, row.councils),
        back=back_href(row, line),
        unpriced=[heading.name for heading in headings if heading.code not in typed],
    )
