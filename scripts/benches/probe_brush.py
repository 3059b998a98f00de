"""Our side of the brush bench, in a process of its own: a window of time moved over a large case, in three views.

Arguments: the case (alone: lay it out and keep that), the number of windows, and where to put the same rows for the
peer (.npz). Prints one JSON document: milliseconds (medians) from a window of time to network, map and timeline
repainted, with the chart as it is at first and with the whole case on it; the part of each view; hover answers; peak
memory in MB after each stage.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

VIEWS = ("network", "map", "timeline")
SIZE = (1200, 800)


def memory() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def kept_for(case: str) -> Path:
    """Return where the layout of a case is kept."""
    return Path(case).with_suffix(".layout.npy")


def placed(workspace: Any, kept: Path) -> np.ndarray:
    """Return where the program's own layout puts the whole case (n by 2); minutes of work, so it is kept."""
    if not kept.exists():
        from intelviz.analysis.layout import layouts
        from intelviz.analysis.layout.layout import Linked
        from intelviz.schema.progress import silent

        ends = np.unique(np.sort(np.column_stack([workspace.links.a, workspace.links.b]), 1), axis=0)
        a, b = ends[ends[:, 0] != ends[:, 1]].astype(np.int32).T
        linked = Linked(len(workspace), a, b, workspace.items.type.astype(np.int16))
        np.save(kept, layouts()["force"].place(linked, 1, silent))
    return np.load(kept)


def main() -> None:
    """Open, measure, print."""
    if len(sys.argv) == 2:
        from intelviz.workspace.opening import open_case

        placed(open_case(Path(sys.argv[1]), read_only=True).workspace, kept_for(sys.argv[1]))
        return
    from PySide6.QtCore import QPointF

    from intelviz.app.look.preferences import Preferences
    from intelviz.app.main import application
    from intelviz.app.window import MainWindow
    from intelviz.render import lines
    from intelviz.schema.when import NO_TIME
    from intelviz.workspace.opening import open_case
    from intelviz.workspace.workspace import Change

    app, rounds = application(), int(sys.argv[2])
    lines.prepare()
    window = MainWindow(Preferences.none())
    window.resize(1280, 800)
    window.show()
    opened = open_case(Path(sys.argv[1]), read_only=True)
    opened.jobs = opened.acts.jobs = window.session.jobs
    window.session.take(opened)

    def rest() -> None:
        app.processEvents()
        while window.session.jobs.running:
            app.processEvents()
            time.sleep(0.005)

    rest()
    bench: Any = window.bench
    workspace = opened.workspace
    views: dict[str, Any] = {name: bench.view(name) for name in VIEWS}
    for view in views.values():
        view.setParent(None)
        view.resize(*SIZE)
        view.show()
        view.fit()
        view.grab()
    window.hide()
    rest()
    items = workspace.items
    timed = np.flatnonzero(items.when_start != NO_TIME)
    first, last = np.percentile(items.when_start[timed], (1, 99)).tolist()
    document: dict[str, object] = {
        "items": len(workspace),
        "events": len(timed),
        "links": len(workspace.links),
        "memory opened": memory(),
    }

    def brush(said: str) -> None:
        whole: list[float] = []
        parts: dict[str, list[float]] = {"filter": [], **{name: [] for name in VIEWS}}
        span = (last - first) / 12
        for number in range(rounds + 1):
            begin = first + (last - first - span) * number / max(rounds, 1)
            start = time.perf_counter()
            views["timeline"].set_window(begin, begin + span)
            parts["filter"].append(time.perf_counter() - start)
            for name, view in views.items():
                at = time.perf_counter()
                view.grab()
                parts[name].append(time.perf_counter() - at)
            whole.append(time.perf_counter() - start)
        views["timeline"].clear_window()
        document[said] = statistics.median(whole[1:]) * 1000
        document[f"{said}, parts"] = {name: statistics.median(each[1:]) * 1000 for name, each in parts.items()}

    def hover(said: str) -> None:
        taken: list[float] = []
        for number in range(30):
            at = QPointF(200 + number * 97 % 800, 150 + number * 61 % 500)
            for view in views.values():
                start = time.perf_counter()
                workspace.set_focus(view.row_at(at))
                view.hovered(at)
                taken.append(time.perf_counter() - start)
        workspace.set_focus(-1)
        document[said] = statistics.median(taken) * 1000
        document[f"{said}, slowest"] = max(taken) * 1000

    brush("first chart")
    hover("hover, first chart")
    chart = workspace.chart
    chart.drawn[:] = True
    chart.x[:], chart.y[:] = placed(workspace, kept_for(sys.argv[1])).T
    begin = time.perf_counter()
    workspace.tell(Change.CHART)
    rest()
    views["network"].fit()
    views["network"].grab()
    document["whole case drawn first"] = (time.perf_counter() - begin) * 1000
    brush("whole case")
    hover("hover, whole case")
    document["memory"] = memory()
    if len(sys.argv) > 3:
        rows = timed
        np.savez(
            sys.argv[3],
            x=chart.x[rows].astype(float),
            y=chart.y[rows].astype(float),
            lon=items.lon[rows],
            lat=items.lat[rows],
            when=items.when_start[rows].astype(float),
        )
    print(json.dumps(document))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
