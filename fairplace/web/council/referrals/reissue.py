"""Issue again what was cancelled or ended without an award (R9)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.reissue_competition import reissue_competition
from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render

REISSUABLE = frozenset({"cancelled", "no_award"})


class ReissueForm(forms.Form):
    because = fields.LongText(
        "Why is it issued again?",
        hint="Everyone invited to either of the two reads this. Say nothing that tells who the child is.",
        rows=3,
        max_characters=500,
        missing="Say why it is issued again",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def reissue(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    if competition is None or competition.state not in REISSUABLE:
        raise Http404
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = reissue_competition(
                actor=request.actor,
                competition_id=competition.id,
                because=form.cleaned_data["because"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "This is the new draft. Check every part, then publish it.")
            return redirect("council:referrals:write", referral_id=draft)
    return render(request, "web/council/referrals/reissue.jinja", form=form, referral=row, competition=competition)
