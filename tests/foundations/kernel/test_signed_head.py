"""T3: heads and keys in their published formats, and whatever is none."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.signed_head import (
    Head,
    HeadBroken,
    PublicKey,
    read_head,
    read_public_key,
    sign_head,
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
KEY = PublicKey("log.example.gov.uk", RAW)
HEAD = Head(KEY.name, 1042, hashlib.sha256(b"root").digest())
SIGNED = sign_head(HEAD, KEY, PRIVATE.sign)


def test_the_formats_are_those_of_the_published_descriptions_t3() -> None:
    """C2SP signed-note and tlog-checkpoint, put together here by hand."""
    root = base64.b64encode(HEAD.root).decode()
    text = f"log.example.gov.uk\n1042\n{root}\n"
    key_hash = hashlib.sha256(b"log.example.gov.uk\n\x01" + RAW).digest()[:4]
    signature = base64.b64encode(key_hash + PRIVATE.sign(text.encode())).decode()
    assert f"{text}\n— log.example.gov.uk {signature}\n" == SIGNED
    assert str(KEY) == f"log.example.gov.uk+{key_hash.hex()}+{base64.b64encode(bytes([1]) + RAW).decode()}"
    assert read_public_key(f" {KEY}\n") == KEY
    assert read_head(SIGNED, KEY) == HEAD


def test_a_witness_may_sign_beside_us_and_say_more_t3() -> None:
    body = HEAD.text + "more\n"
    ours = base64.b64encode(KEY.hash + PRIVATE.sign(body.encode())).decode()
    other = base64.b64encode(bytes(68)).decode()
    assert read_head(f"{body}\n— witness {other}\n— {KEY.name} {ours}\n", KEY) == HEAD


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="utf-8"))
def test_one_letter_changed_is_no_head_or_the_same_one_t3(at: int, letter: str) -> None:
    changed = SIGNED[:at] + letter + SIGNED[at + 1 :]
    try:
        assert read_head(changed, KEY) == HEAD
    except HeadBroken:
        assert changed != SIGNED


@given(st.text(max_size=300))
def test_rubbish_is_neither_head_nor_key_t3(text: str) -> None:
    with pytest.raises(HeadBroken):
        read_head(text, KEY)
    with pytest.raises(HeadBroken):
        read_public_key(text)
