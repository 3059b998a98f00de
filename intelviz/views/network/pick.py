"""What is under a point, inside a shape, or next along a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPolygonF

from intelviz.case.columns import Rows
from intelviz.render.near import lines_near, points_near
from intelviz.views.network.content import Content
from intelviz.views.network.fans import SHORT, spread
from intelviz.views.network.links import count_box
from intelviz.views.network.marks import Scene
from intelviz.views.network.theme_axis import bent, on_lines

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_NEAR = 5.0
_BOX = 14.0
"""Pixels from a line within which its count may stand."""
_PICTURE = 40.0
"""Pixels by which an item that is shown by a picture may be larger than its icon."""


def row_at(scene: Scene, at: QPointF) -> int:
    """Return the item whose icon is under a point (the nearest, if several), or -1."""
    rows = scene.content.rows
    camera, chart = scene.camera, scene.content.workspace.chart
    largest = scene.icon * (1.0 if scene.applied is None else float(scene.applied.size.max(initial=1.0)))
    # More than the largest can reach, shown by a picture even; what is further is not looked at.
    near = camera.canvas(at.x(), at.y()), (largest + _PICTURE) / camera.scale
    rows = rows[points_near(chart.x, chart.y, rows, *near)]
    if not len(rows):
        return -1
    x, y = scene.screen(rows)
    away = np.hypot(x - at.x(), y - at.y())
    # Of large and small ones that overlap, the one whose middle is nearest for its size.
    reach = np.maximum(scene.sizes(rows) / 2 + 1, _NEAR)
    nearest = int(np.argmin(away / reach))
    return int(rows[nearest]) if away[nearest] <= reach[nearest] else -1


def rows_in(scene: Scene, shape: QPolygonF) -> Rows:
    """Return the items whose middle lies in a polygon (even-odd rule)."""
    box = shape.boundingRect()
    rows = scene.content.rows
    x, y = scene.screen(rows)
    near = (x >= box.left()) & (x <= box.right()) & (y >= box.top()) & (y <= box.bottom())
    rows, x, y = rows[near], x[near].astype(float), y[near].astype(float)
    inside = np.zeros(len(rows), bool)
    count = shape.count()
    for number in range(count):
        a, b = shape.at(number), shape.at((number + 1) % count)
        if a.y() == b.y():
            continue
        crosses = (a.y() > y) != (b.y() > y)
        inside ^= crosses & (x < (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()) + a.x())
    return rows[inside]


def pair_at(scene: Scene, at: QPointF, opened: set[int]) -> int:
    """Return the pair whose line (or count) is under a point, or -1."""
    content = scene.content
    if not len(content.low):
        return -1
    pairs = _pairs_near(scene, at, opened)
    if not len(pairs):
        return -1
    x0, y0 = scene.screen(content.low[pairs])
    x1, y1 = scene.screen(content.high[pairs])
    x0, y0, x1, y1 = bent(scene, pairs, (x0, y0, x1, y1))
    dx, dy = x1 - x0, y1 - y0
    length = np.maximum(dx * dx + dy * dy, 1e-6)
    along = np.clip(((at.x() - x0) * dx + (at.y() - y0) * dy) / length, 0, 1)
    away = np.hypot(x0 + along * dx - at.x(), y0 + along * dy - at.y())
    for place in np.flatnonzero(np.isin(pairs, list(opened))).tolist() if opened else ():
        # The curves of an opened line spread to both sides of it.
        if length[place] <= SHORT**2:
            continue
        long = float(np.sqrt(length[place]))
        if away[place] < spread(content, int(pairs[place]), long, bundled=scene.parallel == "bundled") + _NEAR:
            away[place] = min(float(away[place]), _NEAR - 1)
    nearest = int(np.argmin(away))
    if away[nearest] < _NEAR:
        return int(pairs[nearest])
    if scene.camera.scale > 0.4:
        metrics = QFontMetricsF(scene.font)
        for pair in pairs[(away < _BOX) & (content.count[pairs] > 1)].tolist():
            box = count_box(scene, pair, metrics)
            if box is not None and box.contains(at):
                return pair
    return -1


def _pairs_near(scene: Scene, at: QPointF, opened: set[int]) -> NDArray[np.int64]:
    """Return all pairs that a point may be on: those whose line is near, and those opened into curves."""
    content, chart, camera = scene.content, scene.content.workspace.chart, scene.camera
    if on_lines(content):
        return np.arange(len(content.low))
    near = lines_near(
        chart.x, chart.y, content.low, content.high, camera.canvas(at.x(), at.y()), (_BOX + 1) / camera.scale
    )
    curves = [pair for pair in opened if pair < len(content.low)]
    return np.union1d(near, np.array(curves, np.int64)) if curves else near


def pair_between(content: Content, rows: Rows) -> int:
    """Return the pair of exactly two rows, or -1."""
    if len(rows) != 2:
        return -1
    found = np.flatnonzero((content.low == min(rows)) & (content.high == max(rows)))
    return int(found[0]) if len(found) else -1


def next_along(view: NetworkView, dx: int, dy: int) -> int:
    """Return the item linked to the selected one that lies furthest in a direction of the screen, or the middle one."""
    content = view.content
    chosen = np.flatnonzero(content.nodes(view.workspace.selected))
    chart = view.workspace.chart
    if not len(chosen):
        if not len(content.rows):
            return -1
        return int(content.rows[np.argmax(content.degree[content.rows])])
    here = int(chosen[0])
    across = np.concatenate([content.high[content.low == here], content.low[content.high == here]])
    across = np.unique(across[across != here])
    if not len(across):
        return -1
    gx, gy = chart.x[across] - chart.x[here], chart.y[across] - chart.y[here]
    toward = (gx * dx + gy * dy) / np.maximum(np.hypot(gx, gy), 1e-6)
    best = int(np.argmax(toward))
    return int(across[best]) if toward[best] > 0.35 else -1
