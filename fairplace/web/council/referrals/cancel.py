"""Cancel a referral, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.cancel_competition import cancel_competition
from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.cancel_referral import cancel_referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


class CancelForm(forms.Form):
    because = fields.LongText(
        "Why is it cancelled?",
        hint="Everyone invited reads this. Say nothing that tells who the child is.",
        rows=3,
        max_characters=500,
        missing="Say why the referral is cancelled",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def cancel(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            if competition is None:
                cancel_referral(actor=request.actor, referral_id=referral_id, because=because, at=request.now)
            else:
                cancel_competition(actor=request.actor, competition_id=competition.id, because=because, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.reference} is cancelled.")
            return redirect("council:referrals:open_referrals")
    return render(request, "web/council/referrals/cancel.jinja", form=form, referral=row, competition=competition)
