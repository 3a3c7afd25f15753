"""C9: what history lets one expect before publication, never from fewer than five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.expectation import (
    BANDS,
    FEWEST,
    ClosedReferral,
    Expected,
    awarded_by_weight,
    band_number,
    enough,
    expected_at,
)


def closed(weight: int = 50, awarded: str | None = "1200", **bands: tuple[int, int]) -> ClosedReferral:
    """near=(invited, bids): under 10 miles at 1,000 pounds; far: 10 to 20 miles at 2,000."""
    prices = {"near": (0, Decimal(1000)), "far": (1, Decimal(2000))}
    told = {prices[name][0]: (sent, [prices[name][1]] * bids) for name, (sent, bids) in bands.items()}
    return ClosedReferral(Decimal(weight), told, None if awarded is None else Decimal(awarded))


def expected(radius: int, invited: Mapping[int, int], history: Sequence[ClosedReferral]) -> Expected:
    (found,) = expected_at({radius: invited}, history)
    return found


def test_c9_each_place_bids_as_often_as_places_of_its_band_did() -> None:
    history = [closed(near=(4, 2), far=(10, 1)) for _ in range(5)]
    found = expected(20, {0: 10, 1: 20}, history)
    assert (found.invited, found.bids) == (30, 7)  # 10 × ½ + 20 × ⅒
    assert (found.fewest, found.most) == (4, 10)
    assert (found.lower, found.upper) == (Decimal(1000), Decimal(2000))
    near = expected(10, {0: 10}, history)
    assert (near.bids, near.lower, near.upper) == (5, Decimal(1000), Decimal(1000))


def test_c9_a_band_without_history_takes_the_rate_of_all() -> None:
    found = expected(50, {4: 10}, [closed(near=(10, 5)) for _ in range(5)])
    assert found.bids == 5


def test_c9_nothing_is_said_from_fewer_than_five() -> None:
    assert not enough([closed(near=(9, 9))] * 4)
    assert enough([closed(near=(9, 9))] * 5)
    few = expected(10, {0: 10}, [closed(near=(9, 0))] * 4 + [closed(near=(9, 4))])
    assert (few.lower, few.upper) == (None, None)
    assert awarded_by_weight([closed(60, near=(1, 1))] * 4 + [closed(40, None, near=(1, 1))] * 9) == []
    (found,) = awarded_by_weight([closed(60, near=(1, 1))] * 5)
    assert (found.least_weight, found.most_weight, found.price, found.awards) == (56, 70, Decimal(1200), 5)


def test_c9_bands_are_those_of_the_published_method() -> None:
    assert [band_number(miles) for miles in (0, 9.99, 10, 49.9, 50, 180)] == [0, 0, 1, 4, 5, 5]


counts = st.dictionaries(st.sampled_from(BANDS), st.integers(0, 60))
bands = st.dictionaries(
    st.sampled_from(BANDS),
    st.integers(1, 30).flatmap(
        lambda sent: st.tuples(
            st.just(sent), st.lists(st.decimals(100, 9000, places=2, allow_nan=False), max_size=sent)
        )
    ),
)


@given(counts, st.lists(bands, min_size=FEWEST, max_size=12), st.sampled_from((5, 10, 30, 200)))
def test_c9_expectation_stays_within_what_can_happen(
    invited: dict[int, int], history: list[dict[int, tuple[int, list[Decimal]]]], radius: int
) -> None:
    told = [ClosedReferral(Decimal(50), one, None) for one in history]
    found = expected(radius, invited, told)
    assert 0 <= found.fewest <= found.bids <= found.most <= found.invited == sum(invited.values())
    if found.lower is not None and found.upper is not None:
        assert Decimal(100) <= found.lower <= found.upper <= Decimal(9000)
