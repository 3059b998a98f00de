"""The compiled loops that find what lies near a point. Imported only when they are first needed."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def near_points(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    rows: NDArray[np.int32],
    at_x: float,
    at_y: float,
    reach: float,
    into: NDArray[np.int64],
) -> int:  # pragma: no cover  (compiled)
    """Write the places in ``rows`` of the points no further than ``reach`` each way; return how many they are."""
    found = 0
    for place in range(len(rows)):
        row = np.uint32(rows[place])
        if abs(x[row] - at_x) <= reach and abs(y[row] - at_y) <= reach:
            into[found] = place
            found += 1
    return found


@njit(cache=True, nogil=True)
def near_lines(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    at_x: float,
    at_y: float,
    reach: float,
    into: NDArray[np.int64],
) -> int:  # pragma: no cover  (compiled)
    """Write the numbers of the lines from point ``a`` to ``b`` that pass within ``reach``; return how many they are."""
    found = 0
    for line in range(len(a)):
        first, second = np.uint32(a[line]), np.uint32(b[line])
        x0, x1 = float(x[first]) - at_x, float(x[second]) - at_x
        if (x0 > reach and x1 > reach) or (x0 < -reach and x1 < -reach):
            continue
        y0, y1 = float(y[first]) - at_y, float(y[second]) - at_y
        if (y0 > reach and y1 > reach) or (y0 < -reach and y1 < -reach):
            continue
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        along = min(max(-(x0 * dx + y0 * dy) / length, 0.0), 1.0) if length > 0 else 0.0
        away_x, away_y = x0 + along * dx, y0 + along * dy
        if away_x * away_x + away_y * away_y <= reach * reach:
            into[found] = line
            found += 1
    return found
