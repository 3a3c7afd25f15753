"""Northern Ireland's references are on the Irish Grid: here they become British National Grid points.

The way of the Ordnance Survey's "Guide to coordinate systems in Great Britain": inverse transverse Mercator,
Helmert transformations by way of WGS 84, transverse Mercator. Right to about ten metres; the references are
never subtracted as they are. So far west the British grid itself stretches lengths, by 0.04 % at Belfast and by
0.16 % at the western border: that is part of the published method, which measures on it (rule 4).
"""

from math import atan2, cos, radians, sin, sqrt, tan
from typing import NamedTuple

from fairplace.foundations.kernel.grid import GridPoint


class _Ellipsoid(NamedTuple):
    major: float  # semi-axes in metres
    minor: float

    @property
    def eccentricity_squared(self) -> float:
        return 1 - (self.minor / self.major) ** 2


class _Helmert(NamedTuple):
    """To WGS 84: metres, parts per million, seconds of arc; position vector convention."""

    x: float
    y: float
    z: float
    scale: float
    turn_x: float
    turn_y: float
    turn_z: float

    def reversed(self) -> "_Helmert":
        return _Helmert(*(-part for part in self))


class Projection(NamedTuple):
    ellipsoid: _Ellipsoid
    datum: _Helmert
    scale: float  # on the central meridian
    latitude: float  # of the true origin, radians
    longitude: float
    easting: float  # of the true origin, metres
    northing: float


_AIRY = _Ellipsoid(6_377_563.396, 6_356_256.909)
_AIRY_MODIFIED = _Ellipsoid(6_377_340.189, 6_356_034.447)
_TO_WGS_84_FROM_OSGB36 = _Helmert(446.448, -125.157, 542.060, -20.4894, 0.1502, 0.2470, 0.8421)
_TO_WGS_84_FROM_IRELAND_1965 = _Helmert(482.530, -130.596, 564.557, 8.150, -1.042, -0.214, -0.631)
_WGS_84 = _Ellipsoid(6_378_137.0, 6_356_752.314245)
BRITISH_NATIONAL_GRID = Projection(
    _AIRY, _TO_WGS_84_FROM_OSGB36, 0.9996012717, radians(49), radians(-2), 400_000, -100_000
)
IRISH_GRID = Projection(
    _AIRY_MODIFIED, _TO_WGS_84_FROM_IRELAND_1965, 1.000035, radians(53.5), radians(-8), 200_000, 250_000
)


def from_irish_grid(easting: float, northing: float) -> GridPoint:
    """The British National Grid point of an Irish Grid reference, both in metres."""
    return from_wgs84(BRITISH_NATIONAL_GRID, *to_wgs84(IRISH_GRID, easting, northing))


def to_wgs84(grid: Projection, easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians, as satellites have them, of a reference on the grid."""
    place = _to_space(grid.ellipsoid, *unproject(grid, easting, northing))
    return _from_space(_WGS_84, _shift(grid.datum, place))


def from_wgs84(grid: Projection, latitude: float, longitude: float) -> GridPoint:
    """The point on the grid of a satellite's latitude and longitude in radians, to the millimetre."""
    place = _shift(grid.datum.reversed(), _to_space(_WGS_84, latitude, longitude))
    across, up = project(grid, *_from_space(grid.ellipsoid, place))
    return GridPoint(round(across, 3), round(up, 3))


def project(grid: Projection, latitude: float, longitude: float) -> tuple[float, float]:
    """Radians to easting and northing in metres (Guide, annexe C.1)."""
    e2 = grid.ellipsoid.eccentricity_squared
    bend = 1 - e2 * sin(latitude) ** 2
    nu = grid.ellipsoid.major * grid.scale / sqrt(bend)
    rho = nu * (1 - e2) / bend
    eta2 = nu / rho - 1
    s, c, t2 = sin(latitude), cos(latitude), tan(latitude) ** 2
    one = _meridian(grid, latitude) + grid.northing
    two = nu / 2 * s * c
    three = nu / 24 * s * c**3 * (5 - t2 + 9 * eta2)
    three_a = nu / 720 * s * c**5 * (61 - 58 * t2 + t2**2)
    four = nu * c
    five = nu / 6 * c**3 * (nu / rho - t2)
    six = nu / 120 * c**5 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2)
    p = longitude - grid.longitude
    return (
        grid.easting + four * p + five * p**3 + six * p**5,
        one + two * p**2 + three * p**4 + three_a * p**6,
    )


def unproject(grid: Projection, easting: float, northing: float) -> tuple[float, float]:
    """Easting and northing in metres to radians (Guide, annexe C.2)."""
    latitude = grid.latitude
    for _ in range(10):  # each step gains about three figures
        short = northing - grid.northing - _meridian(grid, latitude)
        latitude += short / (grid.ellipsoid.major * grid.scale)
    e2 = grid.ellipsoid.eccentricity_squared
    bend = 1 - e2 * sin(latitude) ** 2
    nu = grid.ellipsoid.major * grid.scale / sqrt(bend)
    rho = nu * (1 - e2) / bend
    eta2 = nu / rho - 1
    t, sec = tan(latitude), 1 / cos(latitude)
    seven = t / (2 * rho * nu)
    eight = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    nine = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    ten = sec / nu
    eleven = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    twelve = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    twelve_a = sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    d = easting - grid.easting
    return (
        latitude - seven * d**2 + eight * d**4 - nine * d**6,
        grid.longitude + ten * d - eleven * d**3 + twelve * d**5 - twelve_a * d**7,
    )


def _meridian(grid: Projection, latitude: float) -> float:
    """Metres along the meridian from the true origin."""
    a, b = grid.ellipsoid
    n = (a - b) / (a + b)
    less, more = latitude - grid.latitude, latitude + grid.latitude
    return (
        b
        * grid.scale
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _to_space(ellipsoid: _Ellipsoid, latitude: float, longitude: float) -> tuple[float, float, float]:
    """Cartesian metres of a point on the ellipsoid (the references lack heights: a matter of centimetres)."""
    e2 = ellipsoid.eccentricity_squared
    nu = ellipsoid.major / sqrt(1 - e2 * sin(latitude) ** 2)
    return (
        nu * cos(latitude) * cos(longitude),
        nu * cos(latitude) * sin(longitude),
        nu * (1 - e2) * sin(latitude),
    )


def _from_space(ellipsoid: _Ellipsoid, place: tuple[float, float, float]) -> tuple[float, float]:
    x, y, z = place
    e2 = ellipsoid.eccentricity_squared
    out = sqrt(x * x + y * y)
    latitude = atan2(z, out * (1 - e2))
    for _ in range(10):
        nu = ellipsoid.major / sqrt(1 - e2 * sin(latitude) ** 2)
        latitude = atan2(z + e2 * nu * sin(latitude), out)
    return latitude, atan2(y, x)


def _shift(by: _Helmert, place: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = place
    s = 1 + by.scale / 1e6
    rx, ry, rz = (radians(turn / 3600) for turn in (by.turn_x, by.turn_y, by.turn_z))
    return (
        by.x + s * x - rz * y + ry * z,
        by.y + rz * x + s * y - rx * z,
        by.z - ry * x + rx * y + s * z,
    )
