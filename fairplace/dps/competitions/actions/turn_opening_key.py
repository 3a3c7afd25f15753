"""Two openers turn their keys, one after the other, and all bids are open at once (C2)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.begin_evaluation import begin_evaluation
from fairplace.dps.competitions.actions.lock_competition import lock_competition
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.open_alone import opened_by_one, timed_share
from fairplace.dps.competitions.actions.opening_passphrase import (
    WrongPassphrase,
    check_tries,
    competition_key,
    lock_of,
    record_wrong,
)
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import (
    Bid,
    Competition,
    Declaration,
    Evaluator,
    Invitation,
    Opener,
    OpeningShare,
    OpeningTurn,
    Slot,
    TimedShare,
)
from fairplace.dps.competitions.permissions import check_may_open, person_of
from fairplace.dps.competitions.queries.bid_terms import point_of_household
from fairplace.dps.competitions.rules.bid_content import (
    BidContent,
    ContentBroken,
    read_content,
    receipt_holds,
)
from fairplace.dps.competitions.rules.bid_faults import MOST_WEEKLY, price_of
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.opening import NEEDED, OpeningSituation, alone_reason_fault, labels, opening_fault
from fairplace.dps.qualification.queries.line_states import line_states
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.referrals.queries.child import home_of
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.rules.children import MOST_CHILDREN
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import (
    SealBroken,
    SealedSlot,
    first_turn,
    open_with_key,
    second_turn,
    turn_alone,
)
from fairplace.foundations.kernel.grid import record_miles
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.rounding import exact_text

CHANGED = "What was sealed had been changed, so it was not opened."


@dataclass(frozen=True, slots=True)
class SecondKeys:
    """The second opener's: with what the first has peeled of each slot."""

    place: int
    private: bytes
    shares: Mapping[UUID, bytes]

    def content_key(self, slot_id: UUID, sealed: SealedSlot) -> bytes:
        share = self.shares.get(slot_id)
        if share is None:
            raise SealBroken(CHANGED)
        return second_turn(share, self.place, self.private)


@dataclass(frozen=True, slots=True)
class AloneKeys:
    """One opener's, with the timed share."""

    place: int
    private: bytes
    timed_share: bytes

    def content_key(self, slot_id: UUID, sealed: SealedSlot) -> bytes:
        return turn_alone(sealed.wraps, self.place, self.private, self.timed_share)


def turn_opening_key(
    *, actor: Actor, competition_id: UUID, passphrase: str, at: datetime, alone_because: str | None = None
) -> int:
    """1 for the first turn; 2 when the bids are open.

    alone_because: why no second opener can come, where the category lets one open an emergency out of hours with the
    system's timed share; the bids are then open at once. An attempt that is refused leaves its event behind: it is
    recorded outside the transaction that the refusal undoes (attacks, 2.2 g).
    """
    try:
        return _turn(actor=actor, competition_id=competition_id, passphrase=passphrase, alone_because=alone_because)
    except Refused as refused:
        if isinstance(refused, WrongPassphrase):
            record_wrong(actor, "open")
        _record_refusal(actor, competition_id, refused.sentence)
        raise


@transaction.atomic
def _turn(*, actor: Actor, competition_id: UUID, passphrase: str, alone_because: str | None) -> int:
    """An opener of another council acts on the rows of the one whose competition it is."""
    competition = lock_competition(competition_id)
    with audit.transaction_as(replace(actor, organisation_id=competition.council_id)):
        return _turned(competition, actor, passphrase, alone_because)


