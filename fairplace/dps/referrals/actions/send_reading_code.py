"""A code goes to the family's phone or e-mail, so that a forwarded link alone opens nothing (R12)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.referrals.actions.reading_part import lock_reading
from fairplace.dps.referrals.actions.send_code import new_code, send_code
from fairplace.dps.referrals.events import READING_CODE_SENT
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.rules.family_code import LASTS, NOT_AGAIN_WITHIN, code_digest
from fairplace.dps.referrals.rules.the_reader import the_reader
from fairplace.foundations import audit


@transaction.atomic
def send_reading_code(*, token: str, at: datetime) -> bool:
    """A new code. False when one went out within the last minute: then that one holds, and no other goes out."""
    reading = lock_reading(token)
    if reading.code_expires_at is not None and reading.code_expires_at - LASTS + NOT_AGAIN_WITHIN > at:
        return False
    code = new_code()
    reading.code_sha256 = code_digest(code, bytes(reading.token_sha256))
    reading.code_expires_at = at + LASTS
    reading.save(update_fields=["code_sha256", "code_expires_at"])
    reader = the_reader(reading.council_id)
    with audit.transaction_as(reader):
        contact = family_contact(referral_id=reading.referral_id, child=reading.child)
    send_code(key=f"reading-code:{reading.id}:{at.isoformat()}", code=code, phone=contact.phone, email=contact.email)
    audit.record(actor=reader, kind=READING_CODE_SENT, subject=reading, about=reading.referral_id)
    return True
