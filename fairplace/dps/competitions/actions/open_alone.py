"""One opener and the system's timed share, for an emergency out of hours (C2): made at publication, told when used."""

from __future__ import annotations

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.tell_people import tell_officers, tell_people_of
from fairplace.dps.competitions.models import Competition, Opener, TimedShare
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal, seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import SealBroken, new_timed_share
from fairplace.foundations.kernel.identifiers import new_id

EMERGENCIES = ("emergency", "same_day")


def make_timed_share(competition: Competition, content: CategoryContent, urgency: str) -> None:
    """Part of publication, before any slot is sealed. Nothing without such a rule of the category, or without hurry."""
    if not content.one_opener_out_of_hours or urgency not in EMERGENCIES:
        return
    public, private = new_timed_share()
    competition.timed_public_key = public
    competition.save(update_fields=["timed_public_key"])
    share = TimedShare(id=new_id(), competition=competition)
    seal_onto(share, private_key=private.hex())
    share.save(force_insert=True)


def opener_keys(competition: Competition) -> list[bytes]:
    """The public keys that every slot of a competition is sealed to: the openers' in order, then the timed share's."""
    keys = Opener.objects.filter(competition=competition).order_by("place").values_list("public_key", flat=True)
    share = competition.timed_public_key
    return [*map(bytes, keys), *([bytes(share)] if share is not None else [])]


def timed_share(competition: Competition) -> bytes:
    """The private half: row-level security keeps it until the closing time."""
    share = TimedShare.objects.filter(competition=competition).first()
    if share is None:
        raise SealBroken("The timed share of this competition is gone.")
    return bytes.fromhex(reveal(share, "private_key") or "")


def opened_by_one(competition: Competition, because: str, *, actor: Actor) -> None:
    """On the record, and told at once: to the council's officers and openers, and to the lead authority."""
    audit.record(
        actor=actor,
        kind=events.OPENED_BY_ONE,
        subject=competition,
        about=competition.referral_id,
        because=because,
    )
    reference = referral_for_bidder(competition.referral_id).reference
    key = f"opened-by-one:{competition.id}"
    subject = f"Opened by one person: {reference}"
    body = (
        f"{actor.name} of {actor.organisation_name} opened the bids for {reference} alone, out of hours, with the"
        f" system's timed share, as the category's rule allows in an emergency. The reason is on the record."
    )
    tell_officers(competition.council_id, key=key, subject=subject, body=body)
    tell_people_of(competition.council_id, Role.OPENER, key=key, subject=subject, body=body)
    tell_people_of(the_system().lead_id, Role.PROCUREMENT_OFFICER, key=key, subject=subject, body=body)
