"""`fairplace distance` (command contract, rule 4)."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands.running import fairplace

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "distances_sample.csv"


@pytest.mark.parametrize(("one", "other"), [("SW1A 1AA", "B1 1AA"), ("sw1a1aa", " b1  1aA ")])
def test_contract_prints_miles_with_two_decimals_and_nothing_else(one: str, other: str) -> None:
    done = fairplace("distance", one, other)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"100.99\n", b"")


def test_contract_no_distance_has_its_decimals_too() -> None:
    assert fairplace("distance", "SW1A 1AA", "SW1A1AA").stdout == b"0.00\n"


@pytest.mark.shared_folder
def test_contract_distances_of_the_sample() -> None:
    with SAMPLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        done = fairplace("distance", row["postcode_a"], row["postcode_b"])
        assert done.returncode == 0
        assert abs(Decimal(done.stdout.decode()) - Decimal(row["miles_grid"])) <= Decimal("0.005"), row


@pytest.mark.parametrize(
    ("postcode", "shown", "words"),
    [
        ("zz991zz", "ZZ99 1ZZ", "is unknown"),
        ("TN13 9W", "TN13 9W", "is unknown"),
        ("", "''", "is unknown"),
        ("je23ab", "JE2 3AB", "without a grid reference"),
        ("IM1 1AA", "IM1 1AA", "without a grid reference"),
    ],
)
def test_contract_unknown_or_without_a_reference_says_which(postcode: str, shown: str, words: str) -> None:
    done = fairplace("distance", "SW1A 1AA", postcode)
    assert (done.returncode, done.stdout) == (2, b"")
    assert shown in done.stderr.decode()
    assert words in done.stderr.decode()


def test_contract_both_ends_are_told() -> None:
    done = fairplace("distance", "JE2 3AB", "ZZ99 1ZZ")
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 2
