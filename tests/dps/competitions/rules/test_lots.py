"""Ties in every order, and lots that anyone can draw again (C4, C6, published method rules 7 and 8)."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.awarding import due, joint_first, next_step, still_standing
from fairplace.dps.competitions.rules.lots import draw_lots
from fairplace.dps.competitions.rules.ranking import Standing, rank


def bid(name: str, total: int, quality: int, price: str) -> Standing:
    return Standing(name, Fraction(total), Fraction(quality), Decimal(price))


QUALITY = [bid("a", 80, 40, "900"), bid("b", 80, 45, "950"), bid("c", 70, 30, "800")]
PRICE = [bid("a", 80, 40, "950"), bid("b", 80, 40, "900"), bid("c", 70, 30, "800")]
JOINT = [bid("a", 80, 40, "900"), bid("b", 80, 40, "900"), bid("c", 70, 30, "800")]
ALL = [bid(name, 80, 40, "900") for name in "abcd"]


@given(st.permutations(QUALITY))
def test_a_tie_on_points_goes_to_the_higher_quality_in_whatever_order_bids_stand(bids: list[Standing]) -> None:
    assert [(one.bid, one.rank) for one in rank(bids)] == [("b", 1), ("a", 2), ("c", 3)]
    assert next_step(rank(bids), "nobody").winner == "b"


@given(st.permutations(PRICE))
def test_then_to_the_lower_price(bids: list[Standing]) -> None:
    assert [(one.bid, one.rank) for one in rank(bids)] == [("b", 1), ("a", 2), ("c", 3)]


@given(st.permutations(JOINT))
def test_then_it_is_joint_the_family_chooses_or_lots_are_drawn(bids: list[Standing]) -> None:
    ranked = rank(bids)
    assert {one.bid: one.rank for one in ranked} == {"a": 1, "b": 1, "c": 3}
    assert set(next_step(ranked, "parent").family_choice) == {"a", "b"}
    assert set(next_step(ranked, "nobody").lots) == {"a", "b"}
    assert due(ranked, chosen=None, first_by_lot=None) is None, "no award before the lot is drawn"


@given(st.permutations(ALL), st.sampled_from("abcd"))
def test_all_who_share_the_rank_at_the_limit_are_listed_and_one_who_withdraws_leaves_the_rest_joint(
    bids: list[Standing], gone: str
) -> None:
    ranked = rank(bids)
    assert len(next_step(ranked, "carer").family_choice) == 4, "more than three only where an exact rank straddles it"
    left = still_standing(ranked, {gone})
    assert {one.rank for one in left} == {1}, "scores and ranks stand as they were shown"
    assert set(joint_first(left)) == set("abcd") - {gone}


receipts = st.dictionaries(st.sampled_from("abcdef"), st.text("0123456789abcdef", min_size=8, max_size=8), min_size=3)


@given(receipts)
def test_the_draw_can_be_worked_out_again_by_hand(given_receipts: dict[str, str]) -> None:
    invitations = {one: f"invitation-{one}" for one in given_receipts}
    between = sorted(given_receipts)[:2]
    drawn = draw_lots("competition-1", given_receipts, invitations, between)
    seed = hashlib.sha256("\n".join(["competition-1", *sorted(given_receipts.values())]).encode()).hexdigest()
    tickets = {
        hashlib.sha256(f"{seed}\n{given_receipts[one]}\n{invitations[one]}".encode()).hexdigest(): one
        for one in between
    }
    assert drawn.drawn == tickets[min(tickets)]
    assert drawn == draw_lots("competition-1", given_receipts, invitations, list(reversed(between)))


@given(receipts, st.text("0123456789abcdef", min_size=9, max_size=9))
def test_every_receipt_counts_so_no_bidder_alone_can_foresee_the_draw(
    given_receipts: dict[str, str], other: str
) -> None:
    invitations = dict.fromkeys(given_receipts, "i")
    for one in given_receipts:
        changed = {**given_receipts, one: other}
        assert (
            draw_lots("c", changed, invitations, ["x"][:0]).seed != draw_lots("c", given_receipts, invitations, []).seed
        )
