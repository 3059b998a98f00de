"""Web Mercator (EPSG:3857): degrees to a square world of side 1, y downwards, and the camera that looks at it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from intelviz.case.columns import Floats
from intelviz.schema.place import EARTH_RADIUS

MOST_LAT = 85.0511287798066
"""The latitude at which the square world ends."""
TILE = 256.0
"""Pixels of the world at zoom 0."""
LEAST_ZOOM, MOST_ZOOM = 0.0, 21.0
_EQUATOR = 2 * math.pi * EARTH_RADIUS


def project(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return world coordinates (0 to 1) of points in degrees; NaN stays NaN, the poles are drawn at the edge."""
    sine = np.sin(np.radians(np.clip(lat, -MOST_LAT, MOST_LAT)))
    return lon / 360 + 0.5, 0.5 - np.arctanh(sine) / (2 * math.pi)


def unproject(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes in degrees of world coordinates."""
    return (x - 0.5) * 360, np.degrees(np.arctan(np.sinh((0.5 - y) * 2 * math.pi)))


def project_point(lon: float, lat: float) -> tuple[float, float]:
    """Return the world coordinates of one point in degrees."""
    sine = math.sin(math.radians(min(max(lat, -MOST_LAT), MOST_LAT)))
    return lon / 360 + 0.5, 0.5 - math.atanh(sine) / (2 * math.pi)


def unproject_point(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of one point of the world; longitude stays within -180 and 180."""
    lat = math.degrees(math.atan(math.sinh((0.5 - min(max(y, 0.0), 1.0)) * 2 * math.pi)))
    return (x % 1.0 - 0.5) * 360 if not 0 <= x <= 1 else (x - 0.5) * 360, lat


def world_per_metre(lat: float) -> float:
    """Return how much of the world one metre is at a latitude."""
    return 1 / (_EQUATOR * math.cos(math.radians(lat)))


@dataclass(frozen=True, slots=True)
class Camera:
    """What part of the world a picture shows: its middle (world coordinates), zoom, and size in pixels."""

    x: float
    y: float
    zoom: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels of the whole world."""
        return TILE * 2.0**self.zoom

    @property
    def left(self) -> float:
        """World x of the picture's left edge."""
        return self.x - self.width / 2 / self.scale

    @property
    def top(self) -> float:
        """World y of the picture's top edge."""
        return self.y - self.height / 2 / self.scale

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """World coordinates of the picture: left, top, right, bottom."""
        return self.left, self.top, self.x + self.width / 2 / self.scale, self.y + self.height / 2 / self.scale

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point of the world."""
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def many_to_screen(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the pixels of many points of the world."""
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def to_world(self, px: float, py: float) -> tuple[float, float]:
        """Return the point of the world at a pixel."""
        return self.left + px / self.scale, self.top + py / self.scale

    def degrees(self, px: float, py: float) -> tuple[float, float]:
        """Return longitude and latitude at a pixel."""
        return unproject_point(*self.to_world(px, py))

    def metres_per_pixel(self, py: float | None = None) -> float:
        """Return how many metres a pixel is, at the middle of the picture or at a pixel row."""
        row = self.height / 2 if py is None else py
        lat = unproject_point(self.x, self.top + row / self.scale)[1]
        return 1 / world_per_metre(lat) / self.scale

    def sized(self, width: float, height: float) -> Camera:
        """Return the camera with the same middle and zoom for a picture of another size."""
        return replace(self, width=max(width, 1.0), height=max(height, 1.0))

    def panned(self, dx: float, dy: float) -> Camera:
        """Return the camera after the picture was dragged by so many pixels; its middle stays in the world."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale).kept()

    def zoomed(self, factor: float, px: float, py: float) -> Camera:
        """Return the camera zoomed in by a factor; what is at the pixel stays there."""
        zoom = min(max(self.zoom + math.log2(factor), LEAST_ZOOM), MOST_ZOOM)
        x, y = self.to_world(px, py)
        scale = TILE * 2.0**zoom
        return replace(
            self, x=x - (px - self.width / 2) / scale, y=y - (py - self.height / 2) / scale, zoom=zoom
        ).kept()

    def kept(self) -> Camera:
        """Return the camera with its middle inside the world."""
        return replace(self, x=min(max(self.x, 0.0), 1.0), y=min(max(self.y, 0.0), 1.0))

    def at(self, x: float, y: float, zoom: float | None = None) -> Camera:
        """Return the camera looking at a point of the world."""
        wanted = self.zoom if zoom is None else min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        return replace(self, x=x, y=y, zoom=wanted).kept()

    def around(
        self,
        bounds: tuple[float, float, float, float],
        margin: float = 40.0,
        most_zoom: float = 16.0,
        *,
        free_top: float = 0.0,
        free_right: float = 0.0,
    ) -> Camera:
        """Return the camera that shows all of some bounds (world: left, top, right, bottom) with a margin in pixels.

        ``free_top`` and ``free_right`` more pixels are left free at those edges.
        """
        left, top, right, bottom = bounds
        wide = max(self.width - 2 * margin - free_right, 16.0)
        high = max(self.height - 2 * margin - free_top, 16.0)
        span = max((right - left) / wide, (bottom - top) / high, 1e-12)
        zoom = min(max(min(math.log2(1 / span / TILE), most_zoom), LEAST_ZOOM), MOST_ZOOM)
        scale = TILE * 2.0**zoom
        return self.at((left + right) / 2 + free_right / 2 / scale, (top + bottom) / 2 - free_top / 2 / scale, zoom)

    def sees(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point of the world is in the picture, at least ``margin`` pixels inside."""
        px, py = self.to_screen(x, y)
        return margin <= px <= self.width - margin and margin <= py <= self.height - margin
