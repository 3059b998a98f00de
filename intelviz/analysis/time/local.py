"""The clock on the wall at many instants at once."""

from __future__ import annotations

from datetime import tzinfo

import numpy as np

from intelviz.case.columns import Ints
from intelviz.schema.when import UK, from_epoch

DAY = 86_400


def local_seconds(at: Ints, zone: tzinfo = UK) -> Ints:
    """Return local wall-clock time of instants (seconds since the epoch, UTC) as seconds since 1970-01-01 00:00 local.

    Offsets are looked up once a day, and once an hour only on the days on which the clocks change.
    """
    days, at_day = np.unique(at // DAY, return_inverse=True)
    begin = np.array([_offset(int(day) * DAY, zone) for day in days], np.int64)
    follow = np.array([_offset(int(day + 1) * DAY, zone) for day in days], np.int64)
    offset = begin[at_day]
    for row in np.flatnonzero((begin != follow)[at_day]):
        offset[row] = _offset(int(at[row]), zone)
    return at + offset


def minute_of_day(local: Ints) -> Ints:
    """Return 0 to 1439 for local seconds."""
    return local % DAY // 60


def weekday(local: Ints) -> Ints:
    """Return 0 (Monday) to 6 for local seconds."""
    return (local // DAY + 3) % 7


def _offset(at: int, zone: tzinfo) -> int:
    found = from_epoch(at, zone).utcoffset()
    return int(found.total_seconds()) if found is not None else 0
