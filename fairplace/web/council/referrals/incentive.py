"""A premium for what helps the child: published with the referral, paid once, never scored (C8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_incentive import change_incentive
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.rules.incentive import Incentive
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render

NONE = "none"
HEADING = "A premium for what helps the child"


class IncentiveForm(forms.Form):
    kind = fields.Radios(
        "Is a premium paid?",
        choices=[
            ("outcomes", "Yes, when every outcome of this referral has been reached"),
            ("step_down", "Yes, when the child has moved safely, as planned, to a place with less support"),
            (NONE, "No"),
        ],
        missing="Say whether a premium is paid",
    )
    amount = fields.Money(
        "Premium, as an amount", hint="Paid once. Or give a per cent below.", required=False, mark_optional=False
    )
    percent = fields.Number(
        "Premium, as a per cent of the price of 52 weeks",
        suffix="%",
        width=5,
        required=False,
        mark_optional=False,
    )
    by = fields.Date("By which day?", hint="A review agrees on it, with evidence.", required=False, mark_optional=False)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def incentive(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    form = IncentiveForm(
        request.POST if request.method == "POST" else None, initial=_initial(incentive_of(referral_id))
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["kind"] != NONE and given["by"] is None:
                raise Refused("Enter the day by which it must be reached", "by")
            term = None if given["kind"] == NONE else Incentive(**given)
            change_incentive(actor=request.actor, referral_id=referral_id, incentive=term, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(request, "web/council/referrals/part.jinja", form=form, referral=row, heading=HEADING)


def _initial(term: Incentive | None) -> dict[str, Any]:
    if term is None:
        return {}
    return {"kind": term.kind, "amount": term.amount, "percent": term.percent, "by": term.by}
