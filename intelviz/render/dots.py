"""Thousands of dots at once, stamped into the pixels of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats
from intelviz.render.theme import Rgb

Pixels = NDArray[np.uint32]


def argb(colours: list[Rgb] | tuple[Rgb, ...]) -> Pixels:
    """Return opaque ARGB numbers of colours."""
    table = np.array(colours, np.uint32).reshape(-1, 3)
    return np.uint32(0xFF000000) | table[:, 0] << np.uint32(16) | table[:, 1] << np.uint32(8) | table[:, 2]


def stamp(
    pixels: Pixels, x: Floats, y: Floats, colour: Pixels, edge: np.uint32, radius: float, thick: float = 1.0
) -> None:
    """Draw discs of ``radius`` device pixels, with an edge ``thick`` pixels wide around each, into ``pixels``.

    ``pixels`` is rows by columns of ARGB; ``colour`` has one opaque ARGB number a disc; later ones lie over earlier.
    """
    high, wide = pixels.shape
    outer = radius + thick
    reach = int(np.ceil(outer))
    middle_x, middle_y = np.round(x - 0.5).astype(np.int64), np.round(y - 0.5).astype(np.int64)
    near = (middle_x >= reach) & (middle_x < wide - reach) & (middle_y >= reach) & (middle_y < high - reach)
    middle, colour = (middle_y * wide + middle_x)[near], colour[near]
    steps = np.arange(-reach, reach + 1)
    dx, dy = (each.ravel() for each in np.meshgrid(steps, steps))
    away = np.hypot(dx, dy)
    inside = away <= outer + 0.3
    gap, filled = (dy * wide + dx)[inside], (away <= radius + 0.3)[inside]
    flat = pixels.reshape(-1)
    for begin in range(0, len(middle), 20_000):
        part = slice(begin, begin + 20_000)
        # Dot by dot, so that each covers those before it, edge and all.
        flat[middle[part, None] + gap] = np.where(filled, colour[part, None], edge)


def counted(x: Floats, y: Floats, weight: Floats, wide: int, high: int) -> Floats:
    """Return how much weight falls into each pixel: rows by columns."""
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    return (
        np.bincount(row[inside] * wide + column[inside], weight[inside], wide * high)
        .astype(np.float64)
        .reshape(high, wide)
    )
