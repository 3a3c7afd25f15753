"""Who works for an organisation, and whom a provider has invited (Q1, X1, X8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.organisations.models import ColleagueInvitation, Duty, Person
from fairplace.dps.organisations.permissions import check_may_administer, check_may_invite
from fairplace.dps.organisations.rules.mailed_codes import link_digest
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.audit import over_all_organisations
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who signs in, with what they may do, as codes and in words. is_active False: switched off."""

    id: UUID
    name: str
    email: str
    job_title: str
    codes: tuple[str, ...]
    roles: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that is still open."""

    id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    expires_at: datetime
    organisation_name: str


def roles_of_kind(kind: str) -> tuple[tuple[str, str], ...]:
    """What people of such an organisation may do: code and label."""
    return tuple((role.value, role.label) for role in Role if role.organisation_kind == kind)


def colleagues(actor: Actor) -> list[Colleague]:
    """Everyone of the actor's organisation, who is switched off last, by name. For whoever administers its people."""
    return _colleagues(organisation_id=check_may_administer(actor)[0])


def colleague(actor: Actor, person_id: UUID) -> Colleague:
    """One of them; NotThere for anybody else."""
    for row in _colleagues(organisation_id=check_may_administer(actor)[0], id=person_id):
        return row
    raise NotThere


def _colleagues(**wanted: UUID) -> list[Colleague]:
    people = list(Person.objects.filter(**wanted).order_by("-is_active", "name"))
    held: dict[UUID, list[str]] = {person.id: [] for person in people}
    for person_id, role in Duty.objects.filter(person_id__in=held).order_by("role").values_list("person_id", "role"):
        held[person_id].append(role)
    return [
        Colleague(
            one.id,
            one.name,
            one.email,
            one.job_title,
            tuple(held[one.id]),
            tuple(Role(code).label for code in held[one.id]),
            one.is_active,
        )
        for one in people
    ]


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
    with over_all_organisations():  # whose it is, is found by the link
        one = found.select_related("organisation").first()
    return _invited(one) if one else None


def who_invites(token: str) -> UUID | None:
    """The organisation that a link is of, whatever has become of it."""
    with over_all_organisations():  # whose it is, is found by the link
        found = ColleagueInvitation.objects.filter(token_sha256=link_digest(token))
        return found.values_list("organisation_id", flat=True).first()


def _invited(one: ColleagueInvitation) -> Invited:
    roles = tuple(Role(role).label for role in one.roles)
    return Invited(one.id, one.name, one.email, roles, one.expires_at, one.organisation.name)
