"""The peer of the brush bench: the same rows in three linked viewers of glue, a window of time moved over them.

Arguments: a file of columns (.npz with x, y, lon, lat, when along rows), then the number of windows. Prints one JSON
document: milliseconds from a window of time to all three viewers repainted (median), and peak memory in MB.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
os.environ.setdefault("QT_API", "pyside6")

from glue.core import Data, DataCollection  # noqa: E402  after the choice of Qt
from glue.core.subset import RangeSubsetState  # noqa: E402
from glue_qt.app import GlueApplication  # noqa: E402
from glue_qt.viewers.histogram import HistogramViewer  # noqa: E402
from glue_qt.viewers.scatter import ScatterViewer  # noqa: E402

SIZE = (1200, 800)


def main() -> None:
    """Open, measure, print."""
    columns = np.load(sys.argv[1])
    rounds = int(sys.argv[2])
    data = Data(label="events", **{name: columns[name] for name in ("x", "y", "lon", "lat", "when")})
    app = GlueApplication(DataCollection([data]))
    viewers = []
    for kind, across, up in ((ScatterViewer, "x", "y"), (ScatterViewer, "lon", "lat"), (HistogramViewer, "when", "")):
        viewer = app.new_data_viewer(kind, data)
        viewer.state.x_att = data.id[across]
        if up:
            viewer.state.y_att = data.id[up]
        viewer.viewer_size = SIZE
        viewers.append(viewer)
    app.show()
    app.app.processEvents()
    first, last = float(np.nanmin(columns["when"])), float(np.nanmax(columns["when"]))
    span = (last - first) / 12
    taken: list[float] = []
    for number in range(rounds + 1):
        begin = first + (last - first - span) * number / max(rounds, 1)
        start = time.perf_counter()
        app.session.edit_subset_mode.update(app.data_collection, RangeSubsetState(begin, begin + span, data.id["when"]))
        for viewer in viewers:
            viewer.axes.figure.canvas.draw()
        app.app.processEvents()
        taken.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "brush": statistics.median(taken[1:]) * 1000,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "sizes": [[viewer.width(), viewer.height()] for viewer in viewers],
            }
        )
    )
    sys.stdout.flush()
    os._exit(0)


main()
