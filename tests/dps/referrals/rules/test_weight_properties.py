"""R3 over every price weight that may be set: the usual split adds up, and keeps its limits (§8.7)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.referrals.rules.weights import (
    ALL_POINTS,
    LEAST_PRICE,
    MOST_COMPETENCY,
    MOST_PRICE,
    USUAL,
    QualityWeights,
    default_quality_weights,
    weight_faults,
)

PRICES = st.integers(LEAST_PRICE * 100, MOST_PRICE * 100).map(lambda hundredths: Decimal(hundredths) / 100)


@given(PRICES, st.booleans())
def test_the_usual_split_of_any_price_weight_adds_up_to_100_and_may_stand_r3(price: Decimal, scored: bool) -> None:
    quality = ALL_POINTS - price
    parts = default_quality_weights(quality, scored=scored)
    assert sum(map(Fraction, parts), Fraction(price)) == ALL_POINTS
    assert weight_faults(price, quality, parts._asdict()) == []
    assert all(part >= 0 for part in parts)
    assert parts.competency <= MOST_COMPETENCY
    if not scored:
        assert parts.competency == 0


@given(PRICES)
def test_below_50_all_five_scale_and_above_location_and_competency_stay_r3(price: Decimal) -> None:
    quality = ALL_POINTS - price
    parts = default_quality_weights(quality)
    share = Fraction(quality) / 50
    if quality <= 50:
        assert [Fraction(part) for part in parts] == [Fraction(part) * share for part in USUAL]
    else:
        assert (parts.location, parts.competency) == (USUAL.location, USUAL.competency)
        gain = (Fraction(quality) - 25) / 25
        assert [Fraction(part) for part in parts[:3]] == [Fraction(part) * gain for part in USUAL[:3]]


@given(PRICES, PRICES)
def test_more_quality_never_gives_a_part_fewer_points_r3(one: Decimal, other: Decimal) -> None:
    less, more = sorted((ALL_POINTS - one, ALL_POINTS - other))
    for before, after in zip(default_quality_weights(less), default_quality_weights(more), strict=True):
        assert before <= after


def test_every_whole_price_weight_has_its_split_r3() -> None:
    for price in range(LEAST_PRICE, MOST_PRICE + 1):
        parts = default_quality_weights(Decimal(ALL_POINTS - price))
        assert price + sum(parts) == ALL_POINTS


@pytest.mark.parametrize("price", ["29.99", "70.01", "0", "100", "-1"])
def test_a_price_weight_outside_30_to_70_is_refused_r3(price: str) -> None:
    quality = ALL_POINTS - Decimal(price)
    parts = QualityWeights(quality, Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    assert [fault.field for fault in weight_faults(Decimal(price), quality, parts._asdict())][:1] == ["price_weight"]


@given(PRICES, st.decimals(Decimal("0.01"), 30, places=2))
def test_competency_over_20_or_a_wrong_sum_is_refused_beside_its_field_r3(price: Decimal, over: Decimal) -> None:
    quality = ALL_POINTS - price
    parts = default_quality_weights(quality)
    moved = parts._replace(competency=MOST_COMPETENCY + over)
    assert "competency" in {fault.field for fault in weight_faults(price, quality, moved._asdict())}
    more = parts._replace(needs=parts.needs + over)
    assert [fault.field for fault in weight_faults(price, quality, more._asdict())] == ["parts"]
