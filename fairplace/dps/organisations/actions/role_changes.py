"""Powerful roles are given by two people: one asks, with a reason, another agrees (X1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Duty, Organisation, Person, RoleChange
from fairplace.dps.organisations.permissions import check_may_administer, check_may_be_second
from fairplace.dps.organisations.queries.second_people import may_agree, needs_second_person, reach_of_second
from fairplace.dps.organisations.rules.administering import POWERFUL, check_together
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message


def held_back(
    actor: Actor, organisation: Organisation, person_id: UUID | None, roles: Collection[str]
) -> frozenset[str]:
    """Which of the roles that somebody is to get wait for a second person. Part of a larger action."""
    powerful = POWERFUL.intersection(roles)
    if actor.person_id is None:
        raise NotThere
    return powerful if powerful and needs_second_person(organisation, person_id, actor.person_id) else frozenset()


def ask_for_roles(*, actor: Actor, person: Person, roles: Collection[str], reason: str, at: datetime) -> UUID:
    """What waited for this person before is overtaken. Part of a larger action, which has checked who acts."""
    if not reason.strip():
        raise Refused("Say why: a second person reads it and agrees.", "reason")
    if actor.person_id is None:
        raise NotThere
    RoleChange.objects.filter(person=person, decided_at=None).update(decided_at=at)
    change = RoleChange.objects.create(
        person=person, roles=sorted(roles), reason=reason.strip(), asked_by_id=actor.person_id, asked_at=at
    )
    audit.record(
        actor=actor,
        kind=events.ROLES_ASKED,
        subject=change,
        about=person.organisation_id,
        person=str(person.id),
        roles=change.roles,
        reason=change.reason,
    )
    for second in may_agree(person.organisation, person.id, actor.person_id):
        where = {"council": "council", "provider": "provider"}.get(second.kind, "operator")
        queue_message(
            key=f"roles-asked:{change.id}:{second.id}",
            to=second.email,
            subject="A role on Fairplace needs your agreement",
            body=f"Dear {second.name}\n\n{actor.name} asks that {person.name} of {person.organisation.name} may:"
            f" {_words(roles)}. Two people decide this. Read why, and agree or decline:\n\n"
            f"{settings.PUBLIC_ADDRESS}/{where}/people/changes/{change.id}/\n\nFairplace",
        )
    return change.id


@transaction.atomic
def agree_role_change(*, actor: Actor, change_id: UUID, at: datetime) -> None:
    """They count from the person's next click."""
    with reach_of_second(actor):
        change, person = _lock(actor, change_id)
    if not person.is_active:
        raise Refused(f"{person.name} is switched off.")
    held = set(Duty.objects.filter(person=person).values_list("role", flat=True))
    given = sorted(set(change.roles) - held)
    check_together({*held, *given})
    Duty.objects.bulk_create(Duty(person=person, role=role) for role in given)
    _decide(change, actor, at, agreed=True)
    event = audit.record(
        actor=actor,
        kind=events.ROLES_CHANGED,
        subject=person,
        about=person.organisation_id,
        given=given,
        taken=[],
        asked_by=str(change.asked_by_id),
        reason=change.reason,
    )
    asker = Person.objects.get(id=change.asked_by_id)
    tell_of_roles(person, event, {*held, *given}, f"{asker.name} asked for it and {actor.name} agreed.")


@transaction.atomic
def decline_role_change(*, actor: Actor, change_id: UUID, words: str, at: datetime) -> None:
    """Nothing changes; whoever asked is told why."""
    if not words.strip():
        raise Refused("Say why, for whoever asked.", "words")
    with reach_of_second(actor):
        change, person = _lock(actor, change_id)
    change.words = words.strip()
    _decide(change, actor, at, agreed=False)
    event = audit.record(
        actor=actor,
        kind=events.ROLES_DECLINED,
        subject=change,
        about=person.organisation_id,
        person=str(person.id),
        roles=change.roles,
        words=change.words,
    )
    asker = Person.objects.get(id=change.asked_by_id)
    queue_message(
        key=f"roles-declined:{event}",
        to=asker.email,
        subject="A role on Fairplace was not agreed to",
        body=f"Dear {asker.name}\n\n{actor.name} did not agree that {person.name} may: {_words(change.roles)}.\n\n"
        f"{change.words}\n\nFairplace",
    )


@transaction.atomic
def take_back_role_change(*, actor: Actor, change_id: UUID, at: datetime) -> None:
    """By whoever asked. NotThere once it is decided."""
    organisation_id, own = check_may_administer(actor)
    taken_back = RoleChange.objects.filter(
        id=change_id, asked_by_id=own, person__organisation_id=organisation_id, decided_at=None
    ).update(decided_at=at, decided_by_id=own)
    if not taken_back:
        raise NotThere
    audit.record(
        actor=actor,
        kind=events.ROLES_TAKEN_BACK,
        subject=audit.Subject("organisations.rolechange", change_id),
        about=organisation_id,
    )


def tell_of_roles(person: Person, event: UUID, roles: Collection[str], who: str) -> None:
    """The person concerned learns what they may do now, and who did it."""
    queue_message(
        key=f"person-administered:{event}",
        to=person.email,
        subject="What you may do on Fairplace has changed",
        body=f"Dear {person.name}\n\nYou now hold: {_words(roles)}.\n\n{who} If it is wrong, ask them.\n\nFairplace",
    )


def _lock(actor: Actor, change_id: UUID) -> tuple[RoleChange, Person]:
    """Holds the organisation, as whoever administers its people does."""
    found = RoleChange.objects.filter(id=change_id, decided_at=None).values_list("person__organisation_id", flat=True)
    organisation_id = found.first()
    if organisation_id is None:
        raise NotThere
    Organisation.objects.select_for_update().get(id=organisation_id)
    change = RoleChange.objects.select_for_update(of=("self",)).filter(id=change_id, decided_at=None).first()
    if change is None:
        raise NotThere
    person = Person.objects.select_related("organisation").get(id=change.person_id)
    deciders = may_agree(person.organisation, person.id, change.asked_by_id)
    check_may_be_second(actor, [second.id for second in deciders])
    return change, person


def _decide(change: RoleChange, actor: Actor, at: datetime, *, agreed: bool) -> None:
    change.decided_by_id, change.decided_at, change.agreed = actor.person_id, at, agreed
    with audit.transaction_as(replace(SYSTEM, organisation_id=change.person.organisation_id)):  # whose it is
        change.save(update_fields=["decided_by", "decided_at", "agreed", "words"])


def _words(roles: Collection[str]) -> str:
    return ", ".join(role.label for role in Role if role.value in roles)
