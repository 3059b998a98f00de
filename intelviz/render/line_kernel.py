"""The compiled loops that count lines in pixels. Imported only when first needed: their compiler takes a moment."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_FAR = 1e12
"""Pixels from which on an end is not drawn."""


@njit(cache=True, nogil=True)
def count_lines(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    picture: NDArray[np.uint16],
) -> None:  # pragma: no cover  (compiled)
    """Add 1 to each pixel of ``picture`` (rows by columns) that a line from point ``a`` to ``b`` crosses.

    No line counts twice in a pixel: up to 65,535 lines can be counted into an empty picture.

    Lines are clipped (Liang and Barsky) and walked in fixed point, 32 bits before and after the point.
    """
    high, wide = picture.shape
    flat = picture.reshape(-1)
    right, bottom, one = wide - 1.0, high - 1.0, 4294967296.0
    for n in range(len(a)):
        ax, ay, bx, by = float(x[a[n]]), float(y[a[n]]), float(x[b[n]]), float(y[b[n]])
        # No number, or one that no screen has: such an address would lie outside the picture.
        if not (abs(ax) < _FAR and abs(ay) < _FAR and abs(bx) < _FAR and abs(by) < _FAR):
            continue
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
        run, rise = ex - sx, ey - sy
        # A hair to the right and down, so that no rounding falls short of a whole pixel.
        px, py = np.int64(sx * one) + 65536, np.int64(sy * one) + 65536
        # Pixel by pixel along the longer side; the address moves by one column or one row.
        if abs(run) >= abs(rise):
            steps = max(1, int(np.ceil(abs(run) - 1e-6)))
            away, at = np.int64(rise / max(abs(run), 1e-9) * one), px >> 32
            way = 1 if run >= 0 else -1
            for _ in range(steps):
                flat[np.uint64((py >> 32) * wide + at)] += np.uint16(1)
                at += way
                py += away
        else:
            steps = max(1, int(np.ceil(abs(rise) - 1e-6)))
            away, at = np.int64(run / abs(rise) * one), (py >> 32) * wide
            way = wide if rise >= 0 else -wide
            for _ in range(steps):
                flat[np.uint64(at + (px >> 32))] += np.uint16(1)
                at += way
                px += away


@njit(cache=True, nogil=True)
def add_counts(total: NDArray[np.uint16], other: NDArray[np.uint16]) -> None:  # pragma: no cover  (compiled)
    """Add ``other`` to ``total``, to at most 65,535."""
    into, more = total.reshape(-1), other.reshape(-1)
    for n in range(len(into)):
        into[n] = min(np.uint32(into[n]) + np.uint32(more[n]), np.uint32(65535))


@njit(cache=True, nogil=True)
def stand(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    wide: np.float32,
    high: np.float32,
    into: NDArray[np.uint8],
) -> None:  # pragma: no cover  (compiled)
    """Say of each line from point ``a`` to ``b``: 0 out of sight, 1 only its box in sight, 2 an end in sight."""
    for n in range(len(a)):
        ax, ay, bx, by = x[a[n]], y[a[n]], x[b[n]], y[b[n]]
        if max(ax, bx) <= 0 or min(ax, bx) >= wide or max(ay, by) <= 0 or min(ay, by) >= high:
            into[n] = 0
        elif (ax >= 0 and ax <= wide and ay >= 0 and ay <= high) or (bx >= 0 and bx <= wide and by >= 0 and by <= high):
            into[n] = 2
        else:
            into[n] = 1


@njit(cache=True, nogil=True)
def tint(
    counts: NDArray[np.uint16], red: np.float32, green: np.float32, blue: np.float32, sums: NDArray[np.float32]
) -> None:  # pragma: no cover  (compiled)
    """Add lines of one colour to ``sums``: for each pixel how many lines, and their red, green and blue together."""
    flat = counts.reshape(-1)
    for n in range(len(flat)):
        if flat[n]:
            count = np.float32(flat[n])
            sums[n, 0] += count
            sums[n, 1] += count * red
            sums[n, 2] += count * green
            sums[n, 3] += count * blue


@njit(cache=True, nogil=True)
def mix(
    sums: NDArray[np.float32], ground: NDArray[np.float32], shares: NDArray[np.float32], into: NDArray[np.uint32]
) -> None:  # pragma: no cover  (compiled)
    """Make ARGB of ``sums``: from the ground towards the mean colour, by the share that ``shares`` has for a count."""
    most = len(shares) - 1
    for n in range(len(into)):
        count = sums[n, 0]
        if count > 0:
            share = shares[min(np.int64(count), most)]
            red = ground[0] + (sums[n, 1] / count - ground[0]) * share
            green = ground[1] + (sums[n, 2] / count - ground[1]) * share
            blue = ground[2] + (sums[n, 3] / count - ground[2]) * share
            into[n] = np.uint32(
                0xFF000000 | (np.int64(red + 0.5) << 16) | (np.int64(green + 0.5) << 8) | np.int64(blue + 0.5)
            )
