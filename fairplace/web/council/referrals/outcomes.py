"""What is hoped for, under the components of the outcomes framework."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import Component
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_outcomes import MOST_CHARACTERS, change_outcomes
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.referrals.drafts import back_to_parts, child_asked, draft, whose
from fairplace.web.page import Audience, PageRequest, page, render


def outcomes_form(components: tuple[Component, ...]) -> type[forms.Form]:
    """Each component, when ticked, asks for the wording of its outcome."""
    chosen = fields.Checkboxes(
        "Which outcomes are hoped for?",
        choices=[Choice(one.code, one.name, hint=one.meaning, reveals=(f"wording_{one.code}",)) for one in components],
        missing="Choose at least one outcome that is hoped for",
    )
    wordings = {
        f"wording_{one.code}": fields.LongText(
            "What exactly, for this child?",
            hint=f"For example: {'; '.join(one.examples)}" if one.examples else "",
            rows=3,
            max_characters=MOST_CHARACTERS,
            missing=f"Say what is hoped for under “{one.name}”",
        )
        for one in components
    }
    return type("OutcomesForm", (forms.Form,), {"components": chosen, **wordings})


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def outcomes(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    child = child_asked(request, row) if row.several and "child" in request.GET else 0
    components = content_of(row.category_version_id).components
    there = [one for one in row.outcomes if one.child == child]
    written = {f"wording_{one.component}": one.own_wording for one in there}
    form = outcomes_form(components)(
        request.POST or None, initial={"components": [one.component for one in there], **written}
    )
    form.fields["components"].required = not child
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = [(one.code, told[f"wording_{one.code}"]) for one in components if one.code in told["components"]]
        try:
            change_outcomes(actor=request.actor, referral_id=referral_id, outcomes=chosen, child=child, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(
        request,
        "web/council/referrals/outcomes.jinja",
        form=form,
        referral=row,
        whose=(whose(row, child) if child else "all children") if row.several else "",
    )
