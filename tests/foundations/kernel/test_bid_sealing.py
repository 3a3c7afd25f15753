"""The sealed bid (§8.5, C2, C3): any two of three openers, nobody alone, nothing before."""

import itertools
import random

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from fairplace.foundations.kernel import bid_sealing
from fairplace.foundations.kernel.bid_sealing import OpenerKeys, SealBroken, SealedSlot
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused

PASSPHRASES = ["first opener's words", "second opener's words", "third opener's words"]
KEYS = [OpenerKeys.generate(passphrase) for passphrase in PASSPHRASES]
PRIVATE = [keys.unlock(passphrase) for keys, passphrase in zip(KEYS, PASSPHRASES, strict=True)]
OPENERS = [keys.public for keys in KEYS]
SLOT = new_id()
COMPETITION = new_id()
CODE = bid_sealing.new_bid_code()
BID = b'{"price": "3120.50", "statement": "We know this school."}'


def sealed(content: bytes = BID, code: str = CODE) -> SealedSlot:
    return bid_sealing.seal(content, slot_id=SLOT, competition_id=COMPETITION, openers=OPENERS, bid_code=code)


def opened(slot: SealedSlot, first: int, second: int) -> bytes:
    shares = bid_sealing.first_turn(slot.wraps, first, PRIVATE[first])
    key = bid_sealing.second_turn(shares, second, PRIVATE[second])
    return bid_sealing.open_with_key(slot.content, key, slot_id=SLOT, competition_id=COMPETITION)


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(range(3), 2)))
def test_any_two_of_three_openers_open_in_either_order(first: int, second: int) -> None:
    assert opened(sealed(), first, second) == BID


@settings(max_examples=25)
@given(st.binary(max_size=20_000), st.sampled_from(list(itertools.permutations(range(3), 2))))
def test_whatever_was_sealed_comes_out_and_leaves_no_trace_of_its_size(content: bytes, pair: tuple[int, int]) -> None:
    slot = sealed(content)
    assert opened(slot, *pair) == content
    assert (len(slot.content), len(slot.wraps), len(slot.bidder_wrap)) == (
        bid_sealing.CONTENT_SIZE,
        bid_sealing.WRAPS_SIZE,
        bid_sealing.BIDDER_WRAP_SIZE,
    )


def test_sizes_are_the_ones_that_were_decided() -> None:
    """A change of these is a change of the stored format: it needs a new version."""
    assert bid_sealing.PLAINTEXT_SIZE == 32_768
    assert bid_sealing.CONTENT_SIZE == 32_797
    assert bid_sealing.WRAPS_SIZE == 768
    assert bid_sealing.BIDDER_WRAP_SIZE == 76
    assert bid_sealing.SHARES_SIZE == 161


def test_unused_slot_looks_like_a_used_one_and_opens_to_nothing() -> None:
    slot = bid_sealing.filler(slot_id=SLOT, competition_id=COMPETITION, openers=OPENERS)
    full = sealed(random.Random(7).randbytes(32_000))
    assert [len(part) for part in (slot.content, slot.wraps, slot.bidder_wrap)] == [
        len(part) for part in (full.content, full.wraps, full.bidder_wrap)
    ]
    assert opened(slot, 0, 1) == b""


def test_one_opener_alone_cannot_take_both_turns() -> None:
    for index in range(3):
        shares = bid_sealing.first_turn(sealed().wraps, index, PRIVATE[index])
        with pytest.raises(ValueError, match="different opener"):
            bid_sealing.second_turn(shares, index, PRIVATE[index])
        for other in {0, 1, 2} - {index}:
            with pytest.raises(SealBroken):
                bid_sealing.second_turn(shares, other, PRIVATE[index])


def test_opener_cannot_take_anothers_turn() -> None:
    with pytest.raises(SealBroken):
        bid_sealing.first_turn(sealed().wraps, 0, PRIVATE[1])


def test_a_key_of_another_competition_opens_nothing() -> None:
    stranger = OpenerKeys.generate("a stranger's long words")
    with pytest.raises(SealBroken):
        bid_sealing.first_turn(sealed().wraps, 0, stranger.unlock("a stranger's long words"))


@pytest.mark.parametrize("place", [{"slot_id": new_id()}, {"competition_id": new_id()}])
def test_slot_moved_to_another_place_does_not_open(place: dict[str, object]) -> None:
    slot = sealed()
    where: dict[str, object] = {"slot_id": SLOT, "competition_id": COMPETITION} | place
    key = bid_sealing.second_turn(bid_sealing.first_turn(slot.wraps, 0, PRIVATE[0]), 1, PRIVATE[1])
    with pytest.raises(SealBroken):
        bid_sealing.open_with_key(slot.content, key, **where)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        bid_sealing.open_with_code(slot, bid_code=CODE, **where)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(st.data())
