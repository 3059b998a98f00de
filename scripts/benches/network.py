"""Pan and zoom frames of the network at 1200×800, from 10,000 to 1,000,000 nodes, beside pyqtgraph's GraphItem.

Nodes stand as a layout leaves them: in communities on a disc; each has two links, most of them to its own community.
The peer draws the same nodes and links, with lines one pixel wide and no outlines, and is measured up to 100,000 nodes.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from scripts.benches.figure import ROOT, Figure, peers
from scripts.benches.windows import run_probe

_SIZES = (10_000, 100_000, 1_000_000)
_MOST_FOR_PEER = 100_000


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure with ``size`` nodes, or with 10,000, 100,000 and 1,000,000; 10 frames a round."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: list[Figure] = []
    for nodes in (size,) if size else _SIZES:
        x, y, a, b = made(nodes)
        ours = _ours(x, y, a, b, 10 * max(rounds, 1))
        theirs = _theirs(x, y, a, b) if nodes <= _MOST_FOR_PEER else None
        goal = 33 if nodes == 100_000 else None
        words = f"frame of {nodes:,} nodes and {len(a):,} links"
        for name in ("pan", "zoom", "near"):
            title = f"{name} {words}" if name != "near" else f"pan {words}, zoomed in ten times"
            peer = "pyqtgraph GraphItem" if theirs else ""
            found.append(Figure(title, ours[name], "ms", nodes, peer, theirs and theirs[name], goal=goal))
        found.append(Figure(f"hover answer among {nodes:,} nodes", ours["hover"], "ms", nodes, goal=16))
    return found


def made(nodes: int) -> tuple[np.ndarray, ...]:
    """Return places and links."""
    random = np.random.default_rng(1)
    groups = max(nodes // 200, 1)
    group = random.integers(0, groups, nodes)
    turn, away = random.random(groups) * 2 * np.pi, np.sqrt(random.random(groups)) * 20 * np.sqrt(nodes)
    x = away[group] * np.cos(turn[group]) + random.normal(0, 180, nodes)
    y = away[group] * np.sin(turn[group]) + random.normal(0, 180, nodes)
    order = np.argsort(group, kind="stable")
    place = np.empty(nodes, np.int64)
    place[order] = np.arange(nodes)
    a = np.repeat(np.arange(nodes), 2)
    near = order[np.clip(place[a] + random.integers(1, 100, 2 * nodes), 0, nodes - 1)]
    b = np.where(random.random(2 * nodes) < 0.95, near, random.integers(0, nodes, 2 * nodes))
    return x.astype(np.float32), y.astype(np.float32), a.astype(np.int32), b.astype(np.int32)


def _ours(x: np.ndarray, y: np.ndarray, a: np.ndarray, b: np.ndarray, frames: int) -> dict[str, float]:
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    from intelviz.render import lines
    from intelviz.views.network.view import NetworkView

    QApplication.instance() or QApplication([])
    lines.prepare()
    workspace = _workspace(len(x), a, b)
    chart = workspace.chart
    chart.drawn[:], chart.x[:], chart.y[:] = True, x, y
    view = NetworkView(workspace)
    view.resize(1200, 800)
    view.show()
    view.fit()
    view.grab()

    def median(act: Any) -> float:
        taken: list[float] = []
        for number in range(frames):
            begin = perf_counter()
            act(number)
            view.settling.stop()
            view.grab()
            taken.append((perf_counter() - begin) * 1000)
        return statistics.median(taken)

    middle = QPointF(600, 400)
    found = {
        "pan": median(lambda n: view.pan_by(9 if n % 2 else -9, 5 if n % 2 else -5)),
        "zoom": median(lambda n: view.zoom_by(1.1 if n % 2 else 1 / 1.1, middle)),
    }
    taken: list[float] = []
    for number in range(30):
        begin = perf_counter()
        view.row_at(QPointF(300 + number * 37 % 600, 200 + number * 13 % 400))
        taken.append((perf_counter() - begin) * 1000)
    view.zoom_by(10, middle)
    found["near"] = median(lambda n: view.pan_by(9 if n % 2 else -9, 5 if n % 2 else -5))
    view.close()
    return {**found, "hover": statistics.median(taken)}


def _workspace(nodes: int, a: np.ndarray, b: np.ndarray) -> Any:
    from intelviz.case.columns import Columns, ItemColumns, LinkColumns
    from intelviz.schema.model import ItemType, LinkType, Schema
    from intelviz.schema.when import NO_TIME
    from intelviz.workspace.workspace import Workspace

    items = [ItemType("Person", "person", "persons", "person", "account", 0)]
    links = [LinkType("KNOWS", "knows", "is known by", "association")]
    schema = Schema({each.name: each for each in items}, {each.name: each for each in links})
    count = len(a)

    def column(length: int, value: float, kind: Any) -> np.ndarray:
        return np.full(length, value, kind)

    return Workspace(
        Columns(
            ItemColumns(
                id=np.arange(1, nodes + 1),
                type=column(nodes, 0, np.int16),
                type_names=("Person",),
                label=[f"Person {number}" for number in range(nodes)],
                when_start=column(nodes, NO_TIME, np.int64),
                when_end=column(nodes, NO_TIME, np.int64),
                when_precision=column(nodes, 0, np.int8),
                lon=column(nodes, np.nan, np.float64),
                lat=column(nodes, np.nan, np.float64),
                place_precision=column(nodes, 0, np.int8),
                place_row=column(nodes, -1, np.int32),
            ),
            LinkColumns(
                id=np.arange(1, count + 1),
                type=column(count, 0, np.int16),
                type_names=("KNOWS",),
                a=a,
                b=b,
                when_start=column(count, NO_TIME, np.int64),
                when_end=column(count, NO_TIME, np.int64),
                when_precision=column(count, 0, np.int8),
            ),
        ),
        schema,
    )


def _theirs(x: np.ndarray, y: np.ndarray, a: np.ndarray, b: np.ndarray) -> dict[str, float] | None:
    python = peers("pyqtgraph", "numpy", "PySide6-Essentials<6.12")
    if python is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.npz"
        np.savez(path, x=x, y=y, a=a, b=b)
        return run_probe([str(python), str(ROOT / "scripts/benches/peers/pyqtgraph_graph.py"), str(path)])