def _turned(competition: Competition, actor: Actor, passphrase: str, alone_because: str | None) -> int:
    check_may_open(actor)
    opener = Opener.objects.filter(competition=competition, person_id=person_of(actor)).first()
    if opener is None:
        raise NotThere
    turned = list(
        OpeningTurn.objects.filter(competition=competition).order_by("turn").values_list("person_id", flat=True)
    )
    now = clock.now()  # after the lock: by now every save that began in time has ended
    if fault := opening_fault(
        OpeningSituation(
            standing=CompetitionStanding(competition.state),
            closes_at=competition.closes_at,
            now=now,
            person_id=opener.person_id,
            is_evaluator=Evaluator.objects.filter(competition=competition, person_id=opener.person_id).exists(),
            has_interest=_has_interest(competition, opener.person_id),
            turned=turned,
            alone=alone_because is not None,
            may_open_alone=competition.timed_public_key is not None,
        )
    ):
        raise Refused(fault)
    if alone_because is not None and (wrong := alone_reason_fault(alone_because)):
        raise Refused(wrong, "alone_because")
    private = _private_key(actor, opener, passphrase, now)
    number = len(turned) + 1
    if opener.person_id not in turned:
        OpeningTurn.objects.create(competition=competition, person_id=opener.person_id, turn=number, at=now)
        audit.record(
            actor=actor,
            kind=events.OPENING_KEY_TURNED,
            subject=competition,
            about=competition.referral_id,
            turn=number,
        )
    slots = list(Slot.objects.select_for_update().filter(competition=competition).order_by("id"))
    if alone_because is not None:
        if competition.state == CompetitionStanding.OPEN.value:
            move_competition(competition, CompetitionStanding.OPENING, actor=actor, at=now)
        keys = AloneKeys(opener.place, private, timed_share(competition))
        _open(competition, slots, keys, actor=actor, now=now)
        opened_by_one(competition, alone_because.strip(), actor=actor)
        return NEEDED
    if number == 1:
        _peel(competition, slots, opener.place, private)
        move_competition(competition, CompetitionStanding.OPENING, actor=actor, at=now)
    else:
        kept = OpeningShare.objects.filter(competition=competition).values_list("slot_id", "shares")
        shares = {slot_id: bytes(share) for slot_id, share in kept}
        _open(competition, slots, SecondKeys(opener.place, private, shares), actor=actor, now=now)
    return number


def _private_key(actor: Actor, opener: Opener, passphrase: str, now: datetime) -> bytes:
    """Who is signed in types their passphrase as well, each time: it is tried here and kept nowhere."""
    check_tries(actor, now, "passphrase")
    try:
        return competition_key(opener, lock_of(opener).unlock(passphrase))
    except Refused as wrong:
        raise WrongPassphrase(wrong.sentence, "passphrase") from None


def _has_interest(competition: Competition, person_id: UUID) -> bool | None:
    """None until declared as an opener; True with an interest declared for any duty."""
    declared = dict(
        Declaration.objects.filter(competition=competition, person_id=person_id).values_list("duty", "has_interest")
    )
    return None if "opener" not in declared else any(declared.values())


def _peel(competition: Competition, slots: list[Slot], place: int, private: bytes) -> None:
    """Shares of every slot that is whole; one that was tampered with has none, and does not hold up the rest."""
    shares = []
    for slot in slots:
        try:
            peeled = first_turn(_check_commitment(slot).wraps, place, private)
        except SealBroken:
            continue
        shares.append(OpeningShare(competition=competition, slot=slot, shares=peeled))
    OpeningShare.objects.bulk_create(shares)


def _open(
    competition: Competition, slots: list[Slot], keys: SecondKeys | AloneKeys, *, actor: Actor, now: datetime
) -> None:
    invited = Invitation.objects.select_related("establishment")
    invitations = invited.in_bulk([slot.invitation_id for slot in slots])
    states = line_states(invitation.line_id for invitation in invitations.values())
    found: list[tuple[Slot, Invitation, BidContent]] = []
    set_aside = 0
    for slot in slots:
        invitation = invitations[slot.invitation_id]
        because = _unopened_because(states, invitation)
        if because is None:
            try:
                content = _content(slot, keys)
            except (SealBroken, ContentBroken):
                because = CHANGED
            else:
                if content is not None and content.submission is not None:
                    found.append((slot, invitation, content))
        if because is not None:
            set_aside += 1
            audit.record(
                actor=actor, kind=events.BID_SET_ASIDE, subject=slot, about=competition.referral_id, because=because
            )
            if invitation.answer == Invitation.Answer.WILL_BID:
                _tell_set_aside(competition, invitation, because)
    _reveal(competition, found, actor=actor)
    OpeningShare.objects.filter(competition=competition).delete()
    Slot.objects.filter(competition=competition).update(content=None, wraps=None, bidder_wrap=None)
    competition.opened_at = now
    competition.save(update_fields=["opened_at"])
    TimedShare.objects.filter(competition=competition).delete()
    audit.record(
        actor=actor,
        kind=events.BIDS_OPENED,
        subject=competition,
        about=competition.referral_id,
        slots=len(slots),
        bids=len(found),
        set_aside=set_aside,
    )
    begin_evaluation(competition, actor=actor, at=now)


