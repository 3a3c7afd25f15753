"""A stream opens whole, in its order, in its own place, or not at all (T5)."""

from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.sealed_fields import CannotOpen, Keyring
from fairplace.foundations.kernel.sealed_stream import BLOCK, opened_blocks, sealed_blocks

RING = Keyring({1: b"k" * 32})
ONE, OTHER = UUID(int=1), UUID(int=2)


def opened(*blocks: bytes, stream: UUID = ONE) -> bytes:
    return b"".join(opened_blocks(BytesIO(b"".join(blocks)), RING, stream))


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_what_was_sealed_opens(size: int) -> None:
    plain = bytes(size)
    assert opened(*sealed_blocks(BytesIO(plain), RING, ONE)) == plain


def test_blocks_that_are_dropped_moved_or_of_another_stream_do_not_open() -> None:
    one, two, three = sealed_blocks(BytesIO(bytes(2 * BLOCK + 1)), RING, ONE)
    other, *_ = sealed_blocks(BytesIO(bytes(2 * BLOCK + 1)), RING, OTHER)
    for blocks in ((one, two), (one, three), (two, one, three), (other, two, three), (one, two, three, three), ()):
        with pytest.raises(CannotOpen):
            opened(*blocks)
    with pytest.raises(CannotOpen):
        opened(one, two, three, stream=OTHER)


@given(cut=st.integers(1, 80))
def test_a_stream_that_was_cut_anywhere_does_not_open(cut: int) -> None:
    (sealed,) = sealed_blocks(BytesIO(b"a dump"), RING, ONE)
    with pytest.raises(CannotOpen):
        opened(sealed[:-cut])
