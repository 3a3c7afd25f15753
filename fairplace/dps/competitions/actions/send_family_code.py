"""A code goes to the family's phone or e-mail, so that a forwarded link alone cannot answer (C5)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.choice_part import lock_choice, the_family
from fairplace.dps.competitions.rules.family_code import DIGITS, LASTS, NOT_AGAIN_WITHIN, code_digest, code_goes_to
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.foundations import audit
from fairplace.foundations.messages.queue import queue_message


@transaction.atomic
def send_family_code(*, token: str, at: datetime) -> None:
    """A new code; nothing when one went out within the last minute."""
    competition, choice = lock_choice(token)
    if choice.code_expires_at is not None and choice.code_expires_at - LASTS + NOT_AGAIN_WITHIN > at:
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    choice.code_sha256 = code_digest(code, bytes(choice.token_sha256))
    choice.code_expires_at = at + LASTS
    choice.save(update_fields=["code_sha256", "code_expires_at"])
    family = the_family(competition)
    with audit.transaction_as(family):
        contact = family_contact(referral_id=competition.referral_id)
    address, _ = code_goes_to(contact.phone, contact.email, getattr(settings, "FAIRPLACE_TEXT_GATEWAY", ""))
    queue_message(
        key=f"family-code:{choice.id}:{at.isoformat()}",
        to=address,
        subject="Your code",
        body=f"Your code is {code}. It lasts {LASTS.seconds // 60} minutes. Nobody will ring you to ask for it.",
        private=True,
    )
    audit.record(actor=family, kind=events.FAMILY_CODE_SENT, subject=choice, about=competition.referral_id)
