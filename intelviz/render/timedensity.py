"""How many events fall into stretches of time, each event shared evenly over the extent in which it is known to lie.

An event known to the day counts a quarter in each six hours of that day (aoristic weighting: Ratcliffe, "Aoristic
analysis: the spatial interpretation of unspecific temporal events", 2000). After one pass over the events, any number
of bins costs two binary searches each, whatever the number of events.
"""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Floats, Ints


class Density:
    """Answers how much of the events lies before a time.

    ``start`` and ``end`` are seconds, sorted by ``start``; ``by_end`` holds the same starts and ends sorted by end,
    where that order is known already (it spares the sorting). No extent may be empty there.
    """

    def __init__(self, start: Ints, end: Ints, by_end: tuple[Ints, Ints] | None = None) -> None:
        finish = np.maximum(end, start + 1)
        if by_end is None:
            order = np.argsort(finish, kind="stable")
            by_end = start[order], finish[order]
        self._origin = float(start[len(start) // 2]) if len(start) else 0.0
        weight, end_weight = 1.0 / (finish - start), 1.0 / (by_end[1] - by_end[0])
        self.start, self.end = start, by_end[1]
        self._weight = _running(weight)
        self._begun = _running((start - self._origin) * weight)
        self._end_weight = _running(end_weight)
        self._ended = _running((by_end[1] - self._origin) * end_weight)

    def __len__(self) -> int:
        return len(self.start)

    def before(self, at: Floats | Ints) -> Floats:
        """Return the number of events, shared over their extents, that lie before each time."""
        begun = np.searchsorted(self.start, at, "right")
        ended = np.searchsorted(self.end, at, "right")
        since = np.asarray(at, np.float64) - self._origin
        rising = since * self._weight[begun] - self._begun[begun]
        return rising - (since * self._end_weight[ended] - self._ended[ended])

    def share(self, edges: Ints) -> Floats:
        """Return the number of events, shared over their extents, in each bin between two edges."""
        found = np.diff(self.before(edges))
        return np.where(self.touching(edges) > 0, np.maximum(found, 0.0), 0.0)

    def touching(self, edges: Ints) -> Ints:
        """Return how many events touch each bin at all."""
        begun = np.searchsorted(self.start, edges[1:], "left")
        return (begun - np.searchsorted(self.end, edges[:-1], "right")).astype(np.int64)


def _running(values: Floats) -> Floats:
    total = np.zeros(len(values) + 1)
    np.cumsum(values, out=total[1:])
    return total
