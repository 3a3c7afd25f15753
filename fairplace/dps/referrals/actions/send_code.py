"""The code that opens or answers a link goes out: by text message or by e-mail, sealed in the outbox (R12, C5, R10)."""

from __future__ import annotations

import secrets

from fairplace.dps.referrals.rules.family_code import DIGITS, LASTS, code_goes_to
from fairplace.foundations.messages.queue import queue_message, queue_text
from fairplace.foundations.messages.text_gateway import texts_can_be_sent

_WORDS = "Your code is {code}. It lasts {minutes} minutes. Nobody will ring you to ask for it."


def new_code() -> str:
    """Six digits by chance."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def send_code(*, key: str, code: str, phone: str, email: str) -> None:
    """Part of an action that keeps the code's digest."""
    words = _WORDS.format(code=code, minutes=LASTS.seconds // 60)
    goes = code_goes_to(phone, email, by_text=texts_can_be_sent())
    if goes.number:
        queue_text(key=key, to=goes.number, text=words, otherwise=goes.email, subject="Your code")
    else:
        queue_message(key=key, to=goes.email, subject="Your code", body=words, private=True)
