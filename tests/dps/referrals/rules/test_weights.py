"""Weights (R3)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.referrals.rules.weights import default_quality_weights, weight_faults

FIFTY = Decimal(50)


@pytest.mark.parametrize(
    ("quality", "parts"),
    [
        ("50", "15 7 3 5 20"),
        ("30", "9 4.2 1.8 3 12"),
        ("45", "13.5 6.3 2.7 4.5 18"),
        ("60", "21 9.8 4.2 5 20"),
        ("70", "27 12.6 5.4 5 20"),
    ],
)
def test_r3_default_split(quality: str, parts: str) -> None:
    assert default_quality_weights(Decimal(quality)) == tuple(map(Decimal, parts.split()))


@given(price=st.decimals(min_value=30, max_value=70, places=3))
def test_r3_default_split_always_stands(price: Decimal) -> None:
    quality = 100 - price
    assert weight_faults(price, quality, default_quality_weights(quality)._asdict()) == []


@pytest.mark.parametrize(
    ("price", "quality", "field", "words"),
    [
        ("29", "71", "price_weight", "from 30 to 70; it is 29."),
        ("70.5", "29.5", "price_weight", "from 30 to 70; it is 70.5."),
        ("50", "49", "quality_weight", "must add up to 100; they add up to 99."),
    ],
)
def test_r3_price_and_quality(price: str, quality: str, field: str, words: str) -> None:
    parts = default_quality_weights(Decimal(quality))._asdict()
    [fault] = weight_faults(Decimal(price), Decimal(quality), parts)
    assert fault.field == field
    assert words in fault.sentence


def test_r3_parts_must_add_up_and_competency_stays_at_most_20() -> None:
    parts = default_quality_weights(FIFTY)._asdict()
    [fault] = weight_faults(FIFTY, FIFTY, parts | {"needs": Decimal(6)})
    assert fault == ("parts", "The weights of the parts of quality must add up to 50; they add up to 49.")
    [fault] = weight_faults(FIFTY, FIFTY, parts | {"needs": Decimal(6), "competency": Decimal(21)})
    assert fault == ("competency", "The competency weight may be at most 20; it is 21.")


def test_r3_no_part_below_nought() -> None:
    parts = default_quality_weights(FIFTY)._asdict()
    faults = weight_faults(FIFTY, FIFTY, parts | {"needs": Decimal(-1), "features": Decimal(11)})
    assert faults == [("needs", "The needs weight must be 0 or more.")]
