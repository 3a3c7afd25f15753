"""The keyring of this installation, from the setting FAIRPLACE_KEYRING ({version: 32 bytes})."""

from django.conf import settings

from fairplace.foundations.kernel.sealed_fields import Keyring


def keyring() -> Keyring:
    """The numbered keys. Raises BadKeyring when the settings hold none that can be used."""
    return Keyring(dict(settings.FAIRPLACE_KEYRING))
