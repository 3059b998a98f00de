"""Events by day of the calendar, on the clock on the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from intelviz.analysis.time.local import DAY, local_seconds
from intelviz.case.columns import Floats, Ints, Mask, Rows, Small
from intelviz.schema.when import UK, Precision


@dataclass(frozen=True)
class DayCounts:
    """The day on which each event began: ``day`` are days since 1970-01-01, ``row`` item rows, in order of day.

    Events that are known less exactly than to the day are ``vague``.
    """

    row: Rows
    day: Ints
    vague: Rows

    @property
    def extent(self) -> tuple[int, int] | None:
        """The first and the last day, or None where no event has one."""
        return (int(self.day[0]), int(self.day[-1])) if len(self.day) else None

    def rows_between(self, first: int, last: int) -> Rows:
        """Return the rows of events that began from one day to another, both included."""
        begin, end = np.searchsorted(self.day, first, "left"), np.searchsorted(self.day, last, "right")
        return self.row[begin:end]

    def counts(self, first: int, last: int, mask: Mask | None = None) -> Floats:
        """Return how many events began on each day from one to another; only items with the flag are counted."""
        begin, end = np.searchsorted(self.day, first, "left"), np.searchsorted(self.day, last, "right")
        days = self.day[begin:end] - first
        if mask is not None:
            days = days[mask[self.row[begin:end]]]
        return np.bincount(days, minlength=last - first + 1).astype(np.float64)


def day_counts(rows: Rows, start: Ints, end: Ints, precision: Small, zone: tzinfo = UK) -> DayCounts:
    """Return the day of each event; ``start`` and ``end`` are seconds since the epoch along ``rows``.

    What may have happened at any moment between two times counts on its first day if both are on that day or the next.
    """
    begin = local_seconds(start, zone)
    exact = precision >= int(Precision.DAY)
    near = (precision == int(Precision.RANGE)) & (end - start <= DAY)
    known = exact | near
    day = begin[known] // DAY
    order = np.argsort(day, kind="stable")
    return DayCounts(rows[known][order], day[order], rows[~known])
