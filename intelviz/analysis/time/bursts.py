"""Bursts and gaps in a row of events.

Bursts are those of Kleinberg's automaton with two states (Kleinberg, "Bursty and hierarchical structure in streams",
2003): the gaps between events are exponential with the usual rate n/T in the low state and ``rate`` times that in the
high one; to rise costs ``cost`` × ln n, to fall nothing; the cheapest row of states is found by dynamic programming.
Where events are very many, so many of them in a row are taken together that some thousands of gaps are left; the sum
of k gaps has the gamma distribution, so the costs stay exact.

A gap is a silence so long that, at the usual rate, one at least as long would be expected fewer than ``chance`` times
among all gaps: n × exp(-gap × n/T) < chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Floats, Ints

_MOST = 4000
LEAST = 5
"""Fewer events than this have neither bursts nor gaps."""


@dataclass(frozen=True)
class Sensitivity:
    """From when on something stands out: times the usual rate, cost of rising, and how rare a silence must be."""

    words: str
    rate: float
    cost: float
    chance: float


SENSITIVITIES: dict[str, Sensitivity] = {
    "strong": Sensitivity("Only strong ones", 4.0, 1.5, 0.001),
    "usual": Sensitivity("Usual", 2.0, 1.0, 0.05),
    "weak": Sensitivity("Weak ones too", 1.5, 0.5, 0.5),
}


@dataclass(frozen=True)
class Stretch:
    """A burst or a gap: from ``begin`` to ``end`` (seconds), with ``count`` events, ``times`` the usual rate.

    In a gap ``count`` is 0 and ``times`` how often the longest silence would be as long by chance.
    """

    begin: float
    end: float
    count: int
    times: float


@dataclass(frozen=True)
class Rhythm:
    """What stands out in a row of events; ``counted`` of them had a time exact enough."""

    bursts: tuple[Stretch, ...]
    gaps: tuple[Stretch, ...]
    counted: int
    usual: float
    """Events a second over the whole row."""


NOTHING = Rhythm((), (), 0, 0.0)


def moments(start: Ints, end: Ints) -> Floats:
    """Return, in order, the middles of the events that are known to a twentieth of the time that all of them span."""
    if not len(start):
        return np.zeros(0)
    finish = np.maximum(end, start + 1)
    middle = (start + finish) / 2
    low, high = np.quantile(middle, (0.02, 0.98))
    return np.sort(middle[(finish - start) <= max((high - low) / 20, 1.0)])


def states(gaps: Floats, usual: float, rate: float, cost: float, each: int = 1, events: int | None = None) -> Ints:
    """Return 0 (usual) or 1 (burst) for each gap, the cheapest such row; each gap sums ``each`` gaps of events."""
    rise = cost * math.log(max(events if events is not None else len(gaps), 2))
    high = usual * rate
    low_cost = (usual * gaps - each * math.log(usual)).tolist()
    high_cost = (high * gaps - each * math.log(high)).tolist()
    low, up = 0.0, math.inf
    came: list[tuple[int, int]] = []
    for one, two in zip(low_cost, high_cost, strict=True):
        from_low, from_up = int(up < low), int(up <= low + rise)
        low, up = min(low, up) + one, min(low + rise, up) + two
        came.append((from_low, from_up))
    state = int(up < low)
    found = np.zeros(len(gaps), np.int64)
    for at in range(len(gaps) - 1, -1, -1):
        found[at] = state
        state = came[at][state]
    return found


def rhythm(at: Floats, how: Sensitivity) -> Rhythm:
    """Return the bursts and gaps of events at ``at`` (seconds, ascending)."""
    count = len(at)
    if count < LEAST or at[-1] <= at[0]:
        return Rhythm((), (), count, 0.0)
    usual = (count - 1) / float(at[-1] - at[0])
    each = max(1, math.ceil((count - 1) / _MOST))
    ticks = at[::each]
    gaps = np.diff(ticks)
    high = states(gaps, usual, how.rate, how.cost, each, count)
    bursts: list[Stretch] = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], high, [0]])))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        begin, end = float(ticks[first]), float(ticks[last])
        inside = (last - first) * each
        if inside + 1 >= 3:
            bursts.append(Stretch(begin, end, inside + 1, inside / max(end - begin, 1.0) / usual))
    silences = np.diff(at)
    expected = (count - 1) * np.exp(-silences * usual)
    gap_at = np.flatnonzero(expected < how.chance)
    found = tuple(Stretch(float(at[n]), float(at[n + 1]), 0, float(expected[n])) for n in gap_at.tolist())
    return Rhythm(tuple(bursts), found, count, usual)
