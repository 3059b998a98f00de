"""The compiled loop that counts lines in pixels. Imported only when it is first needed: its compiler takes a moment."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def count_lines(
    x0: NDArray[np.float32],
    y0: NDArray[np.float32],
    x1: NDArray[np.float32],
    y1: NDArray[np.float32],
    picture: NDArray[np.uint16],
) -> None:  # pragma: no cover  (compiled)
    """Add 1 to every pixel of ``picture`` (rows by columns) that a line crosses; lines are clipped (Liang–Barsky)."""
    high, wide = picture.shape
    for n in range(len(x0)):
        ax, ay, bx, by = float(x0[n]), float(y0[n]), float(x1[n]), float(y1[n])
        dx, dy = bx - ax, by - ay
        t0, t1 = 0.0, 1.0
        inside = True
        for side in range(4):
            if side == 0:
                p, q = -dx, ax
            elif side == 1:
                p, q = dx, wide - 1.0 - ax
            elif side == 2:
                p, q = -dy, ay
            else:
                p, q = dy, high - 1.0 - ay
            if p == 0.0:
                if q < 0.0:
                    inside = False
                    break
            else:
                r = q / p
                if p < 0.0:
                    t0 = max(t0, r)
                else:
                    t1 = min(t1, r)
        if not inside or t0 > t1:
            continue
        sx, sy = ax + t0 * dx, ay + t0 * dy
        ex, ey = ax + t1 * dx, ay + t1 * dy
        steps = max(1, int(np.ceil(max(abs(ex - sx), abs(ey - sy)))))
        ix, iy = (ex - sx) / steps, (ey - sy) / steps
        for _ in range(steps):
            column, row = int(sx), int(sy)
            if 0 <= column < wide and 0 <= row < high and picture[row, column] < 65535:
                picture[row, column] += 1
            sx += ix
            sy += iy
