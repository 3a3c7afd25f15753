"""How much of each need, how often and by whom: may be left open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_provision import change_provision
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.dps.referrals.rules.provision import FREQUENCIES, PEOPLE, UNITS, WAYS, Provision, check_provision
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import sentence
from fairplace.web.council.referrals.drafts import back_to_parts, child_asked, draft, whose
from fairplace.web.council.referrals.write import part_href
from fairplace.web.page import Audience, PageRequest, page, render

PARTS = ("way", "amount", "unit", "frequency", "by_whom")


def _one_of(label: str, choices: list[tuple[str, str]]) -> fields.Select:
    return fields.Select(label, choices=choices, empty="Not said", required=False, mark_optional=False)


class AmountsForm(forms.Form):
    """Five fields for each need, all of which may stay empty."""

    def __init__(self, *args: Any, needs: tuple[AskedFor, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        for need in needs:
            made = {
                "way": _one_of("In which way?", [(code, sentence(words)) for code, words in WAYS.items()]),
                "amount": fields.Number(
                    "How much?",
                    about=f"The amount for {need.plain_name}",
                    required=False,
                    mark_optional=False,
                    decimal_places=2,
                    width=4,
                ),
                "unit": _one_of("Of what?", [(code, sentence(names[1])) for code, names in UNITS.items()]),
                "frequency": _one_of("How often?", [(code, sentence(words)) for code, words in FREQUENCIES.items()]),
                "by_whom": _one_of("By whom?", [(code, sentence(words)) for code, words in PEOPLE.items()]),
            }
            self.fields.update({f"{part}_{need.own_code}": field for part, field in made.items()})

    def clean(self) -> dict[str, Any]:
        for need in self.needs:
            if any(f"{part}_{need.own_code}" in self.errors for part in PARTS):
                continue
            try:
                check_provision(self.provision(need))
            except Refused as refused:
                self.add_error(f"{refused.field}_{need.own_code}", f"{need.plain_name}: {refused.sentence}")
        return self.cleaned_data

    def provision(self, need: AskedFor) -> Provision:
        return Provision(**{part: self.cleaned_data[f"{part}_{need.own_code}"] for part in PARTS})


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def amounts(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    child = child_asked(request, row)
    needs = row.needs_of(child)
    if not needs:
        return redirect(part_href(referral_id, "needs", child))
    form = AmountsForm(request.POST or None, needs=needs, initial=_written(needs))
    if request.method == "POST" and form.is_valid():
        try:
            change_provision(
                actor=request.actor,
                referral_id=referral_id,
                provisions={need.own_code: form.provision(need) for need in needs},
                child=child,
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return render(
        request,
        "web/council/referrals/amounts.jinja",
        form=form,
        referral=row,
        needs=needs,
        parts=PARTS,
        whose=whose(row, child),
    )


def _written(needs: tuple[AskedFor, ...]) -> dict[str, str]:
    told: dict[str, str] = {}
    for need in needs:
        said = {part: getattr(need.provision, part) for part in PARTS}
        said["amount"] = "" if said["amount"] is None else exact_text(said["amount"])
        told |= {f"{part}_{need.own_code}": value for part, value in said.items()}
    return told
