"""Who works for a provider, and whom it has invited (Q1, X8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.organisations.models import ColleagueInvitation, Duty, Person
from fairplace.dps.organisations.permissions import check_may_invite
from fairplace.dps.organisations.rules.mailed_codes import link_digest
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who signs in, with what they may do, in words."""

    id: UUID
    name: str
    email: str
    job_title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that is still open."""

    id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    expires_at: datetime
    organisation_name: str


PROVIDER_ROLES: tuple[tuple[str, str], ...] = tuple(
    (role.value, role.label) for role in Role if role.organisation_kind == "provider"
)


def colleagues(actor: Actor) -> list[Colleague]:
    """Everyone active of the actor's provider, by name. For its bid managers."""
    organisation_id, _ = check_may_invite(actor)
    people = list(Person.objects.filter(organisation_id=organisation_id, is_active=True).order_by("name"))
    held: dict[UUID, list[str]] = {person.id: [] for person in people}
    for person_id, role in Duty.objects.filter(person_id__in=held).order_by("role").values_list("person_id", "role"):
        held[person_id].append(Role(role).label)
    return [Colleague(one.id, one.name, one.email, one.job_title, tuple(held[one.id])) for one in people]


def open_invitations(actor: Actor, at: datetime) -> list[Invited]:
    """Those that were neither accepted nor taken back and have not expired."""
    organisation_id, _ = check_may_invite(actor)
    found = ColleagueInvitation.objects.filter(
        organisation_id=organisation_id, accepted_at=None, taken_back_at=None, expires_at__gte=at
    )
    return [_invited(one) for one in found.select_related("organisation").order_by("name")]


def invitation_by_link(token: str, at: datetime) -> Invited | None:
    """What somebody who has the link may see; None when it is good for nothing."""
    found = ColleagueInvitation.objects.filter(
        token_sha256=link_digest(token), accepted_at=None, taken_back_at=None, expires_at__gte=at
    )
    one = found.select_related("organisation").first()
    return _invited(one) if one else None


def _invited(one: ColleagueInvitation) -> Invited:
    roles = tuple(Role(role).label for role in one.roles)
    return Invited(one.id, one.name, one.email, roles, one.expires_at, one.organisation.name)
