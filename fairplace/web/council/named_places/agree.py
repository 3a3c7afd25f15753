"""The second person reads it all, and agrees or sends it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.placements.actions.agree_preference import LONGEST, agree_preference, send_preference_back
from fairplace.dps.placements.rules.named_preference import sources_of
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.named_places.found import the_preference
from fairplace.web.council.named_places.show import READERS, asked_facts, recorded_sections
from fairplace.web.page import Audience, PageRequest, page, render


class AgreeForm(forms.Form):
    agrees = fields.YesNo(
        "Do you agree to a direct award?",
        no_reveals=("because",),
        label_size="m",
        missing="Say whether you agree",
    )
    because = fields.LongText("What is missing?", rows=3, max_characters=LONGEST, missing="Say what is missing")


@page(Audience.COUNCIL, roles=READERS)
def agree(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral, row = the_preference(request, referral_id, "to_agree")
    if not row.may_agree:
        raise Http404
    form = AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            if told["agrees"]:
                agree_preference(actor=request.actor, referral_id=referral_id, at=request.now)
            else:
                send_preference_back(
                    actor=request.actor, referral_id=referral_id, because=told["because"], at=request.now
                )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "You agreed." if told["agrees"] else "It is sent back with what is missing.")
            return redirect("council:named_places:show", referral_id=referral_id)
    return render(
        request,
        "web/council/named_places/agree.jinja",
        form=form,
        referral=referral,
        row=row,
        sources=sources_of(row.conditions),
        sections=recorded_sections(row),
        asked=[asked_facts(one) for one in row.asked],
    )
