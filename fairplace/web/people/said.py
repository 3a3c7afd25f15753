"""What is done at a press of a button, and the sentence that says so. Refused where it cannot be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from fairplace.dps.organisations.actions.administer_person import switch_off, switch_on
from fairplace.dps.organisations.actions.role_changes import agree_role_change, decline_role_change
from fairplace.dps.organisations.actions.single_sign_on import agree_sign_on, decline_sign_on
from fairplace.dps.organisations.queries.colleagues import Colleague, roles_of_kind
from fairplace.dps.organisations.queries.role_changes import WaitingChange
from fairplace.dps.organisations.queries.single_sign_on import SignOnRow
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.people.forms import DecideForm


def decided(actor: Actor, change: WaitingChange, form: DecideForm, at: datetime) -> str:
    if form.cleaned_data["agrees"] == "yes":
        agree_role_change(actor=actor, change_id=change.id, at=at)
        return f"Agreed. {change.person_name} has been told, and it counts from their next click."
    decline_role_change(actor=actor, change_id=change.id, words=form.cleaned_data["words"] or "", at=at)
    return f"Declined. {change.asked_by} has been told why."


def decided_on_sign_on(actor: Actor, row: SignOnRow, form: DecideForm, at: datetime) -> str:
    if form.cleaned_data["agrees"] == "yes":
        agree_sign_on(actor=actor, sign_on_id=row.id, at=at)
        return f"Agreed. People of {row.organisation_name} can sign in at {row.issuer} from now on."
    decline_sign_on(actor=actor, sign_on_id=row.id, words=form.cleaned_data["words"] or "", at=at)
    return "Declined. Nothing changes."


def changed(name: str, waits: Collection[str], kind: str) -> str:
    """The sentence after roles were changed."""
    if not waits:
        return f"{name}: changed. It counts from the next click."
    words = ", ".join(label for code, label in roles_of_kind(kind) if code in waits)
    return f"{name}: {words} waits for a second person, who has been told. Anything else counts from the next click."


def switched(actor: Actor, row: Colleague, at: datetime, because: str = "") -> str:
    """Off, or on again; the sentence that says so. Refused where it cannot be."""
    if row.is_active:
        switch_off(actor=actor, person_id=row.id, because=because, at=at)
    else:
        switch_on(actor=actor, person_id=row.id, at=at)
    return f"{row.name} is {'switched off and signed out everywhere' if row.is_active else 'switched on again'}."
