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
    """Add 1 to every pixel of ``picture`` (rows by columns) that a line crosses, to at most 65,535.

    Lines are clipped (Liang and Barsky) and walked in fixed point, 32 bits before and after the point.
    """
    high, wide = picture.shape
    flat = picture.reshape(-1)
    right, bottom, one = wide - 1.0, high - 1.0, 4294967296.0
    for n in range(len(x0)):
        ax, ay, bx, by = float(x0[n]), float(y0[n]), float(x1[n]), float(y1[n])
        if (
            (ax < 0.0 and bx < 0.0)
            or (ay < 0.0 and by < 0.0)
            or (ax > right and bx > right)
            or (ay > bottom and by > bottom)
        ):
            continue
        dx, dy = bx - ax, by - ay
        begin, end = 0.0, 1.0
        if ax < 0.0:
            begin = -ax / dx
        elif ax > right:
            begin = (right - ax) / dx
        if bx < 0.0:
            end = -ax / dx
        elif bx > right:
            end = (right - ax) / dx
        if ay < 0.0:
            begin = max(begin, -ay / dy)
        elif ay > bottom:
            begin = max(begin, (bottom - ay) / dy)
        if by < 0.0:
            end = min(end, -ay / dy)
        elif by > bottom:
            end = min(end, (bottom - ay) / dy)
        if not begin <= end:
            continue
        sx, sy = min(max(ax + begin * dx, 0.0), right), min(max(ay + begin * dy, 0.0), bottom)
        ex, ey = min(max(ax + end * dx, 0.0), right), min(max(ay + end * dy, 0.0), bottom)
        steps = max(1, int(np.ceil(max(abs(ex - sx), abs(ey - sy)) - 1e-6)))
        # A hair to the right and down, so that no rounding falls short of a whole pixel.
        px, py = np.int64(sx * one) + 65536, np.int64(sy * one) + 65536
        step_x, step_y = np.int64((ex - sx) / steps * one), np.int64((ey - sy) / steps * one)
        for _ in range(steps):
            at = np.uint64((py >> 32) * wide + (px >> 32))
            value = flat[at]
            if value < 65535:
                flat[at] = value + np.uint16(1)
            px += step_x
            py += step_y
