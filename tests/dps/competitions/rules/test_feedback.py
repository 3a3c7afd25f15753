"""What a bidder reads of the winner (C7)."""

from __future__ import annotations

import pytest

from fairplace.dps.competitions.rules.feedback import Published, ScoredBid, characteristics

WINNER = ScoredBid(
    bid="a", provider_name="Harbour Schools", rank=1, total=None, quality=None, points={}, working={},
    weekly_price=None, needs_met=1, features_met=2, distance_band="under 10 miles", comment="", excluded="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "features", "sentence"),
    [
        (1, 0, "It meets 1 of 1 need."),
        (3, 2, "It meets 1 of 3 needs and 2 of 2 features."),
    ],
)
def test_c7_what_was_not_asked_for_is_not_counted(needs: int, features: int, sentence: str) -> None:
    """A bidder read "0 of 0 features" of a referral that asked for none."""
    assert characteristics(WINNER, WINNER, Published([], needs, features))[0] == sentence


def test_c7_a_referral_that_counts_nothing_says_nothing_of_it() -> None:
    assert characteristics(WINNER, WINNER, Published([], 0, 0)) == ["It is under 10 miles from the child's home."]
