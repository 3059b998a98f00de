"""Distances over the earth's surface, in metres, between points in degrees (WGS 84).

Points are put where they are on the ellipsoid, and the straight line between two is bent to the mean radius of the
earth. Beside the geodesic (Karney 2013) that is right within 2 mm up to 50 km, 2 cm up to 100 km, 20 m up to 1,000 km,
0.05 % up to 5,000 km, and 4 % on the other side of the world; it costs a tenth.
"""

from __future__ import annotations

import math

import numpy as np

from intelviz.case.columns import Floats, Mask
from intelviz.schema.place import EARTH_RADIUS

AXIS = 6_378_137.0
FLATTENING = 1 / 298.257223563
_SQUARED = FLATTENING * (2 - FLATTENING)
_POLAR = AXIS * (1 - FLATTENING)
_LEAST_RADIUS = AXIS * (1 - _SQUARED)
"""Radius of the curve along a meridian at the equator, where it is smallest."""
_POLAR_DEGREES = 85.0
_MANY, _BOXES = 20_000, 12
"""Points from which on the pieces are looked at in so many boxes of degrees before anything is put on the ellipsoid."""
_FEW = 4
_SURE = 1e-6
"""Metres within which a box or a ball decides nothing: the distance itself does."""


def positions(lon: Floats, lat: Floats) -> Floats:
    """Return where points in degrees are from the middle of the earth, in metres (n, 3); NaN where one isn't known."""
    turn, rise = np.radians(lon), np.radians(lat)
    sine, cosine = np.sin(rise), np.cos(rise)
    normal = AXIS / np.sqrt(1 - _SQUARED * sine**2)
    return np.stack(
        [normal * cosine * np.cos(turn), normal * cosine * np.sin(turn), normal * (1 - _SQUARED) * sine], axis=-1
    )


def _apart(at: Floats, other: Floats) -> Floats:
    """Return the metres over the surface between positions."""
    gap = at - other
    chord = np.sqrt(gap[:, 0] ** 2 + gap[:, 1] ** 2 + gap[:, 2] ** 2)
    return 2 * EARTH_RADIUS * np.arcsin(np.minimum(chord / (2 * EARTH_RADIUS), 1))


def metres(lon: Floats, lat: Floats, to_lon: float, to_lat: float) -> Floats:
    """Return the distance in metres of each point (degrees) from one point; NaN where a point isn't known."""
    return _apart(positions(lon, lat), positions(np.array([to_lon]), np.array([to_lat])))


def within(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats, radius: float) -> Mask:
    """Return which points lie within ``radius`` metres of any of the given points."""
    known = ~np.isnan(to_lon) & ~np.isnan(to_lat)
    points = np.unique(np.column_stack([to_lon[known], to_lat[known]]), axis=0)
    return within_lines(lon, lat, points, points, radius)


def within_lines(lon: Floats, lat: Floats, begin: Floats, end: Floats, radius: float) -> Mask:
    """Return which points lie within ``radius`` metres of any straight piece from ``begin`` to ``end`` (m, 2) degrees.

    A piece is at most some 10 km long, that it may be taken for straight; one of no length is a point.
    """
    found = np.zeros(len(lon), bool)
    if not len(begin):
        return found
    a, b = positions(begin[:, 0], begin[:, 1]), positions(end[:, 0], end[:, 1])
    longest = float(np.sqrt(((b - a) ** 2).sum(1)).max())
    # A piece rises above the box of its ends, but near the poles by no more than a share of its length squared.
    polar = float(np.abs(np.concatenate([begin[:, 1], end[:, 1]])).max()) > _POLAR_DEGREES
    reach = radius + (longest / 2 if polar else 2e-6 * longest**2)
    rows = np.flatnonzero(_boxed(lon, lat, np.concatenate([begin, end]), reach)).astype(np.int32)
    if len(begin) > 1 and len(rows) > _MANY:
        x, y, near = lon[rows], lat[rows], np.zeros(len(rows), bool)
        for part in np.array_split(np.arange(len(begin)), min(len(begin), _BOXES)):
            near |= _boxed(x, y, np.concatenate([begin[part], end[part]]), reach)
        rows = rows[near]
    chord = 2 * EARTH_RADIUS * math.sin(radius / 2 / EARTH_RADIUS) if radius < math.pi * EARTH_RADIUS else math.inf
    reached = np.zeros(len(rows), bool)
    _reach(positions(lon[rows], lat[rows]), np.arange(len(rows)), a, b, (radius, chord), reached)
    found[rows] = reached
    return found


