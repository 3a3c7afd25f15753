"""Ranks, ties, the family's choice and lots (C4, C5, published method rules 7 and 8)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from fairplace.dps.competitions.rules.evaluation_record import FamilyChoice
from fairplace.dps.competitions.rules.ranking import Decision, Ranked, Standing, decide, rank


def standing(bid: str, total: str, quality: str = "30", price: str = "900") -> Standing:
    return Standing(bid, Fraction(total), Fraction(quality), Decimal(price))


def ranked(*totals: str) -> list[Ranked]:
    """Bids A, B, C … with these totals, equal ones joint."""
    return [Ranked(chr(65 + n), 1 + totals.index(total), Decimal(total)) for n, total in enumerate(totals)]


def test_rule_8_tie_goes_to_quality_then_lower_price_then_joint() -> None:
    places = rank(
        [
            standing("joint-1", "80", "30", "900"),
            standing("dearer", "80", "30", "900.01"),
            standing("better", "80", "30.01", "2000"),
            standing("joint-2", "80", "30", "900.00"),
            standing("behind", "79.99", "60", "1"),
        ]
    )
    assert [(one.bid, one.rank) for one in places] == [
        ("better", 1),
        ("joint-1", 2),
        ("joint-2", 2),
        ("dearer", 4),
        ("behind", 5),
    ]


def test_rule_7_margin_is_strict() -> None:
    assert decide(ranked("80", "75.01", "75"), FamilyChoice()) == Decision(family_choice=("A", "B"))
    assert decide(ranked("80", "75"), FamilyChoice()) == Decision(winner="A")


def test_c5_three_bidders_at_most() -> None:
    assert decide(ranked("80", "79", "78", "77"), FamilyChoice()).family_choice == ("A", "B", "C")


def test_c5_all_who_share_the_straddling_rank_are_in() -> None:
    assert decide(ranked("80", "79", "78", "78", "78", "77"), FamilyChoice()).family_choice == tuple("ABCDE")
    assert decide(ranked("80", "80"), FamilyChoice(most_bidders=1)).family_choice == ("A", "B")


@pytest.mark.parametrize("rule", [None, FamilyChoice(margin=Decimal(0)), FamilyChoice(most_bidders=0)])
def test_rule_8_joint_first_without_a_choice_is_for_lots(rule: FamilyChoice | None) -> None:
    assert decide(ranked("80", "80", "79"), rule) == Decision(lots=("A", "B"))
    assert decide(ranked("80", "79"), rule) == Decision(winner="A")


def test_c4_nobody_compliant_gives_no_decision() -> None:
    assert decide([], FamilyChoice()) == Decision()


def test_c6_after_a_withdrawal_the_rest_are_compared_with_their_own_first() -> None:
    left = ranked("80", "76", "72", "70")[1:]
    assert decide(left, FamilyChoice()).family_choice == ("B", "C")
    assert decide(left[2:], FamilyChoice()) == Decision(winner="D")
