"""Our side of the window benches, in a process of its own: opens a case in the real window and measures it.

Arguments: the case, then where to keep the chart of the whole case (.npz), or "-" to measure only the start. Prints
one JSON document: seconds from process start to painted, peak memory in MB, and, with the whole case on the chart,
milliseconds of a pan frame of each view and of selecting 1,000 items until all views are repainted (medians).
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path

BEGIN = float(os.environ.get("BENCH_BEGIN", "0"))
"""When the process was started, as its parent's clock had it."""

VIEWS = ("network", "map", "timeline")
SIZE = (1200, 800)


def main() -> None:
    """Open, measure, print."""
    from intelviz.app.look.preferences import Preferences
    from intelviz.app.main import application
    from intelviz.app.window import MainWindow
    from intelviz.workspace.opening import open_case

    app = application()
    window = MainWindow(Preferences.none())
    window.resize(1280, 800)
    window.show()
    opened = open_case(Path(sys.argv[1]), read_only=True)
    opened.jobs = opened.acts.jobs = window.session.jobs
    window.session.take(opened)
    while True:
        app.processEvents()
        if not window.session.jobs.running:
            break
        time.sleep(0.002)
    window.grab()
    started = time.time() - BEGIN
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    document: dict[str, object] = {"start": started, "memory": memory}
    if sys.argv[2] != "-":
        document |= whole(window, Path(sys.argv[2]))
    print(json.dumps(document))
    sys.stdout.flush()
    os._exit(0)


def whole(window: object, kept: Path) -> dict[str, object]:
    """Put the whole case on the chart, grouped by type so that no layout is waited for, and measure."""
    import numpy as np
    from PySide6.QtWidgets import QApplication

    from intelviz.render import lines
    from intelviz.workspace.workspace import Change

    bench = window.bench  # type: ignore[attr-defined]  # a MainWindow
    workspace = bench.opened.workspace
    chart = workspace.chart
    lines.prepare()
    chart.drawn[:] = True
    network = bench.view("network")
    workspace.tell(Change.CHART)
    network.case = None
    network.lay_out("force")
    while window.session.jobs.running:  # type: ignore[attr-defined]
        QApplication.processEvents()
        time.sleep(0.01)
    np.savez(kept, x=chart.x, y=chart.y)
    views = {name: bench.view(name) for name in VIEWS}
    for view in views.values():
        view.setParent(None)
        view.resize(*SIZE)
        view.show()
        view.fit()
        view.grab()

    def pan(name: str) -> float:
        taken: list[float] = []
        for number in range(31):
            begin = time.perf_counter()
            views[name].pan_by(9 if number % 2 else -9, 5 if number % 2 else -5)
            views[name].grab()
            taken.append(time.perf_counter() - begin)
        return statistics.median(taken) * 1000

    frames = {name: pan(name) for name in VIEWS}
    for view in views.values():
        view.fit()
    taken: list[float] = []
    for number in range(15):
        picked = np.random.default_rng(number).choice(len(workspace), min(1000, len(workspace)), replace=False)
        begin = time.perf_counter()
        workspace.select(picked.astype(np.int32))
        for view in views.values():
            view.grab()
        taken.append(time.perf_counter() - begin)
    return {"frame": frames, "select": statistics.median(taken) * 1000, "items": len(workspace)}


if __name__ == "__main__":
    main()
