"""Rehearse other rules over closed referrals: ask, follow it, read pooled figures (C10). Works without JavaScript."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.rehearse import NOTHING, ask_rehearsal
from fairplace.dps.competitions.queries.rehearsals import RehearsalRow, rehearsal, rehearsals
from fairplace.dps.market.queries.categories import categories
from fairplace.dps.market.rules.category_content import ABSOLUTE, RELATIVE
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render

ROLES = {Role.PROCUREMENT_OFFICER, Role.CATEGORY_LEAD}
OWN, EVERY = "own", "every"


class RehearsalForm(forms.Form):
    category = fields.Select("Category", missing="Select a category")
    price_weight = fields.Number(
        "Weight of price",
        hint="From 30 to 70 points of 100. Leave it empty to let each referral keep its own.",
        minimum=30,
        maximum=70,
        suffix="points",
        required=False,
        mark_optional=False,
    )
    price_formula = fields.Radios(
        "How are prices scored?",
        choices=[
            Choice(OWN, "As each referral said"),
            Choice(RELATIVE, "Against the lowest price"),
            Choice(ABSOLUTE, "Between a floor and a ceiling", reveals=("floor_percent", "ceiling_percent")),
        ],
        missing="Select how prices are scored",
    )
    floor_percent = fields.Number(
        "Every point for price, at or below",
        hint="A share of the common cap for the kind of place.",
        minimum=0, maximum=1000, suffix="%", required=False, mark_optional=False,
    )  # fmt: skip
    ceiling_percent = fields.Number(
        "No point for price, at or above", minimum=0, maximum=1000, suffix="%", required=False, mark_optional=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.id), row.name) for row in categories() if row.filled]
        self.fields["category"].set_choices([(EVERY, "Every category"), *named])  # type: ignore[attr-defined]


@page(Audience.COUNCIL, roles=ROLES)
def rehearse(request: PageRequest) -> HttpResponse:
    rows = rehearsals(request.actor)
    from_here = [str(row.id) for row in categories() if row.filled and row.code == request.GET.get("category")]
    begun = {"price_formula": OWN, **({"category": from_here[0]} if from_here else {})}
    form = RehearsalForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = ask_rehearsal(
                actor=request.actor,
                category_id=None if told["category"] == EVERY else UUID(told["category"]),
                price_weight=told["price_weight"],
                price_formula="" if told["price_formula"] == OWN else told["price_formula"],
                floor_percent=told["floor_percent"] or NOTHING,
                ceiling_percent=told["ceiling_percent"] or NOTHING,
                at=request.now,
            )
            return redirect("council:awarding:rehearsal", made)
        except Refused as refused:
            form.refuse(refused)
    return render(
        request, "web/council/awarding/rehearsals.jinja", form=form, rows=[(row, asked_for(row)) for row in rows]
    )


@page(Audience.COUNCIL, roles=ROLES)
def show_rehearsal(request: PageRequest, rehearsal_id: UUID) -> HttpResponse:
    row = rehearsal(request.actor, rehearsal_id)
    return render(request, "web/council/awarding/rehearsal.jinja", row=row, asked=asked_for(row))


def asked_for(row: RehearsalRow) -> str:
    """ "Every category, price weighs 60 points, prices scored against the lowest" """
    parts = [row.category]
    if row.price_weight is not None:
        parts.append(f"price weighs {exact_text(row.price_weight)} points of 100")
    if row.price_formula == RELATIVE:
        parts.append("prices scored against the lowest")
    elif row.price_formula == ABSOLUTE:
        floor, ceiling = exact_text(row.floor_percent), exact_text(row.ceiling_percent)
        parts.append(f"prices scored between {floor} % and {ceiling} % of the cap")
    return ", ".join(parts)
