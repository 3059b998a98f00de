"""Which of a million pairs are drawn, by which of their ends are, and gathering links into pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.render import compiled

_MANY = 50_000
"""Pairs from which on the compiled loop is worth its making."""


def among(marked: Mask, low: Rows, high: Rows) -> Ints:
    """Return, in order, the numbers of the pairs of which both ends are marked."""
    if len(low) > _MANY and compiled.ready():
        found = np.empty(len(low), np.int64)
        count = compiled.loop("choose")(
            np.ascontiguousarray(marked), low.astype(np.int32, copy=False), high.astype(np.int32, copy=False), found
        )
        return found[:count].copy()
    kept = np.flatnonzero(marked[low])
    return kept[marked[high[kept]]]


@dataclass(frozen=True, eq=False)
class Gathered:
    """Pairs of linked items, by their lower, then by their higher end.

    ``kind`` is the number that all links of a pair have, or the one given for several; ``forward`` how many more of
    them run from ``low`` to ``high`` than back; the links of pair p are ``link[begin[p]:begin[p + 1]]``.
    """

    low: Rows
    high: Rows
    count: NDArray[np.int32]
    kind: NDArray[np.int8]
    forward: NDArray[np.int32]
    begin: Ints
    link: Rows


def gathered(order: Rows, a: Rows, b: Rows, marked: Mask, kind: NDArray[np.int8], mixed: int) -> Gathered:
    """Gather the links of which both ends are marked; ``order`` has all by their lower, then by their higher end."""
    size = len(order)
    low, high, link = (np.empty(size, np.int32) for _ in range(3))
    count, forward = np.empty(size, np.int32), np.empty(size, np.int32)
    group, begin = np.empty(size, np.int8), np.empty(size + 1, np.int64)
    parts = (low, high, count, group, forward, begin, link)
    pairs, links = compiled.loop("gather")(order, a, b, np.ascontiguousarray(marked), kind, mixed, *parts)
    return Gathered(
        low[:pairs].copy(),
        high[:pairs].copy(),
        count[:pairs].copy(),
        group[:pairs].copy(),
        forward[:pairs].copy(),
        begin[: pairs + 1].copy(),
        link[:links].copy(),
    )
