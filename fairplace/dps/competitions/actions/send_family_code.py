"""A code goes to the family's phone or e-mail, so that a forwarded link alone cannot answer (C5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.choice_part import lock_choice, the_family
from fairplace.dps.competitions.rules.family_code import LASTS, NOT_AGAIN_WITHIN, code_digest
from fairplace.dps.referrals.actions.send_code import new_code, send_code
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.foundations import audit


@transaction.atomic
def send_family_code(*, token: str, at: datetime) -> bool:
    """A new code. False when one went out within the last minute: then that one holds, and no other goes out."""
    competition, choice = lock_choice(token)
    if choice.code_expires_at is not None and choice.code_expires_at - LASTS + NOT_AGAIN_WITHIN > at:
        return False
    code = new_code()
    choice.code_sha256 = code_digest(code, bytes(choice.token_sha256))
    choice.code_expires_at = at + LASTS
    choice.save(update_fields=["code_sha256", "code_expires_at"])
    family = the_family(competition)
    with audit.transaction_as(family):
        contact = family_contact(referral_id=competition.referral_id)
    send_code(key=f"family-code:{choice.id}:{at.isoformat()}", code=code, phone=contact.phone, email=contact.email)
    audit.record(actor=family, kind=events.FAMILY_CODE_SENT, subject=choice, about=competition.referral_id)
    return True
