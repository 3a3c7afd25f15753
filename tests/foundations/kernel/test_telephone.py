"""Which numbers can get a text message (C5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.telephone import text_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 (0)7700 900 123", "+447700900123"),
        ("0044 7700-900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("+353 85 012 3456", "+353850123456"),
        ("01483 404 040", ""),
        ("0808 808 0000", ""),
        ("07700 90012", ""),
        ("07700 900123 ext 4", ""),
        ("", ""),
        ("none", ""),
    ],
)
def test_mobiles_get_text_messages_landlines_do_not_c5(typed: str, number: str) -> None:
    assert text_number(typed) == number


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_plain_number_or_nothing_c5(typed: str) -> None:
    number = text_number(typed)
    assert number == "" or (number[0] == "+" and number[1:].isascii() and number[1:].isdigit())
