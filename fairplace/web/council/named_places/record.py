"""Record which place is named, found in the register or typed; by whom, under which law, and why no competition."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.queries.register_search import (
    Found,
    RegisterRow,
    find_in_register,
    register_entry,
    register_is_there,
)
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.record_preference import LONGEST, PlaceNamed, PreferenceSaid, record_preference
from fairplace.dps.placements.queries.named_preference import PreferenceRow, preference_of
from fairplace.dps.placements.rules.named_preference import enactments
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.referral_for_named_place import referral_for_named_place
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class FindPlaceForm(forms.Form):
    find = fields.Text(
        "Its number (URN) or its name",
        hint="For example, 144444, or two words of its name. Small homes are found by their number only.",
        missing="Enter the number or the name",
    )


class PreferenceForm(forms.Form):
    """named: the place comes from a register, so its own fields are not asked."""

    name = fields.Text("Name of the place", missing="Enter the name of the place")
    kind = fields.Text("What kind of place is it?", hint="For example, independent school", required=False)
    area = fields.Text("In which council’s area?", longest=100, required=False)
    run_by = fields.Text("Who runs it?", required=False)
    preferred_by = fields.Radios(
        "Who prefers this place?",
        choices=[
            Choice("parent", "A parent"),
            Choice("carer", "A carer"),
            Choice("young_person", "The young person"),
            Choice("child", "The child"),
        ],
        missing="Say who prefers this place",
    )
    said_on = fields.Date("On which day did they say so?", hint="For example, 5 1 2027", missing="Enter the day")
    enactment = fields.Radios(
        "Under which law does the council have regard to their view?", missing="Choose the law that they rely on"
    )
    their_words = fields.LongText(
        "What did they say, and how do you know?",
        hint="In their words, with where it is on file. Without names, dates of birth and addresses.",
        rows=4,
        max_characters=LONGEST,
        missing="Write down what was said, and how you know",
    )
    only_one = fields.Tick("No other place can do it", required=False)
    best_interests = fields.LongText(
        "Why would a competition not be in the child’s best interests?",
        hint="Weigh what the child would gain and lose by it. A tribunal may read this.",
        rows=4,
        max_characters=LONGEST,
        missing="Say why a competition would not be in the child’s best interests",
    )
    tribunal = fields.Radios(
        "Is there an appeal to the tribunal?",
        choices=[
            Choice("none", "No"),
            Choice("appeal", "Yes, an appeal is open"),
            Choice("order", "Yes, and the tribunal has named this place", hint="An order overrides any competition"),
        ],
        missing="Say whether there is an appeal",
    )
    not_excluded = fields.YesNo(
        "Have you checked that no ground for exclusion applies, and that it is not on the debarment list?",
        yes_reveals=("excluded_checked_on", "excluded_note"),
        missing="Say whether you have checked that it is not excluded",
    )
    excluded_checked_on = fields.Date("On which day?", hint="For example, 5 1 2027", missing="Enter the day")
    excluded_note = fields.LongText(
        "What did you look at?", rows=2, max_characters=LONGEST, missing="Say what you looked at"
    )

    def __init__(self, *args: Any, named: bool, category: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enactment"].set_choices(  # type: ignore[attr-defined]
            [Choice(one.code, one.name, hint=f"{one.says}.") for one in enactments(category)]
        )
        if named:
            for name in ("name", "kind", "area", "run_by"):
                del self.fields[name]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def record(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral = referral_for_council(actor=request.actor, referral_id=referral_id)
    row = preference_of(actor=request.actor, referral_id=referral_id, at=request.now)
    live = row if row is not None and row.state.value == "recorded" else None
    if referral.state not in {"draft", "published"} or (row and not live and row.state.value != "ended"):
        raise Http404
    try:
        category = referral_for_named_place(referral_id).category_code
    except NotThere:
        return render(request, "web/council/named_places/too_early.jinja", referral=referral)
    entry = register_entry(request.GET.get("register", ""), request.GET.get("urn", ""))
    by_hand = entry is None and (not register_is_there() or "by_hand" in request.GET)
    if entry is None and not by_hand:
        return _find(request, referral)
    form = PreferenceForm(request.POST or None, named=entry is not None, category=category, initial=_initial(live))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            record_preference(
                actor=request.actor,
                referral_id=referral_id,
                place=_place(entry, told),
                said=_said(told),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("council:named_places:show", referral_id=referral_id)
    return render(request, "web/council/named_places/record.jinja", form=form, referral=referral, entry=entry)


def _find(request: PageRequest, referral: CouncilReferral) -> HttpResponse:
    search = FindPlaceForm(request.GET if "find" in request.GET else None)
    found = find_in_register(search.cleaned_data["find"]) if search.is_bound and search.is_valid() else Found([])
    return render(
        request,
        "web/council/named_places/find.jinja",
        form=search,
        referral=referral,
        found=found,
        searched=search.is_bound and search.is_valid(),
    )


def _place(entry: RegisterRow | None, told: dict[str, Any]) -> PlaceNamed:
    if entry is not None:
        return PlaceNamed(name=entry.shown_name, register=entry.register, urn=entry.urn)
    return PlaceNamed(name=told["name"], kind=told["kind"], area=told["area"], run_by=told["run_by"])


def _said(told: dict[str, Any]) -> PreferenceSaid:
    checked = told["excluded_checked_on"] or told["said_on"]
    return PreferenceSaid(
        preferred_by=told["preferred_by"],
        said_on=told["said_on"],
        only_one=told["only_one"],
        enactment=told["enactment"],
        tribunal=told["tribunal"],
        their_words=told["their_words"],
        best_interests=told["best_interests"],
        excluded_checked_on=checked,
        not_excluded=told["not_excluded"],
        excluded_note=told["excluded_note"] or "",
    )


def _initial(row: PreferenceRow | None) -> dict[str, Any]:
    """What is recorded, to be changed while the place has not been asked."""
    if row is None:
        return {}
    return {
        "name": row.place_name,
        "kind": row.place_kind,
        "area": row.place_area,
        "run_by": row.run_by,
        "preferred_by": row.preferred_by_code,
        "said_on": row.said_on,
        "enactment": row.enactment,
        "their_words": row.their_words,
        "only_one": row.only_one,
        "best_interests": row.best_interests,
        "tribunal": row.tribunal,
        "not_excluded": True,
        "excluded_checked_on": row.excluded_checked_on,
        "excluded_note": row.excluded_note,
    }
