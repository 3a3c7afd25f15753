"""The spelling of postcodes."""

import pytest

from fairplace.foundations.kernel.postcodes import (
    is_on_the_irish_grid,
    normalise_postcode,
    postcode_area,
    postcode_district,
)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("TN13 9WT", "TN13 9WT"),
        ("tn139wt", "TN13 9WT"),
        (" t n 1 3 9 w t\t", "TN13 9WT"),
        ("m1 1ad", "M1 1AD"),
        ("sw1a\u00a01aa", "SW1A 1AA"),
        ("gir0aa", "GIR 0AA"),
    ],
)
def test_usual_spellings(text: str, postcode: str) -> None:
    assert normalise_postcode(text) == postcode


@pytest.mark.parametrize("text", ["", "TN13", "TN13 9W", "TN13 9WTT", "1TN3 9WT", "TN13-9WT", "ＴＮ13 9WT", "ß1 1AA"])
def test_not_a_postcode(text: str) -> None:
    assert normalise_postcode(text) is None


def test_r1_district_and_area() -> None:
    assert postcode_district("SW1A 1AA") == "SW1A"
    assert postcode_area("SW1A 1AA") == "SW"
    assert is_on_the_irish_grid("BT1 5GS")
    assert not is_on_the_irish_grid("B1 1AA")
