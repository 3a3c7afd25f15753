"""Another kind of place in the same category."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_kind import change_kind
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render


class KindForm(forms.Form):
    placement_kind = fields.Radios("Which kind of place?", missing="Choose the kind of place")


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def kind(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    form = KindForm(request.POST or None, initial={"placement_kind": row.placement_kind})
    kinds = content_of(row.category_version_id).placement_kinds
    form.fields["placement_kind"].set_choices([(one.code, one.name) for one in kinds])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            change_kind(actor=request.actor, referral_id=referral_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(request, "web/council/referrals/part.jinja", form=form, referral=row)
