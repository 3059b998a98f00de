"""Putting items in line, at even gaps, on a grid, mirrored, turned, nearer or wider: places in, places out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Mask

GRID = 40.0
"""Canvas units between the lines of the grid."""

Places = tuple[Floats, Floats]


def _edge(values: Floats, fixed: Mask, pick: Callable[[Floats], float]) -> Floats:
    """Return one value for all: that of the items which don't move, where there are some."""
    return np.full(len(values), pick(values[fixed] if fixed.any() else values))


def _middle(values: Floats) -> float:
    return float((values.min() + values.max()) / 2)


def _evenly(values: Floats) -> Floats:
    """Return the values at even gaps between the least and the greatest, in the order that they have."""
    found = values.copy()
    order = np.argsort(values, kind="stable")
    found[order] = np.linspace(values.min(), values.max(), len(values))
    return found


def _snapped(x: Floats, y: Floats, fixed: Mask) -> Places:
    """Return each item on the nearest crossing of the grid that no other has taken; fixed ones take theirs first."""
    column, row = np.rint(x / GRID).astype(np.int64), np.rint(y / GRID).astype(np.int64)
    taken = set(zip(column[fixed].tolist(), row[fixed].tolist(), strict=True))
    gap = np.hypot(x - column * GRID, y - row * GRID)
    reach: dict[tuple[int, int], int] = {}
    for at in np.argsort(gap, kind="stable").tolist():
        if fixed[at]:
            continue
        home = int(column[at]), int(row[at])
        away = reach.get(home, 0)
        while True:
            free = [each for each in _ring(home, away) if each not in taken]
            if free:
                break
            away += 1
        reach[home] = away
        best = min(free, key=lambda each: (each[0] * GRID - x[at]) ** 2 + (each[1] * GRID - y[at]) ** 2)
        taken.add(best)
        column[at], row[at] = best
    return (column * GRID).astype(np.float64), (row * GRID).astype(np.float64)


def _ring(home: tuple[int, int], away: int) -> list[tuple[int, int]]:
    """Return the crossings that are ``away`` steps from one, diagonal steps included."""
    x, y = home
    if away == 0:
        return [home]
    side = range(-away, away + 1)
    across = [(x + step, y + end) for step in side for end in (-away, away)]
    return across + [(x + end, y + step) for step in side[1:-1] for end in (-away, away)]


def _turned(x: Floats, y: Floats, degrees: float, wide: float, high: float) -> Places:
    """Return places turned clockwise about their middle, and drawn out by these factors."""
    middle_x, middle_y = _middle(x), _middle(y)
    angle = np.radians(degrees)
    cos, sin = round(float(np.cos(angle)), 12), round(float(np.sin(angle)), 12)
    dx, dy = (x - middle_x) * wide, (y - middle_y) * high
    found_x, found_y = middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos
    return found_x.astype(np.float64), found_y.astype(np.float64)


WAYS: dict[str, Callable[[Floats, Floats, Mask], Places]] = {
    "left": lambda x, y, fixed: (_edge(x, fixed, np.min), y),
    "centre": lambda x, y, fixed: (_edge(x, fixed, _middle), y),
    "right": lambda x, y, fixed: (_edge(x, fixed, np.max), y),
    "top": lambda x, y, fixed: (x, _edge(y, fixed, np.min)),
    "middle": lambda x, y, fixed: (x, _edge(y, fixed, _middle)),
    "bottom": lambda x, y, fixed: (x, _edge(y, fixed, np.max)),
    "across": lambda x, y, fixed: (_evenly(x), y),
    "down": lambda x, y, fixed: (x, _evenly(y)),
    "grid": _snapped,
    "mirror across": lambda x, y, fixed: _turned(x, y, 0, -1, 1),
    "mirror down": lambda x, y, fixed: _turned(x, y, 0, 1, -1),
    "turn right": lambda x, y, fixed: _turned(x, y, 90, 1, 1),
    "turn left": lambda x, y, fixed: _turned(x, y, -90, 1, 1),
    "turn a little": lambda x, y, fixed: _turned(x, y, 15, 1, 1),
    "wider": lambda x, y, fixed: _turned(x, y, 0, 1.25, 1.25),
    "nearer": lambda x, y, fixed: _turned(x, y, 0, 0.8, 0.8),
}


def aligned(way: str, x: NDArray[np.float32], y: NDArray[np.float32], fixed: Mask) -> Places:
    """Return where items stand once they were aligned in one of WAYS (canvas units); ``fixed`` ones stay.

    Items are put in line with those that stay, if there are some, else with the outermost.
    """
    old_x, old_y = x.astype(np.float64), y.astype(np.float64)
    if not len(x):
        return old_x, old_y
    new_x, new_y = WAYS[way](old_x, old_y, fixed)
    found_x, found_y = np.where(fixed, old_x, new_x), np.where(fixed, old_y, new_y)
    return found_x.astype(np.float64), found_y.astype(np.float64)
