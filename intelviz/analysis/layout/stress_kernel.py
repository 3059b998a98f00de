"""Compiled loops of the stress layout: steps between items, and one round of moving each to where it would be best.

Each item is computed from the places before the round, so the number of threads changes nothing in the result.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Reals = NDArray[np.float32]
FARTHEST = 65_535
"""Steps that are told apart; what lies farther, or in another part, counts as so far."""


@njit(cache=True, parallel=True, nogil=True)
def steps_from(start: NDArray[np.int32], other: NDArray[np.int32], pivots: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Return for each item (row) the number of links to each pivot (column); items without a way get FARTHEST.

    ``other[start[i]:start[i + 1]]`` are the items linked to item i. Breadth first, one walk a pivot.
    """
    count = len(start) - 1
    found = np.full((count, len(pivots)), FARTHEST, np.uint16)
    for pivot in prange(len(pivots)):
        queue = np.empty(count, np.int32)
        depth = np.full(count, -1, np.int32)
        root = pivots[pivot]
        queue[0] = root
        depth[root] = 0
        found[root, pivot] = 0
        head, tail = 0, 1
        while head < tail:
            item = queue[head]
            head += 1
            for place in range(start[item], start[item + 1]):
                linked = other[place]
                if depth[linked] < 0:
                    depth[linked] = depth[item] + 1
                    found[linked, pivot] = min(depth[linked], FARTHEST)
                    queue[tail] = linked
                    tail += 1
    return found


@njit(cache=True, parallel=True, fastmath=True, nogil=True)
def moved(
    at: Reals,
    pivot_x: Reals,
    pivot_y: Reals,
    steps: NDArray[np.uint16],
    weight: Reals,
    start: NDArray[np.int32],
    other: NDArray[np.int32],
    held: Reals,
    pull: np.float32,
    after: Reals,
) -> None:
    """Write to ``after`` where each item (x, y in steps) is best placed, all others staying where they are.

    Each pivot wants an item at as many units as there are steps between them, with
    ``weight[steps]`` (0 for 0 steps); its neighbours
    together want it among them (each with its part of ``held``, the near ones more), with ``pull`` times the weight of
    all pivots.
    """
    tiny, near_by = np.float32(1e-9), np.float32(0.3)
    for item in prange(len(at)):
        x, y = at[item, 0], at[item, 1]
        sum_x, sum_y, total = np.float32(0), np.float32(0), np.float32(0)
        for pivot in range(len(pivot_x)):
            far = steps[item, pivot]
            dx, dy = x - pivot_x[pivot], y - pivot_y[pivot]
            worth = weight[far]
            share = worth * np.float32(far) / (np.sqrt(dx * dx + dy * dy) + tiny)
            sum_x += worth * pivot_x[pivot] + share * dx
            sum_y += worth * pivot_y[pivot] + share * dy
            total += worth
        if pull > 0:
            near_x, near_y, near = np.float32(0), np.float32(0), np.float32(0)
            for place in range(start[item], start[item + 1]):
                linked = other[place]
                dx, dy = x - at[linked, 0], y - at[linked, 1]
                worth = held[place] / (np.sqrt(dx * dx + dy * dy) + near_by)
                near_x += worth * at[linked, 0]
                near_y += worth * at[linked, 1]
                near += worth
            if near > 0:
                strong = pull * total
                sum_x += strong * near_x / near
                sum_y += strong * near_y / near
                total += strong
        after[item, 0] = sum_x / total
        after[item, 1] = sum_y / total
