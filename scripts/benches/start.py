"""From process start to the Greater Manchester case painted, and its peak memory, against three pyqtgraph plots."""

from __future__ import annotations

from scripts.benches.figure import Figure
from scripts.benches.windows import KEPT, median, ours, the_case, theirs


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure fresh processes; ``size`` is ignored."""
    del size
    case = the_case()
    chart = KEPT / "chart.npz"
    whole = ours(case, str(chart))
    found = [ours(case) for _ in range(rounds)]
    taken = iter(found * 2)
    mine = median(rounds, lambda: next(taken), "start")
    peer = theirs(case, chart)
    name = "three pyqtgraph plots"
    memory = max(float(each["memory"]) for each in found)
    return [
        Figure("process start to painted", mine, "s", whole["items"], name, peer and peer["start"], goal=3),
        Figure("peak memory, case open", memory, "MB", whole["items"], name, peer and peer["memory"], goal=500),
    ]
