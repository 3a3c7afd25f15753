"""Give everyone invited more time: never less, and not after bids have closed (R9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.extend_competition import extend_competition
from fairplace.dps.competitions.queries.council_competition import competition_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations.kernel.london_clock import london_instant
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import moment
from fairplace.web.page import Audience, PageRequest, page, render

MISSING_HOUR = "The clocks go forward that night, so this time does not come. Choose another"


class ExtendForm(forms.Form):
    """The new closing time, by the clocks of London."""

    day = fields.Date("New closing day", missing="Enter the new closing day")
    time = fields.Time("Closing time", hint="For example, 5pm", missing="Enter the closing time")
    because = fields.LongText(
        "Why is there more time?",
        hint="Everyone invited reads this. Say nothing that tells who the child is.",
        rows=3,
        max_characters=500,
        missing="Say why there is more time",
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("day") and told.get("time") and london_instant(told["day"], told["time"]) is None:
            self.add_error("time", ValidationError(MISSING_HOUR))
        return told

    @property
    def closes_at(self) -> datetime:
        """Only after is_valid(). In October's hour that comes twice it is the second: nobody loses an hour."""
        told = london_instant(self.cleaned_data["day"], self.cleaned_data["time"])
        assert told is not None
        return told


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def extend(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    competition = competition_of(actor=request.actor, referral_id=referral_id)
    if competition is None or competition.state != "open" or request.now >= competition.closes_at:
        raise Http404
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_competition(
                actor=request.actor,
                competition_id=competition.id,
                closes_at=form.closes_at,
                because=form.cleaned_data["because"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused, "day" if refused.field == "closes_at" else None)
        else:
            messages.success(
                request, f"Bids now close on {moment(form.closes_at)}. Everyone invited is told, with your reason."
            )
            return redirect("council:referrals:show", referral_id=referral_id)
    return render(request, "web/council/referrals/extend.jinja", form=form, referral=row, competition=competition)
