"""Who may join a category, and when: the lead opens, narrows or closes it as the regime allows (P4, §7.19)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.change_entry import close_entry, extend_initial_evaluation, open_entry
from fairplace.dps.market.queries.entry import CategoryEntry, reopen_by
from fairplace.dps.market.queries.system_page import SystemPage, system_page
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import day
from fairplace.web.council.market.system_notice import reason_field
from fairplace.web.page import Audience, PageRequest, page, render

_DONE = {
    "evaluate": "First applications are assessed together until then. No referral is sent out meanwhile.",
    "close": "Closed. It opens again by itself on the day after.",
    "open": "Open. Providers can apply, and referrals can be published.",
}


class EntryForm(forms.Form):
    """One change of a category's entry."""

    what = fields.Radios("What do you want to do?", missing="Select what you want to do")
    evaluate_until = fields.Date("Last day of the initial evaluation", missing="Enter the last day")
    close_until = fields.Date("Last day of the closure", missing="Enter the last day")

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].set_choices(choices)  # type: ignore[attr-defined]
        offered = {name for choice in choices for name in choice.reveals}
        for name in {"evaluate_until", "close_until"} - offered:
            del self.fields[name]
        self.fields["because"] = reason_field()
        self.fields["notice_reference"] = fields.Text(
            "Reference of the notice that says so", hint="If you published one.", longest=60, required=False
        )

    def refuse(self, reason: Exception | str, field: str | None = None) -> None:
        named = getattr(reason, "field", None)
        super().refuse(reason, f"{self.cleaned_data['what']}_until" if named == "until" else field)


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def change(request: PageRequest, system_id: UUID, category_id: UUID) -> HttpResponse:
    found = system_page(request.actor, system_id, request.now)
    row = found.category(category_id)
    if not found.may_run:
        raise NotThere
    choices = _choices(found, row, request.now)
    form = EntryForm(request.POST if request.method == "POST" and choices else None, choices=choices)
    if request.method == "POST" and choices and form.is_valid():
        try:
            _act(request, category_id, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.name}: {_DONE[form.cleaned_data['what']]}")
            return redirect("council:market:system", system_id=system_id)
    return render(
        request,
        "web/council/market/entry.jinja",
        page=found,
        row=row,
        form=form,
        choices=choices,
        entry_rule=found.regime.rule("entry"),
        evaluation_rule=found.regime.rule("initial-evaluation"),
    )


def _choices(found: SystemPage, row: CategoryEntry, at: datetime) -> list[Choice]:
    """What the regime and the category's own history leave to be done."""
    entry = row.entry
    choices = []
    if entry.initial_evaluation_until:
        choices.append(
            Choice("evaluate", "Assess first applications together until another day", reveals=("evaluate_until",))
        )
        choices.append(Choice("open", "End the initial evaluation now", hint="Referrals can be published from now on."))
    elif entry.closed_until:
        choices.append(Choice("close", "Keep it closed until another day", reveals=("close_until",)))
        choices.append(Choice("open", "Open it now"))
    elif entry.open:
        if not row.referred:
            choices.append(
                Choice(
                    "evaluate",
                    "Assess first applications together",
                    hint="Providers can still apply. No referral can be published until it is over.",
                    reveals=("evaluate_until",),
                )
            )
        if found.regime.entry == "reopens":
            hint = f"Nobody can apply. It must open again on {day(reopen_by(found.system, row.id, at))} or earlier."
            choices.append(Choice("close", "Close it for a time", hint=hint, reveals=("close_until",)))
    return choices


def _act(request: PageRequest, category_id: UUID, said: dict[str, Any]) -> None:
    told = {
        "actor": request.actor,
        "category_id": category_id,
        "because": said["because"],
        "notice_reference": said["notice_reference"] or "",
        "at": request.now,
    }
    if said["what"] == "evaluate":
        extend_initial_evaluation(until=said["evaluate_until"], **told)
    elif said["what"] == "close":
        close_entry(until=said["close_until"], **told)
    else:
        open_entry(**told)
