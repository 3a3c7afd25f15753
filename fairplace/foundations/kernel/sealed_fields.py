"""Encryption of single values about a child (requirement "Encrypted fields", issue part 3).

A sealed value opens only in the place it was written to: table, column and row are bound into it,
so that nobody who can write to the database can move one child's name into another child's row.
Keys are numbered. A new key is added to the keyring, old values keep opening with the old one, and
`rotate` moves them over one at a time.

Layout: key version (2 bytes) | nonce (12) | AES-256-GCM ciphertext and tag. The plain text is padded
to a multiple of 32 bytes, so that the length of a name or of a number of miles does not show.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_SIZE = 32
_NONCE_SIZE = 12
_VERSION_SIZE = 2
_PADDED_TO = 32
_HIGHEST_VERSION = 2 ** (8 * _VERSION_SIZE) - 1


class CannotOpen(Exception):
    """The value was changed, belongs elsewhere, or was sealed with a key we do not hold."""


class BadKeyring(ValueError):
    """The keyring in the settings cannot be used; the message says why and never shows a key."""


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The numbered keys of an installation. The highest number seals; all of them open."""

    keys: Mapping[int, bytes]

    def __post_init__(self) -> None:
        if not self.keys:
            raise BadKeyring("The keyring holds no key.")
        for version, key in self.keys.items():
            if not 1 <= version <= _HIGHEST_VERSION:
                raise BadKeyring(f"Key version {version} is not between 1 and {_HIGHEST_VERSION}.")
            if len(key) != KEY_SIZE:
                raise BadKeyring(f"Key {version} is {len(key)} bytes long; it must be {KEY_SIZE}.")

    def __repr__(self) -> str:
        return f"Keyring(versions={sorted(self.keys)})"

    @classmethod
    def from_json(cls, text: str) -> "Keyring":
        """Read a keyring written as JSON, `{"1": "<32 bytes in base64>"}`. Raises BadKeyring."""
        try:
            return cls(
                {int(version): base64.b64decode(key, validate=True) for version, key in json.loads(text).items()}
            )
        except BadKeyring:
            raise
        except (ValueError, TypeError, AttributeError):
            raise BadKeyring('The keyring must be JSON such as {"1": "<32 bytes in base64>"}.') from None

    @classmethod
    def generate(cls) -> "Keyring":
        """A keyring with one new key, for a fresh installation or a test."""
        return cls({1: secrets.token_bytes(KEY_SIZE)})

    def to_json(self) -> str:
        """The keyring as `from_json` reads it. It is a secret."""
        return json.dumps({str(version): base64.b64encode(key).decode() for version, key in self.keys.items()})

    @property
    def newest(self) -> int:
        """The version that seals new values."""
        return max(self.keys)


def encrypt(keyring: Keyring, plaintext: bytes, *, table: str, column: str, row_id: UUID) -> bytes:
    """Seal a value for one column of one row."""
    version = keyring.newest
    nonce = secrets.token_bytes(_NONCE_SIZE)
    place = _place(version, table, column, row_id)
    sealed = AESGCM(keyring.keys[version]).encrypt(nonce, _pad(plaintext), place)
    return version.to_bytes(_VERSION_SIZE, "big") + nonce + sealed


def decrypt(keyring: Keyring, sealed: bytes, *, table: str, column: str, row_id: UUID) -> bytes:
    """Open a value in the place it was sealed for. Raises CannotOpen."""
    version = version_of(sealed)
    key = keyring.keys.get(version)
    if key is None:
        raise CannotOpen(f"The keyring has no key {version}.")
    nonce = sealed[_VERSION_SIZE : _VERSION_SIZE + _NONCE_SIZE]
    place = _place(version, table, column, row_id)
    try:
        return _unpad(AESGCM(key).decrypt(nonce, sealed[_VERSION_SIZE + _NONCE_SIZE :], place))
    except (InvalidTag, ValueError):
        raise CannotOpen(f"The value of {table}.{column} was changed or does not belong to this row.") from None


def rotate(keyring: Keyring, sealed: bytes, *, table: str, column: str, row_id: UUID) -> bytes:
    """The same value sealed with the newest key; unchanged if it already is. Raises CannotOpen."""
    if version_of(sealed) == keyring.newest:
        return sealed
    plaintext = decrypt(keyring, sealed, table=table, column=column, row_id=row_id)
    return encrypt(keyring, plaintext, table=table, column=column, row_id=row_id)


def version_of(sealed: bytes) -> int:
    """The number of the key that sealed a value."""
    return int.from_bytes(sealed[:_VERSION_SIZE], "big")


def _place(version: int, table: str, column: str, row_id: UUID) -> bytes:
    return b"\x00".join((b"fairplace field 1", str(version).encode(), table.encode(), column.encode(), row_id.bytes))


def _pad(plaintext: bytes) -> bytes:
    marked = plaintext + b"\x80"
    return marked + b"\x00" * (-len(marked) % _PADDED_TO)


def _unpad(padded: bytes) -> bytes:
    plaintext, mark, padding = padded.rpartition(b"\x80")
    if not mark or padding.strip(b"\x00"):
        raise ValueError("padding")
    return plaintext
