"""A referral goes to the market: everyone eligible is invited at once, each with a sealed slot (R4, R6, R11, C2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import (
    Competition,
    CompetitionState,
    Eligibility,
    Evaluator,
    Invitation,
    Opener,
    OpeningKey,
    Slot,
)
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.people import possible_evaluators, possible_openers
from fairplace.dps.competitions.rules.invitation_letter import in_words, invitation_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.publication import closing_time, team_faults
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.inviting import check_invited, check_time_to_bid
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.publish_referral import publish_referral
from fairplace.dps.referrals.queries.child import home_of
from fairplace.dps.referrals.queries.eligibility import EligibilityPicture, LineRow, picture_of
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.eligibility import Reason
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel import bid_sealing
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.grid import GridPoint, distance_band, record_miles
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def publish_competition(
    *,
    actor: Actor,
    referral_id: UUID,
    opener_ids: Sequence[UUID],
    evaluator_ids: Sequence[UUID],
    at: datetime,
    privacy_reason: str = "",
) -> UUID:
    """Returns the competition. Refused with what is not ready, who may not be named, or that nobody is eligible.

    Invites every accredited, unsuspended line inside the limit that no hard fact or cap keeps out; nobody can be
    dropped or added by hand. The number of SQL statements does not grow with the number of invitations.
    """
    referral = publish_referral(actor=actor, referral_id=referral_id, privacy_reason=privacy_reason, at=at)
    check_may_run(actor, referral.council_id)
    if actor.person_id is None:
        raise NotThere
    _check_team(referral, opener_ids, evaluator_ids)
    picture = picture_of(referral)
    if not picture.eligible:
        raise Refused(
            "Nobody on the system can be invited to this referral. Widen the distance, or change what is asked."
        )
    response = content_of(referral.category_version_id).response_time(referral.urgency)
    closes_at = closing_time(at, response)
    _check_law(picture, at, closes_at)
    competition = Competition.objects.create(
        referral_id=referral.id,
        council_id=referral.council_id,
        state=CompetitionStanding.OPEN.value,
        published_at=at,
        published_by_id=actor.person_id,
        closes_at=closes_at,
    )
    CompetitionState.objects.create(
        competition=competition, came_from="", became=competition.state, at=at, by_id=actor.person_id
    )
    openers = _name_team(competition, opener_ids, evaluator_ids)
    home = home_of(referral_id=referral.id)
    _freeze_eligibility(competition, home, picture)
    invitations = _invite(competition, home, picture.eligible, openers)
    audit.record(
        actor=actor,
        kind=events.COMPETITION_PUBLISHED,
        subject=competition,
        about=referral.id,
        closes_at=competition.closes_at,
        eligible=len(picture.eligible),
        not_eligible=len(picture.others),
        openers=list(opener_ids),
        evaluators=list(evaluator_ids),
    )
    audit.record(
        actor=actor,
        kind=events.INVITATION_SENT,
        subject=competition,
        about=referral.id,
        invitations=[invitation.pk for invitation in invitations],
        lines=[invitation.line_id for invitation in invitations],
    )
    _write_to_providers(referral, competition, picture.eligible)
    return competition.pk


def _check_law(picture: EligibilityPicture, at: datetime, closes_at: datetime) -> None:
    """What the system's regime asks of every referral: whom to invite, and how long they have (P2)."""
    regime = regime_of(the_system().regime)
    not_left_out = {Reason.SUSPENDED.value, Reason.OTHER_CATEGORY.value}
    left_out = sum(not_left_out.isdisjoint(row.reasons) for row in picture.others)
    check_invited(regime, left_out=left_out)
    check_time_to_bid(regime, published_at=at, closes_at=closes_at)


def _check_team(referral: CouncilReferral, opener_ids: Sequence[UUID], evaluator_ids: Sequence[UUID]) -> None:
    openers = possible_openers(referral.council_id)
    evaluators = possible_evaluators(referral.council_id)
    for fault in team_faults(
        opener_ids,
        evaluator_ids,
        openers={person.id for person in openers},
        with_key={person.id for person in openers if person.has_key},
        evaluators={person.id for person in evaluators},
        urgency=referral.urgency,
    ):
        raise Refused(fault.sentence, fault.field)


def _name_team(competition: Competition, opener_ids: Sequence[UUID], evaluator_ids: Sequence[UUID]) -> list[bytes]:
    """Returns the openers' public keys in their order, as the slots are sealed to them."""
    keys = {key.person_id: key for key in OpeningKey.objects.filter(person__in=list(opener_ids))}
    Opener.objects.bulk_create(
        Opener(
            competition=competition,
            person_id=person_id,
            place=place,
            public_key=keys[person_id].public_key,
            sealed_private_key=keys[person_id].sealed_private_key,
        )
        for place, person_id in enumerate(opener_ids)
    )
    Evaluator.objects.bulk_create(
        Evaluator(competition=competition, person_id=person_id) for person_id in evaluator_ids
    )
    return [bytes(keys[person_id].public_key) for person_id in opener_ids]


def _freeze_eligibility(competition: Competition, home: GridPoint, picture: EligibilityPicture) -> None:
    Eligibility.objects.bulk_create(
        Eligibility(
            competition=competition,
            line_id=row.line_id,
            provider_id=row.provider_id,
            establishment_id=row.establishment_id,
            eligible=not row.reasons,
            reasons=list(row.reasons),
            distance_band=distance_band(record_miles(home, row.point)),
            competency_score=row.competency_score,
            at=competition.published_at,
        )
        for row in (*picture.eligible, *picture.others)
    )


def _invite(
    competition: Competition, home: GridPoint, rows: Sequence[LineRow], openers: list[bytes]
) -> list[Invitation]:
    """An invitation with its slot for each line. Miles are cut, never rounded, after six decimals, and sealed."""
    invitations, slots = [], []
    for row in rows:
        miles = record_miles(home, row.point)
        invitation = Invitation(
            competition=competition,
            line_id=row.line_id,
            provider_id=row.provider_id,
            establishment_id=row.establishment_id,
            distance_band=distance_band(miles),
            competency_score=row.competency_score,
            sent_at=competition.published_at,
        )
        seal_onto(invitation, miles=exact_text(miles))
        invitations.append(invitation)
        slot_id = new_id()
        sealed = bid_sealing.filler(slot_id=slot_id, competition_id=competition.pk, openers=openers)
        slots.append(
            Slot(
                id=slot_id,
                invitation=invitation,
                competition=competition,
                provider_id=row.provider_id,
                version=sealed.version,
                content=sealed.content,
                wraps=sealed.wraps,
                bidder_wrap=sealed.bidder_wrap,
                commitment=sealed.commitment,
            )
        )
    Invitation.objects.bulk_create(invitations)
    Slot.objects.bulk_create(slots)
    return invitations


def _write_to_providers(referral: CouncilReferral, competition: Competition, rows: Sequence[LineRow]) -> None:
    places: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        places[row.provider_id].append(row.establishment_name)
    letters = []
    for person in people_with_role_in(places, Role.BID_MANAGER.value):
        subject, body = invitation_letter(
            name=person.name,
            council=referral.council_name,
            reference=referral.reference,
            closes=in_words(competition.closes_at),
            places=places[person.organisation_id],
            address=f"{settings.PUBLIC_ADDRESS}/home/",
        )
        letters.append(Letter(f"invited:{competition.pk}:{person.id}", person.email, subject, body))
    queue_messages(letters)
