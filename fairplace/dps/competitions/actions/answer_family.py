"""The family answers: a place, or no preference; once, with the code that was sent (C5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.choice_part import lock_choice, the_family
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.competitions.rules.family_code import MOST_TRIES, code_matches
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.refused import Refused

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The answer was not taken. Given back, not raised: the try must be counted although nothing else happens."""

    sentence: str


@transaction.atomic
def answer_family(*, token: str, bid_id: UUID | None, reason: str, code: str, at: datetime) -> WrongCode | None:
    """bid_id None: no preference. None when the answer was taken. Refused when it is too late, or was answered."""
    competition, choice = lock_choice(token)
    if bid_id is not None and str(bid_id) not in choice.bids:
        raise Refused("Choose one of the places on this page, or say that you have no preference.", "choice")
    if len(reason) > LONGEST_REASON:
        raise Refused("Shorten what you wrote: there is room for about 300 words.", "reason")
    if wrong := _wrong_code(choice, code, at):
        return wrong
    choice.answered_at = at
    choice.chosen_id = bid_id
    choice.no_preference = bid_id is None
    choice.code_sha256 = None
    seal_onto(choice, reason=reason.strip() or None)
    choice.save()
    family = the_family(competition)
    audit.record(
        actor=family,
        kind=events.FAMILY_ANSWERED,
        subject=choice,
        about=competition.referral_id,
        chosen=bid_id,
        no_preference=choice.no_preference,
    )
    with audit.transaction_as(family):
        settle_competition(competition, actor=family, at=at)
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"family-answered:{choice.id}",
        subject=f"The family has answered: {reference}",
        body=f"The family has answered about {reference}. The award can be made.",
    )
    return None


def _wrong_code(choice: FamilyChoice, code: str, at: datetime) -> WrongCode | None:
    if choice.code_tries >= MOST_TRIES:
        return WrongCode("A wrong code was typed too often. Ring the council: they can take your answer.")
    if choice.code_sha256 is None or choice.code_expires_at is None or at >= choice.code_expires_at:
        return WrongCode("That code is no longer good. Ask for a new one.")
    if code_matches(code, bytes(choice.code_sha256), bytes(choice.token_sha256)):
        return None
    choice.code_tries += 1
    choice.save(update_fields=["code_tries"])
    return WrongCode("That is not the code we sent. Check it and type it again.")
