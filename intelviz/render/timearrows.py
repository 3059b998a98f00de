"""Arrows between lanes: upright lines at the time of their event, moved aside where they would run over each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intelviz.case.columns import Floats, Ints

GAP = 5.0
"""Pixels between two arrows that share a height."""
_ASIDE = (0, 1, -1, 2, -2, 3, -3)


@dataclass(frozen=True)
class Routes:
    """For each arrow the pixel ``x`` at which it runs upright, and the number of the ``line`` that it shares.

    Arrows that found no free place within three gaps of their event share the line at it; ``count`` has how many
    arrows each line stands for.
    """

    x: Floats
    line: Ints
    count: Ints


def routed(x: Floats, top: Floats, bottom: Floats) -> Routes:
    """Find a place for each arrow: at ``x``, from ``top`` down to ``bottom`` (pixels), short ones first."""
    column = np.round(x / GAP).astype(np.int64).tolist()
    taken: dict[int, list[tuple[float, float, int]]] = {}
    at = np.zeros(len(x))
    line = np.zeros(len(x), np.int64)
    counts: list[int] = []
    tops, bottoms = top.tolist(), bottom.tolist()
    for number in np.lexsort((x, bottom - top)).tolist():
        high, low = tops[number], bottoms[number]
        for aside in _ASIDE:
            place = column[number] + aside
            if all(low <= other[0] or high >= other[1] for other in taken.get(place, ())):
                taken.setdefault(place, []).append((high, low, len(counts)))
                at[number], line[number] = place * GAP, len(counts)
                counts.append(1)
                break
        else:
            # No room: it runs on the line that already covers most of its height.
            best = max(taken[column[number]], key=lambda other: min(low, other[1]) - max(high, other[0]))
            at[number], line[number] = column[number] * GAP, best[2]
            counts[best[2]] += 1
    return Routes(at, line, np.array(counts, np.int64))
