"""A long stream, sealed in blocks as it runs by: what no memory holds whole, and no disk in the clear.

Each block is sealed like a value about a child (sealed_fields), bound to its stream, its place and whether it is the
last: blocks that were changed, moved, dropped from the end or taken from another stream do not open.
Layout of a block: its length (4 bytes) | what sealed_fields makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final
from uuid import UUID

from fairplace.foundations.kernel.sealed_fields import CannotOpen, Keyring, decrypt, encrypt

BLOCK: Final = 1 << 20
"""Bytes of plain text in one block."""
_LENGTH: Final = 4
_LONGEST: Final = BLOCK + 1024


def sealed_blocks(plain: IO[bytes], keyring: Keyring, stream_id: UUID) -> Iterator[bytes]:
    """What to write, block by block. stream_id: of this stream alone."""
    number, block = 0, plain.read(BLOCK)
    while True:
        following = plain.read(BLOCK)
        sealed = encrypt(keyring, block, table="stream", column=_place(number, last=not following), row_id=stream_id)
        yield len(sealed).to_bytes(_LENGTH, "big") + sealed
        if not following:
            return
        number, block = number + 1, following


def opened_blocks(sealed: IO[bytes], keyring: Keyring, stream_id: UUID) -> Iterator[bytes]:
    """The plain text again. Raises CannotOpen; what came before a broken block was whole."""
    number, block = 0, _next(sealed)
    while True:
        following = _next(sealed)
        yield decrypt(keyring, block, table="stream", column=_place(number, last=not following), row_id=stream_id)
        if not following:
            return
        number, block = number + 1, following


def _next(sealed: IO[bytes]) -> bytes:
    told = sealed.read(_LENGTH)
    if not told:
        return b""
    length = int.from_bytes(told, "big")
    block = sealed.read(length) if length <= _LONGEST else b""
    if len(told) < _LENGTH or not block or len(block) < length:
        raise CannotOpen("A sealed stream ends in the middle of a block.")
    return block


def _place(number: int, *, last: bool) -> str:
    return f"{number} {'last' if last else 'more'}"
