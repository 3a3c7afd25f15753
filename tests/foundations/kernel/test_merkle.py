"""T3: roots and proofs of the log, against a naive recomputation and values that were worked out by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.merkle import (
    EMPTY_ROOT,
    Growing,
    Place,
    ProofBroken,
    Span,
    complete_places,
    consistency_spans,
    inclusion_spans,
    is_consistent,
    root_from_inclusion,
    root_of,
)

sizes = st.integers(1, 300)


def leaves(size: int, salt: bytes = b"") -> list[bytes]:
    return [hashlib.sha256(b"\x00" + salt + str(at).encode()).digest() for at in range(size)]


def naive_root(found: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, word for word and as slow as that."""
    if not found:
        return hashlib.sha256(b"").digest()
    if len(found) == 1:
        return found[0]
    half = 1
    while half * 2 < len(found):
        half *= 2
    return hashlib.sha256(b"\x01" + naive_root(found[:half]) + naive_root(found[half:])).digest()


def naive_path(at: int, found: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(found) == 1:
        return []
    half = 1
    while half * 2 < len(found):
        half *= 2
    if at < half:
        return [*naive_path(at, found[:half]), naive_root(found[half:])]
    return [*naive_path(at - half, found[half:]), naive_root(found[:half])]


def naive_subproof(old: int, found: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    if old == len(found):
        return [] if whole else [naive_root(found)]
    half = 1
    while half * 2 < len(found):
        half *= 2
    if old <= half:
        return [*naive_subproof(old, found[:half], whole), naive_root(found[half:])]
    return [*naive_subproof(old - half, found[half:], False), naive_root(found[:half])]


def nodes_of(found: Sequence[bytes]) -> tuple[dict[Place, bytes], Growing]:
    tree = Growing()
    nodes = {}
    for at, leaf in enumerate(found):
        nodes[Place(0, at)] = leaf
        nodes |= dict(tree.add(leaf))
    return nodes, tree


def from_nodes(spans: Sequence[Span], nodes: dict[Place, bytes]) -> list[bytes]:
    return [root_of(complete_places(span), nodes) for span in spans]


def test_roots_worked_out_by_hand_t3() -> None:
    """The tree of three leaves "", 0x00 and 0x10, node by node with hashlib alone."""
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    first = hashlib.sha256(b"\x00").digest()
    assert first.hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    second, third = hashlib.sha256(b"\x00\x00").digest(), hashlib.sha256(b"\x00\x10").digest()
    pair = hashlib.sha256(b"\x01" + first + second).digest()
    whole = hashlib.sha256(b"\x01" + pair + third).digest()
    tree = Growing()
    roots = []
    for leaf in (first, second, third):
        tree.add(leaf)
        roots.append(tree.root)
    assert roots == [first, pair, whole]
    assert root_from_inclusion(third, 2, 3, [pair]) == whole
    assert root_from_inclusion(second, 1, 3, [first, third]) == whole
    assert is_consistent(2, pair, 3, whole, [third])


@given(sizes)
def test_growing_tree_has_the_root_of_the_definition_t3(size: int) -> None:
    found = leaves(size)
    nodes, tree = nodes_of(found)
    assert tree.root == naive_root(found) == root_of(complete_places(Span(0, size)), nodes)
    edge = [nodes[place] for place in complete_places(Span(0, size))]
    again = Growing(size, edge)
    again.add(found[0])
    assert again.root == naive_root([*found, found[0]])


@given(st.data(), sizes)
def test_every_leaf_is_proved_as_the_definition_says_and_nothing_else_is_t3(data: st.DataObject, size: int) -> None:
    found = leaves(size)
    at = data.draw(st.integers(0, size - 1))
    proof = from_nodes(inclusion_spans(at, size), nodes_of(found)[0])
    assert proof == naive_path(at, found)
    root = naive_root(found)
    assert root_from_inclusion(found[at], at, size, proof) == root
    assert root_from_inclusion(leaves(1, b"other")[0], at, size, proof) != root
    elsewhere = data.draw(st.integers(0, size - 1).filter(lambda other: other != at)) if size > 1 else None
    if elsewhere is not None:
        with suppress(ProofBroken):
            assert root_from_inclusion(found[at], elsewhere, size, proof) != root
    for wrong in (proof[:-1], [*proof, root], [*proof[:-1], b"short"]):
        if wrong != proof:
            with pytest.raises(ProofBroken):
                root_from_inclusion(found[at], at, size, wrong)


@given(st.data(), sizes)
def test_growth_is_proved_as_the_definition_says_and_a_fork_never_is_t3(data: st.DataObject, new: int) -> None:
    found = leaves(new)
    old = data.draw(st.integers(1, new))
    proof = from_nodes(consistency_spans(old, new), nodes_of(found)[0])
    assert proof == naive_subproof(old, found)
    assert is_consistent(old, naive_root(found[:old]), new, naive_root(found), proof)
    changed = data.draw(st.integers(0, old - 1))
    forked = [*found[:changed], leaves(1, b"other")[0], *found[changed + 1 :]]
    assert not is_consistent(old, naive_root(found[:old]), new, naive_root(forked), proof)
    own = from_nodes(consistency_spans(old, new), nodes_of(forked)[0])
    assert not is_consistent(old, naive_root(found[:old]), new, naive_root(forked), own)


def test_a_tree_of_nothing_begins_every_tree_and_none_shrinks_t3() -> None:
    root = naive_root(leaves(5))
    assert is_consistent(0, EMPTY_ROOT, 5, root, [])
    assert not is_consistent(0, root, 5, root, [])
    with pytest.raises(ProofBroken):
        is_consistent(6, root, 5, root, [])
    with pytest.raises(ProofBroken):
        root_from_inclusion(root, 5, 5, [])
