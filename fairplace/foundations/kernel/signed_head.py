"""The head of the log as it is published and signed: a C2SP tlog-checkpoint in a C2SP signed-note.

    fairplace.invalid/log-1a2b3c4d          the log's name (origin)
    1042                                    how many leaves
    q1Zp…=                                  the root, base64
                                            an empty line
    — fairplace.invalid/log-1a2b3c4d Ab3…=  key hash (4 bytes) and Ed25519 signature (64), base64

The public key is written as `name+hash+base64(0x01 || key)`: name and hash keep one key from being taken for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from fairplace.foundations.kernel.ed25519 import KEY_SIZE, SIGNATURE_SIZE, signature_holds
from fairplace.foundations.kernel.merkle import HASH_SIZE, LARGEST

ED25519 = b"\x01"
LONGEST = 10_000
"""Characters of a signed head that is worth reading at all."""
_NAME = re.compile(r"[^\s+]{1,200}")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class HeadBroken(ValueError):
    """The text is no signed head, or the key no key. Says what is wrong in a sentence."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The log's key, as somebody who does not trust the log keeps it."""

    name: str
    key: bytes

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"


@dataclass(frozen=True, slots=True)
class Head:
    """How long the log was, and what stood in it."""

    name: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.name}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_public_key(text: str) -> PublicKey:
    """Raises HeadBroken."""
    name, _, rest = text.strip().partition("+")
    hashed, _, encoded = rest.partition("+")
    raw = _decoded(encoded)
    if not _NAME.fullmatch(name) or raw is None or len(raw) != 1 + KEY_SIZE or raw[:1] != ED25519:
        raise HeadBroken("This is not the public key of a log: it must read NAME+HASH+KEY on one line.")
    key = PublicKey(name, raw[1:])
    if hashed.lower() != key.hash.hex():
        raise HeadBroken("The public key is damaged: its hash does not fit.")
    return key


def sign_head(head: Head, key: PublicKey, sign: Callable[[bytes], bytes]) -> str:
    """The signed head, with the signature that `sign` makes of the text."""
    signature = base64.b64encode(key.hash + sign(head.text.encode())).decode()
    return f"{head.text}\n— {key.name} {signature}\n"


def read_head(text: str, key: PublicKey) -> Head:
    """The head, if this key signed it. Other signatures beside it are passed over. Raises HeadBroken."""
    text = text.replace("\r\n", "\n")  # what e-mail and Windows make of it; a signed head has no such line ends
    body, empty, signatures = text.partition("\n\n")
    body += "\n"
    lines = body.split("\n")
    if len(text) > LONGEST or not empty or len(lines) < 4:
        raise HeadBroken("This is not a signed head: three lines, an empty one and a signature are wanted.")
    name, size, root = lines[0], lines[1], _decoded(lines[2])
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size) or int(size) > LARGEST or root is None or len(root) != HASH_SIZE:
        raise HeadBroken("This is not a signed head: its size or root cannot be read.")
    if name != key.name:
        raise HeadBroken(f"The head is of another log ({name[:200]!r}, not {key.name!r}).")
    if not any(_holds(line, body.encode(), key) for line in signatures.split("\n")):
        raise HeadBroken("The head is not signed with this key.")
    return Head(name, int(size), root)


def _holds(line: str, text: bytes, key: PublicKey) -> bool:
    found = _LINE.fullmatch(line.rstrip())
    raw = _decoded(found[2]) if found and found[1] == key.name else None
    if raw is None or len(raw) != 4 + SIGNATURE_SIZE or raw[:4] != key.hash:
        return False
    return signature_holds(key.key, text, raw[4:])


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
