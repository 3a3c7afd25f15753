"""What the council's officer sees of the family's choice: exactly what the family was shown, and what it said (C5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Competition, FamilyChoice
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.due_award import due_award
from fairplace.dps.competitions.queries.family_page import shown_places
from fairplace.dps.competitions.rules.family_place import FamilyPlace
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One time that the family was asked. chosen: the name of the place; empty with no preference or no answer."""

    asked_at: datetime
    expires_at: datetime
    reminded_at: datetime | None
    answered_at: datetime | None
    chosen: str
    no_preference: bool
    reason: str
    taken_how: str
    taken_by: str
    ended_because: str
    revoked_at: datetime | None
    places: tuple[FamilyPlace, ...]

    @property
    def waits(self) -> bool:
        return self.answered_at is None and not self.ended_because


@dataclass(frozen=True, slots=True)
class FamilyAsked:
    """asked: newest first. must_ask: bids are close, and the family has not been asked about just these."""

    competition_id: UUID
    referral: BidderReferral
    state: CompetitionStanding
    called: str
    officer_name: str
    officer_email: str
    has_email: bool
    must_ask: bool
    asked: tuple[AskedRow, ...]

    @property
    def open(self) -> AskedRow | None:
        """The one that waits for an answer now."""
        newest = self.asked[0] if self.asked else None
        with_family = self.state is CompetitionStanding.WITH_FAMILY
        return newest if newest is not None and newest.waits and with_family else None


def family_asked(actor: Actor, competition_id: UUID) -> FamilyAsked:
    """NotThere for whoever is not a placement officer of its council, and before the scores."""
    competition = Competition.objects.select_related("published_by").filter(id=competition_id).first()
    if competition is None:
        raise NotThere
    check_may_run(actor, competition.council_id)
    if competition.scored_at is None:
        raise NotThere
    referral = referral_for_bidder(competition.referral_id)
    contact = family_contact(referral_id=competition.referral_id)
    state = CompetitionStanding(competition.state)
    before_award = state in {CompetitionStanding.SCORED, CompetitionStanding.TO_AWARD}
    choices = (
        FamilyChoice.objects.filter(competition=competition).select_related("taken_by").order_by("-asked_at", "-id")
    )
    return FamilyAsked(
        competition_id=competition_id,
        referral=referral,
        state=state,
        called=contact.called,
        officer_name=competition.published_by.name,
        officer_email=competition.published_by.email,
        has_email=bool(contact.email),
        must_ask=before_award
        and due_award(competition_id, choice_by=referral.choice_by, first_by_lot=competition.first_by_lot_id).must_ask,
        asked=tuple(_row(choice) for choice in choices.select_related("taken_by")),
    )


def _row(choice: FamilyChoice) -> AskedRow:
    places = shown_places(choice)
    return AskedRow(
        asked_at=choice.asked_at,
        expires_at=choice.expires_at,
        reminded_at=choice.reminded_at,
        answered_at=choice.answered_at,
        chosen=next((place.name for place in places if place.bid_id == choice.chosen_id), ""),
        no_preference=choice.no_preference,
        reason=reveal(choice, "reason") or "",
        taken_how=choice.get_taken_how_display() if choice.taken_how else "",
        taken_by=choice.taken_by.name if choice.taken_by else "",
        ended_because=choice.ended_because,
        revoked_at=choice.revoked_at,
        places=places,
    )
