"""The key that signs the log's heads. It is made from a seed outside the database (setting FAIRPLACE_LOG_SEED)."""

from collections.abc import Callable
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fairplace.foundations.kernel.signed_head import Head, PublicKey, sign_head

_SHORTEST_SEED = 32


def public_key() -> PublicKey:
    """The public half, with the log's name: the host's own setting, or one that follows from the key."""
    raw = _private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return PublicKey(settings.FAIRPLACE_LOG_NAME or f"fairplace.invalid/log-{raw[:4].hex()}", raw)


def signed(size: int, root: bytes) -> str:
    """The head of the log, signed."""
    key = public_key()
    return sign_head(Head(key.name, size, root), key, _private().sign)


def signing_of(seed: bytes, purpose: str) -> tuple[PublicKey, Callable[[bytes], bytes]]:
    """The same key under another name, for what is no head of the log: so neither can be taken for the other."""
    private = _from_seed(seed)
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return PublicKey(f"fairplace.invalid/{purpose}-{raw[:4].hex()}", raw), private.sign


def _private() -> Ed25519PrivateKey:
    return _from_seed(settings.FAIRPLACE_LOG_SEED)


@cache
def _from_seed(seed: bytes) -> Ed25519PrivateKey:
    """The same seed seals papers, with a key that is stretched for that purpose alone."""
    if len(seed) < _SHORTEST_SEED:
        raise ImproperlyConfigured(f"FAIRPLACE_LOG_SEED must have at least {_SHORTEST_SEED} bytes.")
    return Ed25519PrivateKey.from_private_bytes(HKDF(hashes.SHA256(), 32, None, b"fairplace log 1").derive(seed))
