"""The family answers: a place, or no preference; once, with the code that was sent (C5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.choice_part import check_answer, keep_answer, lock_choice, the_family
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.competitions.rules.family_code import MOST_TRIES, code_matches
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The answer was not taken. Given back, not raised: the try must be counted although nothing else happens."""

    sentence: str


@transaction.atomic
def answer_family(*, token: str, bid_id: UUID | None, reason: str, code: str, at: datetime) -> WrongCode | None:
    """bid_id None: no preference. None when the answer was taken. Refused when it is too late, or was answered."""
    competition, choice = lock_choice(token)
    check_answer(choice, bid_id, reason)
    if wrong := _wrong_code(choice, code, at):
        return wrong
    keep_answer(competition, choice, bid_id, reason, actor=the_family(competition), at=at)
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
