"""The sealed bid: what is stored, who can open it, and nothing else (§8.5, requirements C2 and C3).

Every invitation has one slot of one fixed size from the moment it is made. A slot that was never
used, one that holds a bid, and one whose bid was withdrawn look the same from outside.

- The content is compressed, padded to `PLAINTEXT_SIZE` and sealed with its own random AES-256-GCM key.
  The identifiers of slot and competition are bound into it, so a slot cannot be moved.
- The key is wrapped once for each ordered pair (A, B) of the competition's three openers as
  `box_A(box_B(key))`. A peels the outer box in the first turn, B the inner one in the second: any two
  of the three open the slot, in either order, and one alone cannot. No competition key exists.
- Where a category's published rule lets one opener open an emergency out of hours, the competition has a fourth key,
  the timed share of the system, and the key is wrapped for each opener A as `box_A(box_share(key))` besides: one opener
  and the share open the slot, the share alone opens nothing. The application gives it out at its time only.
- The key is wrapped once more under the bidder's own bid code, which is shown to the bidder and never
  stored, so that the bidder can go on with a draft before the deadline.

A dump of the database together with the settings of the application therefore opens nothing.
"""

import hashlib
import itertools
import secrets
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from fairplace.foundations.kernel.refused import Refused

VERSION = 1
OPENERS = 3
PLAINTEXT_SIZE = 32 * 1024
KEY_SIZE = 32

_NONCE_SIZE = 12
_TAG_SIZE = 16
_SALT_SIZE = 16
_BOX_OVERHEAD = 48
_LENGTH_SIZE = 4
_INNER_BOX_SIZE = KEY_SIZE + _BOX_OVERHEAD
_OUTER_BOX_SIZE = _INNER_BOX_SIZE + _BOX_OVERHEAD
_PAIRS = tuple(itertools.permutations(range(OPENERS), 2))
_LONGEST_UNPACKED = 4 * 1024 * 1024

CONTENT_SIZE = 1 + _NONCE_SIZE + PLAINTEXT_SIZE + _TAG_SIZE
WRAPS_SIZE = len(_PAIRS) * _OUTER_BOX_SIZE
TIMED_WRAPS_SIZE = WRAPS_SIZE + OPENERS * _OUTER_BOX_SIZE
BIDDER_WRAP_SIZE = _SALT_SIZE + _NONCE_SIZE + KEY_SIZE + _TAG_SIZE
SHARES_SIZE = 1 + (OPENERS - 1) * _INNER_BOX_SIZE


class SealBroken(Exception):
    """Something sealed was changed, cut, moved to another place, or is opened with the wrong key."""


# --- the three openers -------------------------------------------------------------------------

SHORTEST_PASSPHRASE = 12

_ARGON2_PASSES = 3
_ARGON2_MEMORY = 64 * 1024
_ARGON2_LANES = 4
_ARGON2_MOST_MEMORY = 1024 * 1024
_HEAD = struct.Struct(">BBIB16s12s")


@dataclass(frozen=True, slots=True)
class OpenerKeys:
    """One opener's X25519 key pair; the private half is sealed under their own opening passphrase.

    The passphrase is nobody's sign-in: whoever can sign in as the opener, or restore the database,
    still cannot open. A forgotten passphrase cannot be recovered, which is why there are three openers.
    """

    public: bytes
    sealed_private: bytes

    @classmethod
    def generate(cls, passphrase: str) -> "OpenerKeys":
        """A new key pair. Refused when the passphrase is too short to keep a bid shut."""
        private = PrivateKey.generate()
        public = bytes(private.public_key)
        return cls(public, _seal_private(bytes(private), public, passphrase))

    def unlock(self, passphrase: str) -> bytes:
        """The private key, for one turn only: it is never stored and never logged. Refused when wrong."""
        if len(self.sealed_private) != _HEAD.size + KEY_SIZE + _TAG_SIZE:
            raise SealBroken("The opener's sealed key does not have the right length.")
        head = self.sealed_private[: _HEAD.size]
        version, passes, memory, lanes, salt, nonce = _HEAD.unpack(head)
        if version != VERSION or not passes or not lanes or memory > _ARGON2_MOST_MEMORY:
            raise SealBroken("The opener's sealed key is not in a format that this version reads.")
        key = _stretch(passphrase, salt, passes, memory, lanes)
        try:
            return AESGCM(key).decrypt(nonce, self.sealed_private[_HEAD.size :], head + self.public)
        except InvalidTag:
            raise Refused("That is not your opening passphrase. Check it and try again.") from None

    def change_passphrase(self, old: str, new: str) -> "OpenerKeys":
        """The same key pair under a new passphrase. Slots already sealed still open. Refused when wrong."""
        return OpenerKeys(self.public, _seal_private(self.unlock(old), self.public, new))


