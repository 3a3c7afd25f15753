"""The forms of an organisation's people (X1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairplace.dps.competitions.queries.people import opens_bids_of
from fairplace.dps.organisations.queries.colleagues import Colleague, roles_of_kind
from fairplace.dps.organisations.queries.factors import Demand
from fairplace.dps.organisations.rules.administering import POWERFUL
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice

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
    Role.OPERATOR.value: "Runs Fairplace itself, and agrees to powerful roles where a council has one administrator",
    Role.ADMINISTRATOR.value: "Changes what colleagues may do, and switches them off and on",
}


BECAUSE = "Why can they not hand over their opening key first?"
BECAUSE_HINT = "Asked only where nobody could open the bids without them. It is recorded, and officers are told."


class SwitchForm(forms.Form):
    """Off, of somebody who opens bids."""

    because = fields.Text(BECAUSE, hint=BECAUSE_HINT, max_characters=300, required=False)


def role_choices(kind: str) -> list[Choice]:
    """With what each role does, and which need a second person."""
    second = " (two people give this)"
    return [
        Choice(code, name, hint=HINTS[code] + (second if code in POWERFUL else ""))
        for code, name in roles_of_kind(kind)
    ]


class RolesForm(forms.Form):
    roles = fields.Checkboxes("What may this person do?", missing="Select at least one, or switch the person off")
    reason = fields.LongText(
        "Why?", hint="For the second person who agrees to a powerful role, and for the record", rows=2, required=False
    )

    because = fields.Text(BECAUSE, hint=BECAUSE_HINT, max_characters=300, required=False)

    def __init__(self, said: Mapping[str, Any] | None, *, actor: Actor, row: Colleague) -> None:
        super().__init__(said, initial={"roles": list(row.codes)})
        if not opens_bids_of(row.id):
            del self.fields["because"]
        self.fields["roles"].set_choices(role_choices(str(actor.organisation_kind)))  # type: ignore[attr-defined]


class DemandForm(forms.Form):
    roles = fields.Checkboxes(
        "Who signs in with more than a code by e-mail?",
        hint="Whoever holds one of these adds an authenticator app or a passkey at their next click. Select none to ask"
        " it of nobody.",
        required=False,
    )

    def __init__(self, said: Mapping[str, Any] | None, *, actor: Actor, demand: Demand) -> None:
        super().__init__(said, initial={"roles": list(demand.roles)})
        self.fields["roles"].set_choices(roles_of_kind(str(actor.organisation_kind)))  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Who, and what for."""

    name = fields.Text("Full name", longest=120, missing="Enter the person's name")
    email = fields.Email("E-mail address", missing="Enter the person's e-mail address")
    roles = fields.Checkboxes("What may this person do?", missing="Select what this person may do")

    def __init__(self, said: Mapping[str, Any] | None, *, actor: Actor) -> None:
        super().__init__(said)
        self.fields["roles"].set_choices(role_choices(str(actor.organisation_kind)))  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """A second person's word about a powerful role."""

    agrees = fields.Radios(
        "Do you agree?",
        choices=[Choice("yes", "Yes"), Choice("no", "No", reveals=("words",))],
        missing="Say whether you agree",
    )
    words = fields.LongText("Why not?", hint="For whoever asked", rows=3, required=False)
