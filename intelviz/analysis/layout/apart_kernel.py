"""Compiled loops that find and part boxes that cover each other."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Numbers = NDArray[np.int64]


@njit(cache=True, nogil=True)
def _gridded(at: Reals, cell_x: float, cell_y: float) -> tuple[Numbers, Numbers, Numbers, int]:
    """Return the cell of each item, the items cell by cell, where each cell begins among them, and cells in a row.

    Cells are at least so large, and larger where there would be many more of them than items. The grid has an empty
    edge on all sides.
    """
    count = len(at)
    left, top = at[:, 0].min(), at[:, 1].min()
    wide, high = at[:, 0].max() - left, at[:, 1].max() - top
    while (wide / cell_x + 3) * (high / cell_y + 3) > 64.0 * count + 4096:
        cell_x *= 1.5
        cell_y *= 1.5
    columns, rows = int(wide / cell_x) + 3, int(high / cell_y) + 3
    cell = np.empty(count, np.int64)
    begin = np.zeros(columns * rows + 1, np.int64)
    for item in range(count):
        column, row = int((at[item, 0] - left) / cell_x) + 1, int((at[item, 1] - top) / cell_y) + 1
        cell[item] = row * columns + column
        begin[cell[item] + 1] += 1
    for number in range(columns * rows):
        begin[number + 1] += begin[number]
    free = begin.copy()
    order = np.empty(count, np.int64)
    for item in range(count):
        order[free[cell[item]]] = item
        free[cell[item]] += 1
    return cell, order, begin, columns


@njit(cache=True, nogil=True)
def part_round(at: Reals, half: Reals, fixed: NDArray[np.bool_], slack: float, moved: NDArray[np.bool_]) -> int:
    """Part every two boxes that cover each other, along the axis on which that takes less; return how many did.

    ``at`` are the middles (changed), ``half`` half the widths and heights. Each gives way by half, or one of them by
    all of it if the other is ``fixed``; ``slack`` is the gap left between them. Only items that ``moved`` in the round
    before are looked at, and those near them; it is set anew.
    """
    cell_x, cell_y = 2 * half[:, 0].max() + slack, 2 * half[:, 1].max() + slack
    cell, order, begin, columns = _gridded(at, cell_x, cell_y)
    before = moved.copy()
    moved[:] = False
    many = 0
    for item in order:
        if not before[item]:
            continue
        for row in range(-1, 2):
            middle = cell[item] + row * columns
            for place in range(begin[middle - 1], begin[middle + 2]):
                near = order[place]
                if near == item or (before[near] and near < item) or (fixed[item] and fixed[near]):
                    continue
                dx, dy = at[near, 0] - at[item, 0], at[near, 1] - at[item, 1]
                need_x, need_y = half[item, 0] + half[near, 0], half[item, 1] + half[near, 1]
                over_x, over_y = need_x - abs(dx), need_y - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                many += 1
                moved[item] = moved[near] = True
                one, two = 0.5, 0.5
                if fixed[item]:
                    one, two = 0.0, 1.0
                elif fixed[near]:
                    one, two = 1.0, 0.0
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
    found = np.zeros(len(at), np.bool_)
    cell, order, begin, columns = _gridded(at, 2 * half[:, 0].max(), 2 * half[:, 1].max())
    for item in order:
        for row in range(-1, 2):
            middle = cell[item] + row * columns
            for place in range(begin[middle - 1], begin[middle + 2]):
                near = order[place]
                if (
                    near > item
                    and abs(at[near, 0] - at[item, 0]) < half[item, 0] + half[near, 0]
                    and abs(at[near, 1] - at[item, 1]) < half[item, 1] + half[near, 1]
                ):
                    found[item] = found[near] = True
    return found