def nearest_metres(point: tuple[float, float], begin: Floats, end: Floats) -> float:
    """Return the metres of a point (degrees) from the nearest of some pieces, as ``within_lines`` takes them."""
    at = positions(np.array([point[0]]), np.array([point[1]]))
    a, b = positions(begin[:, 0], begin[:, 1]), positions(end[:, 0], end[:, 1])
    return min(float(_from_piece(at, a[number], b[number])[0]) for number in range(len(a)))


def _boxed(lon: Floats, lat: Floats, points: Floats, radius: float) -> Mask:
    """Return what lies in a box of degrees around some points that is surely large enough: most points are far away."""
    high = math.degrees(radius / _LEAST_RADIUS) * 1.001 + 1e-9
    south, north = float(points[:, 1].min()) - high, float(points[:, 1].max()) + high
    box = (lat >= south) & (lat <= north)
    highest = max(abs(south), abs(north))
    around = points[:, 0]
    if np.ptp(around) > 180:
        # They may lie on both sides of the line where longitudes begin anew.
        around = around % 360
    west, east = float(around.min()), float(around.max())
    if highest < 89 and east - west <= 180:
        wide = math.degrees(radius / _LEAST_RADIUS / math.cos(math.radians(highest))) * 1.001 + 1e-9
        if (east - west) / 2 + wide < 180:
            turn = np.abs((lon - (west + east) / 2 + 180) % 360 - 180)
            box &= turn <= (east - west) / 2 + wide
    return box


def _reach(at: Floats, rows: np.ndarray, a: Floats, b: Floats, far: tuple[float, float], found: Mask) -> None:
    """Mark the rows near any piece: a ball around all pieces first, then around each half of them, and so on."""
    middle = (np.minimum(a, b).min(0) + np.maximum(a, b).max(0)) / 2
    length = float(((b - a) ** 2).sum(1).max())
    # The ground lies above the straight line between two places by no more than this.
    bulge = length / 8 / _LEAST_RADIUS
    ball = math.sqrt(max(float(((a - middle) ** 2).sum(1).max()), float(((b - middle) ** 2).sum(1).max()))) + bulge
    gap = at[rows] - middle
    away = np.sqrt(gap[:, 0] ** 2 + gap[:, 1] ** 2 + gap[:, 2] ** 2)
    sure = away + ball <= far[1] - _SURE
    found[rows[sure]] = True
    rows = rows[~sure & (away - ball <= far[1] + _SURE)]
    if not len(rows):
        return
    if len(a) <= _FEW:
        for number in range(len(a)):
            found[rows] |= _from_piece(at[rows], a[number], b[number]) <= far[0]
        return
    between = (a + b) / 2
    order = np.argsort(between[:, int(np.ptp(between, axis=0).argmax())], kind="stable")
    for half in (order[: len(order) // 2], order[len(order) // 2 :]):
        _reach(at, rows, a[half], b[half], far, found)
        rows = rows[~found[rows]]


def _from_piece(at: Floats, a: Floats, b: Floats) -> Floats:
    """Return the metres of positions from the nearest point of a piece."""
    along = b - a
    length = float(along @ along)
    if not length:
        return _apart(at, a[None])
    share = np.clip((at - a) @ along / length, 0, 1)
    nearest = a + share[:, None] * along
    level = np.sqrt((nearest[:, 0] ** 2 + nearest[:, 1] ** 2) / AXIS**2 + nearest[:, 2] ** 2 / _POLAR**2)
    return _apart(at, nearest / level[:, None])


def inside(lon: Floats, lat: Floats, west: float, south: float, east: float, north: float) -> Mask:
    """Return which points lie in a box of degrees, edges included; a box whose west exceeds its east crosses 180°."""
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return across & (lat >= south) & (lat <= north)


def between(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return the distance in metres from each point (degrees) to the one that stands beside it."""
    return _apart(positions(lon, lat), positions(to_lon, to_lat))
