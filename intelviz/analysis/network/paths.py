"""All shortest paths between two items, by breadth-first search from both ends at once.

Pohl, I. (1971), Bi-directional search, Machine Intelligence 6. On a case with hubs, searching from both ends reads the
square root of what a search from one end reads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.analysis.network.steps import across
from intelviz.case.columns import Ints, Mask, Rows


@dataclass(frozen=True)
class Paths:
    """What joins two items: ``length`` in links (-1: nothing found), how many paths there are, and some of them.

    ``count`` counts sequences of items: several links between the same two items are one step. ``paths`` holds at most
    as many as were asked for, in order of their rows.
    """

    length: int
    count: int
    paths: tuple[tuple[int, ...], ...]


NONE = Paths(-1, 0, ())


def shortest_paths(
    start: Ints, other: Rows, a: int, b: int, most: int, limit: int = 50, passable: Mask | None = None
) -> Paths:
    """Return all shortest paths from ``a`` to ``b`` of at most ``most`` links; ``limit`` bounds how many are listed.

    ``start`` (n + 1) and ``other`` (2 m) are the compressed adjacency; links are followed in both directions. Items
    that ``passable`` (n flags) does not mark are not passed through; the ends always may be.
    """
    if a == b:
        return Paths(0, 1, ((a,),))
    open_to = np.ones(len(start) - 1, bool) if passable is None else passable.copy()
    open_to[[a, b]] = True
    near = (_Side(len(start) - 1, a), _Side(len(start) - 1, b))
    while near[0].depth + near[1].depth < most:
        side = min(near, key=lambda each: int((start[each.front + 1] - start[each.front]).sum()))
        side.widen(start, other, open_to)
        if not len(side.front):
            return NONE
        if (near[1 if side is near[0] else 0].far[side.front] >= 0).any():
            return _gather(start, other, near, a, b, limit)
    return NONE


class _Side:
    """The search from one end: ``far`` is the distance of what it has seen (-1 not seen), ``front`` its last level."""

    def __init__(self, count: int, root: int) -> None:
        self.far = np.full(count, -1, np.int32)
        self.far[root] = 0
        self.front: Rows = np.array([root], np.int32)
        self.depth = 0

    def widen(self, start: Ints, other: Rows, open_to: Mask) -> None:
        found = np.unique(across(start, other, self.front))
        found = found[(self.far[found] < 0) & open_to[found]]
        self.depth += 1
        self.far[found] = self.depth
        self.front = found.astype(np.int32)


def _gather(start: Ints, other: Rows, near: tuple[_Side, _Side], a: int, b: int, limit: int) -> Paths:
    """Put the two searches together where they met, as levels of items from ``a`` to ``b``, and read the paths off."""
    one, two = near
    length = one.depth + two.depth
    meet = np.flatnonzero((one.far == one.depth) & (two.far == two.depth)).astype(np.int32)
    levels: list[Rows] = [np.zeros(0, np.int32)] * (length + 1)
    levels[one.depth] = meet
    for depth in range(one.depth - 1, -1, -1):
        levels[depth] = _before(start, other, levels[depth + 1], one.far, depth)
    for depth in range(one.depth + 1, length + 1):
        levels[depth] = _before(start, other, levels[depth - 1], two.far, length - depth)
    following = [_steps(start, other, levels[depth], levels[depth + 1]) for depth in range(length)]
    ways = {b: 1}
    for steps in reversed(following):
        ways = {row: sum(ways[to] for to in onward) for row, onward in steps.items()}
    return Paths(length, ways[a], _listed(following, a, limit))


def _before(start: Ints, other: Rows, level: Rows, far: Rows, depth: int) -> Rows:
    found = np.unique(across(start, other, level))
    return found[far[found] == depth].astype(np.int32)


def _steps(start: Ints, other: Rows, level: Rows, following: Rows) -> dict[int, list[int]]:
    """Return for each item of a level the items of the next one that it is linked to, in order."""
    return {
        int(row): np.intersect1d(other[start[row] : start[row + 1]], following, assume_unique=False).tolist()
        for row in level
    }


def _listed(following: list[dict[int, list[int]]], a: int, limit: int) -> tuple[tuple[int, ...], ...]:
    found: list[tuple[int, ...]] = []
    waiting: list[tuple[int, ...]] = [(a,)]
    while waiting and len(found) < limit:
        path = waiting.pop()
        if len(path) > len(following):
            found.append(path)
            continue
        waiting.extend((*path, to) for to in reversed(following[len(path) - 1][path[-1]]))
    return tuple(found)
