"""How much each scored criterion weighs: 100 in all (Q4)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.rules.category_content import Criterion
from fairplace.dps.market.rules.edits import SetWeights
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.web.council.market.draft_parts import editable_draft
from fairplace.web.council.market.editing import saved
from fairplace.web.page import Audience, PageRequest, page, render


class WeightsForm(forms.Form):
    """One number for each scored criterion, named by its code."""

    revision = fields.Hidden(required=False)

    def __init__(self, *args: object, criteria: list[Criterion], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for one in criteria:
            self.fields[one.code] = fields.Number(
                one.name, minimum=0, maximum=100, suffix="of 100", width=4, required=False, mark_optional=False
            )

    def numbers(self) -> dict[str, Decimal]:
        """Nothing typed weighs nothing."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return {name: value or Decimal(0) for name, value in told.items()}


@page(Audience.COUNCIL, roles=READERS)
def weights(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """Saved whatever they add up to; the draft is not ready before that is 100."""
    row = editable_draft(request, draft_id)
    scored = [one for one in row.content.criteria if one.method == "scored"]
    initial = {"revision": row.revision, **{one.code: exact_text(one.weight) for one in scored}}
    form = WeightsForm(request.POST if request.method == "POST" else None, initial=initial, criteria=scored)
    total = sum((one.weight for one in scored), Decimal(0))
    if request.method == "POST" and form.is_valid():
        numbers = form.numbers()
        total = sum(numbers.values(), Decimal(0))
        if request.POST.get("act") != "sum" and saved(
            request, draft_id, row.revision, SetWeights("criteria", "weight", numbers), form
        ):
            return redirect("council:categories:list", draft_id=draft_id, part="criteria")
    return render(
        request,
        "web/council/market/draft_weights.jinja",
        row=row,
        form=form,
        part="criteria",
        part_title="Criteria",
        heading="Weights of the scored criteria",
        total=exact_text(total),
        scored=scored,
    )
