"""Money as people type and read it, and weekly figures (rule 0)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.money import (
    format_pounds,
    parse_pounds,
    round_pounds,
)
from fairplace.foundations.kernel.refused import Refused


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£1,185.50", "1185.50"),
        ("1185.5", "1185.50"),
        (" £ 1 185 ", "1185.00"),
        ("0", "0.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("1.500", "1.50"),
        ("9,999,999,999.99", "9999999999.99"),
    ],
)
def test_usual_spellings_of_money(text: str, pounds: str) -> None:
    assert str(parse_pounds(text)) == pounds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Enter an amount in pounds"),
        ("£", "Enter an amount in pounds"),
        ("-5", "0 or more"),
        ("£-5", "0 or more"),
        ("−£1,000", "0 or more"),
        ("abc", "figures only"),
        ("1,18", "figures only"),
        ("1.000,50", "figures only"),
        (".", "figures only"),
        ("1e3", "figures only"),
        ("٣", "figures only"),
        ("1.234", "at most two figures after the point"),
        ("10000000000", "or less"),
        ("9" * 5000, "or less"),
    ],
)
def test_unclear_money_is_refused_with_what_to_do(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        parse_pounds(text, field="bid")
    assert refused.value.field == "bid"


@given(pence=st.integers(0, 10**12 - 1))
def test_money_reads_back_what_it_shows(pence: int) -> None:
    pounds = Decimal(pence).scaleb(-2)
    assert parse_pounds(format_pounds(pounds)) == pounds


@given(text=st.text(max_size=12))
def test_any_text_is_money_or_refused(text: str) -> None:
    try:
        pounds = parse_pounds(text)
    except Refused:
        return
    assert pounds >= 0


def test_money_is_shown_with_commas_and_pence() -> None:
    assert format_pounds(Decimal("1185")) == "£1,185.00"
    assert format_pounds(Decimal("1234567.005")) == "£1,234,567.01"
    assert format_pounds(Decimal("-5")) == "−£5.00"


@pytest.mark.parametrize(
    ("pounds", "words"),
    [
        ("10000000.00", "£10 million"),
        ("2500000", "£2.5 million"),
        ("2550000", "£2,550,000"),
        ("250000.00", "£250,000"),
        ("0", "£0"),
        ("1185.5", "£1,185.50"),
    ],
)
def test_a_round_sum_needs_no_pence(pounds: str, words: str) -> None:
    assert round_pounds(Decimal(pounds)) == words
