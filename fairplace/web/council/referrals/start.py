"""Start a referral: which category, which kind of place."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.drafts import back_to_parts
from fairplace.web.page import Audience, PageRequest, page, render


def start_form(offered: list[CategoryRow]) -> type[forms.Form]:
    """A form whose every category asks for its own kinds of place."""
    kinds = {row.code: content_of(row.version_id).placement_kinds for row in offered}
    asked = {
        f"kind_{row.code}": fields.Radios(
            "Which kind of place?",
            choices=[Choice(kind.code, kind.name) for kind in kinds[row.code]],
            missing="Choose the kind of place",
        )
        for row in offered
    }
    category = fields.Radios(
        "What does the child need?",
        choices=[Choice(row.code, row.name, reveals=(f"kind_{row.code}",)) for row in offered],
        missing="Choose what the child needs",
    )
    return type("StartForm", (forms.Form,), {"category": category, **asked})


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def start(request: PageRequest) -> HttpResponse:
    offered = [row for row in categories() if row.filled]
    form = start_form(offered)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["category"]
        category: UUID = next(row.id for row in offered if row.code == code)
        try:
            referral_id = start_referral(
                actor=request.actor,
                category_id=category,
                placement_kind=form.cleaned_data[f"kind_{code}"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(request, "web/council/referrals/start.jinja", form=form)
