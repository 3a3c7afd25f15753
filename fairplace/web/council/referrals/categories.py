"""Places of other categories are asked too (§7.3)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_categories import change_categories
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render


def categories_form(offered: list[CategoryRow]) -> type[forms.Form]:
    """Each category, when ticked, asks for its own kind of place."""
    kinds = {
        f"kind_{row.code}": fields.Radios(
            "Which kind of place?",
            choices=[Choice(kind.code, kind.name) for kind in content_of(row.version_id).placement_kinds],
            missing=f"Choose the kind of place in {row.name}",
        )
        for row in offered
    }
    chosen = fields.Checkboxes(
        "Which other categories are asked too?",
        choices=[Choice(row.code, row.name, reveals=(f"kind_{row.code}",)) for row in offered],
        required=False,
    )
    return type("CategoriesForm", (forms.Form,), {"categories": chosen, **kinds})


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def other_categories(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    offered = [one for one in categories() if one.filled and one.id != row.category_id]
    codes = {one.id: one.code for one in offered}
    there = [one for one in row.other_categories if one.id in codes]
    written = {f"kind_{codes[one.id]}": one.placement_kind for one in there}
    form = categories_form(offered)(
        request.POST if request.method == "POST" else None,
        initial={"categories": [codes[one.id] for one in there], **written},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        others = [(one.id, told[f"kind_{one.code}"]) for one in offered if one.code in told["categories"]]
        try:
            change_categories(actor=request.actor, referral_id=referral_id, others=others, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(request, "web/council/referrals/categories.jinja", form=form, referral=row)
