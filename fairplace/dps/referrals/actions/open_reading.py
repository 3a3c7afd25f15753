"""The right code opens what is written (R12)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.referrals.actions.reading_part import lock_reading
from fairplace.dps.referrals.events import READING_OPENED
from fairplace.dps.referrals.rules.family_code import MOST_TRIES, code_matches
from fairplace.dps.referrals.rules.the_reader import the_reader
from fairplace.foundations import audit


@transaction.atomic
def open_reading(*, token: str, code: str, at: datetime) -> str:
    """Empty when the code was right; else a sentence, given back and not raised: the try must be counted."""
    reading = lock_reading(token)
    if reading.code_tries >= MOST_TRIES:
        return "A wrong code was typed too often. Ring the council: they can send you a new link."
    if reading.code_sha256 is None or reading.code_expires_at is None or at >= reading.code_expires_at:
        return "That code is no longer good. Ask for a new one."
    if not code_matches(code, bytes(reading.code_sha256), bytes(reading.token_sha256)):
        reading.code_tries += 1
        reading.save(update_fields=["code_tries"])
        return "That is not the code we sent. Check it and type it again."
    reading.code_sha256 = None
    reading.opened_at = reading.opened_at or at
    reading.save(update_fields=["code_sha256", "opened_at"])
    audit.record(actor=the_reader(reading.council_id), kind=READING_OPENED, subject=reading, about=reading.referral_id)
    return ""
