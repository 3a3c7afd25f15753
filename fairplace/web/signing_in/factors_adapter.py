"""Where allauth's second factors meet Fairplace: their secrets are sealed, and what is demanded stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from fairplace.dps.organisations.actions.factor_secrets import forget_secrets, keep_secret
from fairplace.dps.organisations.queries.factors import demands_strong_factor, factor_secret
from fairplace.dps.organisations.rules.sign_ins import STRONG


def forget(sender: Any, instance: Authenticator, **_: Any) -> None:
    """The secret goes with its factor."""
    kept = (instance.data.get(name) for name in ("secret", "seed"))
    forget_secrets(secret_ids=[UUID(one) for one in kept if one])


class FactorsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not right, was used already, or has run out: type the code that shows now",
        "cannot_delete_authenticator": "Your organisation asks for more than a code by e-mail, and this is the last you"
        " have. Add another way first, then remove this one",
        "rate_limited": "Too many wrong codes: wait five minutes and try again",
    }

    def encrypt(self, text: str) -> str:
        """What allauth keeps is where the sealed secret lies."""
        return str(keep_secret(text=text))

    def decrypt(self, encrypted_text: str) -> str:
        return factor_secret(UUID(encrypted_text))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not demands_strong_factor(authenticator.user_id)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"
