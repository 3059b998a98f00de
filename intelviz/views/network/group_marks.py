"""Painting closed groups: a stack of plates with the icon of what there is most of, and how many."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from intelviz.case.columns import Rows
from intelviz.render.icons import disc
from intelviz.views.network.marks import Scene

_LARGEST = 1.9
"""How much larger than an item's icon a group of very many is."""


def group_size(scene: Scene, count: int) -> float:
    """Return how wide the plate of a group of so many is, in device-independent pixels."""
    return max(scene.icon, 7.0) * min(_LARGEST, 1.15 + 0.12 * float(np.log2(max(count, 1))))


def draw_groups(painter: QPainter, scene: Scene, rows: Rows) -> None:
    """Draw those of the rows that are closed groups."""
    content, theme = scene.content, scene.theme
    workspace = content.workspace
    if not workspace.chart.closed:
        return
    groups = [row for row in scene.in_sight(rows).tolist() if row in workspace.chart.closed]
    if not groups:
        return
    font = QFont(scene.font)
    font.setPointSizeF(max(6.5, scene.font.pointSizeF() * 0.85))
    font.setBold(True)
    metrics = QFontMetricsF(font)
    x, y = scene.screen(np.array(groups, np.int32))
    for row, at_x, at_y in zip(groups, x.tolist(), y.tolist(), strict=True):
        count, main = content.closed_facts[row]
        size = group_size(scene, count)
        kind = workspace.item_types[main]
        colour = QColor(*theme.types[kind.colour])
        painter.setPen(QPen(QColor(*theme.ground), 1))
        for shift in (3.0, 0.0):
            painter.setBrush(colour.darker(150) if shift else colour)
            box = QRectF(at_x - size / 2 + shift, at_y - size / 2 - shift, size, size)
            painter.drawRoundedRect(box, size / 5, size / 5)
        if size < 12:
            continue
        icon = size * 0.62
        picture = disc(kind.icon, theme.types[kind.colour], max(6, round(icon * scene.ratio)), theme.ground)
        painter.drawImage(QRectF(at_x - icon / 2, at_y - icon / 2, icon, icon), picture)
        words = f"{count:,}"
        wide = metrics.horizontalAdvance(words) + 8
        badge = QRectF(at_x + size / 2 - wide / 2, at_y - size / 2 - metrics.height() / 2, wide, metrics.height())
        painter.setPen(QPen(QColor(*theme.line), 1))
        painter.setBrush(QColor(*theme.raised))
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
        painter.setPen(QColor(*theme.text))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
