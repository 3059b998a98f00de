"""Distances over the earth's surface, in metres, between points in degrees (WGS 84).

Great circle on a sphere of the earth's mean radius, by the haversine formula: within 0.5 % of the ellipsoid, which at
the distances of a neighbourhood is less than the width of a house.
"""

from __future__ import annotations

import math

import numpy as np

from intelviz.case.columns import Floats, Mask
from intelviz.schema.place import EARTH_RADIUS


def metres(lon: Floats, lat: Floats, to_lon: float, to_lat: float) -> Floats:
    """Return the distance in metres of each point (degrees) from one point; NaN where a point isn't known."""
    phi, to_phi = np.radians(lat), math.radians(to_lat)
    half = np.sin((phi - to_phi) / 2) ** 2 + np.cos(phi) * math.cos(to_phi) * np.sin(np.radians(lon - to_lon) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def within(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats, radius: float) -> Mask:
    """Return which points lie within ``radius`` metres of any of the given points."""
    near = np.zeros(len(lon), bool)
    known = ~np.isnan(to_lon) & ~np.isnan(to_lat)
    for x, y in np.unique(np.column_stack([to_lon[known], to_lat[known]]), axis=0):
        # A box first: most points of a case are far away, and the box costs a tenth. It is a little too large, by a
        # share and by a tenth of a millimetre, so that rounding never decides: the distance does.
        high = math.degrees(radius / EARTH_RADIUS)
        wide = (
            360.0
            if abs(y) + high >= 89
            else math.degrees(radius / EARTH_RADIUS / math.cos(math.radians(abs(y) + high)))
        )
        box = ~near & (np.abs(lat - y) <= high * 1.001 + 1e-9) & (_turn(lon - x) <= wide * 1.001 + 1e-9)
        rows = np.flatnonzero(box)
        near[rows[metres(lon[rows], lat[rows], float(x), float(y)) <= radius]] = True
    return near


def inside(lon: Floats, lat: Floats, west: float, south: float, east: float, north: float) -> Mask:
    """Return which points lie in a box of degrees, edges included; a box whose west exceeds its east crosses 180°."""
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return across & (lat >= south) & (lat <= north)


def _turn(degrees: Floats) -> Floats:
    """Return how far apart two longitudes are, at most half way round."""
    return np.abs((degrees + 180) % 360 - 180)
