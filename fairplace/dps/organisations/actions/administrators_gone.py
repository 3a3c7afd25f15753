"""A council whose administrators all left without a successor is helped to a new one (X1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from fairplace.dps.organisations import events
from fairplace.dps.organisations.actions.invitation_part import end_what_they_began
from fairplace.dps.organisations.models import Duty, Organisation, SignIn
from fairplace.dps.organisations.permissions import check_may_begin_council
from fairplace.dps.organisations.queries.people import PersonRow, people_with_role, people_with_roles
from fairplace.dps.organisations.rules.administering import POWERFUL
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages

AWAY = timedelta(days=14)
"""Whoever was here since then can be asked."""


@transaction.atomic
def administrators_gone(*, actor: Actor, council_id: UUID, because: str, at: datetime) -> None:
    """Takes the role from every administrator of a council, none of whom was here for 14 days; a first one can then be
    invited as at the beginning. They and everyone there with a powerful role are written to, with the reason.

    Refused: no reason, one of them was here lately, nobody administers. NotThere: no council.
    """
    check_may_begin_council(actor)
    council = Organisation.objects.select_for_update().filter(id=council_id, kind="council", merged_at=None).first()
    if council is None:
        raise NotThere
    reason = because.strip()
    if not reason:
        raise Refused("Say how you know that they are gone.", "because")
    gone = people_with_role(council.id, Role.ADMINISTRATOR)
    if not gone:
        raise Refused(f"Nobody administers the people of {council.name}: invite somebody.")
    ids = [person.id for person in gone]
    with audit.transaction_as(replace(SYSTEM, organisation_id=council.id)):  # sign-ins and invitations are its own
        if SignIn.objects.filter(person_id__in=ids, last_used_at__gt=Now() - AWAY).exists():
            raise Refused(
                f"An administrator of {council.name} was signed in within the last {AWAY.days} days: ask them to invite"
                " a second one."
            )
        end_what_they_began(ids, at)
    Duty.objects.filter(person_id__in=ids, role=Role.ADMINISTRATOR.value).delete()
    for person in gone:
        audit.record(
            actor=actor,
            kind=events.ROLES_CHANGED,
            subject=audit.Subject("organisations.person", person.id),
            about=council.id,
            given=[],
            taken=[Role.ADMINISTRATOR.value],
            because=reason,
        )
    told = {person.id: person for person in (*gone, *people_with_roles([council.id], sorted(_COUNCIL_S)))}
    queue_messages([_letter(actor, council.name, person, gone, reason, at) for person in told.values()])


_COUNCIL_S = {role for role in POWERFUL if Role(role).organisation_kind == "council"}


def _letter(actor: Actor, council: str, person: PersonRow, gone: list[PersonRow], reason: str, at: datetime) -> Letter:
    names = " and ".join(one.name for one in gone)
    return Letter(
        key=f"administrators-gone:{person.organisation_id}:{person.id}:{at.isoformat()}",
        to=person.email,
        subject=f"{council} has no administrator on Fairplace",
        body=(
            f"Dear {person.name}\n\n{names} no longer administers the people of {council} on Fairplace. {actor.name} of"
            f" {actor.organisation_name}, who runs Fairplace, ended that role and says why:\n\n{reason}\n\nSomebody of"
            f" {council} is invited next to administer its people. If this is wrong, tell {actor.organisation_name} at"
            " once.\n\nFairplace"
        ),
    )
