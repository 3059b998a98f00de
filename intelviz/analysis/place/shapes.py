"""Areas on the ground: what lies in them, how large they are, what they look like; degrees (WGS 84) and metres.

A polygon's sides are straight in longitude and latitude, as in GeoJSON (RFC 7946): beside a geodesic that is 3 cm off
on a side of 1 km in Britain, and 3 m on one of 10 km. A line's pieces are geodesics, and distances from it are those of
``distance.py``. Lengths and sizes are the ellipsoid's own (Karney 2013, by PROJ).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.analysis.place.distance import nearest_metres, within, within_lines
from intelviz.case.columns import Floats, Mask

if TYPE_CHECKING:
    from shapely import MultiPolygon

Ring = Sequence[tuple[float, float]]
Parts = Sequence[Sequence[Ring]]
"""Polygons, each an outline and its holes."""

_PIECE = 10_000.0
"""Metres up to which a piece of a line is taken for straight."""
_MOST_PIECES = 4_000
_ROUND = 180
"""Corners of a circle as it is drawn."""


@lru_cache(maxsize=1)
def _earth() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def lengths(points: Ring) -> list[float]:
    """Return the metres of each piece of a line."""
    if len(points) < 2:
        return []
    lon, lat = zip(*points, strict=True)
    return [float(each) for each in _earth().line_lengths(lon, lat)]


def bearing(begin: tuple[float, float], end: tuple[float, float]) -> float:
    """Return in which direction one goes from a point to another, degrees from north (0 to 360, clockwise)."""
    return float(_earth().inv(*begin, *end)[0]) % 360


def beyond(point: tuple[float, float], degrees: float, metres: float) -> tuple[float, float]:
    """Return the point so many metres away in a direction."""
    lon, lat, _ = _earth().fwd(*point, degrees, metres)
    return float(lon), float(lat)


def square_metres(parts: Parts) -> float:
    """Return the size of polygons without their holes."""
    return sum(
        (1 if not number else -1) * abs(float(_earth().polygon_area_perimeter(*zip(*ring, strict=True))[0]))
        for rings in parts
        for number, ring in enumerate(rings)
    )


def in_circle(lon: Floats, lat: Floats, centre: tuple[float, float], metres: float) -> Mask:
    """Return which points lie within so many metres of a point."""
    return within(lon, lat, np.array([centre[0]]), np.array([centre[1]]), metres)


def in_corridor(lon: Floats, lat: Floats, points: Ring, metres: float) -> Mask:
    """Return which points lie within so many metres of a line."""
    fine = densified(points)
    return within_lines(lon, lat, fine[:-1], fine[1:], metres)


def in_polygons(lon: Floats, lat: Floats, parts: Parts) -> Mask:
    """Return which points lie in any of some polygons, edges included."""
    import shapely

    found = np.zeros(len(lon), bool)
    for rings in parts:
        outline = np.array(rings[0])
        low, high = outline.min(axis=0), outline.max(axis=0)
        near = np.flatnonzero((lon >= low[0]) & (lon <= high[0]) & (lat >= low[1]) & (lat <= high[1]) & ~found)
        polygon = shapely.Polygon(rings[0], rings[1:])
        shapely.prepare(polygon)
        found[near] = shapely.intersects_xy(polygon, lon[near], lat[near])
    return found


def densified(points: Ring) -> Floats:
    """Return a line with so many more points along its geodesics that each piece can be taken for straight (n, 2)."""
    far = lengths(points)
    step = max(_PIECE, sum(far) / _MOST_PIECES)
    found: list[tuple[float, float]] = [points[0]]
    for begin, end, length in zip(points[:-1], points[1:], far, strict=True):
        between = math.ceil(length / step) - 1
        if between > 0:
            found += [(float(x), float(y)) for x, y in _earth().npts(*begin, *end, between)]
        found.append(end)
    return np.array(found, np.float64)


def round_outline(centre: tuple[float, float], metres: float) -> Floats:
    """Return a circle as it is drawn, degrees (n, 2)."""
    turn = np.linspace(0, 360, _ROUND, endpoint=False)
    lon, lat, _ = _earth().fwd(np.full(_ROUND, centre[0]), np.full(_ROUND, centre[1]), turn, np.full(_ROUND, metres))
    return np.column_stack([lon, lat])


def corridor_outlines(points: Ring, metres: float) -> list[Floats]:
    """Return a corridor as it is drawn, outlines and holes in degrees; right within 1 in 10,000 up to 150 km across."""
    import shapely
    from pyproj import Transformer

    fine = densified(points)
    middle = (fine.min(axis=0) + fine.max(axis=0)) / 2
    plane = Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lon_0={middle[0]:.9f} +lat_0={middle[1]:.9f} +datum=WGS84", always_xy=True
    )
    shape = shapely.LineString(np.column_stack(plane.transform(fine[:, 0], fine[:, 1]))).buffer(metres, quad_segs=24)
    found: list[Floats] = []
    for polygon in shapely.get_parts(shape):
        for ring in shapely.get_rings(polygon):
            xy = shapely.get_coordinates(ring)
            found.append(np.column_stack(plane.transform(xy[:, 0], xy[:, 1], direction="INVERSE")))
    return found


def crossing(parts: Parts) -> tuple[float, float] | None:
    """Return where the outlines of polygons cross or touch themselves or each other, None where they don't."""
    import re

    import shapely

    shape = _shape(parts)
    if shapely.is_valid(shape):
        return None
    at = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(shape))
    return (float(at[1]), float(at[2])) if at else (float(parts[0][0][0][0]), float(parts[0][0][0][1]))


def _shape(parts: Parts) -> MultiPolygon:
    import shapely

    return shapely.MultiPolygon([(rings[0], list(rings[1:])) for rings in parts])


def from_line(point: tuple[float, float], line: Ring) -> float:
    """Return the metres of a point from the nearest point of a line."""
    fine = densified(line)
    return nearest_metres(point, fine[:-1], fine[1:])
