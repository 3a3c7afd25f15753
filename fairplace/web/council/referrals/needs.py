"""What the child needs and what the place should be like: which, with how many marks, and what is essential."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent, Item
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.dps.referrals.rules.readiness import item_faults
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.web.council.referrals.drafts import back_to_parts, draft
from fairplace.web.page import Audience, PageRequest, page, render


class ItemLine(NamedTuple):
    """One row of the table: the names of its three boxes."""

    kind: str
    item: Item
    pick: str
    marks: str
    essential: str


def lines_of(content: CategoryContent) -> list[ItemLine]:
    listed = [("need", item) for item in content.needs] + [("feature", item) for item in content.features]
    return [
        ItemLine(kind, item, f"pick_{item.code}", f"marks_{item.code}", f"essential_{item.code}")
        for kind, item in listed
    ]


class NeedsForm(forms.Form):
    """Three boxes for each item. Marks are asked only of what is ticked; an essential without a tick is an error."""

    def __init__(self, *args: Any, lines: list[ItemLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[line.pick] = fields.Tick(line.item.name, required=False)
            self.fields[line.marks] = fields.Number(
                f"Marks for {line.item.name}", required=False, minimum=0, maximum=100, decimal_places=2, width=3
            )
            self.fields[line.essential] = fields.Tick(f"{line.item.name} is essential", required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for line in self.lines:
            if not told.get(line.pick):
                self.errors.pop(line.marks, None)
                if told.get(line.essential):
                    self.add_error(line.pick, f"Tick “{line.item.name}” too, as you call it essential")
            elif line.marks not in self.errors and told.get(line.marks) is None:
                self.add_error(line.marks, f"Enter the marks for “{line.item.name}”")
        for fault in item_faults(self._asked()):
            self.add_error(fault.field if fault.field in self.fields else self.lines[0].pick, fault.sentence)
        return told

    def _asked(self) -> list[AskedFor]:
        """What is ticked, with marks that could be read."""
        told = self.cleaned_data
        return [
            AskedFor(line.kind, line.item.code, line.item.name, told.get(line.marks) or Decimal(0), False)
            if line.marks in self.errors
            else AskedFor(line.kind, line.item.code, line.item.name, told[line.marks], bool(told.get(line.essential)))
            for line in self.lines
            if told.get(line.pick)
        ]

    @property
    def items(self) -> list[ItemAsked]:
        told = self.cleaned_data
        return [
            ItemAsked(line.kind, line.item.code, told[line.marks], bool(told.get(line.essential)))
            for line in self.lines
            if told.get(line.pick)
        ]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def needs(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    lines = lines_of(content_of(row.category_version_id))
    form = NeedsForm(request.POST or None, lines=lines, initial=_written(row, lines))
    if request.method == "POST" and form.is_valid():
        try:
            change_needs(actor=request.actor, referral_id=referral_id, items=form.items, at=request.now)
        except Refused as refused:
            form.refuse(refused, None if refused.field else lines[0].pick)
        else:
            return back_to_parts(referral_id)
    groups = [
        ("What the child needs", "Tick each need", [line for line in lines if line.kind == "need"]),
        ("What the place should be like", "Tick each feature", [line for line in lines if line.kind == "feature"]),
    ]
    return render(request, "web/council/referrals/needs.jinja", form=form, referral=row, groups=groups)


def _written(row: CouncilReferral, lines: list[ItemLine]) -> dict[str, object]:
    asked = {(item.kind, item.code): item for item in (*row.needs, *row.features)}
    told: dict[str, object] = {}
    for line in lines:
        item = asked.get((line.kind, line.item.code))
        told |= {
            line.pick: item is not None,
            line.marks: _number(item.marks if item else line.item.marks),
            line.essential: item is not None and item.essential,
        }
    return told


def _number(marks: Decimal) -> str:
    return exact_text(marks)
