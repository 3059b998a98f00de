"""Where in time the data are: the stretch to look at first, so that no wrong year or court date squashes the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Ints

_SHARE = 0.98
_WORTH = 2.5


@dataclass(frozen=True)
class Core:
    """The stretch with the data, in seconds, and how many events lie before and after it."""

    begin: int
    end: int
    before: int
    after: int

    @property
    def outside(self) -> int:
        """How many lie outside."""
        return self.before + self.after


def core(start: Ints, end: Ints, now: float | None = None) -> Core | None:
    """Return the stretch in which the data are; None without any.

    It is the whole extent, unless the shortest stretch with 98 % of the events (of those before ``now``, where these
    are at least half) is less than two fifths of it: then that stretch, widened by a tenth of its own length to each
    side as far as there are events. Extents must not be open.
    """
    if not len(start):
        return None
    order = np.sort(start)
    first, last = int(order[0]), int(end.max())
    past = order if now is None else order[: int(np.searchsorted(order, now, "right"))]
    if len(past) < len(order) / 2:
        past = order
    take = max(int(np.ceil(len(past) * _SHARE)), 1)
    spans = past[take - 1 :] - past[: len(past) - take + 1]
    at = int(spans.argmin())
    low, high = int(past[at]), int(past[at + take - 1])
    margin = max((high - low) // 10, 3600)
    low, high = max(low - margin, first), min(high + margin, last)
    if (last - first) <= _WORTH * (high - low):
        return Core(first, last, 0, 0)
    before = int(np.searchsorted(order, low, "left"))
    return Core(low, high, before, len(order) - int(np.searchsorted(order, high, "right")))