def _tell_set_aside(competition: Competition, invitation: Invitation, because: str) -> None:
    """Whether anything was in it, nobody knows: it stays unopened."""
    reference = referral_for_bidder(competition.referral_id).reference
    tell_provider(
        invitation.provider_id,
        key=f"set-aside-unopened:{invitation.id}",
        subject=f"Set aside unopened: {reference}",
        body=f"The bids for {reference} are open. Whatever your place had lodged was set aside unopened. {because}",
    )


def _unopened_because(states: Mapping[UUID, LineStanding], invitation: Invitation) -> str | None:
    """A line that is not accredited when the bids are opened is set aside unopened (A3)."""
    state = states[invitation.line_id]
    if state is LineStanding.ACCREDITED:
        return None
    return f"The place was {state.label.lower()} on the system when bids were opened."


def _content(slot: Slot, keys: SecondKeys | AloneKeys) -> BidContent | None:
    sealed = _check_commitment(slot)
    key = keys.content_key(slot.id, sealed)
    opened = open_with_key(sealed.content, key, slot_id=slot.id, competition_id=slot.competition_id)
    content = read_content(opened)
    if content is not None and price_of(content).weekly > MOST_WEEKLY * MOST_CHILDREN:
        raise ContentBroken("A price that no page of ours accepts.")
    return content


def _check_commitment(slot: Slot) -> SealedSlot:
    """What is there must be what was committed to when it was last sealed."""
    if slot.content is None or slot.wraps is None or slot.bidder_wrap is None:
        raise SealBroken(CHANGED)
    sealed = SealedSlot(slot.version, bytes(slot.content), bytes(slot.wraps), bytes(slot.bidder_wrap))
    if sealed.commitment != bytes(slot.commitment):
        raise SealBroken(CHANGED)
    return sealed


def _reveal(competition: Competition, found: list[tuple[Slot, Invitation, BidContent]], *, actor: Actor) -> None:
    """One Bid for each that was submitted. The labels are dealt out by lot, so that they tell evaluators nothing.

    The miles of a foster home are fixed here, from the district that the bid names: what is declared or corrected later
    moves no score.
    """
    dealt = labels(len(found))
    secrets.SystemRandom().shuffle(dealt)
    for label, (slot, invitation, content) in sorted(zip(dealt, found, strict=True), key=lambda one: one[0]):
        given = content.submission
        assert given is not None
        bid = Bid(
            invitation=invitation,
            competition=competition,
            council_id=competition.council_id,
            provider_id=invitation.provider_id,
            establishment_id=invitation.establishment_id,
            label=label,
            content=content.as_json(),
            submitted_at=given.at,
            submitted_by_id=given.by,
            receipt=given.receipt,
            weekly_price=price_of(content).weekly,
            excluded_because=_excluded_because(competition, content),
        )
        if (household := point_of_household(invitation.establishment.kind, content.district)) is not None:
            seal_onto(bid, miles=exact_text(record_miles(home_of(referral_id=competition.referral_id), household)))
        bid.save(force_insert=True)
        audit.record(
            actor=actor,
            kind=events.BID_REVEALED,
            subject=bid,
            about=competition.referral_id,
            label=label,
            invitation_id=invitation.id,
            provider_id=invitation.provider_id,
            submitted_at=given.at,
            receipt=given.receipt,
            digest=given.digest,
            commitment=bytes(slot.commitment).hex(),
            expected_weeks=competition.referral.expected_weeks,  # over which a price paid once is spread (rule 0)
        )


def _excluded_because(competition: Competition, content: BidContent) -> str:
    if not receipt_holds(content):
        return "What was opened is not what its receipt was given for."
    if content.submission is not None and content.submission.at >= competition.closes_at:
        return "It was submitted after the closing time."
    return ""


def _record_refusal(actor: Actor, competition_id: UUID, because: str) -> None:
    with transaction.atomic():
        referral_id = Competition.objects.values_list("referral_id", flat=True).get(id=competition_id)
        audit.record(
            actor=actor,
            kind=events.OPENING_REFUSED,
            subject=audit.Subject("competitions.competition", competition_id),
            about=referral_id,
            because=because,
        )
