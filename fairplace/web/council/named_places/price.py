"""The place says yes: what its price was compared with, and a second person is asked to agree."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.agree_preference import LONGEST, ask_to_agree
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.named_places.found import the_preference
from fairplace.web.council.named_places.show import asked_facts
from fairplace.web.page import Audience, PageRequest, page, render


class PriceForm(forms.Form):
    cost_compared = fields.LongText(
        "What did you compare the price with, and why is it an efficient use of money?",
        hint="For example, what places on the system cost for the same needs, and transport.",
        rows=5,
        max_characters=LONGEST,
        label_size="m",
        missing="Say what you compared the price with",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def price(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral, row = the_preference(request, referral_id, "accepted")
    form = PriceForm(request.POST or None, initial={"cost_compared": row.cost_compared})
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_agree(actor=request.actor, referral_id=referral_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Everybody who may agree has been told.")
            return redirect("council:named_places:show", referral_id=referral_id)
    return render(
        request,
        "web/council/named_places/price.jinja",
        form=form,
        referral=referral,
        row=row,
        facts=asked_facts(row.asked[0]),
    )
