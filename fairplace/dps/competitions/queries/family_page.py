"""What a family sees by its link: the places that are close, the same facts of each in one order, no prices (C5)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Award, Bid, Competition, FamilyChoice
from fairplace.dps.competitions.queries.due_award import lots_are_due
from fairplace.dps.competitions.queries.family_account import account_of
from fairplace.dps.competitions.queries.family_places import family_places
from fairplace.dps.competitions.rules.family_account import FamilyAccount
from fairplace.dps.competitions.rules.family_code import code_goes_to
from fairplace.dps.competitions.rules.family_place import FamilyPlace, place_from_json
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.messages.text_gateway import texts_can_be_sent


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """standing: open, answered, asked_again (a newer link was sent since), expired (also when the council ended it),
    not_placed (the search ended without a place), revoked, or decided: then `account` says how (C12). young_person:
    whether it is the child that is asked. gone: the place that was chosen before, or here, which can no longer be had
    ("" for none), so that nobody is asked again, or given another place, without a word of why. joint: two or more
    came out exactly equal, so that without a choice lots are drawn (rule 8).
    """

    standing: str
    young_person: bool
    called: str
    reference: str
    council_name: str
    officer_name: str
    officer_email: str
    expires_at: datetime
    answered_at: datetime | None
    chosen: UUID | None
    no_preference: bool
    taken_how: str
    where_the_code_goes: str
    account: FamilyAccount | None
    places: tuple[FamilyPlace, ...]
    gone: str
    joint: bool

    def place(self, bid_id: UUID | None) -> FamilyPlace | None:
        return next((one for one in self.places if one.bid_id == bid_id), None)


def family_page(token_digest: bytes, *, at: datetime) -> FamilyPage | None:
    """None for a link that we never sent. The view is recorded; it works until the time is up, then only says so.

    The family has no account: the council's rows are handed to it here, and only these.
    """
    choice = FamilyChoice.objects.filter(token_sha256=token_digest).first()
    if choice is None:
        return None
    family = replace(SYSTEM, name="The family", organisation_id=choice.council_id)
    with audit.transaction_as(family):
        return _page(choice, family, at)


def _page(choice: FamilyChoice, family: Actor, at: datetime) -> FamilyPage:
    competition = Competition.objects.select_related("published_by").get(id=choice.competition_id)
    referral = referral_for_bidder(competition.referral_id)
    contact = family_contact(referral_id=competition.referral_id)
    standing = _standing(choice, competition, at)
    audit.record(
        actor=family,
        kind=events.FAMILY_PAGE_VIEWED,
        subject=choice,
        about=competition.referral_id,
        standing=standing,
    )
    account = None
    places: tuple[FamilyPlace, ...] = ()
    if standing == "decided":
        account = account_of(Award.objects.get(competition=competition, accepted_at__isnull=False), referral)
    elif standing in {"open", "answered"}:
        places = shown_places(choice) or family_places(competition.id, {UUID(bid) for bid in choice.bids}, referral)
    return FamilyPage(
        standing=standing,
        young_person=referral.choice_by == "young_person",
        called=contact.called,
        reference=referral.reference,
        council_name=referral.council_name,
        officer_name=competition.published_by.name,
        officer_email=competition.published_by.email,
        expires_at=choice.expires_at,
        answered_at=choice.answered_at,
        chosen=choice.chosen_id,
        no_preference=choice.no_preference,
        taken_how=choice.taken_how,
        where_the_code_goes=code_goes_to(contact.phone, contact.email, by_text=texts_can_be_sent()).shown,
        account=account,
        places=places,
        joint=standing in {"open", "answered", "expired"} and lots_are_due(competition, referral.choice_by),
        gone=_chosen_before(choice) if standing == "open" else _no_longer_had(choice) if standing == "answered" else "",
    )


def _asked_since(choice: FamilyChoice) -> bool:
    later = FamilyChoice.objects.filter(competition_id=choice.competition_id, asked_at__gte=choice.asked_at)
    return later.filter(id__gt=choice.id).exists()


def _chosen_before(choice: FamilyChoice) -> str:
    """The last place chosen by an earlier link of the same competition, unless this page offers it again."""
    earlier = FamilyChoice.objects.filter(
        competition_id=choice.competition_id, asked_at__lte=choice.asked_at, chosen__isnull=False
    ).order_by("-asked_at", "-id")
    last = earlier.select_related("chosen__establishment").first()
    if last is None or last.chosen is None or str(last.chosen_id) in choice.bids:
        return ""
    return str(last.chosen.establishment.name)


def _no_longer_had(choice: FamilyChoice) -> str:
    """The place chosen here, once it has withdrawn or is out, where too few are left to ask again."""
    if choice.chosen_id is None:
        return ""
    bid = Bid.objects.select_related("establishment").get(id=choice.chosen_id)
    out = bool(bid.excluded_because) or Award.objects.filter(bid=bid, declined_at__isnull=False).exists()
    return str(bid.establishment.name) if out else ""


def shown_places(choice: FamilyChoice) -> tuple[FamilyPlace, ...]:
    """The places as they were when the family was asked: whatever has changed since, this is what it was shown."""
    return tuple(place_from_json(one) for one in json.loads(reveal(choice, "shown") or "[]"))


def _standing(choice: FamilyChoice, competition: Competition, at: datetime) -> str:
    if choice.revoked_at is not None:
        return "revoked"
    if competition.state == CompetitionStanding.ACCEPTED.value:
        return "decided"
    if competition.state in {CompetitionStanding.NO_AWARD.value, CompetitionStanding.CANCELLED.value}:
        return "not_placed"
    if _asked_since(choice):
        return "asked_again"
    if choice.answered_at is not None:
        return "answered"
    is_open = competition.state == CompetitionStanding.WITH_FAMILY.value and at < choice.expires_at
    return "open" if is_open and not choice.ended_because else "expired"
