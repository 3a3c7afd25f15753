"""A named place is not followed further, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.end_preference import LONGEST, end_preference
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.named_places.found import the_preference
from fairplace.web.page import Audience, PageRequest, page, render


class EndForm(forms.Form):
    because = fields.LongText(
        "Why is this place not followed further?",
        hint="Kept with the record, for your council alone. A tribunal may read it.",
        rows=4,
        max_characters=LONGEST,
        missing="Say why this place is not followed further",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def end(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral, row = the_preference(
        request, referral_id, "recorded", "asked", "accepted", "declined", "to_agree", "agreed"
    )
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_preference(actor=request.actor, referral_id=referral_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.place_name} is not followed further.")
            return redirect("council:named_places:show", referral_id=referral_id)
    return render(request, "web/council/named_places/end.jinja", form=form, referral=referral, row=row)
