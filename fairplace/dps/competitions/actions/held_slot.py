"""A slot held for a change: the one way to it, for whoever saves, submits, withdraws or starts again (C2).

The order is what makes a late bid impossible and an early one safe:

1. The competition is locked FOR SHARE, so that the opener (FOR UPDATE) waits for every bid begun in time.
2. After the lock, and in SQL, the database's clock is asked whether it is still open.
3. The slot is locked FOR UPDATE, so that two submissions of one bid come one after the other.
4. The change itself passes a row wall that asks the clock once more.

What is recorded says that some slot of this competition was sealed again: not whose, not by whom, not why.
Its commitment is salted with a word that lies inside the seal, so that nobody can tell from the stored slot
which event was its own until the bids are opened.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.open_alone import opener_keys
from fairplace.dps.competitions.actions.overtaken import refused_if_overtaken
from fairplace.dps.competitions.models import Competition, Slot
from fairplace.dps.competitions.rules.bid_content import BidContent, read_content
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.bid_sealing import SealedSlot, filler, open_with_code, seal
from fairplace.foundations.kernel.refused import NotThere, Refused

_FIND = """
    SELECT c.id, c.referral_id, c.closes_at, i.line_id, i.answer, s.id
      FROM competitions_invitation i
      JOIN competitions_competition c ON c.id = i.competition_id
      JOIN competitions_slot s ON s.invitation_id = i.id
     WHERE i.id = %s AND i.provider_id = %s
"""
_LOCK = "SELECT state = 'open' FROM competitions_competition WHERE id = %s FOR SHARE"
_IN_TIME = "SELECT fairplace_now(), fairplace_now() < closes_at FROM competitions_competition WHERE id = %s"
_STANDS = "SELECT EXISTS (SELECT FROM accredited_lines WHERE line_id = %s AND state = 'accredited')"


@dataclass(frozen=True, slots=True)
class HeldSlot:
    """Locked until the transaction ends. `now` is the database's time after the lock."""

    slot: Slot
    competition_id: UUID
    referral_id: UUID
    line_id: UUID
    answer: str
    closes_at: datetime
    now: datetime

    def read(self, bid_code: str) -> BidContent:
        """What was saved last. Refused when the code is not this slot's."""
        opened = open_with_code(
            _sealed(self.slot), slot_id=self.slot.id, competition_id=self.competition_id, bid_code=bid_code
        )
        return read_content(opened) or BidContent()

    def reseal(self, content: BidContent, bid_code: str) -> None:
        """Put this content in, under a new key. Refused when it is too long, or closing time came meanwhile."""
        self._put(
            seal(
                content.as_bytes(),
                slot_id=self.slot.id,
                competition_id=self.competition_id,
                openers=self._openers(),
                bid_code=bid_code,
            ),
            content.edition,
        )

    def empty(self, word: str) -> None:
        """Put back a filler that nobody's code opens; `word` salts the commitment."""
        self._put(filler(slot_id=self.slot.id, competition_id=self.competition_id, openers=self._openers()), word)

    def _openers(self) -> list[bytes]:
        return opener_keys(Competition.objects.get(id=self.competition_id))

    def _put(self, sealed: SealedSlot, salt: str) -> None:
        with refused_if_overtaken(too_late()):
            changed = Slot.objects.filter(id=self.slot.id).update(
                version=sealed.version,
                content=sealed.content,
                wraps=sealed.wraps,
                bidder_wrap=sealed.bidder_wrap,
                commitment=sealed.commitment,
            )
        if changed != 1:
            raise Refused(too_late())
        audit.record(
            actor=SYSTEM,
            kind=events.SLOT_RESEALED,
            subject=audit.Subject("competitions.competition", self.competition_id),
            commitment=salted_commitment(salt, sealed.commitment),
        )


def hold_slot(*, actor: Actor, invitation_id: UUID, at: datetime, accredited: bool = True) -> HeldSlot:
    """Lock, then ask the database whether there is still time. Raises NotThere and Refused.

    `at`, when the request began, is only looked at first, so that latecomers do not keep the opener waiting.
    `accredited` False: also for a line that is suspended, which may still withdraw.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [invitation_id, actor.organisation_id])
        found = cursor.fetchone()
        if found is None:
            raise NotThere
        competition_id, referral_id, closes_at, line_id, answer, slot_id = found
        if at >= closes_at:
            raise Refused(too_late())
        cursor.execute(_LOCK, [competition_id])
        (is_open,) = cursor.fetchone()
        cursor.execute(_IN_TIME, [competition_id])
        now, in_time = cursor.fetchone()
        if not is_open and in_time:
            raise Refused("The council has ended this competition: no bid can be made for it any more.")
        if not is_open or not in_time:
            raise Refused(too_late())
        if accredited:
            cursor.execute(_STANDS, [line_id])
            (stands,) = cursor.fetchone()
            if not stands:
                raise Refused("This place is suspended from the system, so it cannot bid until it is reinstated.")
    slot = Slot.objects.select_for_update().filter(id=slot_id).first()
    if slot is None:  # the row wall shut in this very moment
        raise Refused(too_late())
    return HeldSlot(slot, competition_id, referral_id, line_id, answer, closes_at, now)


def too_late() -> str:
    """The sentence for whoever comes after the closing time, by a day or by a millisecond."""
    return "The closing time has passed by the system’s clock, so nothing more can be saved or submitted."


def salted_commitment(salt: str, commitment: bytes) -> str:
    """What the log says of a resealed slot: checked at opening with the edition found inside."""
    return hashlib.sha256(salt.encode() + commitment).hexdigest()


def _sealed(slot: Slot) -> SealedSlot:
    if slot.content is None or slot.wraps is None or slot.bidder_wrap is None:
        raise Refused(too_late())
    return SealedSlot(slot.version, bytes(slot.content), bytes(slot.wraps), bytes(slot.bidder_wrap))
