"""What anyone may ask of the log: its newest published head, and proof that it holds something or only grew (T3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.foundations.audit import log_key
from fairplace.foundations.audit.proofs import (
    SignedHead,
    consistency_proofs,
    head_of,
    inclusion_proofs,
    placed,
    published_head,
)
from fairplace.foundations.kernel.merkle import EMPTY_ROOT, is_consistent, root_from_inclusion


class NoSuchProof(LookupError):
    """What was asked for is not in the log. The sentence says why."""


class NotYetPublished(NoSuchProof):
    """It is in the log, and no head that the public sees covers it yet (audit.publishing)."""


@dataclass(frozen=True, slots=True)
class LogFace:
    """The log as the public page shows it. sealed_at: true time of the newest head; None while nothing is sealed."""

    key: str
    name: str
    size: int
    root: bytes
    sealed_at: datetime | None
    signed: str


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That one leaf stands in the log of this size. signed: the head of exactly this size, "" where none was made."""

    event_id: UUID
    leaf: bytes
    position: int
    size: int
    root: bytes
    proof: list[bytes]
    signed: str


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the log of the later size begins with that of the earlier one, whose heads these are."""

    earlier: SignedHead
    later: SignedHead
    proof: list[bytes]


def log_face() -> LogFace:
    """The newest head, or that of a log of nothing."""
    key = log_key.public_key()
    head = published_head()
    if head is None:
        return LogFace(str(key), key.name, 0, EMPTY_ROOT, None, log_key.signed(0, EMPTY_ROOT))
    return LogFace(str(key), key.name, head.size, head.root, head.sealed_at, head.signed)


def inclusion_proof(event_id: UUID, size: int | None = None) -> InclusionProof:
    """Raises NoSuchProof."""
    found = placed([event_id]).get(event_id)
    head = published_head()
    if found is None:
        raise NoSuchProof("No event with this number is in the log. One that was written just now takes some seconds.")
    if head is None or found.position >= head.size:
        raise NotYetPublished(
            "This event is in the record. The next head that is published covers it: heads come at most every"
            " 15 minutes, once enough other events have come, and at the latest the next morning."
        )
    size = head.size if size is None else size
    if not found.position < size <= head.size:
        raise NoSuchProof(f"The event stands at {found.position}; the log has {head.size} leaves, so far.")
    proof = inclusion_proofs([found.position], size)[found.position]
    of_this_size = head if head.size == size else head_of(size)
    return InclusionProof(
        event_id=event_id,
        leaf=found.leaf,
        position=found.position,
        size=size,
        root=root_from_inclusion(found.leaf, found.position, size, proof),
        proof=proof,
        signed=of_this_size.signed if of_this_size else "",
    )


def consistency_proof(earlier: int, later: int | None = None) -> ConsistencyProof:
    """Between two sizes that had a head, up to the newest published one. Raises NoSuchProof."""
    newest = published_head()
    first, second = head_of(earlier), newest if later is None else head_of(later)
    if newest is not None and max(earlier, later or 0) > newest.size:
        raise NotYetPublished(f"The newest published head has {newest.size} leaves: ask again when a later one is out.")
    if first is None or second is None:
        raise NoSuchProof("The log never had a head of this size.")
    if first.size > second.size:
        raise NoSuchProof("The earlier head must not be longer than the later one.")
    proof = consistency_proofs([first.size], second.size)[first.size]
    if not is_consistent(first.size, first.root, second.size, second.root, proof):
        raise NoSuchProof("The stored log is damaged: it does not extend its own earlier head.")
    return ConsistencyProof(first, second, proof)
