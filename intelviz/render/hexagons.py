"""A grid of hexagons over the world, standing on a point: which one a point lies in, and where its corners are.

Points are world coordinates (Web Mercator, 0 to 1). A hexagon is named by two whole numbers, its axial coordinates;
rounding a point to the nearest middle goes through three coordinates that sum to nought, as is usual for such grids.
The grid begins at the world's corner, so that it stands still while the map is moved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Ints
from intelviz.render.mercator import world_per_metre

WIDTHS = (50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)
"""Metres from side to side that can be chosen."""
_WANTED = 34.0
"""Pixels from side to side that a grid which follows the zoom comes near to."""


def width_at(metres_per_pixel: float) -> int:
    """Return the width in metres that suits a zoom."""
    wanted = _WANTED * metres_per_pixel
    return min(WIDTHS, key=lambda each: abs(math.log(each / wanted)))


@dataclass(frozen=True)
class HexGrid:
    """Hexagons ``metres`` from side to side at the latitude ``lat``; elsewhere they are as the projection has them."""

    metres: float
    lat: float

    @property
    def side(self) -> float:
        """The length of a side in world coordinates."""
        return self.metres * world_per_metre(self.lat) / math.sqrt(3)

    def cells(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Return the two numbers of the hexagon that each point lies in."""
        q = (math.sqrt(3) / 3 * x - y / 3) / self.side
        r = 2 / 3 * y / self.side
        third = -q - r
        whole_q, whole_r, whole_third = np.round(q), np.round(r), np.round(third)
        off_q, off_r, off_third = np.abs(whole_q - q), np.abs(whole_r - r), np.abs(whole_third - third)
        # The coordinate that was rounded furthest follows from the other two.
        first = (off_q > off_r) & (off_q > off_third)
        second = ~first & (off_r > off_third)
        found_q = np.where(first, -whole_r - whole_third, whole_q)
        found_r = np.where(second, -whole_q - whole_third, whole_r)
        return found_q.astype(np.int64), found_r.astype(np.int64)

    def middles(self, q: Ints, r: Ints) -> tuple[Floats, Floats]:
        """Return the world coordinates of the middles of hexagons."""
        return self.side * math.sqrt(3) * (q + r / 2), self.side * 1.5 * r.astype(np.float64)

    def counted(self, x: Floats, y: Floats, weight: NDArray[np.number]) -> tuple[Ints, Ints, Floats]:
        """Return the hexagons in which points lie, each once, and the sum of the points' weights in each."""
        q, r = self.cells(x, y)
        if not len(q):
            return q, r, np.zeros(0)
        low = int(r.min())
        key = q * (int(r.max()) - low + 1) + (r - low)
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        return q[first], r[first], np.bincount(which.reshape(-1), weight).astype(np.float64)


def corners(radius: float) -> list[tuple[float, float]]:
    """Return the six corners of a hexagon that stands on a point, around its middle."""
    turns = [math.radians(60 * number - 30) for number in range(6)]
    return [(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]
