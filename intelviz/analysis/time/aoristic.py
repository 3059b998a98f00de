"""Events that happened some time between two moments, shared over that time.

A burglary found on Monday morning may have happened in any hour since Saturday. Aoristic weighting gives each stretch
of time the part of the event's own extent that lies in it, so that an event counts one in all (Ratcliffe and
McCullagh, "Aoristic crime analysis", 1998; Ratcliffe, "Aoristic analysis: the spatial interpretation of unspecific
temporal events", 2000). Every moment of the extent is held to be as likely as any other: nothing else is known.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from intelviz.case.columns import Floats, Ints

Counting = Literal["aoristic", "first", "last"]
COUNTING: dict[Counting, str] = {
    "aoristic": "shared over the time in which each may have happened (aoristic)",
    "first": "at the first moment at which each may have happened",
    "last": "at the last moment at which each may have happened",
}


def weights(start: int, end: int, edges: Ints) -> Floats:
    """Return for each bin between two of ``edges`` the probability that the event lies in it.

    ``start`` and ``end`` are seconds, the extent half open; an extent of no length is one second. The weights add up to
    the part of the extent that the bins cover.
    """
    end = max(end, start + 1)
    inside = np.minimum(edges[1:], end) - np.maximum(edges[:-1], start)
    return np.maximum(inside, 0) / (end - start)


def counted(start: Ints, end: Ints, how: Counting) -> tuple[Ints, Ints]:
    """Return the extents over which events count: their own, their first second, or their last."""
    finish = np.maximum(end, start + 1)
    if how == "first":
        return start, start + 1
    if how == "last":
        return finish - 1, finish
    return start, finish


def chance_words(start: int, end: int) -> str:
    """Return how likely an event lies in any stretch of its extent: "some time in 16 hours: 6 % in each hour"."""
    long = max(end - start, 1)
    for unit, seconds in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        count = long / seconds
        if count >= 3 or unit == "minute":
            share = min(100 / max(count, 1e-9), 100.0)
            text = f"{share:.0f} %" if share >= 2 else f"{share:.1f} %" if share >= 0.1 else "under 0.1 %"
            many = f"{count:.0f}" if abs(count - round(count)) < 0.05 or count >= 20 else f"{count:.1f}"
            return f"some time in {many} {unit}{'s' if many != '1' else ''}: {text} in each {unit}"
    raise AssertionError
