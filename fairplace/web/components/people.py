"""The pages of an organisation's people: the same for councils and providers (X1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fairplace.dps.competitions.queries.people import opens_bids_of
from fairplace.dps.organisations.actions.administer_person import switch_off, switch_on
from fairplace.dps.organisations.queries.colleagues import Colleague, roles_of_kind
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.addresses import address

HINTS = {
    Role.BID_MANAGER.value: "Fills in and sends applications, answers referrals, says what colleagues may do",
    Role.PROVIDER_SIGNATORY.value: "Signs agreements",
    Role.HELPER.value: "Sees and fills in your applications and evidence. Cannot send or sign, and sees no referral",
    Role.PLACEMENT_OFFICER.value: "Writes referrals, sees the children in them, compares bids and awards",
    Role.EVALUATOR.value: "Marks statements without names and prices",
    Role.OPENER.value: "Opens bids together with a second person",
    Role.COUNCIL_SIGNATORY.value: "Signs agreements",
    Role.PROCUREMENT_OFFICER.value: "Admits providers and keeps the system",
    Role.CONTRACT_MANAGER.value: "Looks after agreements. Never sees a child",
    Role.CATEGORY_LEAD.value: "May lead the drafting of a category",
    Role.ADMINISTRATOR.value: "Changes what colleagues may do, and switches them off and on",
}


BECAUSE = "Why can they not hand over their opening key first?"
BECAUSE_HINT = "Asked only where nobody could open the bids without them. It is recorded, and officers are told."


class SwitchForm(forms.Form):
    """Off, of somebody who opens bids."""

    because = fields.Text(BECAUSE, hint=BECAUSE_HINT, max_characters=300, required=False)


class RolesForm(forms.Form):
    roles = fields.Checkboxes("What may this person do?", missing="Select at least one, or switch the person off")
    because = fields.Text(BECAUSE, hint=BECAUSE_HINT, max_characters=300, required=False)

    def __init__(self, said: Mapping[str, Any] | None, *, actor: Actor, row: Colleague) -> None:
        super().__init__(said, initial={"roles": list(row.codes)})
        if not opens_bids_of(row.id):
            del self.fields["because"]
        self.fields["roles"].set_choices(  # type: ignore[attr-defined]
            Choice(code, name, hint=HINTS[code]) for code, name in roles_of_kind(str(actor.organisation_kind))
        )


def person_shown(row: Colleague, form: RolesForm, area: str, switch_form: SwitchForm | None = None) -> dict[str, Any]:
    """What web/components/person.jinja draws. area: "council:people" or "provider:people"."""
    switch = switch_form or SwitchForm(None, prefix="switch")
    return {
        "row": row,
        "switch_form": switch,
        "forms": [form, switch],
        "form": form,
        "people_href": address(f"{area}:people"),
        "switch_href": address(f"{area}:switch", row.id),
        "opens": opens_bids_of(row.id),
    }


def switched(actor: Actor, row: Colleague, at: datetime, because: str = "") -> str:
    """Off, or on again; the sentence that says so. Refused where it cannot be."""
    if row.is_active:
        switch_off(actor=actor, person_id=row.id, because=because, at=at)
    else:
        switch_on(actor=actor, person_id=row.id, at=at)
    return f"{row.name} is {'switched off and signed out everywhere' if row.is_active else 'switched on again'}."
