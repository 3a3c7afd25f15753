"""One child, brothers and sisters, or several children for one place: said once, and the list of children."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_children import add_child, change_children, remove_child
from fairplace.dps.referrals.rules.children import SIBLING, child_name
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render

ONE = "one"


class ChildrenForm(forms.Form):
    several = fields.Radios(
        "Who is this referral for?",
        choices=[
            Choice(ONE, "One child"),
            Choice(SIBLING, "Brothers and sisters", reveals=("may_be_apart",)),
            Choice("cohort", "Several children of similar needs, for one place"),
        ],
        missing="Say whether the referral is for one child or for several",
    )
    may_be_apart = fields.YesNo(
        "May they live apart if nobody can take all of them?",
        hint="A bid is always for all of them together. If none comes, you can go on with a referral for each child.",
        missing="Say whether they may live apart",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def children(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    act = request.POST.get("act", "")
    if request.method == "POST" and act:
        return _change_list(request, referral_id, act)
    written = {"several": row.several or ONE, "may_be_apart": row.may_be_apart if row.several == SIBLING else None}
    form = ChildrenForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        several = form.cleaned_data["several"].replace(ONE, "")
        try:
            change_children(
                actor=request.actor,
                referral_id=referral_id,
                several=several,
                may_be_apart=bool(form.cleaned_data.get("may_be_apart")),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("council:referrals:children", referral_id=referral_id) if several else back_to_parts(row.id)
    return render(request, "web/council/referrals/children.jinja", form=form, referral=row)


def _change_list(request: PageRequest, referral_id: UUID, act: str) -> HttpResponse:
    """act: add, or remove_<number>."""
    try:
        if act == "add":
            number = add_child(actor=request.actor, referral_id=referral_id, at=request.now)
            messages.success(request, f"{child_name(number)} is added.")
        else:
            named = act.removeprefix("remove_")
            if not (named.isascii() and named.isdigit() and len(named) < 4):
                raise NotThere
            remove_child(actor=request.actor, referral_id=referral_id, child=int(named), at=request.now)
            messages.success(request, f"{child_name(int(named))} is taken out, with all that was written of it.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("council:referrals:children", referral_id=referral_id)
