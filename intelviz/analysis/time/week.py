"""Events by weekday and hour of the clock on the wall, with those known less exactly told apart.

An event known to the minute that lasts at most an hour counts in the hour in which it begins. One that may have
happened at any moment between two times counts in every hour between them, in proportion to the time that they share
(aoristic analysis: J. H. Ratcliffe, "Aoristic signatures and the spatio-temporal analysis of high volume crime
patterns", Journal of Quantitative Criminology 18, 2002). What is known to the day alone counts for its weekday; what is
known less exactly, or spans more than a week, for neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from intelviz.analysis.time.local import local_seconds
from intelviz.case.columns import Floats, Ints, Mask, Rows, Small
from intelviz.schema.when import UK, Precision

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
HOURS = 24
UNKNOWN = HOURS
"""The column of events of which the weekday is known and the hour is not."""


@dataclass(frozen=True)
class WeekHours:
    """Where each event counts: ``first`` is its hour of the week (Monday 00:00 is 0), ``span`` in how many hours.

    ``row`` are item rows. ``day`` is the weekday of those known to the day (``first`` -1), else -1. Events that count
    nowhere are in ``vague``. ``begin`` and ``end`` are local seconds, for the shares of spans.
    """

    row: Rows
    first: Ints
    span: Ints
    day: Ints
    begin: Ints
    end: Ints
    vague: Rows

    def cells_of(self, weekday: int, hour: int) -> Rows:
        """Return the rows that count, wholly or in part, at a weekday and an hour (``UNKNOWN``: at the day alone)."""
        if hour == UNKNOWN:
            return self.row[self.day == weekday]
        at = weekday * HOURS + hour
        known = self.first >= 0
        ahead = (at - self.first) % (7 * HOURS)
        return self.row[known & (ahead < self.span)]

    def counts(self, mask: Mask | None = None) -> Floats:
        """Return a table of 7 weekdays by 25 columns: the hours, and those whose hour is unknown.

        ``mask`` has one flag an item; only those with it are counted.
        """
        take = np.ones(len(self.row), bool) if mask is None else mask[self.row]
        found = np.zeros((7, HOURS + 1))
        days = self.day[take & (self.day >= 0)]
        found[:, UNKNOWN] = np.bincount(days, minlength=7)[:7]
        hours = np.zeros(7 * HOURS)
        single = take & (self.first >= 0) & (self.span == 1)
        hours += np.bincount(self.first[single], minlength=7 * HOURS)
        many = np.flatnonzero(take & (self.first >= 0) & (self.span > 1))
        if len(many):
            hours += self._spread(many)
        found[:, :HOURS] = hours.reshape(7, HOURS)
        return found

    def _spread(self, which: Ints) -> Floats:
        """Return the shares of events that may have happened in several hours."""
        begin, end, span = self.begin[which], self.end[which], self.span[which]
        at = np.repeat(np.arange(len(which)), span)
        step = np.arange(len(at)) - np.repeat(np.cumsum(span) - span, span)
        left = np.maximum((begin[at] // HOUR + step) * HOUR, begin[at])
        right = np.minimum((begin[at] // HOUR + step + 1) * HOUR, end[at])
        share = np.maximum(right - left, 0) / np.maximum(end - begin, 1)[at]
        hours = (self.first[which][at] + step) % (7 * HOURS)
        return np.bincount(hours, weights=share, minlength=7 * HOURS).astype(np.float64)


def week_hours(rows: Rows, start: Ints, end: Ints, precision: Small, zone: tzinfo = UK) -> WeekHours:
    """Return where events count in a week; ``start`` and ``end`` are seconds since the epoch along ``rows``."""
    begin = local_seconds(start, zone)
    finish = np.maximum(local_seconds(end, zone), begin + 1)
    length = finish - begin
    exact = precision >= int(Precision.MINUTE)
    to_the_day = (precision == int(Precision.DAY)) & (length <= DAY)
    between = (precision == int(Precision.RANGE)) & (length <= WEEK)
    # A call of ten minutes begins in an hour; from ten in the evening to seven is a span in which something happened.
    point = exact & (length <= HOUR)
    span_known = (exact & (length > HOUR) & (length <= WEEK)) | between
    hour = begin // HOUR
    first = np.where(point | span_known, (hour + 3 * HOURS) % (7 * HOURS), -1)
    last = np.maximum(finish - 1, begin) // HOUR
    span = np.where(span_known, last - hour + 1, np.where(point, 1, 0))
    day = np.where(to_the_day, (begin // DAY + 3) % 7, -1)
    vague = ~(point | span_known | to_the_day)
    return WeekHours(rows[~vague], first[~vague], span[~vague], day[~vague], begin[~vague], finish[~vague], rows[vague])
