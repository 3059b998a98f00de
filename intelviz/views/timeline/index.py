"""The timed items of a case in the orders that lanes need, and which of their times are open or impossible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.analysis.time.aoristic import Counting, counted
from intelviz.case.columns import Ints, ItemColumns, Mask, Rows, Small
from intelviz.render.timedensity import Density
from intelviz.schema.when import NO_TIME, OPEN_END, OPEN_START, UK, from_epoch, year

SINCE, UNTIL = 1, -1
EARLIEST = 1900
"""An event before this year is held to be a mistake, as the report on the data's quality does."""
_FIRST = year(EARLIEST).start


@dataclass(frozen=True)
class Ordered:
    """Items in an order of time, with their starts and ends."""

    row: Rows
    start: Ints
    end: Ints

    def only(self, keep: Mask) -> Ordered:
        """Return those that ``keep`` (one flag an item of the case) marks."""
        flags = keep[self.row]
        return Ordered(self.row[flags], self.start[flags], self.end[flags])


class TimeIndex:
    """The timed items of a case; made once when the items change.

    ``start`` and ``end`` are where a mark stands, no extent empty: an extent that is open to one side stands at the
    side that is known (``open`` is SINCE or UNTIL there), one that ends before it starts at its start. ``first`` and
    ``last`` are the extents as they are, for filters. ``timed`` marks the items that have a time, ``backwards`` those
    that end before they start. ``counting`` says when in its extent an item counts.
    """

    counting: Counting = "aoristic"

    def __init__(self, items: ItemColumns) -> None:
        first, last = items.when_start, items.when_end
        self.timed: Mask = first != NO_TIME
        self.backwards: Mask = self.timed & (last != NO_TIME) & (last < first)
        since, until = self.timed & (last >= OPEN_END), self.timed & (first == OPEN_START)
        self.open = np.where(since, SINCE, np.where(until, UNTIL, 0)).astype(np.int8)
        self._any_open = bool(since.any() or until.any())
        self.first: Ints = first
        self._said_end: Ints = last
        self.last: Ints = np.where(self.timed, np.maximum(last, first + 1), NO_TIME)
        self.start: Ints = np.where(until & ~since, last - 1, first)
        self.end: Ints = np.where(self.timed, np.maximum(np.where(since, first, last), self.start + 1), NO_TIME)
        rows = np.flatnonzero(self.timed).astype(np.int32)
        self.by_start: Rows = rows[np.argsort(self.start[rows], kind="stable")]
        self.by_end: Rows = rows[np.argsort(self.end[rows], kind="stable")]
        self._type = items.type
        self._of_type: dict[int, tuple[Ordered, Ordered]] = {}

    def open_of(self, rows: Rows) -> Small:
        """Return which of these items are open to one side; empty where no item of the case is."""
        return self.open[rows] if self._any_open else self.open[:0]

    @property
    def extent(self) -> tuple[int, int] | None:
        """The first start and the last end of the case, or None where nothing has a time."""
        if not len(self.by_start):
            return None
        return int(self.start[self.by_start[0]]), int(self.end[self.by_end[-1]])

    def extent_of(self, rows: Rows) -> tuple[int, int] | None:
        """Return the first start and last end of the timed ones of these items."""
        rows = rows[self.timed[rows]]
        return (int(self.start[rows].min()), int(self.end[rows].max())) if len(rows) else None

    def of_type(self, code: int) -> tuple[Ordered, Ordered]:
        """Return the timed items of a type by start and by end."""
        if code not in self._of_type:
            orders = (order[self._type[order] == code] for order in (self.by_start, self.by_end))
            one, other = (Ordered(rows, self.start[rows], self.end[rows]) for rows in orders)
            self._of_type[code] = one, other
        return self._of_type[code]

    def density(self, keep: Mask | None = None) -> Density:
        """Return the density of all timed items, or of those marked, as ``counting`` says."""
        by_start, by_end = self.by_start, self.by_end
        if keep is not None:
            by_start, by_end = by_start[keep[by_start]], by_end[keep[by_end]]
        if self.counting == "aoristic":
            return Density(self.start[by_start], self.end[by_start], (self.start[by_end], self.end[by_end]))
        order = by_start if self.counting == "first" else by_end
        return Density(*counted(self.start[order], self.end[order], self.counting))

    def doubt(self, row: int, imported: float, *, event: bool) -> str:
        """Return why the time of an item can't be right, "" where it can; ``imported`` is when the data came in."""
        if not self.timed[row]:
            return ""
        if self.backwards[row]:
            gap = _long(int(self.start[row] - self._said_end[row]))
            return f"Its end lies {gap} before its start: one of the two is wrong. It is drawn at its start."
        if self.start[row] < _FIRST and self.open[row] != UNTIL:
            return f"It lies before {EARLIEST}: a wrong year, or a word of the system for no date."
        if event and self.start[row] > imported:
            at = from_epoch(int(imported), UK)
            return f"It lies after its import on {at:%d/%m/%Y}: planned, or a wrong date."
        return ""

    def doubtful(self, rows: Rows, imported: float, event: Mask) -> Mask:
        """Return for each of these items whether its time can't be right."""
        start = self.start[rows]
        early = (start < _FIRST) & (self.open[rows] != UNTIL)
        return self.timed[rows] & (self.backwards[rows] | early | (event[rows] & (start > imported)))


def _long(seconds: int) -> str:
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {unit}{'s' if count != 1 else ''}"
    return f"{seconds} s"
