"""Nothing is served without a keyring: a child's name would have nowhere to go."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from fairplace.foundations.encryption.keyring import keyring
from fairplace.foundations.kernel.sealed_fields import BadKeyring


@register(deploy=True)
def keyring_is_usable(**_: Any) -> list[CheckMessage]:
    """The keyring must be there; a check for what serves, since build steps hold no secret."""
    try:
        keyring()
    except (BadKeyring, AttributeError) as problem:
        return [
            Error(
                f"FAIRPLACE_KEYRING cannot be used. {problem}",
                hint='Set it to JSON such as {"1": "<32 random bytes in base64>"}.',
                id="encryption.E001",
            )
        ]
    return []


@register()
def keyring_is_not_broken(**_: Any) -> list[CheckMessage]:
    """A keyring that is set but unusable is an error everywhere; none at all is a warning while building."""
    if not getattr(settings, "FAIRPLACE_KEYRING", None):
        return [Warning("FAIRPLACE_KEYRING is empty: nothing about a child can be stored.", id="encryption.W001")]
    return keyring_is_usable()