def hand_on(private: bytes, to: bytes) -> bytes:
    """An opener's private key, sealed to the public key of whoever takes their part. `to`: that public key."""
    return SealedBox(PublicKey(to)).encrypt(private)


def take_on(handed: bytes, own_private: bytes, public: bytes) -> bytes:
    """The private key that was handed on. Raises SealBroken when it is not that of `public`, or for another."""
    private = _unbox(handed, own_private)
    if len(private) != KEY_SIZE or bytes(PrivateKey(private).public_key) != public:
        raise SealBroken("The key that was handed over is not the one of this competition.")
    return private


def _seal_private(private: bytes, public: bytes, passphrase: str) -> bytes:
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Refused(f"Choose an opening passphrase of at least {SHORTEST_PASSPHRASE} characters.")
    salt = secrets.token_bytes(_SALT_SIZE)
    nonce = secrets.token_bytes(_NONCE_SIZE)
    head = _HEAD.pack(VERSION, _ARGON2_PASSES, _ARGON2_MEMORY, _ARGON2_LANES, salt, nonce)
    key = _stretch(passphrase, salt, _ARGON2_PASSES, _ARGON2_MEMORY, _ARGON2_LANES)
    return head + AESGCM(key).encrypt(nonce, private, head + public)


def _stretch(passphrase: str, salt: bytes, passes: int, memory: int, lanes: int) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase.strip()).encode()
    given = (typed, salt, passes, memory, lanes)
    kept = _STRETCHED.get()
    if kept is None:
        return hash_secret_raw(*given, KEY_SIZE, Type.ID)
    if given not in kept:
        kept[given] = hash_secret_raw(*given, KEY_SIZE, Type.ID)
    return kept[given]


_STRETCHED: ContextVar[dict[tuple[bytes, bytes, int, int, int], bytes] | None] = ContextVar("stretched", default=None)


@contextmanager
def stretching_once() -> Iterator[None]:
    """Each passphrase is stretched once in here and remembered: for invented people whose years are told in seconds.

    Stretching is slow on purpose, a fifth of a second each. Never around what a real person types.
    """
    before = _STRETCHED.set({})
    try:
        yield
    finally:
        _STRETCHED.reset(before)


# --- the bid code ------------------------------------------------------------------------------

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_RANDOM = 24
_GROUP = 5
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None, "\u2013": None})


def new_bid_code() -> str:
    """A code of 120 random bits and a check character, in five groups of five that can be read out."""
    symbols = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_RANDOM))
    return _grouped(symbols + _check_symbol(symbols))


def read_bid_code(typed: str) -> str:
    """The code as we write it, from what somebody typed: small letters, spaces, O for 0 and l for 1 are
    understood. Refused when it cannot be a code, so that a slip of the finger is not taken for a lost bid.
    """
    symbols = typed.strip().upper().translate(_MISTAKEN)
    if len(symbols) != _CODE_RANDOM + 1:
        raise Refused(f"Enter all {_CODE_RANDOM + 1} characters of your bid code, in five groups of five.")
    if set(symbols) - set(_ALPHABET) or _check_symbol(symbols[:-1]) != symbols[-1]:
        raise Refused("There is a mistake in that bid code. Check each character and type it again.")
    return _grouped(symbols)


def _check_symbol(symbols: str) -> str:
    """One wrong symbol always shows: an odd weight has an inverse modulo 32. So do most pairs that changed places."""
    weighed = sum((2 * at + 1) * _ALPHABET.index(symbol) for at, symbol in enumerate(symbols))
    return _ALPHABET[weighed % len(_ALPHABET)]


def _grouped(symbols: str) -> str:
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


