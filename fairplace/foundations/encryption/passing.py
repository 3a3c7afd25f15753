"""A short text kept for a while outside our tables, as in a session: sealed, and bound to what and whose it is."""

from base64 import b64decode, b64encode
from uuid import UUID

from fairplace.foundations.encryption.keyring import keyring
from fairplace.foundations.kernel.sealed_fields import CannotOpen, decrypt, encrypt

_TABLE = "passing"


def seal_passing(text: str, *, what: str, owner: UUID) -> str:
    """Opens for the same `what` and `owner` alone."""
    return b64encode(encrypt(keyring(), text.encode(), table=_TABLE, column=what, row_id=owner)).decode()


def open_passing(sealed: str, *, what: str, owner: UUID) -> str:
    """ "" when it was changed, is of another, or its key has been taken out: it is not kept for long."""
    try:
        return decrypt(keyring(), b64decode(sealed), table=_TABLE, column=what, row_id=owner).decode()
    except (CannotOpen, ValueError):
        return ""
