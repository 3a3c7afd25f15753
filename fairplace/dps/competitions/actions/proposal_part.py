"""A proposal, put to a second person of the council and decided by them: shared by the actions on them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Bid, Competition, Proposal
from fairplace.dps.competitions.permissions import person_of
from fairplace.dps.competitions.rules.second_person import proposal_fault
from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.queue import Letter, queue_messages

SECOND_PATH = "/council/awarding/{0}/second/"


def propose(
    competition: Competition,
    kind: str,
    *,
    outcome: str,
    because: str,
    actor: Actor,
    at: datetime,
    bid: Bid | None = None,
) -> UUID:
    """Part of an action that holds the lock and has asked who may. One at a time of a kind, and for a bid."""
    if fault := proposal_fault(kind, outcome, because):
        raise Refused(*fault)
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
    if Proposal.objects.filter(competition=competition, kind=kind, bid=bid, decided_at__isnull=True).exists():
        raise Refused("This waits for a second person already.")
    made = Proposal.objects.create(
        competition=competition,
        council_id=competition.council_id,
        kind=kind,
        bid=bid,
        outcome=outcome,
        because=because.strip(),
        proposed_at=at,
        proposed_by_id=person_of(actor),
    )
    audit.record(
        actor=actor,
        kind=events.PROPOSAL_MADE,
        subject=made,
        about=competition.referral_id,
        proposal=kind,
        outcome=outcome,
        bid_id=bid.id if bid else None,
    )
    _tell_second_people(competition, made, actor)
    return made.id


def drop_proposals(competition: Competition, because: str, *, at: datetime) -> None:
    """What waits for a second person has no object any more."""
    Proposal.objects.filter(competition=competition, decided_at__isnull=True).update(
        decided_at=at, agreed=False, decided_because=because
    )


def _tell_second_people(competition: Competition, made: Proposal, actor: Actor) -> None:
    people = {
        person.id: person
        for role in (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)
        for person in people_with_role(competition.council_id, role.value)
        if person.id != actor.person_id
    }
    reference = referral_for_bidder(competition.referral_id).reference
    queue_messages(
        Letter(
            f"second-person:{made.id}:{person.id}",
            person.email,
            f"A second person is needed: {reference}",
            f"Hello {person.name},\n\n{actor.name} asks a second person of your council to decide about {reference}."
            f" Whoever is first decides.\n\n{settings.PUBLIC_ADDRESS}{SECOND_PATH.format(competition.id)}\n",
        )
        for person in people.values()
    )
