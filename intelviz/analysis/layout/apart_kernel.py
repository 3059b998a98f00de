"""Compiled loops that find and part boxes that cover each other."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Reals = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _cells(at: Reals, cell_x: float, cell_y: float) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return cell keys in order, the items in that order, and the key of each item; cells of a row are adjacent."""
    count = len(at)
    keys = np.empty(count, np.int64)
    for item in range(count):
        column = np.int64(np.floor(at[item, 0] / cell_x)) + 1_000_000_000
        row = np.int64(np.floor(at[item, 1] / cell_y)) + 1_000_000_000
        keys[item] = (row << 32) + column
    order = np.argsort(keys, kind="mergesort")
    return keys[order], order, keys


@njit(cache=True, nogil=True)
def part_round(at: Reals, half: Reals, fixed: NDArray[np.bool_], slack: float) -> int:
    """Part every two boxes that cover each other, along the axis on which that takes less; return how many did.

    ``at`` are the middles (changed), ``half`` half the widths and heights. Of two the lighter share is moved by each,
    all of it by one if the other is ``fixed``; ``slack`` is the gap left between them.
    """
    count = len(at)
    cell_x, cell_y = 2 * half[:, 0].max() + slack, 2 * half[:, 1].max() + slack
    ranked, order, keys = _cells(at, cell_x, cell_y)
    many = 0
    for item in range(count):
        for row in range(-1, 2):
            low = keys[item] + (np.int64(row) << 32) - 1
            place = np.searchsorted(ranked, low)
            while place < count and ranked[place] <= low + 2:
                near = order[place]
                place += 1
                if near <= item or (fixed[item] and fixed[near]):
                    continue
                dx, dy = at[near, 0] - at[item, 0], at[near, 1] - at[item, 1]
                need_x, need_y = half[item, 0] + half[near, 0], half[item, 1] + half[near, 1]
                over_x, over_y = need_x - abs(dx), need_y - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                many += 1
                one, two = (0.0, 1.0) if fixed[item] else (1.0, 0.0) if fixed[near] else (0.5, 0.5)
                if over_x / need_x < over_y / need_y:
                    move = (over_x + slack) * (1.0 if dx >= 0 else -1.0)
                    at[item, 0] -= one * move
                    at[near, 0] += two * move
                else:
                    move = (over_y + slack) * (1.0 if dy >= 0 else -1.0)
                    at[item, 1] -= one * move
                    at[near, 1] += two * move
    return many


@njit(cache=True, nogil=True)
def covering(at: Reals, half: Reals) -> NDArray[np.bool_]:
    """Return which boxes cover, or are covered by, another."""
    count = len(at)
    found = np.zeros(count, np.bool_)
    if count < 2:
        return found
    ranked, order, keys = _cells(at, 2 * half[:, 0].max(), 2 * half[:, 1].max())
    for item in range(count):
        for row in range(-1, 2):
            low = keys[item] + (np.int64(row) << 32) - 1
            place = np.searchsorted(ranked, low)
            while place < count and ranked[place] <= low + 2:
                near = order[place]
                place += 1
                if (
                    near > item
                    and abs(at[near, 0] - at[item, 0]) < half[item, 0] + half[near, 0]
                    and abs(at[near, 1] - at[item, 1]) < half[item, 1] + half[near, 1]
                ):
                    found[item] = found[near] = True
    return found
