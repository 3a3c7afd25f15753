"""Child data at rest: encrypted, bound to its row, with numbered keys (issue part 3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel import sealed_fields
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.sealed_fields import BadKeyring, CannotOpen, Keyring

KEYRING = Keyring.generate()
ROW = new_id()


def sealed_name(keyring: Keyring = KEYRING, plaintext: bytes = b"Ada Example") -> bytes:
    return sealed_fields.encrypt(keyring, plaintext, table="referrals_child", column="name", row_id=ROW)


def opened(keyring: Keyring, sealed: bytes, **place: object) -> bytes:
    where: dict[str, object] = {"table": "referrals_child", "column": "name", "row_id": ROW} | place
    return sealed_fields.decrypt(keyring, sealed, **where)  # type: ignore[arg-type]


@given(st.binary(max_size=400))
def test_sealed_value_opens_to_what_was_sealed(plaintext: bytes) -> None:
    assert opened(KEYRING, sealed_name(plaintext=plaintext)) == plaintext


@pytest.mark.parametrize("place", [{"table": "other"}, {"column": "narrative"}, {"row_id": new_id()}])
def test_sealed_value_moved_elsewhere_does_not_open(place: dict[str, object]) -> None:
    with pytest.raises(CannotOpen):
        opened(KEYRING, sealed_name(), **place)


@given(st.data())
def test_sealed_value_with_one_bit_changed_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(sealed_name())
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        opened(KEYRING, bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 2, 7, 14, 29, -1])
def test_sealed_value_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        opened(KEYRING, sealed_name()[:length])


def test_short_values_of_different_length_look_the_same() -> None:
    assert {len(sealed_name(plaintext=b"1" * length)) for length in range(32)} == {2 + 12 + 32 + 16}


def test_same_value_sealed_twice_differs() -> None:
    assert sealed_name() != sealed_name()


def test_newest_key_seals_and_older_keys_still_open() -> None:
    both = Keyring({**KEYRING.keys, 2: b"\x02" * 32})
    assert opened(both, sealed_name()) == b"Ada Example"
    assert sealed_fields.version_of(sealed_name(both)) == 2


def test_rotation_moves_a_value_to_the_newest_key() -> None:
    both = Keyring({**KEYRING.keys, 2: b"\x02" * 32})
    rotated = sealed_fields.rotate(both, sealed_name(), table="referrals_child", column="name", row_id=ROW)
    assert opened(Keyring({2: b"\x02" * 32}), rotated) == b"Ada Example"
    assert sealed_fields.rotate(both, rotated, table="referrals_child", column="name", row_id=ROW) == rotated


def test_value_of_a_lost_key_says_which_key_is_missing() -> None:
    with pytest.raises(CannotOpen, match="no key 1"):
        opened(Keyring({2: b"\x02" * 32}), sealed_name())


def test_keyring_survives_being_written_to_the_settings() -> None:
    assert Keyring.from_json(KEYRING.to_json()) == KEYRING


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "7", '{"1": "c2hvcnQ="}', '{"0": "%s"}' % ("A" * 43 + "="), '{"1": 5}', '{"one": ""}'],
)
def test_unusable_keyring_is_refused(text: str) -> None:
    with pytest.raises(BadKeyring):
        Keyring.from_json(text)


def test_keyring_never_shows_its_keys() -> None:
    assert "versions=[1]" in repr(KEYRING)
    assert KEYRING.keys[1].hex() not in repr(KEYRING)
