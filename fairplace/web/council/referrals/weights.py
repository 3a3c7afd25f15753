"""How much price and each part of quality weigh: 100 points in all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.weights import (
    ALL_POINTS,
    LEAST_PRICE,
    MOST_COMPETENCY,
    MOST_PRICE,
    QualityWeights,
    default_quality_weights,
    weight_faults,
)
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.web.components.price_rule import price_rule
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render

PARTS = QualityWeights._fields


def _points(label: str, hint: str = "") -> fields.Number:
    return fields.Number(
        label, hint=hint, suffix="points", width=4, decimal_places=2, missing=f"Enter the points for {label.lower()}"
    )


class WeightsForm(forms.Form):
    price_weight = _points("Price", f"From {LEAST_PRICE} to {MOST_PRICE}. Quality is the rest of the {ALL_POINTS}.")
    outcomes = _points("Statement on the outcomes", "Marked by two evaluators who do not see names or prices")
    needs = _points("Needs", "The marks of the needs that a bid can meet")
    features = _points("Features", "The marks of the features that a place has")
    location = _points("Location", "Full points under 10 miles from home, fewer for each 10 miles more")
    competency = _points("Competency", f"The score carried from joining the system; {MOST_COMPETENCY} at most")

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if self.errors:
            return told
        price = told["price_weight"]
        for fault in weight_faults(price, ALL_POINTS - price, {part: told[part] for part in PARTS}):
            self.add_error(fault.field if fault.field in self.fields else "outcomes", fault.sentence)
        return told


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def weights(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    if request.method == "POST" and request.POST.get("act") == "usual":
        return _page(request, row, _usual(request, row))
    form = WeightsForm(request.POST or None, initial=_written(row))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        parts = QualityWeights(*(told[part] for part in PARTS))
        try:
            change_weights(
                actor=request.actor,
                referral_id=referral_id,
                price_weight=told["price_weight"],
                quality_weights=parts,
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to_parts(referral_id)
    return _page(request, row, form)


def _page(request: PageRequest, row: CouncilReferral, form: WeightsForm) -> HttpResponse:
    typed = {name: _number(form[name].value()) for name in ("price_weight", *PARTS)}
    parts = sum((typed[part] for part in PARTS), Decimal(0))
    quality = ALL_POINTS - typed["price_weight"]
    return render(
        request,
        "web/council/referrals/weights.jinja",
        form=form,
        referral=row,
        price_rule=price_rule(row.price_range, len(row.children)),
        quality=exact_text(quality),
        parts=exact_text(parts),
        left=exact_text(quality - parts),
        total=exact_text(typed["price_weight"] + parts),
    )


def _usual(request: PageRequest, row: CouncilReferral) -> WeightsForm:
    """The usual split for the price weight as typed; refused ones are shown with what is wrong."""
    form = WeightsForm(request.POST)
    price = _number(request.POST.get("price_weight"))
    if not LEAST_PRICE <= price <= MOST_PRICE:
        form.is_valid()
        return form
    return WeightsForm(initial=_split(row, price))


def _written(row: CouncilReferral) -> dict[str, str]:
    if row.price_weight is not None:
        parts = QualityWeights(*(row.quality_weights[part] for part in PARTS))
        return {"price_weight": exact_text(row.price_weight), **_shown(parts)}
    return _split(row, content_of(row.category_version_id).price_weight)


def _split(row: CouncilReferral, price: Decimal) -> dict[str, str]:
    """The usual split; what nothing can score (no competency score, no feature with marks) goes to needs (§7.3)."""
    content = content_of(row.category_version_id)
    asked = content.statement is not None
    parts = default_quality_weights(ALL_POINTS - price, scored=content.is_scored, statement=asked)
    if not sum((one.marks for one in row.features), Decimal(0)):
        parts = parts._replace(needs=parts.needs + parts.features, features=Decimal(0))
    return {"price_weight": exact_text(price), **_shown(parts)}


def _shown(parts: QualityWeights) -> dict[str, str]:
    return {part: exact_text(points) for part, points in parts._asdict().items()}


def _number(typed: object) -> Decimal:
    """For the sum only: what is no number counts as nothing, and is said beside its box."""
    field = fields.Number("Points", required=False)
    try:
        return field.clean(str(typed or "")) or Decimal(0)
    except ValidationError:
        return Decimal(0)
