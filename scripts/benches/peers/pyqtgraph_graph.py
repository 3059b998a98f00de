"""The peer of the network bench: nodes and links as pyqtgraph's GraphItem, panned and zoomed.

Argument: a file of places and links (.npz with x, y, a, b). Prints one JSON document: milliseconds of a frame
(medians).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg

pg.setConfigOptions(antialias=False)
app = pg.mkQApp()
graph = np.load(sys.argv[1])
view = pg.PlotWidget()
view.resize(1200, 800)
item = pg.GraphItem()
item.setData(
    pos=np.column_stack([graph["x"], graph["y"]]).astype(float),
    adj=np.column_stack([graph["a"], graph["b"]]),
    size=4,
    pen=pg.mkPen(120, 122, 130),
    symbolPen=None,
    symbolBrush=pg.mkBrush(72, 160, 224),
)
view.addItem(item)
view.show()
view.grab()
box = view.getViewBox()


def median(act: Callable[[int], object], frames: int = 7) -> float:
    taken = []
    for number in range(frames):
        begin = time.perf_counter()
        act(number)
        view.grab()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def pan(number: int) -> None:
    (low, high), _ = box.viewRange()
    step = (high - low) * 0.0075 * (1 if number % 2 else -1)
    box.setXRange(low + step, high + step, padding=0)


found = {"pan": median(pan), "zoom": median(lambda n: box.scaleBy((1.1, 1.1) if n % 2 else (1 / 1.1, 1 / 1.1)))}
box.scaleBy((0.1, 0.1))
print(json.dumps({**found, "near": median(pan)}))
sys.stdout.flush()
os._exit(0)
