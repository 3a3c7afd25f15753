"""Merkle trees over leaf hashes: roots and proofs as RFC 6962 and RFC 9162 (section 2.1) define them.

    leaf = SHA-256(0x00 || what it stands for)      node = SHA-256(0x01 || left || right)

A tree of n leaves splits at the largest power of two below n. A node is called *complete* when it covers a whole power
of two of leaves: it never changes again, so a log keeps complete nodes alone, named (level, number), and makes the rest
from them. Level 0 are the leaves; node (l, n) covers the leaves from n * 2^l up to (n + 1) * 2^l.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

HASH_SIZE = 32
NODE_PREFIX = b"\x01"
EMPTY_ROOT = hashlib.sha256().digest()
LARGEST = 2**62


class Place(NamedTuple):
    """Where a complete node stands."""

    level: int
    number: int


class Span(NamedTuple):
    """Leaves from start up to, and without, end."""

    start: int
    end: int


class ProofBroken(ValueError):
    """The proof does not even have the form of one for these sizes."""


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below this number of leaves (two or more)."""
    return 1 << (size - 1).bit_length() - 1


def complete_places(span: Span) -> list[Place]:
    """The fewest complete nodes that cover these leaves, from left to right.

    `start` must be a multiple of the span's largest power of two: every span that a proof names is so.
    """
    found, at = [], span.start
    for level in range((span.end - span.start).bit_length() - 1, -1, -1):
        if (span.end - at) >> level:
            found.append(Place(level, at >> level))
            at += 1 << level
    return found


def inclusion_spans(position: int, size: int) -> list[Span]:
    """The parts of a tree of `size` leaves whose roots prove the leaf at `position`, in the order of the proof."""
    return [span for span, _ in _inclusion(position, size)]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The parts whose roots prove that a tree of `new` leaves extends that of its first `old`, in the proof's order."""
    if not 0 <= old <= new <= LARGEST:
        raise ValueError("There is no such proof.")
    if old in (0, new):
        return []
    found: list[Span] = []
    start, end, rest, whole = 0, new, old, True
    while rest != end - start:
        half = split(end - start)
        if rest <= half:
            found.append(Span(start + half, end))
            end = start + half
        else:
            found.append(Span(start, start + half))
            start, rest, whole = start + half, rest - half, False
    if not whole:
        found.append(Span(start, end))
    return found[::-1]


def root_of(places: Sequence[Place], nodes: Mapping[Place, bytes]) -> bytes:
    """The root over these complete nodes, which lie side by side, the larger to the left."""
    if not places:
        return EMPTY_ROOT
    root = nodes[places[-1]]
    for place in reversed(places[:-1]):
        root = node_hash(nodes[place], root)
    return root


def root_from_inclusion(leaf: bytes, position: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that the tree must have if the proof is true. Raises ProofBroken."""
    if not 0 <= position < size <= LARGEST:
        raise ProofBroken("No tree of this size has a leaf there.")
    steps = _inclusion(position, size)
    if len(proof) != len(steps) or any(len(one) != HASH_SIZE for one in (leaf, *proof)):
        raise ProofBroken("The proof has the wrong length.")
    root = leaf
    for (_, to_the_right), other in zip(steps, proof, strict=True):
        root = node_hash(root, other) if to_the_right else node_hash(other, root)
    return root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree with the new root begins with the very leaves of the old one. Raises ProofBroken."""
    if not 0 <= old <= new <= LARGEST or any(len(one) != HASH_SIZE for one in (old_root, new_root, *proof)):
        raise ProofBroken("A tree never shrinks.")
    if len(proof) != len(consistency_spans(old, new)):
        raise ProofBroken("The proof has the wrong length.")
    if old == 0:
        return old_root == EMPTY_ROOT
    hashes = iter(proof)

    def both(rest: int, size: int, whole: bool) -> tuple[bytes, bytes]:
        """The roots of one part of the tree: as it was, and as it is."""
        if rest == size:
            kept = old_root if whole else next(hashes)
            return kept, kept
        half = split(size)
        if rest <= half:
            was, became = both(rest, half, whole)
            return was, node_hash(became, next(hashes))
        was, became = both(rest - half, size - half, whole=False)
        left = next(hashes)
        return node_hash(left, was), node_hash(left, became)

    return both(old, new, whole=True) == (old_root, new_root)


class Growing:
    """A tree that leaves are added to: only the complete nodes along its right edge are remembered."""

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        """`edge`: the hashes of complete_places(Span(0, size)), in their order."""
        self.size, self._edge = size, list(edge)
        if len(self._edge) != size.bit_count():
            raise ValueError("The edge of a tree has a node for every bit of its size.")

    def add(self, leaf: bytes) -> list[tuple[Place, bytes]]:
        """Add a leaf; returns the nodes above level 0 that are complete by it."""
        made, hashed, level, position = [], leaf, 0, self.size
        while position & 1:
            hashed = node_hash(self._edge.pop(), hashed)
            position >>= 1
            level += 1
            made.append((Place(level, position), hashed))
        self._edge.append(hashed)
        self.size += 1
        return made

    @property
    def root(self) -> bytes:
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root


def _inclusion(position: int, size: int) -> list[tuple[Span, bool]]:
    """Each part with whether it stands to the right, from the leaf up."""
    if not 0 <= position < size <= LARGEST:
        raise ValueError("No tree of this size has a leaf there.")
    found, start, end = [], 0, size
    while end - start > 1:
        half = start + split(end - start)
        if position < half:
            found.append((Span(half, end), True))
            end = half
        else:
            found.append((Span(start, half), False))
            start = half
    return found[::-1]
