"""Where a postcode is, from the table or from the directory behind it (R4, X4)."""

import pytest

from fairplace.foundations.geography.models import Postcode
from fairplace.foundations.geography.places import Point, load_postcodes, point_of

pytestmark = pytest.mark.django_db


def test_loaded_districts_are_found_however_the_postcode_is_typed() -> None:
    loaded = load_postcodes({"tn13"})
    assert loaded == Postcode.objects.count() > 500
    assert set(Postcode.objects.values_list("district", flat=True)) == {"TN13"}
    some = Postcode.objects.values_list("postcode", "easting", "northing", "district").order_by("postcode")[0]
    for typed in (some[0], some[0].lower().replace(" ", ""), f"  {some[0]} "):
        assert point_of(typed) == Point(*some[1:])


def test_loading_again_replaces_what_was_there() -> None:
    first = load_postcodes({"TN13"})
    Postcode.objects.filter(district="TN13").update(easting=1)
    assert load_postcodes({"TN13", "TN14"}) > first
    assert not Postcode.objects.filter(easting=1).exists()


def test_postcode_that_was_not_loaded_is_looked_up_in_the_directory() -> None:
    assert not Postcode.objects.exists()
    known = point_of("SW1A 1AA")
    assert known is not None
    assert known.district == "SW1A"
    assert abs(known.easting - 529090) < 100
    assert abs(known.northing - 179645) < 100


@pytest.mark.parametrize("typed", ["", "TN13", "not a postcode", "ZZ99 9ZZ", "JE2 4UH"])
def test_what_is_no_place_on_the_grid_is_none(typed: str) -> None:
    """Jersey has postcodes, and no reference on the British National Grid."""
    assert point_of(typed) is None
