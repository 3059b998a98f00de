"""A window of time brushed over the practice case of a million items, all three views repainted, beside glue.

glue shows the same events as two scatters (place on the chart, longitude and latitude) and a histogram of time, linked
as three viewers of one data set. Ours has the entities and all links as well. Everything stands where our own layout
puts it; the layout is made before the measuring (in a process of its own, as its memory is not the window's) and kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.benches.figure import ROOT, Figure, peers, process
from scripts.benches.windows import KEPT, run_probe

_WINDOWS = 12


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure with 4 windows a round (at least 12) on a practice case of ``size`` items (1,000,000), made once."""
    items = size or 1_000_000
    KEPT.mkdir(exist_ok=True)
    case, rows = KEPT / f"practice-{items}.intelviz", KEPT / f"practice-{items}.npz"
    if not case.exists():
        process([sys.executable, "-m", "intelviz", "sample", case, "--size", str(items)])
        case.with_suffix(".layout.npy").unlink(missing_ok=True)
    if not case.with_suffix(".layout.npy").exists():
        process([sys.executable, "-m", "scripts.benches.probe_brush", str(case)])
    windows = str(max(4 * rounds, _WINDOWS))
    ours = run_probe([sys.executable, "-m", "scripts.benches.probe_brush", str(case), windows, str(rows)])
    theirs = _theirs(rows, windows)
    peer = f"glue, {ours['events']:,} events"
    brushed, memory = (theirs and theirs[name] for name in ("brush", "memory"))
    words = f"{ours['events']:,} events, {ours['links']:,} links in the case"
    count = ours["items"]
    return [
        Figure(
            f"brush, three views, the first chart ({words})", ours["first chart"], "ms", count, peer, brushed, goal=60
        ),
        Figure(
            "brush, three views, the whole case on the chart", ours["whole case"], "ms", count, peer, brushed, goal=60
        ),
        Figure("hover answer, the first chart", ours["hover, first chart"], "ms", count, goal=16),
        Figure("hover answer, the whole case on the chart", ours["hover, whole case"], "ms", count, goal=16),
        Figure("memory, case opened", ours["memory opened"], "MB", count, peer, memory, goal=1500),
        Figure("memory, the whole case on the chart", ours["memory"], "MB", count, peer, memory, goal=1500),
    ]


def _theirs(rows: Path, windows: str) -> dict[str, float] | None:
    python = peers("glue-core", "glue-qt", "PySide6-Essentials<6.12")
    if python is None:
        return None
    return run_probe([str(python), str(ROOT / "scripts/benches/peers/glue_views.py"), str(rows), windows])
