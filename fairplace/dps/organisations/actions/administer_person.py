"""Change what a colleague may do, switch them off and on again (X1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.actions.invitation_part import end_what_they_began
from fairplace.dps.organisations.actions.role_changes import ask_for_roles, held_back, tell_of_roles
from fairplace.dps.organisations.actions.sign_ins import end_sign_ins_of
from fairplace.dps.organisations.models import Duty, Organisation, Person, RoleChange
from fairplace.dps.organisations.permissions import check_may_administer
from fairplace.dps.organisations.rules.administering import ADMINISTERS, check_roles
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message


@transaction.atomic
def change_roles(
    *,
    actor: Actor,
    person_id: UUID,
    roles: Collection[str],
    reason: str = "",
    because: str = "",
    at: datetime,
) -> frozenset[str]:
    """They count from the person's next click, but powerful ones that are new: those wait for a second person, who
    reads the reason. Returns what waits. NotThere for people of others; Refused for a role given to oneself.

    because: why it must be although a later area refuses it, as for an opener whose bids are not opened yet (C2).
    """
    person = _lock_colleague(actor, person_id)
    held = set(Duty.objects.filter(person=person).values_list("role", flat=True))
    wanted = set(roles)
    kind = str(actor.organisation_kind)
    check_roles(kind, wanted, held, own=person.id == actor.person_id)
    if wanted == held:
        raise Refused("This is what the person may do already.", "roles")
    if ADMINISTERS[kind].value in held - wanted:
        _check_somebody_stays(person, kind)
    waits = held_back(actor, person.organisation, person.id, wanted - held)
    if waits:
        ask_for_roles(actor=actor, person=person, roles=waits, reason=reason, at=at)
        wanted -= waits
    if wanted == held:
        return waits
    if ADMINISTERS[kind].value in held - wanted:
        end_what_they_began([person.id], at)
    Duty.objects.filter(person=person, role__in=held - wanted).delete()
    Duty.objects.bulk_create(Duty(person=person, role=role) for role in sorted(wanted - held))
    event = audit.record(
        actor=actor,
        kind=events.ROLES_CHANGED,
        subject=person,
        about=person.organisation_id,
        given=sorted(wanted - held),
        taken=sorted(held - wanted),
        **_reason(because),
    )
    tell_of_roles(person, event, wanted, f"{actor.name} of {actor.organisation_name} did this.")
    return waits


@transaction.atomic
def switch_off(*, actor: Actor, person_id: UUID, at: datetime, because: str = "") -> None:
    """Nobody signs in as them from now on, and where they are signed in, they are no longer. What they did stays.

    because: as for change_roles.
    """
    person = _lock_colleague(actor, person_id)
    if not person.is_active:
        raise Refused(f"{person.name} is switched off already.")
    _check_somebody_stays(person, str(actor.organisation_kind))
    Person.objects.filter(id=person.id).update(is_active=False)
    end_sign_ins_of(person.id)
    end_what_they_began([person.id], at)
    RoleChange.objects.filter(person=person, decided_at=None).update(decided_at=at)
    event = audit.record(
        actor=actor,
        kind=events.PERSON_SWITCHED_OFF,
        subject=person,
        about=person.organisation_id,
        **_reason(because),
    )
    _tell(actor, person, event, "Your Fairplace account is switched off", "You can no longer sign in.")


@transaction.atomic
def switch_on(*, actor: Actor, person_id: UUID, at: datetime) -> None:
    """With the roles that they held; powerful ones wait for a second person again. They sign in anew."""
    person = _lock_colleague(actor, person_id)
    if person.is_active:
        raise Refused(f"{person.name} is not switched off.")
    Person.objects.filter(id=person.id).update(is_active=True)
    held = Duty.objects.filter(person=person).values_list("role", flat=True)
    waits = held_back(actor, person.organisation, person.id, set(held))
    if waits:
        Duty.objects.filter(person=person, role__in=waits).delete()
        ask_for_roles(actor=actor, person=person, roles=waits, reason="Switched on again.", at=at)
    event = audit.record(actor=actor, kind=events.PERSON_SWITCHED_ON, subject=person, about=person.organisation_id)
    _tell(actor, person, event, "Your Fairplace account is switched on again", "You can sign in again.")


def _reason(because: str) -> dict[str, Any]:
    return {"because": because.strip()} if because.strip() else {}


def _lock_colleague(actor: Actor, person_id: UUID) -> Person:
    """Holds the organisation, so that two who administer it never take the last role from each other at once."""
    organisation_id, administrator_id = check_may_administer(actor)
    Organisation.objects.select_for_update().get(id=organisation_id)
    role = ADMINISTERS[str(actor.organisation_kind)].value
    if not Duty.objects.filter(person_id=administrator_id, person__is_active=True, role=role).exists():
        raise NotThere  # taken away while this waited
    locked = Person.objects.select_for_update(of=("self",)).select_related("organisation")
    person = locked.filter(id=person_id, organisation_id=organisation_id).first()
    if person is None:
        raise NotThere
    return person


def _check_somebody_stays(person: Person, kind: str) -> None:
    """An organisation without anybody who administers it could not help itself any more."""
    others = Duty.objects.filter(
        role=ADMINISTERS[kind].value, person__organisation_id=person.organisation_id, person__is_active=True
    ).exclude(person=person)
    if not others.exists():
        raise Refused(
            f"{person.name} is the last who administers your people: give that to somebody else first.", "roles"
        )


def _tell(actor: Actor, person: Person, event: UUID, subject: str, sentence: str) -> None:
    queue_message(
        key=f"person-administered:{event}",
        to=person.email,
        subject=subject,
        body=f"Dear {person.name}\n\n{sentence}\n\n{actor.name} of {actor.organisation_name} did this. If it is wrong,"
        " ask them.\n\nFairplace",
    )
