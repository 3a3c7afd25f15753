"""A referral goes to the market: everyone eligible is invited at once, each with a sealed slot (R4, R6, R11, C2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.invite_part import Cause, add_lines
from fairplace.dps.competitions.actions.open_alone import make_timed_share
from fairplace.dps.competitions.actions.reissue_competition import tell_of_reissue
from fairplace.dps.competitions.models import (
    Competition,
    CompetitionState,
    Evaluator,
    Opener,
    OpeningKey,
)
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.people import possible_evaluators, possible_openers
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.publication import closing_time, team_faults
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.inviting import check_invited, check_time_to_bid
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.referrals.actions.publish_referral import publish_referral
from fairplace.dps.referrals.queries.eligibility import EligibilityPicture, picture_of
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.eligibility import Reason
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


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
    _name_team(competition, opener_ids, evaluator_ids)
    make_timed_share(competition, content_of(referral.category_version_id), referral.urgency)
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
    rows = (*picture.eligible, *picture.others)
    add_lines(actor=actor, competition=competition, referral=referral, rows=rows, cause=Cause.PUBLISHED, at=at)
    tell_of_reissue(referral)
    return competition.pk


def _check_law(picture: EligibilityPicture, at: datetime, closes_at: datetime) -> None:
    """What the system's regime asks of every referral: whom to invite, and how long they have (P2)."""
    regime = regime_of(the_system().regime)
    not_left_out = {Reason.SUSPENDED.value, Reason.OTHER_CATEGORY.value}
    left_out = sum(not_left_out.isdisjoint(row.reasons) for row in picture.others)
    check_invited(regime, left_out=left_out)
    check_time_to_bid(regime, published_at=at, closes_at=closes_at)


def _check_team(referral: CouncilReferral, opener_ids: Sequence[UUID], evaluator_ids: Sequence[UUID]) -> None:
    councils = content_of(referral.category_version_id).opener_councils
    openers = possible_openers(referral.council_id, councils=councils)
    evaluators = possible_evaluators(referral.council_id)
    for fault in team_faults(
        opener_ids,
        evaluator_ids,
        openers={person.id for person in openers},
        with_key={person.id for person in openers if person.has_key},
        evaluators={person.id for person in evaluators},
        urgency=referral.urgency,
        councils=councils,
        council_of={person.id: person.council_id for person in openers},
    ):
        raise Refused(fault.sentence, fault.field)


def _name_team(competition: Competition, opener_ids: Sequence[UUID], evaluator_ids: Sequence[UUID]) -> None:
    """The openers' keys are taken down as they are now: the slots are sealed to them."""
    held = OpeningKey.objects.select_for_update().filter(person__in=list(opener_ids)).order_by("id")
    keys = {key.person_id: key for key in held}
    if len(keys) != len(opener_ids):
        raise Refused("An opener has just handed over their key: choose another.", "opener_ids")
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
