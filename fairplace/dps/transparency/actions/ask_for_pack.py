"""An evidence pack is asked for, with the reason, and made by a job (T4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from fairplace.dps.competitions.queries.evidence import SHOWABLE, competition_file
from fairplace.dps.competitions.queries.feedback import feedback_for
from fairplace.dps.transparency import events
from fairplace.dps.transparency.models import EvidencePack
from fairplace.dps.transparency.permissions import BIDDER_PACK_ROLES, check_may_have_packs
from fairplace.dps.transparency.queries.packs import own_pack
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

MAKE_PACK = "transparency.make_pack"
OWN_REASON = "Asked for by the bidder itself."


@transaction.atomic
def ask_for_pack(
    *, actor: Actor, referral_id: UUID, level: Level, provider_id: UUID | None, reason: str, at: datetime
) -> UUID:
    """Returns the pack. Refused until the bids are scored: before, it would show names to those who mark blindly."""
    found = competition_file(referral_id)
    if found is None or actor.person_id is None:
        raise NotThere
    check_may_have_packs(actor, found.council_id)
    if found.state not in SHOWABLE:
        raise Refused("A pack can be made once the bids are scored. Until then it would show what must stay sealed.")
    if (level is Level.BIDDER) != (provider_id is not None):
        raise Refused("Select which bidder the pack is for.", "provider_id")
    if provider_id is not None and provider_id not in {bid.provider_id for bid in found.bids}:
        raise Refused("Select one of the bidders.", "provider_id")
    return _ask(actor, referral_id, found.council_id, level, provider_id, reason, at)


@transaction.atomic
def ask_for_own_pack(*, actor: Actor, bid_id: UUID, at: datetime) -> UUID:
    """A bidder asks for the pack of its own bid, once it has its letter. Asked again, the one that is there stands."""
    told = feedback_for(actor, bid_id)
    if told is None or actor.person_id is None or not actor.holds(*(role.value for role in BIDDER_PACK_ROLES)):
        raise NotThere
    asked = own_pack(actor=actor, referral_id=told.referral_id)
    if asked is not None and asked.asked_at >= told.given_at:
        return asked.id
    return _ask(actor, told.referral_id, told.council_id, Level.BIDDER, actor.organisation_id, OWN_REASON, at)


def _ask(
    actor: Actor,
    referral_id: UUID,
    council_id: UUID,
    level: Level,
    provider_id: UUID | None,
    reason: str,
    at: datetime,
) -> UUID:
    assert actor.person_id is not None
    pack = EvidencePack.objects.create(
        referral_id=referral_id,
        council_id=council_id,
        level=level.value,
        provider_id=provider_id,
        reason=reason,
        asked_by_id=actor.person_id,
        asked_at=at,
    )
    audit.record(
        actor=actor,
        kind=events.PACK_ASKED,
        subject=pack,
        about=referral_id,
        level=level.value,
        provider_id=provider_id,
        reason=reason,
    )
    app.configure_task(MAKE_PACK).defer(pack_id=str(pack.id), council_id=str(council_id))
    return pack.id
