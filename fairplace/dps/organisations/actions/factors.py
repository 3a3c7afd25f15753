"""What people sign in with beside the password, on the record; and what their organisation demands (X1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Organisation, Person
from fairplace.dps.organisations.permissions import check_may_administer
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message


@transaction.atomic
def demand_strong_factor(*, actor: Actor, roles: Collection[str], at: datetime) -> None:
    """Of whoever holds one of these roles, from their next click on; no role: of nobody."""
    organisation_id, _ = check_may_administer(actor)
    known = {role.value for role in Role if role.organisation_kind == actor.organisation_kind}
    wanted = sorted(set(roles))
    if not known.issuperset(wanted):
        raise NotThere
    organisation = Organisation.objects.select_for_update().get(id=organisation_id)
    if sorted(organisation.strong_factor_for) == wanted:
        raise Refused("This is what is asked of your people already.", "roles")
    organisation.strong_factor_for = wanted
    organisation.save(update_fields=["strong_factor_for"])
    audit.record(
        actor=actor, kind=events.STRONG_FACTOR_DEMANDED, subject=organisation, about=organisation, roles=wanted
    )


@transaction.atomic
def record_factor(*, actor: Actor, added: bool, factor: Factor, at: datetime) -> None:
    """Its owner added or removed one: the record, without anything that opens anything, and a letter to the owner."""
    if actor.person_id is None:
        raise NotThere
    person = Person.objects.get(id=actor.person_id)
    event = audit.record(
        actor=actor,
        kind=events.FACTOR_ADDED if added else events.FACTOR_REMOVED,
        subject=person,
        about=person.organisation_id,
        factor=factor.value,
    )
    changed = f"You {'can now sign in' if added else 'no longer sign in'} to Fairplace with {factor.label}."
    queue_message(
        key=f"factor:{event}",
        to=person.email,
        subject="How you sign in to Fairplace has changed",
        body=f"Dear {person.name}\n\n{changed}\n\nIf this was not you, somebody knows your password: change it at"
        f" {settings.PUBLIC_ADDRESS}/new-password/ and tell whoever administers your organisation’s people."
        "\n\nFairplace",
    )
