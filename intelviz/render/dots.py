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


def stamp(pixels: Pixels, x: Floats, y: Floats, colour: Pixels, radius: float) -> None:
    """Draw discs of ``radius`` device pixels into ``pixels`` (rows by columns, ARGB); later ones lie over earlier ones.

    ``colour`` has one opaque ARGB number a disc.
    """
    high, wide = pixels.shape
    middle_x, middle_y = np.round(x - 0.5).astype(np.int64), np.round(y - 0.5).astype(np.int64)
    reach = int(np.ceil(radius))
    near = (middle_x >= -reach) & (middle_x < wide + reach) & (middle_y >= -reach) & (middle_y < high + reach)
    middle_x, middle_y, colour = middle_x[near], middle_y[near], colour[near]
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dx * dx + dy * dy > (radius + 0.3) ** 2:
                continue
            column, row = middle_x + dx, middle_y + dy
            inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
            pixels[row[inside], column[inside]] = colour[inside]


def counted(x: Floats, y: Floats, weight: Floats, wide: int, high: int) -> Floats:
    """Return how much weight falls into each pixel: rows by columns."""
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    return (
        np.bincount(row[inside] * wide + column[inside], weight[inside], wide * high)
        .astype(np.float64)
        .reshape(high, wide)
    )
