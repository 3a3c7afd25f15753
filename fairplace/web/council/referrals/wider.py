"""Look wider after publication: which next distance adds how many, with a reason that everyone invited reads (R4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.widen_limit import widen_limit
from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.competitions.queries.newcomers import steps_wider
from fairplace.dps.competitions.rules.publication import closing_time
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted
from fairplace.web.page import Audience, PageRequest, page, render


class WiderForm(forms.Form):
    radius_miles = fields.Radios("How far from home may the place be?", missing="Choose how far from home")
    because = fields.LongText(
        "Why do you look further?",
        hint="Everyone invited reads this where it moves the closing time. Say nothing that tells who the child is.",
        rows=3,
        max_characters=500,
        missing="Say why you look further from home",
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["radius_miles"].set_choices(  # type: ignore[attr-defined]
            [Choice(str(miles), f"{miles} miles", hint=f"Adds {counted(adds, 'place')}") for miles, adds in steps]
        )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def wider(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    if competition is None or competition.state != "open" or request.now >= competition.closes_at:
        raise Http404
    steps = steps_wider(competition.id, row)
    form = WiderForm(request.POST or None, steps=steps)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            added = widen_limit(
                actor=request.actor,
                competition_id=competition.id,
                radius_miles=int(told["radius_miles"]),
                because=told["because"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            more = counted(added, "more place")
            messages.success(request, f"{more} invited. Everyone who was invited before is told.")
            return redirect("council:referrals:show", referral_id=referral_id)
    content = content_of(row.category_version_id)
    full_time = closing_time(request.now, content.response_time(row.urgency))
    return render(
        request,
        "web/council/referrals/wider.jinja",
        form=form,
        referral=row,
        competition=competition,
        steps=steps,
        suitable_number=content.suitable_number,
        full_time=full_time,
        moves=full_time > competition.closes_at,
    )
