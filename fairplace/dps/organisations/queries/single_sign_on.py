"""Which council signs in at its own page, and how (X1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fairplace.dps.organisations.models import Duty, Person, SingleSignOn
from fairplace.dps.organisations.permissions import check_may_administer
from fairplace.dps.organisations.queries.second_people import may_agree
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.organisations.rules.single_sign_on import domain_of
from fairplace.foundations.encryption.fields import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class SignOn:
    """What signing in at an issuer needs. The secret is in no page and in no log line."""

    id: UUID
    organisation_name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOnRow:
    """One that is in force or waits. may_decide: the actor is one of those who may agree."""

    id: UUID
    organisation_name: str
    issuer: str
    client_id: str
    email_domain: str
    is_required: bool
    proposed_by: str
    proposed_at: datetime
    agreed_by: str
    may_decide: bool
    deciders: tuple[str, ...]


def sign_on_for(email: str) -> SignOn | None:
    """By the address's domain alone: whether anybody has an account with it does not show."""
    found = SingleSignOn.objects.filter(email_domain=domain_of(email), agreed_at__isnull=False, ended_at=None)
    return _with_secret(found.select_related("organisation").first())


def sign_on_by_id(sign_on_id: UUID) -> SignOn | None:
    """None when it is no longer in force."""
    found = SingleSignOn.objects.filter(id=sign_on_id, agreed_at__isnull=False, ended_at=None)
    return _with_secret(found.select_related("organisation").first())


def must_use_sign_on(person_id: UUID) -> bool:
    """Whether a password is not enough: the council says so, and they do not administer its people, who must be able to
    put a wrong setting right."""
    person = Person.objects.filter(id=person_id).first()
    if person is None or Duty.objects.filter(person=person, role=Role.ADMINISTRATOR.value).exists():
        return False
    return SingleSignOn.objects.filter(
        organisation_id=person.organisation_id,
        email_domain=domain_of(person.email),
        is_required=True,
        agreed_at__isnull=False,
        ended_at=None,
    ).exists()


def sign_ons(actor: Actor) -> list[SignOnRow]:
    """In force and waiting: of the actor's council, and for those who run Fairplace the ones that come to them."""
    role = ADMINISTERS.get(str(actor.organisation_kind))
    organisation_id = actor.organisation_id
    if role is None or organisation_id is None or not actor.holds(role.value) or actor.is_provider:
        return []
    found = SingleSignOn.objects.filter(ended_at=None)
    if actor.is_council:
        check_may_administer(actor)
        found = found.filter(organisation_id=organisation_id)
    else:
        found = found.filter(agreed_at=None)
    rows = [_row(one, actor) for one in found.select_related("organisation", "proposed_by", "agreed_by")]
    return [row for row in rows if row.may_decide or actor.is_council]


def waiting_sign_on(actor: Actor, sign_on_id: UUID) -> SignOnRow:
    """One that the actor may agree to; NotThere for anything else."""
    for row in sign_ons(actor):
        if row.id == sign_on_id and row.may_decide:
            return row
    raise NotThere


def _row(one: SingleSignOn, actor: Actor) -> SignOnRow:
    deciders = may_agree(one.organisation, None, one.proposed_by_id) if one.agreed_at is None else []
    return SignOnRow(
        one.id,
        one.organisation.name,
        one.issuer,
        one.client_id,
        one.email_domain,
        one.is_required,
        one.proposed_by.name,
        one.proposed_at,
        one.agreed_by.name if one.agreed_by else "",
        any(second.id == actor.person_id for second in deciders),
        tuple(second.name for second in deciders),
    )


def _with_secret(one: SingleSignOn | None) -> SignOn | None:
    if one is None:
        return None
    return SignOn(one.id, one.organisation.name, one.issuer, one.client_id, reveal(one, "client_secret") or "")
