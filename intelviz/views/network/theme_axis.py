"""Theme lines as drawn: a line for each entity, drops from the lines to the events they meet in, and a time axis."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from intelviz.case.columns import Mask
from intelviz.render.timewords import day_words
from intelviz.schema.when import NO_TIME, UK, Precision, from_epoch
from intelviz.views.network.content import Content
from intelviz.views.network.marks import Scene

Column = NDArray[np.float32]
Ends = tuple[Column, Column, Column, Column]
NAME = "theme_lines"


def on_lines(content: Content) -> bool:
    """Return whether the chart was last arranged as theme lines."""
    part = content.workspace.chart.body.get("layout")
    return isinstance(part, dict) and part.get("name") == NAME


def _dated(content: Content) -> Mask:
    """Return which items of the case are events of known time."""
    workspace = content.workspace
    event = np.array([kind.category == "event" for kind in workspace.item_types] or [False])
    return event[workspace.items.type] & (workspace.items.when_start != NO_TIME)


def bent(scene: Scene, pairs: NDArray[np.int64], ends: Ends) -> Ends:
    """Return the ends of pairs on the screen; that of an entity and an event is the drop from line to event."""
    content = scene.content
    if not on_lines(content):
        return ends
    dated = _dated(content)
    low, high = dated[content.low[pairs]], dated[content.high[pairs]]
    x0, y0, x1, y1 = ends
    return np.where(high & ~low, x1, x0), y0, np.where(low & ~high, x0, x1), y1


def draw_axis(painter: QPainter, scene: Scene) -> None:
    """Draw the lines of the entities, and above the topmost when the events were."""
    content = scene.content
    if not on_lines(content) or not len(content.low):
        return
    dated = _dated(content)
    low, high = content.low, content.high
    mixed = dated[low] != dated[high]
    event, entity = np.where(dated[low], low, high)[mixed], np.where(dated[low], high, low)[mixed]
    if not len(event):
        return
    event_x, _ = scene.screen(event)
    last = np.full(len(dated), -np.inf)
    np.maximum.at(last, entity, event_x)
    entities = np.unique(entity)
    x, y = scene.screen(entities)
    pen = QPen(QColor(*scene.theme.link), 1.6)
    painter.setPen(pen)
    painter.drawLines(
        [
            QLineF(left, top, max(left, right), top)
            for left, top, right in zip(x.tolist(), y.tolist(), last[entities].tolist(), strict=True)
        ]
    )
    _times(painter, scene, np.unique(event), float(y.min()))


def _times(painter: QPainter, scene: Scene, events: NDArray[np.int32], top: float) -> None:
    """Write the times of the events over the lines, as many as there is room for, always in sight."""
    items = scene.content.workspace.items
    x, y = scene.screen(events)
    order = np.argsort(x, kind="stable")
    metrics = QFontMetricsF(scene.font)
    painter.setFont(scene.font)
    base = max(metrics.height() + 4, min(top, float(y.min())) - max(scene.icon, 12.0) - 6)
    free, before = 0.0, ""
    for at in order.tolist():
        left = float(x[at])
        if not 0 <= left <= scene.camera.width:
            continue
        row = int(events[at])
        when = from_epoch(int(items.when_start[row]), UK)
        day = day_words(when)
        timed = items.when_precision[row] in (Precision.MINUTE, Precision.SECOND)
        words = f"{day} {when:%H:%M}" if timed and day != before else f"{when:%H:%M}" if timed else day
        if not timed and day == before:
            continue
        wide = metrics.horizontalAdvance(words)
        if left - 4 < free:
            continue
        painter.setPen(QPen(QColor(*scene.theme.line), 1))
        painter.drawLine(QPointF(left, base + 3), QPointF(left, float(y[at])))
        painter.setPen(QColor(*scene.theme.quiet))
        painter.drawText(QPointF(left - 2, base), words)
        free, before = left + wide + 10, day
