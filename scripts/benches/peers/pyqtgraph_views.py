"""The peer of the window benches: the same case in three pyqtgraph plots (network, map, timeline), as a script would.

Arguments: the case file, then a chart of positions (.npz with x, y by item row). Prints one JSON document:
seconds from process start to painted, peak memory in MB, milliseconds of a pan frame of each plot and of selecting
1,000 items in all three (median of 15).
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import statistics
import sys
import time

import numpy as np
import pyqtgraph as pg

BEGIN = float(os.environ["BENCH_BEGIN"])
"""When the process was started, as its parent's clock had it."""

SIZE = (1200, 800)
pg.setConfigOptions(antialias=False, background=(24, 25, 28), foreground=(232, 232, 236))
app = pg.mkQApp()

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
items = database.execute("SELECT id, when_start, lon, lat, type FROM item WHERE live ORDER BY id").fetchall()
links = database.execute("SELECT a, b, type FROM link WHERE live ORDER BY id").fetchall()
ids = np.array([row[0] for row in items])
row_of = {int(number): row for row, number in enumerate(ids)}
kind_names = sorted({str(row[4]) for row in items})
kind = np.array([kind_names.index(str(row[4])) for row in items])
when = np.array([row[1] if row[1] is not None else np.nan for row in items], float)
lon = np.array([row[2] if row[2] is not None else np.nan for row in items], float)
lat = np.array([row[3] if row[3] is not None else np.nan for row in items], float)
for a, b, name in links:
    if name == "OCCURRED_AT" and np.isnan(lon[row_of[a]]):
        lon[row_of[a]], lat[row_of[a]] = lon[row_of[b]], lat[row_of[b]]
pairs = np.array([(row_of[a], row_of[b]) for a, b, _ in links], dtype=int)
chart = np.load(sys.argv[2])
positions = np.column_stack([chart["x"], chart["y"]]).astype(float)
palette = [pg.mkBrush(*colour) for colour in np.random.default_rng(1).integers(80, 255, (len(kind_names), 3))]
brushes = np.array([palette[k] for k in kind], dtype=object)


def plot(title: str) -> pg.PlotWidget:
    made = pg.PlotWidget(title=title)
    made.resize(*SIZE)
    return made


network, place, timeline = plot("network"), plot("map"), plot("timeline")
graph = pg.GraphItem()
graph.setData(pos=positions, adj=pairs, size=5, pen=pg.mkPen(120, 122, 130), symbolBrush=list(brushes), symbolPen=None)
network.addItem(graph)
on_map, in_time = ~np.isnan(lon), ~np.isnan(when)
points = pg.ScatterPlotItem(x=lon[on_map], y=lat[on_map], size=5, brush=list(brushes[on_map]), pen=None)
place.addItem(points)
events = pg.ScatterPlotItem(
    x=when[in_time], y=kind[in_time].astype(float), size=5, brush=list(brushes[in_time]), pen=None
)
timeline.addItem(events)
views = {"network": network, "map": place, "timeline": timeline}
for view in views.values():
    view.show()
    view.grab()
started = time.time() - BEGIN


def pan(view: pg.PlotWidget) -> float:
    box = view.getViewBox()
    (low, high), _ = box.viewRange()
    taken = []
    for number in range(15):
        begin = time.perf_counter()
        box.setXRange(low + (high - low) * 0.01 * (number % 2), high + (high - low) * 0.01 * (number % 2), padding=0)
        view.grab()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken) * 1000


def select(number: int) -> float:
    picked = np.random.default_rng(number).choice(len(items), min(1000, len(items)), replace=False)
    chosen = brushes.copy()
    chosen[picked] = pg.mkBrush(90, 169, 255)
    begin = time.perf_counter()
    graph.scatter.setBrush(list(chosen))
    points.setBrush(list(chosen[on_map]))
    events.setBrush(list(chosen[in_time]))
    for view in views.values():
        view.grab()
    return time.perf_counter() - begin


print(
    json.dumps(
        {
            "start": started,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "frame": {name: pan(view) for name, view in views.items()},
            "select": statistics.median(select(number) for number in range(7)) * 1000,
        }
    )
)
os._exit(0)
