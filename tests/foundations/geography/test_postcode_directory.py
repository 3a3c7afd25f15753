"""The ONS postcode directory (X4): known, unknown, without a reference, and Northern Ireland's other grid."""

from itertools import islice
from pathlib import Path

import pytest

from fairplace.foundations.geography.postcode_directory import PostcodeDirectory
from fairplace.foundations.kernel.grid import GridPoint, miles_between
from fairplace.foundations.kernel.postcodes import normalise_postcode


@pytest.fixture(scope="module")
def directory() -> PostcodeDirectory:
    return PostcodeDirectory()


def test_x4_a_known_postcode_has_its_point_and_authority(directory: PostcodeDirectory) -> None:
    place = directory.find("SW1A 1AA")
    assert place is not None
    assert place.postcode == "SW1A 1AA"
    assert place.authority == "E09000033"  # Westminster
    assert place.point is not None
    assert miles_between(place.point, GridPoint(529_090, 179_645)) < 0.1  # Buckingham Palace


@pytest.mark.parametrize("postcode", ["B1 1AA", "M1 1AD", "SW1A 2AA", "AB11 3AG", "W1A 1AA"])
def test_x4_every_length_of_postcode_is_found(directory: PostcodeDirectory, postcode: str) -> None:
    place = directory.find(postcode)
    assert place is not None
    assert place.postcode == postcode


def test_x4_unknown_postcodes_are_none(directory: PostcodeDirectory) -> None:
    assert directory.find("ZZ99 1ZZ") is None
    assert directory.find("SW1A 9ZZ") is None
    assert directory.find("QQ1 1AA") is None  # no file for this letter


@pytest.mark.parametrize(("postcode", "authority"), [("JE2 3AB", "L99999999"), ("AB11 3AG", None)])
def test_x4_known_without_a_reference(directory: PostcodeDirectory, postcode: str, authority: str | None) -> None:
    place = directory.find(postcode)
    assert place is not None
    assert (place.point, place.authority) == (None, authority)


def test_rule_4_northern_ireland_is_converted(directory: PostcodeDirectory) -> None:
    """Belfast to Stranraer is some 40 miles; subtracting Irish from British references gives far more."""
    belfast, stranraer = directory.find("BT1 5GS"), directory.find("DG9 7RZ")
    assert belfast is not None
    assert belfast.point is not None
    assert 140_000 < belfast.point.easting < 155_000
    assert 525_000 < belfast.point.northing < 540_000
    if stranraer is not None and stranraer.point is not None:
        assert 35 < miles_between(belfast.point, stranraer.point) < 50


def test_x4_places_by_district(directory: PostcodeDirectory) -> None:
    places = list(directory.in_districts(["TN13", "GU11"]))
    assert {place.postcode.split()[0] for place in places} == {"TN13", "GU11"}
    assert len({place.postcode for place in places}) == len(places) > 500


def test_x4_all_places_are_spelled_as_we_spell_them(directory: PostcodeDirectory) -> None:
    for place in islice(directory.all_places(), 0, 40_000, 40):
        assert normalise_postcode(place.postcode) == place.postcode


def test_x4_an_empty_folder_knows_nothing(tmp_path: Path) -> None:
    assert PostcodeDirectory(tmp_path).find("SW1A 1AA") is None
