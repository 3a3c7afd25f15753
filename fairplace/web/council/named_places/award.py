"""The direct award: what follows is said before the button."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.award_preference import award_preference
from fairplace.dps.placements.rules.named_preference import notices_needed
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.named_places.found import the_preference
from fairplace.web.council.named_places.show import asked_facts
from fairplace.web.page import Audience, PageRequest, page, render


class AwardForm(forms.Form):
    sure = fields.Tick(
        "Award it directly: the place is told who the child is, and the agreement is made",
        missing="Tick the box to make the award",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def award(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral, row = the_preference(request, referral_id, "agreed")
    form = AwardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            award_preference(actor=request.actor, referral_id=referral_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.place_name} is awarded. It signs the agreement first.")
            return redirect("council:named_places:show", referral_id=referral_id)
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    running = competition is not None and competition.state not in {"cancelled", "no_award"}
    return render(
        request,
        "web/council/named_places/award.jinja",
        form=form,
        referral=referral,
        row=row,
        facts=asked_facts(row.asked[0]),
        invited=len(competition.invited) if competition is not None and running else 0,
        running=running,
        notices=notices_needed(regime=the_system().regime, accredited=row.accredited),
    )