# --- the slot ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SealedSlot:
    """What is stored of a slot. Every part always has the same size, whatever is inside."""

    version: int
    content: bytes
    wraps: bytes
    bidder_wrap: bytes

    def __post_init__(self) -> None:
        if self.version != VERSION:
            raise SealBroken(f"Version {self.version} of the sealed format is not known here.")
        for part, sizes in (
            ("content", (CONTENT_SIZE,)),
            ("wraps", (WRAPS_SIZE, TIMED_WRAPS_SIZE)),
            ("bidder_wrap", (BIDDER_WRAP_SIZE,)),
        ):
            if len(getattr(self, part)) not in sizes:
                raise SealBroken(f"The slot's {part} must be {' or '.join(map(str, sizes))} bytes long.")

    @property
    def commitment(self) -> bytes:
        """SHA-256 of all that is stored: what the log may say of a slot before it is opened."""
        return hashlib.sha256(bytes([self.version]) + self.content + self.wraps + self.bidder_wrap).digest()


def seal(content: bytes, *, slot_id: UUID, competition_id: UUID, openers: Sequence[bytes], bid_code: str) -> SealedSlot:
    """Seal a bid under a new key. `openers` are the public keys of the competition, in their stored order; a fourth
    is that of its timed share.

    Refused when the content is too long for the slot even when compressed, saying by how much.
    """
    content_key = secrets.token_bytes(KEY_SIZE)
    nonce = secrets.token_bytes(_NONCE_SIZE)
    version = bytes([VERSION])
    place = _place(slot_id, competition_id)
    sealed = AESGCM(content_key).encrypt(nonce, _pack(content), place)
    return SealedSlot(
        version=VERSION,
        content=version + nonce + sealed,
        wraps=_wrap_for_openers(content_key, openers),
        bidder_wrap=_wrap_for_bidder(content_key, read_bid_code(bid_code), place),
    )


def filler(*, slot_id: UUID, competition_id: UUID, openers: Sequence[bytes]) -> SealedSlot:
    """A slot that nobody has used yet. It opens to nothing; the code of its bidder wrap is thrown away."""
    return seal(b"", slot_id=slot_id, competition_id=competition_id, openers=openers, bid_code=new_bid_code())


def open_with_code(slot: SealedSlot, *, slot_id: UUID, competition_id: UUID, bid_code: str) -> bytes:
    """What the bidder last saved. Refused when the code is not the one this slot was saved with."""
    place = _place(slot_id, competition_id)
    salt, nonce, wrapped = _cut(slot.bidder_wrap, _SALT_SIZE, _NONCE_SIZE)
    try:
        content_key = AESGCM(_bidder_key(read_bid_code(bid_code), salt)).decrypt(nonce, wrapped, place)
    except InvalidTag:
        raise Refused(
            "That bid code does not open this bid. Use the code you were shown when you last saved it."
        ) from None
    return open_with_key(slot.content, content_key, slot_id=slot_id, competition_id=competition_id)


def first_turn(wraps: bytes, opener_index: int, private_key: bytes) -> bytes:
    """Peel the boxes in which this opener is the outer one. The shares that remain open nothing without
    one of the other two. `opener_index` is the opener's place (0, 1, 2) among the competition's openers.
    """
    _check_opener(opener_index)
    if len(wraps) not in {WRAPS_SIZE, TIMED_WRAPS_SIZE}:
        raise SealBroken("The wrapped keys do not have the right length.")
    shares = bytes([opener_index])
    for at, (outer, _inner) in enumerate(_PAIRS):
        if outer == opener_index:
            shares += _unbox(wraps[at * _OUTER_BOX_SIZE : (at + 1) * _OUTER_BOX_SIZE], private_key)
    return shares


def second_turn(shares: bytes, opener_index: int, private_key: bytes) -> bytes:
    """The content key, from another opener's shares. Raises ValueError when it is the same opener."""
    _check_opener(opener_index)
    if len(shares) != SHARES_SIZE:
        raise SealBroken("The shares do not have the right length.")
    first = shares[0]
    _check_opener(first)
    if first == opener_index:
        raise ValueError("The second turn belongs to a different opener.")
    others = [index for index in range(OPENERS) if index != first]
    start = 1 + others.index(opener_index) * _INNER_BOX_SIZE
    return _unbox(shares[start : start + _INNER_BOX_SIZE], private_key)


