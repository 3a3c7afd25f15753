"""Start from an earlier referral of the council: what is asked, never who the child is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.copy_referral import copy_referral
from fairplace.dps.referrals.queries.earlier_referrals import earlier_referrals
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import short_day
from fairplace.web.council.referrals.drafts import back_to_parts
from fairplace.web.page import Audience, PageRequest, page, render


class CopyForm(forms.Form):
    earlier = fields.Select(
        "Which referral do you start from?",
        hint="Categories, needs, features, outcomes, weights and the premium are copied, and how many children there"
        " are. Never who a child is, their age, their story, plan or files.",
        missing="Select the referral to start from",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def copy(request: PageRequest) -> HttpResponse:
    form = CopyForm(request.POST or None, initial={"earlier": request.GET.get("from", "")})
    form.fields["earlier"].set_choices(  # type: ignore[attr-defined]
        [
            (str(row.id), f"{row.reference}, {short_day(row.started_at)}: {row.title} ({row.category_name})")
            for row in earlier_referrals(actor=request.actor)
        ]
    )
    if request.method == "POST" and form.is_valid():
        try:
            copied = copy_referral(actor=request.actor, referral_id=UUID(form.cleaned_data["earlier"]), at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(copied)
    return render(request, "web/council/referrals/copy.jinja", form=form)
