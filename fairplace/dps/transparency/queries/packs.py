"""Evidence packs of a referral, as its own council sees them (T4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.queries.evidence import SHOWABLE, competition_file
from fairplace.dps.transparency.models import EvidencePack
from fairplace.dps.transparency.permissions import check_may_have_packs
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class PackRow:
    """made_at: None while a job works on it."""

    id: UUID
    level: Level
    for_whom: str
    reason: str
    asked_by: str
    asked_at: datetime
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnPack:
    """A bidder's own. made_at: None while a job works on it."""

    id: UUID
    asked_at: datetime
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class PackDesk:
    """What the page needs. bidders: provider and name; too_early: bids are not scored yet."""

    referral_id: UUID
    reference: str
    bidders: list[tuple[UUID, str]]
    too_early: bool
    packs: list[PackRow]


def own_pack(*, actor: Actor, referral_id: UUID) -> OwnPack | None:
    """The newest that people of the actor's own organisation asked for, about its own bid."""
    if actor.organisation_id is None:
        return None
    found = EvidencePack.objects.filter(
        referral_id=referral_id,
        provider_id=actor.organisation_id,
        asked_by__organisation_id=actor.organisation_id,
        level=Level.BIDDER.value,
    )
    row = found.order_by("-asked_at", "-id").values(*OwnPack.__dataclass_fields__).first()
    return OwnPack(**row) if row else None


def pack_desk(*, actor: Actor, referral_id: UUID) -> PackDesk:
    """Raises NotThere for another council's referral, and for one without a competition."""
    found = competition_file(referral_id)
    if found is None:
        raise NotThere
    check_may_have_packs(actor, found.council_id)
    too_early = found.state not in SHOWABLE
    rows = EvidencePack.objects.filter(referral_id=referral_id).select_related("asked_by", "provider")
    return PackDesk(
        referral_id=referral_id,
        reference=found.reference,
        bidders=[]
        if too_early
        else sorted({(bid.provider_id, bid.provider_name) for bid in found.bids}, key=lambda one: one[1]),
        too_early=too_early,
        packs=[
            PackRow(
                id=row.id,
                level=Level(row.level),
                for_whom=row.provider.name if row.provider else "",
                reason=row.reason,
                asked_by=row.asked_by.name,
                asked_at=row.asked_at,
                made_at=row.made_at,
            )
            for row in rows.order_by("-asked_at", "-id")
        ],
    )
