"""Selection of 1,000 items until network, map and timeline are repainted, the whole case drawn in each."""

from __future__ import annotations

from scripts.benches.figure import Figure
from scripts.benches.windows import KEPT, ours, the_case, theirs


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure in one process a side; medians over 15 selections, so ``rounds`` and ``size`` are ignored."""
    del size, rounds
    case, chart = the_case(), KEPT / "chart.npz"
    mine = ours(case, str(chart))
    peer = theirs(case, chart)
    return [
        Figure(
            "select 1,000 items, three views repainted",
            mine["select"],
            "ms",
            mine["items"],
            "three pyqtgraph plots",
            peer and peer["select"],
            goal=50,
        ),
    ]
