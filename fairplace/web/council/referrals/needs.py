"""What the child needs and what the place should be like: which, with how many marks, and what is essential."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_needs import MOST_CHARACTERS, ItemAsked, change_needs
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.facts import OWN, AskedFor
from fairplace.dps.referrals.rules.readiness import item_faults
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.web.council.referrals.drafts import back_to_parts, child_asked, draft, whose
from fairplace.web.page import Audience, PageRequest, page, render

OWN_LINES = {"need": 3, "feature": 2}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of the table: the names of its three boxes. own: what is needed is written, not ticked."""

    kind: str
    code: str
    name: str
    hint: str
    marks_at_first: Decimal
    own: bool = False

    @property
    def pick(self) -> str:
        return f"pick_{self.code}"

    @property
    def marks(self) -> str:
        return f"marks_{self.code}"

    @property
    def essential(self) -> str:
        return f"essential_{self.code}"


def lines_of(content: CategoryContent) -> list[ItemLine]:
    """The category's library, then empty lines for words of one's own."""
    listed = [("need", item) for item in content.needs] + [("feature", item) for item in content.features]
    lines = [ItemLine(kind, item.code, item.name, item.hint, item.marks) for kind, item in listed]
    lines += [
        ItemLine(kind, f"{OWN}{kind}-{number}", f"Another {kind}, in your own words ({number})", "", Decimal(1), True)
        for kind, many in OWN_LINES.items()
        for number in range(1, many + 1)
    ]
    return lines


class NeedsForm(forms.Form):
    """Three boxes for each item. Marks are asked only of what is picked; an essential that is not is an error."""

    def __init__(self, *args: Any, lines: list[ItemLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[line.pick] = (
                fields.Text(line.name, required=False, longest=MOST_CHARACTERS)
                if line.own
                else fields.Tick(line.name, required=False)
            )
            self.fields[line.marks] = fields.Number(
                f"Marks for {line.name}", required=False, minimum=0, maximum=100, decimal_places=2, width=3
            )
            self.fields[line.essential] = fields.Tick(f"{line.name} is essential", required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for line in self.lines:
            if line.pick in self.errors:
                continue
            if not told.get(line.pick):
                self.errors.pop(line.marks, None)
                if told.get(line.essential):
                    verb = f"Write the {line.kind}" if line.own else f"Tick “{line.name}” too"
                    self.add_error(line.pick, f"{verb}, as you call it essential")
            elif line.marks not in self.errors and told.get(line.marks) is None:
                self.add_error(line.marks, f"Enter the marks for “{self._name(line)}”")
        for fault in item_faults(self._asked()):
            self.add_error(fault.field if fault.field in self.fields else self.lines[0].pick, fault.sentence)
        return told

    def _name(self, line: ItemLine) -> str:
        return str(self.cleaned_data[line.pick]) if line.own else line.name

    def _asked(self) -> list[AskedFor]:
        """What is picked, with marks that could be read."""
        told = self.cleaned_data
        return [
            AskedFor(
                line.kind,
                line.code,
                self._name(line),
                told.get(line.marks) or Decimal(0),
                line.marks not in self.errors and bool(told.get(line.essential)),
            )
            for line in self.lines
            if told.get(line.pick)
        ]

    @property
    def items(self) -> list[ItemAsked]:
        told = self.cleaned_data
        return [
            ItemAsked(
                line.kind,
                line.code,
                told[line.marks],
                bool(told.get(line.essential)),
                told[line.pick] if line.own else "",
            )
            for line in self.lines
            if told.get(line.pick)
        ]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def needs(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    child = child_asked(request, row)
    lines = lines_of(content_of(row.category_version_id))
    form = NeedsForm(request.POST or None, lines=lines, initial=_written(row, child, lines))
    if request.method == "POST" and form.is_valid():
        try:
            change_needs(actor=request.actor, referral_id=referral_id, items=form.items, child=child, at=request.now)
        except Refused as refused:
            form.refuse(refused, None if refused.field else lines[0].pick)
        else:
            return back_to_parts(referral_id)
    groups = [
        ("What the child needs", "Tick each need", [line for line in lines if line.kind == "need"]),
        ("What the place should be like", "Tick each feature", [line for line in lines if line.kind == "feature"]),
    ]
    return render(
        request,
        "web/council/referrals/needs.jinja",
        form=form,
        referral=row,
        groups=groups,
        whose=whose(row, child),
    )


def _written(row: CouncilReferral, child: int, lines: list[ItemLine]) -> dict[str, object]:
    asked = {(item.kind, item.own_code): item for item in (*row.needs_of(child), *row.features_of(child))}
    told: dict[str, object] = {}
    for line in lines:
        item = asked.get((line.kind, line.code))
        told |= {
            line.pick: (item.plain_name if item else "") if line.own else item is not None,
            line.marks: exact_text(item.marks if item else line.marks_at_first),
            line.essential: item is not None and item.essential,
        }
    return told
