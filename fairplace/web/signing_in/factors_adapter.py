"""Where allauth's second factors meet Fairplace: their secrets are sealed, and what is demanded stays."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from fairplace.dps.organisations.queries.factors import demands_strong_factor
from fairplace.dps.organisations.rules.sign_ins import STRONG
from fairplace.foundations.encryption.keyring import keyring
from fairplace.foundations.kernel import sealed_fields

# allauth seals before there is a row, so that all its secrets share one place.
_PLACE = {"table": "mfa_authenticator", "column": "data", "row_id": UUID(int=0)}


class FactorsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not right, was used already, or has run out: type the code that shows now",
        "cannot_delete_authenticator": "Your organisation asks for more than a code by e-mail, and this is the last you"
        " have. Add another way first, then remove this one",
        "rate_limited": "Too many wrong codes: wait five minutes and try again",
    }

    def encrypt(self, text: str) -> str:
        return b64encode(sealed_fields.encrypt(keyring(), text.encode(), **_PLACE)).decode()  # type: ignore[arg-type]

    def decrypt(self, encrypted_text: str) -> str:
        return sealed_fields.decrypt(keyring(), b64decode(encrypted_text), **_PLACE).decode()  # type: ignore[arg-type]

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not demands_strong_factor(authenticator.user_id)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"
