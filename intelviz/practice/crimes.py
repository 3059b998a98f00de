"""What crimes there were: the types of a large force, where each tends to happen, and the few places that have many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from intelviz.practice.chance import Floats, Ints, coupled, dealt, stream
from intelviz.practice.places import Places
from intelviz.practice.plan import Plan
from intelviz.practice.times import Times, make_times
from intelviz.practice.words import word_list

BUSIEST = (0.0058, 0.0039, 0.0017, 0.0016, 0.0014, 0.0013, 0.0012, 0.0012, 0.001, 0.001)
"""Shares of all crimes at the busiest places; most of the others have one."""


@dataclass(frozen=True)
class Crimes:
    """Crimes as columns, in the order of their start."""

    type: Ints
    types: list[dict[str, Any]]
    place: Ints
    x: Floats
    y: Floats
    times: Times

    def __len__(self) -> int:
        return len(self.type)


def make_crimes(plan: Plan, places: Places, homes: Ints, count: int, seed: int) -> Crimes:
    """Return ``count`` crimes; every place that is not in ``homes`` has one, if there are enough."""
    random = stream(seed, "crimes")
    lists = word_list("crimes")
    types = lists["types"]
    kind = np.sort(dealt(random, count, [each["count"] for each in types]))
    place = _crime_places(places, homes, count, random)
    centre, spread, night, windows = (
        np.array([each[name] for each in types], float)[kind] for name in ("centre", "spread", "night", "windows")
    )
    busy = (np.argsort(np.argsort(places.kind + places.centrality, kind="stable"), kind="stable") / len(places))[place]
    place = place[coupled(centre + spread * random.normal(size=count), busy + random.normal(0, 0.02, count))]
    times = make_times(plan, night, windows / 100, lists["hours"], lists["weekdays"], random)
    order = np.argsort(times.start, kind="stable")
    place = place[order]
    return Crimes(
        kind[order],
        types,
        place,
        places.x[place],
        places.y[place],
        Times(times.start[order], times.end[order], times.timed[order]),
    )


def _crime_places(places: Places, homes: Ints, count: int, random: np.random.Generator) -> Ints:
    """Return a place for each crime: every place that is nobody's home once, the rest where there is much already."""
    lived_in = np.zeros(len(places), bool)
    lived_in[homes] = True
    once = random.permutation(np.flatnonzero(~lived_in))[:count]
    heavy = random.gamma(0.5, size=len(places)) * (0.5 + places.centrality + 2 * places.centrality**8)
    heavy /= heavy.sum()
    busiest = np.argsort(-(places.kind + places.centrality), kind="stable")[: len(BUSIEST)]
    wanted = np.array(BUSIEST)[: len(busiest)]
    rest = count - len(once)
    heavy *= max(0.0, rest - wanted.sum() * count)
    heavy[busiest] = wanted * count
    more = random.multinomial(rest, heavy / heavy.sum())
    return np.concatenate([once, np.repeat(np.arange(len(places)), more)])
