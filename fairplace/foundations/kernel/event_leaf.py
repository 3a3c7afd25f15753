"""The leaf of an event in the log: a hash that anybody can recompute from the published row.

    leaf = SHA-256(0x00 || canonical JSON of the row, in which the payload is replaced by its commitment)
    commitment = SHA-256(salt || canonical JSON of the payload)

The leading zero byte is that of RFC 6962. The salt keeps a short payload from being guessed by somebody who
may see the leaf but not the row. Canonical JSON: keys in order, no spaces, UTF-8, no fractions as numbers.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

Json: TypeAlias = str | int | bool | list["Json"] | dict[str, "Json"] | None

LEAF_PREFIX = b"\x00"
SALT_SIZE = 16
_FIELDS = ("id", "transaction", "at", "kind", "actor", "organisation", "subject_kind", "subject", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as it is stored, without its salt and its leaf."""

    id: UUID
    transaction: int
    at: datetime
    kind: str
    actor_id: UUID | None
    organisation_id: UUID | None
    subject_kind: str
    subject_id: UUID
    about_id: UUID
    payload: Mapping[str, Json]


def leaf_of(row: EventRow, salt: bytes) -> bytes:
    """The 32 bytes that stand for this event in the log. `row.payload` is taken as stored."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"The salt must be {SALT_SIZE} bytes long.")
    return hashlib.sha256(LEAF_PREFIX + canonical(_committed(row, salt))).digest()


def published(row: EventRow, salt: bytes) -> dict[str, Json]:
    """The row as it is handed out with all that is in it: payload, and the salt without which its leaf is not found."""
    return _fields(row) | {"salt": salt.hex(), "payload": dict(row.payload)}


def published_without_payload(row: EventRow, commitment: bytes) -> dict[str, Json]:
    """The row for somebody who may not see the payload, or after its erasure: its leaf is found all the same."""
    return _fields(row) | {"commitment": commitment.hex()}


def leaf_of_published(told: Mapping[str, Json]) -> bytes:
    """The leaf of a row as `published` gave it, from nothing but what is there. Raises ValueError."""
    rest = {name: told[name] for name in _FIELDS if name in told}
    if len(rest) != len(_FIELDS) or any(value is not None and not isinstance(value, str) for value in rest.values()):
        raise ValueError("A field of the event is missing or is no text.")
    payload, salt, commitment = told.get("payload"), told.get("salt"), told.get("commitment")
    if commitment is None:
        if not isinstance(payload, dict) or not isinstance(salt, str) or len(salt) != 2 * SALT_SIZE:
            raise ValueError("The event has neither its payload with the salt nor their commitment.")
        commitment = payload_commitment(payload, bytes.fromhex(salt)).hex()
    if not isinstance(commitment, str) or {*told} - {*_FIELDS, "payload", "salt", "commitment"}:
        raise ValueError("The event holds something that no event has.")
    return hashlib.sha256(LEAF_PREFIX + canonical({**rest, "payload": commitment})).digest()


def payload_commitment(payload: Mapping[str, Json], salt: bytes) -> bytes:
    """What the leaf holds in place of the payload."""
    return hashlib.sha256(salt + canonical(dict(payload))).digest()


def canonical(value: Json) -> bytes:
    """The one way in which a value is written for hashing."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def canonical_digest(value: Json) -> str:
    """SHA-256 in hexadecimal of the value, however it is spaced or ordered where it is written."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain(value: object) -> Json:
    """A value as JSON that reads back the same: money, dates, times and identifiers become text.

    Raises TypeError for anything else, floats included: no two programs write those the same way.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            if "\x00" in value:
                raise TypeError("A payload cannot hold the character 0.")
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {_key(key): plain(held) for key, held in value.items()}
        case list() | tuple():
            return [plain(held) for held in value]
        case set() | frozenset():
            return sorted((plain(held) for held in value), key=canonical)
    raise TypeError(f"A payload cannot hold {type(value).__name__}.")


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise TypeError("The names in a payload are plain ASCII text.")
    return key


def _committed(row: EventRow, salt: bytes) -> Json:
    return _fields(row) | {"payload": payload_commitment(row.payload, salt).hex()}


def _fields(row: EventRow) -> dict[str, Json]:
    return {
        "id": str(row.id),
        "transaction": str(row.transaction),
        "at": _instant(row.at),
        "kind": row.kind,
        "actor": None if row.actor_id is None else str(row.actor_id),
        "organisation": None if row.organisation_id is None else str(row.organisation_id),
        "subject_kind": row.subject_kind,
        "subject": str(row.subject_id),
        "about": str(row.about_id),
    }


def _instant(value: datetime) -> str:
    """UTC with microseconds: `2026-11-03T09:00:00.000000Z`."""
    if value.tzinfo is None:
        raise TypeError("An instant needs its time zone.")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
