"""One step along all links at once, over compressed adjacency.

``start`` (n + 1) and ``other`` (2 m) hold the links of n items: those at item ``i`` lead to
``other[start[i]:start[i + 1]]``.
"""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Ints, Mask, Rows


def slots(start: Ints, rows: Rows) -> Ints:
    """Return the positions in ``other`` of every link at ``rows``, in the order of ``rows``."""
    begin = start[rows]
    count = start[rows + 1] - begin
    total = int(count.sum())
    if total == 0:
        return np.zeros(0, np.int64)
    shift = np.repeat(begin - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
    return np.arange(total, dtype=np.int64) + shift


def across(start: Ints, other: Rows, rows: Rows) -> Rows:
    """Return the items across every link at ``rows``, as often as there are links."""
    return other[slots(start, rows)]


def distances(start: Ints, other: Rows, seeds: Rows, hops: int, passable: Mask | None = None) -> Rows:
    """Return for each item the least number of links to any of ``seeds``, -1 beyond ``hops`` (breadth first).

    Items that ``passable`` does not mark are reached, but not passed through; the seeds always are.
    """
    far = np.full(len(start) - 1, -1, np.int32)
    far[seeds] = 0
    front = np.unique(seeds).astype(np.int32)
    for hop in range(1, hops + 1):
        if hop > 1 and passable is not None:
            front = front[passable[front]]
        found = np.unique(across(start, other, front))
        front = found[far[found] < 0].astype(np.int32)
        if not len(front):
            break
        far[front] = hop
    return far
