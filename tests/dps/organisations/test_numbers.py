"""Q1: a company or charity number is checked for its form."""

from __future__ import annotations

import pytest

from fairplace.dps.organisations.rules.registered_numbers import read_number
from fairplace.foundations.kernel.refused import Refused


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("company", "01234567", "01234567"),
        ("company", " sc 123456 ", "SC123456"),
        ("company", "IP12345R", "IP12345R"),
        ("charity", "1 234 567", "1234567"),
        ("charity", "210169", "210169"),
        ("none", "anything", ""),
    ],
)
def test_a_number_is_kept_without_spaces_q1(kind: str, typed: str, kept: str) -> None:
    assert read_number(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("company", "1234567", "all 8 characters"),
        ("company", "123456789", "all 8 characters"),
        ("company", "ABCDEFGH", "all 8 characters"),
        ("company", "", "all 8 characters"),
        ("company", "٠١٢٣٤٥٦٧", "all 8 characters"),
        ("charity", "12345", "6 or 7 figures"),
        ("charity", "12345678", "6 or 7 figures"),
        ("guild", "1", "how your organisation is registered"),
    ],
)
def test_another_form_is_refused_with_what_to_enter_q1(kind: str, typed: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_number(kind, typed)
