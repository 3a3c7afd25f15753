"""The period of validity is extended, shortened or ended with a notice (P2, §5.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.change_period import change_period, end_system
from fairplace.dps.market.queries.system_page import SystemPage, system_page
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import day
from fairplace.web.council.market.system_notice import notice_field, reason_field
from fairplace.web.page import Audience, PageRequest, page, render


class PeriodForm(forms.Form):
    """Another last day."""

    ends_on = fields.Date("New last day", missing="Enter the new last day")

    def __init__(self, *args: Any, found: SystemPage, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = reason_field()
        self.fields["notice_reference"] = notice_field(found.regime, act)


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def change(request: PageRequest, system_id: UUID) -> HttpResponse:
    return _asked(request, system_id, act="change-period", action=change_period, template="period.jinja")


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def end(request: PageRequest, system_id: UUID) -> HttpResponse:
    return _asked(request, system_id, act="end", action=end_system, template="period_end.jinja")


def _asked(
    request: PageRequest, system_id: UUID, *, act: str, action: Callable[..., None], template: str
) -> HttpResponse:
    found = system_page(request.actor, system_id, request.now)
    if not found.may_run:
        raise NotThere
    form = PeriodForm(request.POST if request.method == "POST" else None, found=found, act=act)
    if request.method == "POST" and form.is_valid():
        try:
            action(actor=request.actor, system_id=system_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The last day is now {day(form.cleaned_data['ends_on'])}.")
            return redirect("council:market:system", system_id=system_id)
    return render(
        request,
        f"web/council/market/{template}",
        page=found,
        form=form,
        rule=found.regime.rule("period"),
        notice=found.regime.notice(act),
    )
