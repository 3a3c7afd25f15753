"""A council's own sign-in page is set by two people; its people come in through it (X1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Organisation, Person, SignOnLink, SingleSignOn
from fairplace.dps.organisations.permissions import check_may_administer, check_may_be_second
from fairplace.dps.organisations.queries.second_people import may_agree
from fairplace.dps.organisations.rules.single_sign_on import domain_of, read_domain, read_issuer
from fairplace.foundations import audit
from fairplace.foundations.encryption.fields import reveal, seal_onto
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message


@transaction.atomic
def propose_sign_on(
    *,
    actor: Actor,
    issuer: str,
    client_id: str,
    client_secret: str,
    email_domain: str,
    is_required: bool,
    at: datetime,
) -> UUID:
    """Nothing changes yet. What waited before is overtaken. An empty secret keeps the one in force at this issuer."""
    organisation_id, person_id = _administers(actor)
    Organisation.objects.select_for_update().get(id=organisation_id)
    own = Person.objects.select_related("organisation").get(id=person_id)
    at_issuer = read_issuer(issuer, loopback=settings.SIGN_ON_LOOPBACK)
    domain = read_domain(email_domain, own.email)
    if not client_id.strip():
        raise Refused("Enter the client ID that your sign-in service gave you.", "client_id")
    standing = SingleSignOn.objects.filter(organisation_id=organisation_id, ended_at=None)
    current = standing.filter(agreed_at__isnull=False).first()
    row = SingleSignOn(
        id=new_id(),
        organisation_id=organisation_id,
        issuer=at_issuer,
        client_id=client_id.strip(),
        email_domain=domain,
        is_required=is_required,
        proposed_by_id=person_id,
        proposed_at=at,
    )
    secret = client_secret.strip() or _secret_in_force(current, at_issuer)
    if not secret:
        raise Refused("Enter the client secret that your sign-in service gave you.", "client_secret")
    seal_onto(row, client_secret=secret)
    standing.filter(agreed_at=None).update(ended_at=at)
    row.save(force_insert=True)
    audit.record(
        actor=actor,
        kind=events.SIGN_ON_PROPOSED,
        subject=row,
        about=organisation_id,
        issuer=at_issuer,
        email_domain=domain,
        is_required=is_required,
    )
    for second in may_agree(own.organisation, None, person_id):
        where = "operator" if second.kind == "operator" else "council"
        queue_message(
            key=f"sign-on-proposed:{row.id}:{second.id}",
            to=second.email,
            subject="How your council signs in to Fairplace needs your agreement",
            body=f"Dear {second.name}\n\n{actor.name} of {actor.organisation_name} proposes that its people sign in at"
            f" {at_issuer}. Whoever runs that page can sign in as any of them, so two people decide this. Look at it,"
            f" and agree or decline:\n\n{settings.PUBLIC_ADDRESS}/{where}/people/single-sign-on/{row.id}/\n\nFairplace",
        )
    return row.id


@transaction.atomic
def agree_sign_on(*, actor: Actor, sign_on_id: UUID, at: datetime) -> None:
    """In force from now on, in place of what was."""
    row = _lock_waiting(actor, sign_on_id)
    SingleSignOn.objects.filter(organisation_id=row.organisation_id, ended_at=None, agreed_at__isnull=False).update(
        ended_at=at
    )
    row.agreed_by_id, row.agreed_at = actor.person_id, at
    try:
        with transaction.atomic():
            row.save(update_fields=["agreed_by", "agreed_at"])
    except IntegrityError:
        raise Refused(f"Another council signs in with addresses of {row.email_domain} already.") from None
    audit.record(
        actor=actor,
        kind=events.SIGN_ON_AGREED,
        subject=row,
        about=row.organisation_id,
        issuer=row.issuer,
        proposed_by=str(row.proposed_by_id),
    )


@transaction.atomic
def decline_sign_on(*, actor: Actor, sign_on_id: UUID, words: str, at: datetime) -> None:
    """Nothing changes; whoever proposed it is told why."""
    if not words.strip():
        raise Refused("Say why, for whoever proposed it.", "words")
    row = _lock_waiting(actor, sign_on_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    event = audit.record(
        actor=actor, kind=events.SIGN_ON_DECLINED, subject=row, about=row.organisation_id, words=words.strip()
    )
    proposer = Person.objects.get(id=row.proposed_by_id)
    queue_message(
        key=f"sign-on-declined:{event}",
        to=proposer.email,
        subject="Single sign-on was not agreed to",
        body=f"Dear {proposer.name}\n\n{actor.name} did not agree to {row.issuer}.\n\n{words.strip()}\n\nFairplace",
    )


@transaction.atomic
def end_sign_on(*, actor: Actor, at: datetime) -> None:
    """By one person: what is in force and what waits. People sign in by password again."""
    organisation_id, _ = _administers(actor)
    Organisation.objects.select_for_update().get(id=organisation_id)
    ended = SingleSignOn.objects.filter(organisation_id=organisation_id, ended_at=None).update(ended_at=at)
    if not ended:
        raise Refused("There is nothing to switch off.")
    audit.record(
        actor=actor,
        kind=events.SIGN_ON_ENDED,
        subject=audit.Subject("organisations.organisation", organisation_id),
        about=organisation_id,
    )


@transaction.atomic
def come_in(*, sign_on_id: UUID, subject: str, email: str, at: datetime) -> UUID:
    """Who that is: somebody who is here already, of that council, with an address of its domain. The first time, they
    are linked to the subject, and from then on it is the subject that counts. One sentence for every refusal.

    email: as the issuer has verified it.
    """
    nobody = Refused(
        "Your council's page knows you, but there is no account for you in Fairplace. Ask whoever administers"
        " your council's people there."
    )
    row = SingleSignOn.objects.filter(id=sign_on_id, ended_at=None, agreed_at__isnull=False).first()
    if row is None or not subject:
        raise nobody
    own = Person.objects.select_for_update().filter(organisation_id=row.organisation_id, is_active=True)
    link = SignOnLink.objects.filter(issuer=row.issuer, subject=subject).first()
    if link is not None:
        person = own.filter(id=link.person_id).first()
        if person is None:
            raise nobody
        return person.id
    if domain_of(email) != row.email_domain:
        raise nobody
    person = own.filter(email__iexact=email.strip()).first()
    if person is None or SignOnLink.objects.filter(person=person, issuer=row.issuer).exists():
        raise nobody
    made = SignOnLink.objects.create(person=person, issuer=row.issuer, subject=subject, linked_at=at)
    audit.record(
        actor=SYSTEM, kind=events.SIGN_ON_LINKED, subject=made, about=row.organisation_id, person=str(person.id)
    )
    return person.id


def _administers(actor: Actor) -> tuple[UUID, UUID]:
    if not actor.is_council:
        raise NotThere
    return check_may_administer(actor)


def _secret_in_force(current: SingleSignOn | None, issuer: str) -> str:
    """Never handed to another issuer than the one that gave it."""
    if current is None or current.issuer != issuer:
        return ""
    return reveal(current, "client_secret") or ""


def _lock_waiting(actor: Actor, sign_on_id: UUID) -> SingleSignOn:
    waiting = SingleSignOn.objects.filter(id=sign_on_id, ended_at=None, agreed_at=None)
    organisation_id = waiting.values_list("organisation_id", flat=True).first()
    if organisation_id is None:
        raise NotThere
    organisation = Organisation.objects.select_for_update().get(id=organisation_id)
    row = waiting.first()
    if row is None:
        raise NotThere
    check_may_be_second(actor, [second.id for second in may_agree(organisation, None, row.proposed_by_id)])
    return row
