"""The provider says: will bid, or cannot because… (R6). May be changed until the closing time."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.held_slot import HeldSlot, hold_slot
from fairplace.dps.competitions.models import Invitation
from fairplace.dps.competitions.permissions import check_may_bid
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.actions.give_disclosure import give_disclosure
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import new_bid_code
from fairplace.foundations.kernel.refused import Refused

WILL_BID = Invitation.Answer.WILL_BID.value
CANNOT = Invitation.Answer.CANNOT.value
STORY: Literal[2] = 2


@transaction.atomic
def answer_invitation(
    *,
    actor: Actor,
    invitation_id: UUID,
    answer: str,
    reason: str = "",
    confidential: bool = False,
    at: datetime,
) -> str | None:
    """Answer `will_bid`, having accepted confidentiality, or `cannot` with a reason.

    Will bid opens the child's story to the organisation (R1) and starts an empty draft; its new bid code is
    returned, this once. Cannot empties the slot: no bid is left behind that the answer denies. So every answer
    seals the slot again, and none says what was in it. The same answer twice changes nothing.
    """
    check_may_bid(actor)
    held = hold_slot(actor=actor, invitation_id=invitation_id, at=at, accredited=answer == WILL_BID)
    if answer == WILL_BID and not confidential:
        raise Refused("Tick that you will keep this child’s story confidential before you read it.", "confidential")
    if answer == CANNOT and reason not in Invitation.Reason.values:
        raise Refused("Choose the reason why you cannot offer this place.", "reason")
    if answer not in {WILL_BID, CANNOT}:
        raise Refused("Say whether you will bid or cannot.", "answer")
    if answer == held.answer == WILL_BID:
        return None
    before = held.answer
    invitation = Invitation.objects.get(id=invitation_id)
    invitation.answer, invitation.reason = answer, reason if answer == CANNOT else ""
    invitation.answered_at, invitation.answered_by_id = at, actor.person_id
    invitation.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    audit.record(
        actor=actor,
        kind=events.INVITATION_ANSWERED,
        subject=invitation,
        about=held.referral_id,
        answer=answer,
        reason=invitation.reason,
    )
    if answer == WILL_BID:
        return _start(actor, held, at)
    if before == WILL_BID:
        held.empty(secrets.token_hex(16))
        _end_story(actor, invitation, held, at)
    return None


def _end_story(actor: Actor, invitation: Invitation, held: HeldSlot, at: datetime) -> None:
    """The story is for those who will bid: it closes again unless another place of this provider still will."""
    mine = Invitation.objects.filter(competition_id=invitation.competition_id, provider_id=invitation.provider_id)
    if not mine.filter(answer=WILL_BID).exists():
        end_disclosures(
            actor=actor,
            referral_id=held.referral_id,
            only=invitation.provider_id,
            because="Changed its answer to cannot.",
            at=at,
        )


def _start(actor: Actor, held: HeldSlot, at: datetime) -> str:
    assert actor.organisation_id is not None
    give_disclosure(
        actor=actor,
        referral_id=held.referral_id,
        organisation_id=actor.organisation_id,
        stage=STORY,
        because="Will bid, and accepted confidentiality",
        at=at,
    )
    code = new_bid_code()
    held.reseal(BidContent(edition=secrets.token_hex(16)), code)
    return code