def turn_alone(wraps: bytes, opener_index: int, private_key: bytes, timed_share: bytes) -> bytes:
    """The content key, from one opener and the timed share. Raises SealBroken where the slot has none."""
    _check_opener(opener_index)
    if len(wraps) != TIMED_WRAPS_SIZE:
        raise SealBroken("This slot was sealed without a timed share.")
    start = WRAPS_SIZE + opener_index * _OUTER_BOX_SIZE
    return _unbox(_unbox(wraps[start : start + _OUTER_BOX_SIZE], private_key), timed_share)


def new_timed_share() -> tuple[bytes, bytes]:
    """(public, private) key of a competition's timed share."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def open_with_key(content: bytes, content_key: bytes, *, slot_id: UUID, competition_id: UUID) -> bytes:
    """The plain content of a slot. Raises SealBroken when it was changed, cut or moved."""
    if len(content) != CONTENT_SIZE or content[0] != VERSION:
        raise SealBroken("The sealed content is not in a format that this version reads.")
    _version, nonce, sealed = _cut(content, 1, _NONCE_SIZE)
    try:
        return _unpack(AESGCM(content_key).decrypt(nonce, sealed, _place(slot_id, competition_id)))
    except InvalidTag:
        raise SealBroken("The sealed content was changed, or belongs to another slot.") from None


def _place(slot_id: UUID, competition_id: UUID) -> bytes:
    return b"fairplace slot" + bytes([VERSION]) + slot_id.bytes + competition_id.bytes


def _pack(content: bytes) -> bytes:
    squeezed = zlib.compress(content, 9)
    room = PLAINTEXT_SIZE - _LENGTH_SIZE
    if len(squeezed) > room:
        over = max(1, round(len(content) * (1 - room / len(squeezed))))
        raise Refused(f"Your bid is about {over:,} characters too long to be sealed: shorten your longest answers.")
    return (len(squeezed).to_bytes(_LENGTH_SIZE, "big") + squeezed).ljust(PLAINTEXT_SIZE, b"\x00")


def _unpack(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH_SIZE], "big")
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(padded[_LENGTH_SIZE : _LENGTH_SIZE + length], _LONGEST_UNPACKED)
    except zlib.error:
        raise SealBroken("The sealed content cannot be unpacked.") from None
    if not unpacker.eof:
        raise SealBroken("The sealed content cannot be unpacked.")
    return content


def _wrap_for_openers(content_key: bytes, openers: Sequence[bytes]) -> bytes:
    if len(openers) not in {OPENERS, OPENERS + 1} or len(set(openers)) != len(openers):
        raise ValueError("A competition has three different openers, and at most one timed share.")
    boxes = [SealedBox(PublicKey(public)) for public in openers]
    pairs = [*_PAIRS, *((outer, OPENERS) for outer in range(OPENERS) if len(boxes) > OPENERS)]
    return b"".join(boxes[outer].encrypt(boxes[inner].encrypt(content_key)) for outer, inner in pairs)


def _wrap_for_bidder(content_key: bytes, bid_code: str, place: bytes) -> bytes:
    salt = secrets.token_bytes(_SALT_SIZE)
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return salt + nonce + AESGCM(_bidder_key(bid_code, salt)).encrypt(nonce, content_key, place)


def _bidder_key(bid_code: str, salt: bytes) -> bytes:
    """A code of 120 random bits needs no stretching."""
    return HKDF(SHA256(), KEY_SIZE, salt, b"fairplace bid code 1").derive(bid_code.encode())


def _unbox(box: bytes, private_key: bytes) -> bytes:
    try:
        return SealedBox(PrivateKey(private_key)).decrypt(box)
    except CryptoError:
        raise SealBroken("A wrapped key was changed, or is for another opener.") from None


def _cut(sealed: bytes, first: int, second: int) -> tuple[bytes, bytes, bytes]:
    return sealed[:first], sealed[first : first + second], sealed[first + second :]


def _check_opener(index: int) -> None:
    if not 0 <= index < OPENERS:
        raise ValueError("An opener's place is 0, 1 or 2.")
