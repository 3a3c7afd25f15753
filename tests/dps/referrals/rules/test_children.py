"""R2 and method, rule 0: several children on one referral, told apart by their codes; prices cut up to the penny."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.referrals.rules.children import (
    ChildFacts,
    child_name,
    code_for,
    counted_children,
    read_code,
    shares,
    together_sentence,
)
from fairplace.dps.referrals.rules.eligibility import heading, sentence, stored_reasons
from fairplace.dps.referrals.rules.privacy import group_findings

money = st.decimals(min_value=0, max_value=20_000, places=2)


@given(st.integers(1, 99), st.text(min_size=1))
def test_r2_a_code_names_its_child_and_gives_the_plain_code_back(child: int, code: str) -> None:
    assert read_code(code_for(child, code)) == (child, code)


def test_r2_a_code_that_names_nobody_is_of_the_only_child() -> None:
    assert read_code("speech-and-language") == (1, "speech-and-language")
    assert read_code("own--need-1") == (1, "own--need-1")
    assert code_for(2, "own--need-1") == "child-2--own--need-1"


@given(money, st.lists(money, min_size=1, max_size=10))
def test_r2_shares_of_a_price_add_up_to_it_and_are_fair_to_the_penny(total: Decimal, parts: list[Decimal]) -> None:
    cut = shares(total, parts)
    assert sum(cut) == total
    assert len(cut) == len(parts)
    whole = sum(parts)
    if whole:
        for share, part in zip(cut[1:], parts[1:], strict=True):
            assert abs(share - total * part / whole) <= Decimal("0.005000001")
        assert abs(cut[0] - total * parts[0] / whole) <= Decimal("0.0051") * len(parts)


def test_r2_nobody_to_share_among_and_nothing_to_share_by() -> None:
    assert shares(Decimal("5.00"), []) == []
    assert shares(Decimal("5.00"), [Decimal(0), Decimal(0)]) == [Decimal("5.00"), Decimal("0.00")]


def test_r2_how_they_are_to_be_placed_is_said_in_a_sentence() -> None:
    assert together_sentence("", 1, may_be_apart=False) == ""
    assert "are to live together" in together_sentence("sibling", 3, may_be_apart=False)
    assert "near one another" in together_sentence("sibling", 3, may_be_apart=True)
    assert "similar needs" in together_sentence("cohort", 4, may_be_apart=False)
    assert (counted_children("sibling", 3), counted_children("cohort", 4)) == ("3 brothers and sisters", "4 children")
    assert child_name(2) == "Child 2"


def test_r4_a_reason_says_which_child_does_not_fit() -> None:
    assert sentence("age") == "Not registered for this age."
    assert sentence("age:2") == "Not registered for the age of child 2."
    assert sentence("gender:1,3") == "Does not take the gender of child 1 and child 3."
    assert heading("gender:1,3") == heading("gender")
    assert list(stored_reasons(["age:1,2", "suspended", "gender:2", "age:2"])) == [
        "suspended", "age:2", "age:1,2", "gender:2",
    ]  # fmt: skip


def test_r1_brothers_and_sisters_are_rarer_than_any_child() -> None:
    two = (ChildFacts(1, 9), ChildFacts(2, 12))
    assert group_findings("sibling", two, district="GU2") == []
    shown = (ChildFacts(1, 9), ChildFacts(2, 12, "boy"))
    (found,) = group_findings("sibling", shown, district="GU2")
    assert "2 brothers and sisters of 8 to 10 years, 11 to 13 years in GU2" in found.sentence
    assert group_findings("sibling", (*two, ChildFacts(3, 4)), district="GU2")
    assert group_findings("cohort", shown, district="GU2") == [], "they do not know one another"
