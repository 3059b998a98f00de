"""A pan frame of each view at 1200×800 with the whole case shown, against pyqtgraph."""

from __future__ import annotations

from scripts.benches.figure import Figure
from scripts.benches.windows import KEPT, ours, the_case, theirs


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure in one process a side; medians over many frames, so ``rounds`` and ``size`` are ignored."""
    del size, rounds
    case, chart = the_case(), KEPT / "chart.npz"
    mine = ours(case, str(chart))
    peer = theirs(case, chart)
    return [
        Figure(
            f"pan frame of the {name}", value, "ms", mine["items"], "pyqtgraph", peer and peer["frame"][name], goal=33
        )
        for name, value in mine["frame"].items()
    ]
