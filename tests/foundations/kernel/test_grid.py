"""Miles on the grid, bands, and the Irish Grid (rule 4)."""

from decimal import Decimal
from math import degrees, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.grid import (
    METRES_IN_A_MILE,
    GridPoint,
    distance_band,
    location_mark,
    miles_between,
    miles_half_up,
    miles_text,
    record_miles,
    within,
)
from fairplace.foundations.kernel.irish_grid import (
    BRITISH_NATIONAL_GRID,
    IRISH_GRID,
    Projection,
    from_irish_grid,
    from_wgs84,
    project,
    to_wgs84,
    unproject,
)

HERE = GridPoint(500_000, 100_000)
points = st.builds(GridPoint, st.integers(0, 700_000), st.integers(0, 1_300_000))


def east(metres: float) -> GridPoint:
    return GridPoint(HERE.easting + metres, HERE.northing)


def test_rule_4_pythagoras() -> None:
    assert miles_half_up(HERE, GridPoint(503_000, 104_000)) == Decimal("3.11")  # 5,000 m
    assert str(miles_half_up(HERE, HERE)) == "0.00"
    assert str(miles_half_up(HERE, east(1609.344))) == "1.00"


def test_rule_4_miles_round_half_up_exactly() -> None:
    assert miles_half_up(HERE, GridPoint(HERE.easting, HERE.northing + 1609.344 * 125), 0) == 125
    half = GridPoint(0, 0), GridPoint(float(METRES_IN_A_MILE * 125 / 2 * 16), 0)  # 1,609,344 m: 1,000 miles
    assert miles_half_up(*half) == Decimal("1000.00")
    assert miles_half_up(GridPoint(0, 0), GridPoint(201_168, 0), 0) == 125
    assert miles_half_up(GridPoint(0, 0), GridPoint(100_584, 0), 0) == 63  # 62.5 exactly


@given(one=points, other=points)
def test_rule_4_record_miles_are_cut_never_rounded(one: GridPoint, other: GridPoint) -> None:
    cut = record_miles(one, other)
    assert within(one, other, cut + Decimal("0.000001"))
    assert cut == 0 or not within(one, other, cut - Decimal("0.000001"))
    assert abs(float(cut) - miles_between(one, other)) < 0.000002


def test_rule_4_no_rounding_crosses_a_band() -> None:
    just_under = GridPoint(0, 0), GridPoint(16_093.4399999, 0)
    assert miles_half_up(*just_under) == Decimal("10.00")
    assert record_miles(*just_under) == Decimal("9.999999")
    assert location_mark(record_miles(*just_under)) == 5


def test_r4_the_edge_of_a_radius_is_inside() -> None:
    assert within(GridPoint(0, 0), GridPoint(201_168, 0), 125)
    assert not within(GridPoint(0, 0), GridPoint(201_169, 0), 125)


@pytest.mark.parametrize(
    ("miles", "mark", "band"),
    [
        ("0", 5, "under 10 miles"),
        ("9.999999", 5, "under 10 miles"),
        ("10", 4, "10 to 20 miles"),
        ("39.9", 2, "30 to 40 miles"),
        ("40", 1, "40 to 50 miles"),
        ("49.999999", 1, "40 to 50 miles"),
        ("50", 0, "50 miles or more"),
        ("700", 0, "50 miles or more"),
    ],
)
def test_rule_4_marks_and_bands(miles: str, mark: int, band: str) -> None:
    assert location_mark(Decimal(miles)) == mark
    assert distance_band(Decimal(miles)) == band


def test_irish_grid_projection_is_the_ordnance_surveys() -> None:
    """The worked example of the Guide to coordinate systems in Great Britain, annexe C."""
    latitude, longitude = radians(52 + 39 / 60 + 27.2531 / 3600), radians(1 + 43 / 60 + 4.5177 / 3600)
    assert project(BRITISH_NATIONAL_GRID, latitude, longitude) == pytest.approx((651_409.903, 313_177.270), abs=0.001)
    back = unproject(BRITISH_NATIONAL_GRID, 651_409.903, 313_177.270)
    assert back == pytest.approx((latitude, longitude), abs=1e-9)


@given(easting=st.floats(180_000, 370_000), northing=st.floats(310_000, 460_000))
def test_irish_grid_projection_returns(easting: float, northing: float) -> None:
    assert project(IRISH_GRID, *unproject(IRISH_GRID, easting, northing)) == pytest.approx(
        (easting, northing), abs=0.001
    )


@pytest.mark.parametrize(
    ("grid", "easting", "northing", "latitude", "longitude"),
    [
        (BRITISH_NATIONAL_GRID, 651_409.903, 313_177.270, 52.65798, 1.71605),  # Caister water tower
        (IRISH_GRID, 315_904, 234_671, 53.34981, -6.26025),  # the Spire of Dublin
    ],
)
def test_irish_grid_datums(
    grid: Projection, easting: float, northing: float, latitude: float, longitude: float
) -> None:
    """Satellite positions of two known points, within ten metres; a wrong sign would be off by a hundred."""
    found = tuple(map(degrees, to_wgs84(grid, easting, northing)))
    assert found == pytest.approx((latitude, longitude), abs=0.0001)
    assert from_wgs84(grid, *map(radians, found)) == pytest.approx((easting, northing), abs=0.01)


def test_irish_grid_origin_is_where_it_is() -> None:
    latitude, longitude = unproject(IRISH_GRID, 200_000, 250_000)
    assert (degrees(latitude), degrees(longitude)) == pytest.approx((53.5, -8.0))


@given(
    easting=st.floats(190_000, 360_000),
    northing=st.floats(310_000, 450_000),
    across=st.floats(-5_000, 5_000),
    up=st.floats(-5_000, 5_000),
)
def test_irish_grid_distances_keep_their_length(easting: float, northing: float, across: float, up: float) -> None:
    """Within Northern Ireland both grids measure alike but for the British one's stretch so far west."""
    one, other = from_irish_grid(easting, northing), from_irish_grid(easting + across, northing + up)
    here = GridPoint(easting, northing), GridPoint(easting + across, northing + up)
    assert miles_between(one, other) == pytest.approx(miles_between(*here), rel=0.0018, abs=1e-5)


@pytest.mark.parametrize(
    ("miles", "shown"),
    [("18.974262", "18.97"), ("9.999999", "9.9999"), ("10.000001", "10"), ("40.0012", "40.0012"), ("12.5", "12.5")],
)
def test_miles_are_shown_in_the_band_that_was_used(miles: str, shown: str) -> None:
    """Method, rule 4: four decimals near an edge, and never rounded across it."""
    assert miles_text(Decimal(miles)) == shown
