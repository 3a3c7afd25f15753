"""The price list of additional services, and discounts for several children (§7.4, Q7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.qualification.actions.price_extras import price_extras
from fairplace.dps.qualification.actions.price_line import MOST
from fairplace.dps.qualification.queries.line_form import DiscountStep, LineForm
from fairplace.dps.qualification.rules.discounts import DISCOUNT_NAMES, MOST_CHILDREN
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, check_open, line_title, unsent
from fairplace.web.provider.roles import FILL_IN

STEPS = 3


class ExtrasForm(forms.Form):
    """A service left empty is not offered; a step left empty is not given."""

    def __init__(self, *args: Any, line: LineForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        for service in line.content.services:
            self.fields[service.code] = fields.Money(
                service.name,
                hint=service.hint,
                suffix=f"a {service.unit}" if service.unit != "hour" else "an hour",
                required=False,
                mark_optional=False,
                maximum=MOST,
                initial=line.prices.get(service.code),
            )
        for kind in line.content.discounts:
            given = [step for step in line.discounts if step.kind == kind]
            for number in range(STEPS):
                self._add_step(kind, number, given[number] if number < len(given) else None)

    def _add_step(self, kind: str, number: int, step: DiscountStep | None) -> None:
        self.fields[f"{kind}-{number}-children"] = fields.WholeNumber(
            "From how many children",
            minimum=2,
            maximum=MOST_CHILDREN,
            width=3,
            required=False,
            mark_optional=False,
            initial=step.from_children if step else None,
        )
        self.fields[f"{kind}-{number}-percent"] = fields.Number(
            "Off the price of each",
            minimum=0,
            maximum=100,
            suffix="%",
            required=False,
            mark_optional=False,
            initial=step.percent if step else None,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for kind in self.line.content.discounts:
            for number in range(STEPS):
                children, percent = f"{kind}-{number}-children", f"{kind}-{number}-percent"
                if children in said and percent in said and (said[children] is None) != (said[percent] is None):
                    missing = children if said[children] is None else percent
                    what = "from how many children" if missing == children else "how many per cent"
                    self.add_error(missing, f"Enter {what}, or leave both empty")
        return said

    @property
    def prices(self) -> dict[str, Decimal]:
        codes = [service.code for service in self.line.content.services]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data[code] is not None}

    @property
    def steps(self) -> list[DiscountStep]:
        said = self.cleaned_data
        return [
            DiscountStep(kind, said[f"{kind}-{number}-children"], said[f"{kind}-{number}-percent"])
            for kind in self.line.content.discounts
            for number in range(STEPS)
            if said[f"{kind}-{number}-children"] is not None
        ]


@page(Audience.PROVIDER, roles=FILL_IN)
def extras(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    check_open(row, line)
    if not line.content.services and not line.content.discounts:
        raise NotThere
    form = ExtrasForm(request.POST if request.method == "POST" else None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            price_extras(actor=request.actor, line_id=line_id, prices=form.prices, discounts=form.steps, at=request.now)
        except Refused as refused:
            beside = f"{refused.field}-0-percent"
            form.refuse(refused, field=beside if beside in form.fields else None)
        else:
            return back_to(row, line)
    return render(
        request,
        "web/provider/applications/extras.jinja",
        row=row,
        line=line,
        form=form,
        discounts=[(kind, DISCOUNT_NAMES.get(kind, kind)) for kind in line.content.discounts],
        steps=range(STEPS),
        subtitle=line_title(line),
        back=back_href(row, line),
    )