def test_slot_with_one_bit_changed_does_not_open(data: st.DataObject) -> None:
    slot = sealed()
    part = data.draw(st.sampled_from(["content", "wraps"]))
    parts = {"content": bytearray(slot.content), "wraps": bytearray(slot.wraps)}
    place = data.draw(st.integers(0, len(parts[part]) - 1))
    parts[part][place] ^= 1 << data.draw(st.integers(0, 7))
    changed = SealedSlot(slot.version, bytes(parts["content"]), bytes(parts["wraps"]), slot.bidder_wrap)
    assert changed.commitment != slot.commitment
    pair = (0, 1) if part == "content" else list(itertools.permutations(range(3), 2))[place // 128]
    with pytest.raises(SealBroken):
        opened(changed, *pair)


def test_bidder_goes_on_with_a_draft_by_code() -> None:
    def with_code(slot: SealedSlot, code: str) -> bytes:
        return bid_sealing.open_with_code(slot, slot_id=SLOT, competition_id=COMPETITION, bid_code=code)

    assert with_code(sealed(), CODE) == BID
    assert with_code(sealed(), CODE.lower().replace("-", " ")) == BID
    with pytest.raises(Refused, match="does not open"):
        with_code(sealed(), bid_sealing.new_bid_code())
    with pytest.raises(Refused, match="does not open"):
        with_code(bid_sealing.filler(slot_id=SLOT, competition_id=COMPETITION, openers=OPENERS), CODE)


def test_bid_too_long_is_refused_saying_by_how_much() -> None:
    """Bad input: a clear sentence, and nothing sealed."""
    long = random.Random(1).randbytes(40_000)
    with pytest.raises(Refused, match=r"about 7,\d{3} characters too long"):
        sealed(long)


def test_a_long_but_ordinary_bid_fits() -> None:
    words = random.Random(3)
    statement = " ".join("".join(words.choices("etaoinshrdlu", k=words.randint(2, 9))) for _ in range(7_500))
    assert opened(sealed(statement.encode()), 2, 0) == statement.encode()


def test_saving_twice_shares_nothing() -> None:
    one, two = sealed(), sealed()
    assert one.commitment != two.commitment
    assert one.content[1:13] != two.content[1:13]


def test_dump_and_settings_alone_open_nothing() -> None:
    """Done when: a restored dump plus the application's settings, without two openers, decrypts no bid."""
    slot = sealed()
    keyring = b"\x2a" * 32
    stored = slot.content[:300] + slot.wraps + slot.bidder_wrap + keyring
    stored += b"".join(keys.public + keys.sealed_private for keys in KEYS) + SLOT.bytes + COMPETITION.bytes
    for at in range(len(stored) - 31):
        with pytest.raises(SealBroken):
            bid_sealing.open_with_key(slot.content, stored[at : at + 32], slot_id=SLOT, competition_id=COMPETITION)
    for opener, keys in itertools.product(range(3), KEYS):
        for candidate in (keys.public, keys.sealed_private[:32], keyring):
            with pytest.raises(SealBroken):
                bid_sealing.first_turn(slot.wraps, opener, candidate)


def test_a_dump_with_one_opener_opens_nothing() -> None:
    """One opener's private key, everything stored and every box they can peel: still no content key."""
    slot = sealed()
    shares = bid_sealing.first_turn(slot.wraps, 0, PRIVATE[0])
    for at in range(len(shares) - 31):
        with pytest.raises(InvalidTag):
            AESGCM(shares[at : at + 32]).decrypt(slot.content[1:13], slot.content[13:], None)
    for other in (1, 2):
        with pytest.raises(SealBroken):
            bid_sealing.first_turn(slot.wraps, other, PRIVATE[0])


def with_share() -> tuple[SealedSlot, bytes]:
    """Sealed as in an emergency whose category lets one opener open it (C2), and the private half of the share."""
    public, private = bid_sealing.new_timed_share()
    openers = [*OPENERS, public]
    return (
        bid_sealing.seal(BID, slot_id=SLOT, competition_id=COMPETITION, openers=openers, bid_code=CODE),
        private,
    )


@pytest.mark.parametrize("opener", range(3))
def test_c2_any_one_opener_opens_with_the_timed_share_and_any_two_without_it(opener: int) -> None:
    slot, share = with_share()
    key = bid_sealing.turn_alone(slot.wraps, opener, PRIVATE[opener], share)
    assert bid_sealing.open_with_key(slot.content, key, slot_id=SLOT, competition_id=COMPETITION) == BID
    assert opened(slot, opener, (opener + 1) % 3) == BID
    assert len(slot.wraps) == bid_sealing.TIMED_WRAPS_SIZE


def test_c2_neither_the_timed_share_alone_nor_an_opener_alone_opens_anything() -> None:
    """The share is what a server and its settings together would give away."""
    slot, share = with_share()
    for opener in range(3):
        with pytest.raises(SealBroken):
            bid_sealing.turn_alone(slot.wraps, opener, share, share)
        with pytest.raises(SealBroken):
            bid_sealing.turn_alone(slot.wraps, opener, PRIVATE[opener], PRIVATE[opener])
        with pytest.raises(SealBroken):
            bid_sealing.first_turn(slot.wraps, opener, share)


def test_c2_a_slot_sealed_without_a_timed_share_has_none() -> None:
    _, share = with_share()
    with pytest.raises(SealBroken, match="without a timed share"):
        bid_sealing.turn_alone(sealed().wraps, 0, PRIVATE[0], share)


@pytest.mark.parametrize("openers", [OPENERS[:2], [OPENERS[0], *OPENERS[:2]], [*OPENERS, OPENERS[0]]])
def test_a_competition_has_three_different_openers(openers: list[bytes]) -> None:
    with pytest.raises(ValueError, match="three different openers"):
        bid_sealing.seal(BID, slot_id=SLOT, competition_id=COMPETITION, openers=openers, bid_code=CODE)


@pytest.mark.parametrize("part", ["content", "wraps", "bidder_wrap"])
def test_slot_of_another_size_cannot_be_stored(part: str) -> None:
    parts = {"content": sealed().content, "wraps": sealed().wraps, "bidder_wrap": sealed().bidder_wrap}
    parts[part] += b"\x00"
    with pytest.raises(SealBroken, match=part):
        SealedSlot(1, **parts)
    with pytest.raises(SealBroken, match="Version 2"):
        SealedSlot(2, sealed().content, sealed().wraps, sealed().bidder_wrap)


def test_opening_passphrase_must_be_right() -> None:
    with pytest.raises(Refused, match="not your opening passphrase"):
        KEYS[0].unlock(PASSPHRASES[1])
    assert KEYS[0].unlock(f"  {PASSPHRASES[0]} ") == PRIVATE[0]


def test_opening_passphrase_must_be_long() -> None:
    with pytest.raises(Refused, match="at least 12 characters"):
        OpenerKeys.generate("too short")


def test_changed_passphrase_keeps_the_key_pair() -> None:
    changed = KEYS[0].change_passphrase(PASSPHRASES[0], "other words entirely")
    assert changed.public == KEYS[0].public
    assert changed.unlock("other words entirely") == PRIVATE[0]
    with pytest.raises(Refused):
        changed.unlock(PASSPHRASES[0])
    with pytest.raises(Refused):
        KEYS[0].change_passphrase("not the old words", "other words entirely")


def test_private_key_under_another_public_key_does_not_open() -> None:
    swapped = OpenerKeys(KEYS[1].public, KEYS[0].sealed_private)
    with pytest.raises(Refused):
        swapped.unlock(PASSPHRASES[0])


def test_sealed_key_that_asks_for_absurd_memory_is_not_tried() -> None:
    greedy = bytearray(KEYS[0].sealed_private)
    greedy[2:6] = b"\xff\xff\xff\xff"
    with pytest.raises(SealBroken):
        OpenerKeys(KEYS[0].public, bytes(greedy)).unlock(PASSPHRASES[0])
    with pytest.raises(SealBroken):
        OpenerKeys(KEYS[0].public, b"short").unlock(PASSPHRASES[0])


def test_bid_code_is_understood_however_it_is_typed() -> None:
    for _ in range(50):
        code = bid_sealing.new_bid_code()
        assert [len(group) for group in code.split("-")] == [5] * 5
        assert bid_sealing.read_bid_code(code) == code
        assert (
            bid_sealing.read_bid_code(f" {code.replace('-', '').lower().replace('0', 'o').replace('1', 'l')} ") == code
        )


def test_bid_code_with_a_typing_mistake_is_named_as_one() -> None:
    symbols = CODE.replace("-", "")
    for at, right in enumerate(symbols):
        for wrong in set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {right}:
            with pytest.raises(Refused, match="mistake"):
                bid_sealing.read_bid_code(symbols[:at] + wrong + symbols[at + 1 :])
    for typed in ("", CODE[:-1], CODE + "A", "U" * 25):
        with pytest.raises(Refused):
            bid_sealing.read_bid_code(typed)
