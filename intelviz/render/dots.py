"""Thousands of dots at once, stamped into the pixels of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats
from intelviz.render import compiled
from intelviz.render.theme import Rgb

Pixels = NDArray[np.uint32]
_MANY = 2_000
"""Dots from which on the compiled loop is worth its making."""


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
    outer = radius + thick
    reach = int(np.ceil(outer))
    down, right = (each.ravel() for each in np.meshgrid(*[np.arange(-reach, reach + 1)] * 2, indexing="ij"))
    away = np.hypot(right, down)
    disc = np.flatnonzero(away <= outer + 0.3)
    disc = disc[np.argsort(away[disc] > radius + 0.3, kind="stable")]
    steps, filled = np.column_stack([down, right])[disc], int(np.count_nonzero(away <= radius + 0.3))
    x, y, colour = (
        x.astype(np.float64, copy=False),
        y.astype(np.float64, copy=False),
        colour.astype(np.uint32, copy=False),
    )
    if len(x) > _MANY and compiled.ready():
        compiled.loop("stamp")(pixels, x, y, colour.astype(np.uint32, copy=False), steps, filled, reach, edge)
    else:
        _stamp(pixels, x, y, colour, steps, filled, reach, edge)


def _stamp(
    pixels: Pixels,
    x: Floats,
    y: Floats,
    colour: Pixels,
    steps: NDArray[np.int64],
    filled: int,
    reach: int,
    edge: np.uint32,
) -> None:
    """Do what the compiled loop does, more slowly."""
    high, wide = pixels.shape
    column, row = np.rint(x - 0.5).astype(np.int64), np.rint(y - 0.5).astype(np.int64)
    near = (column >= reach) & (column < wide - reach) & (row >= reach) & (row < high - reach)
    middle, colour = (row * wide + column)[near], colour[near]
    gap = steps[:, 0] * wide + steps[:, 1]
    inside = np.arange(len(steps)) < filled
    flat = pixels.reshape(-1)
    for begin in range(0, len(middle), 20_000):
        part = slice(begin, begin + 20_000)
        # Dot by dot, so that each covers those before it, edge and all.
        flat[middle[part, None] + gap] = np.where(inside, colour[part, None], edge)


def counted(x: Floats, y: Floats, weight: Floats, wide: int, high: int) -> Floats:
    """Return how much weight falls into each pixel: rows by columns."""
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    return (
        np.bincount(row[inside] * wide + column[inside], weight[inside], wide * high)
        .astype(np.float64)
        .reshape(high, wide)
    )
