"""The way of one thing from place to place: legs with their speed, stops, and stretches without a fix.

A fix says that a thing was at a place at some moment from ``start`` to ``end``. So a leg took at most from the start
of one fix to the end of the other, whichever came first; the speed that follows, ``NEAR`` metres and one second being
allowed for how places and times are noted, is the least that the thing must have had, and only that can prove a leg
impossible. Stops are stay points (Li, Zheng, Xie, Chen, Liu and Ma, "Mining user similarity based on
location history", ACM SIGSPATIAL GIS 2008): fixes one after another within a distance of the first, for some time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.analysis.place.distance import between, metres
from intelviz.case.columns import Floats, Ints, Mask

FASTEST = 200.0
"""Kilometres an hour above which a leg on land is impossible."""
NEAR = 200.0
"""Metres that two noted places of one thing may be apart for no more than how they are noted."""
STILL, STAY = 250.0, 1_800
"""Metres and seconds of a stop."""
_BLOCK = 256
"""Fixes that are measured at once while the end of a stop is looked for."""
SILENT = 6 * 3_600
"""Seconds without a fix from which on nothing is known of the way between."""


@dataclass(frozen=True, eq=False)
class Legs:
    """From each fix to the next, n - 1 of them.

    ``metres`` as the crow flies; ``least`` and ``usual`` are kilometres an hour: the least that it must have been, and
    that from the middle of one fix to the middle of the next, NaN where no time lies between them. ``silent`` marks
    legs that begin long after the last fix ended, ``impossible`` those that were faster than possible.
    """

    metres: Floats
    seconds: Ints
    least: Floats
    usual: Floats
    silent: Mask
    impossible: Mask


def legs(start: Ints, end: Ints, lon: Floats, lat: Floats, fastest: float = FASTEST, silent: int = SILENT) -> Legs:
    """Return the legs between fixes in order of ``start``; times are seconds, places degrees."""
    if len(start) < 2:
        none = np.zeros(0)
        return Legs(none, np.zeros(0, np.int64), none, none, np.zeros(0, bool), np.zeros(0, bool))
    apart = between(lon[:-1], lat[:-1], lon[1:], lat[1:])
    # Where fixes overlap, the thing may have been at the second place first.
    most = np.maximum(end[1:] - start[:-1], end[:-1] - start[1:]).astype(np.float64)
    middle = (start + end) / 2
    usual_time = np.diff(middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.maximum(apart - NEAR, 0) / (most + 1) * 3.6
        usual = np.where(usual_time > 0, apart / usual_time * 3.6, np.nan)
    gap = np.maximum(start[1:] - end[:-1], 0)
    return Legs(apart, gap, least, usual, gap > silent, least > fastest)


def stops(
    start: Ints, end: Ints, lon: Floats, lat: Floats, still: float = STILL, stay: int = STAY, silent: int = SILENT
) -> list[tuple[int, int]]:
    """Return the first and the last fix of each stop; a stretch without a fix ends it, as nothing is known of it."""
    found: list[tuple[int, int]] = []
    at, count = 0, len(start)
    # The fix after which each unbroken stretch ends.
    broken = np.append(np.flatnonzero(start[1:] - end[:-1] > silent), count - 1) if count else np.zeros(0, np.int64)
    while at < count - 1:
        whole, last = int(broken[np.searchsorted(broken, at)]), at
        while last < whole:
            ahead = slice(last + 1, min(last + 1 + _BLOCK, whole + 1))
            away = metres(lon[ahead], lat[ahead], float(lon[at]), float(lat[at])) > still
            if away.any():
                last += int(np.argmax(away))
                break
            last = ahead.stop - 1
        if last > at and start[last] - end[at] >= stay:
            found.append((at, last))
            at = last + 1
        else:
            at += 1
    return found
