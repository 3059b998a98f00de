"""Places: a point in degrees (WGS 84) and how precisely it is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

EARTH_RADIUS = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""


class PlacePrecision(IntEnum):
    """How precisely a place is known."""

    UNKNOWN = 0
    EXACT = 1
    SNAPPED = 2
    STREET = 3
    POSTCODE = 4
    AREA = 5

    @property
    def words(self) -> str:
        """Return what the reader is told."""
        return _WORDS[self]


_WORDS = {
    PlacePrecision.UNKNOWN: "precision not stated",
    PlacePrecision.EXACT: "exact point",
    PlacePrecision.SNAPPED: "moved to a nearby anonymous point",
    PlacePrecision.STREET: "somewhere in the street",
    PlacePrecision.POSTCODE: "middle of the postcode",
    PlacePrecision.AREA: "somewhere in the area",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A point: longitude and latitude in degrees."""

    lon: float
    lat: float
    precision: PlacePrecision = PlacePrecision.UNKNOWN

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lon) and math.isfinite(self.lat)):
            raise ValueError("a longitude or latitude is not a number")
        if not -180 <= self.lon <= 180:
            raise ValueError(f"longitude {self.lon} lies outside -180 to 180")
        if not -90 <= self.lat <= 90:
            raise ValueError(f"latitude {self.lat} lies outside -90 to 90")
