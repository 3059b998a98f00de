"""The whole chart in small, with the part in sight as a box that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from intelviz.render.dots import argb
from intelviz.views.network.camera import Camera
from intelviz.views.network.marks import Scene, commonest_first

if TYPE_CHECKING:
    from intelviz.views.network.picture import NetworkPicture

_WIDE, _HIGH, _EDGE, _FOOT = 150, 100, 8, 34
_LEAST_VIEW = 3.0
"""A view that is not at least so many times as large, each way, has no room for it."""
_LEAST_BOX = 6.0


class Overview:
    """As it was last drawn: an empty ``box`` where it isn't, because everything is in sight or there is no room."""

    def __init__(self) -> None:
        self.box = QRectF()
        self.sight = QRectF()
        self.holding = False
        self._key: tuple[object, ...] = ()
        self._image = QImage()
        self._drawn: tuple[object, ...] = ()
        self._extent = (0.0, 0.0, 0.0, 0.0)
        self._small = Camera()

    def at(self, point: QPointF) -> bool:
        """Return whether it lies under a point."""
        return self.box.contains(point)

    def canvas(self, at: QPointF) -> tuple[float, float]:
        """Return the canvas point that stands at a point of it."""
        inside = at - self.box.topLeft()
        return self._small.canvas(inside.x(), inside.y())

    def draw(self, painter: QPainter, scene: Scene, picture: NetworkPicture, *, wanted: bool) -> None:
        """Draw it at the lower right, if it is wanted, there is room, and part of the chart is out of sight."""
        camera = scene.camera
        self.box = QRectF()
        room = camera.width >= _LEAST_VIEW * _WIDE and camera.height >= _LEAST_VIEW * _HIGH
        if not (wanted and room and len(scene.content.rows) > 1):
            self.holding = False
            return
        self._follow(scene, picture)
        left, top, right, bottom = self._extent
        west, north = camera.canvas(0, 0)
        east, south = camera.canvas(camera.width, camera.height)
        if west <= left and north <= top and east >= right and south >= bottom and not self.holding:
            return
        if self._drawn != self._key:
            self._drawn = self._key
            self._draw_items(scene)
        self.box = QRectF(camera.width - _WIDE - _EDGE, camera.height - _HIGH - _FOOT, _WIDE, _HIGH)
        painter.setPen(QPen(QColor(*scene.theme.line), 1))
        painter.setBrush(QColor(*scene.theme.raised, 235))
        painter.drawRoundedRect(self.box, 4, 4)
        painter.drawImage(self.box.topLeft(), self._image)
        corners = self._small.screen(np.array([west, east], np.float32), np.array([north, south], np.float32))
        (x0, x1), (y0, y1) = (each.tolist() for each in corners)
        sight = QRectF(QPointF(x0, y0), QPointF(x1, y1)).translated(self.box.topLeft())
        grown = max(0.0, _LEAST_BOX - sight.width()) / 2, max(0.0, _LEAST_BOX - sight.height()) / 2
        sight.adjust(-grown[0], -grown[1], grown[0], grown[1])
        self.sight = sight & self.box
        painter.setPen(QPen(QColor(*scene.theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.sight)

    def _follow(self, scene: Scene, picture: NetworkPicture) -> None:
        """Find the extent anew if the items are others, or stand elsewhere."""
        key = (scene.content, picture.version, scene.theme.name)
        if key == self._key:
            return
        self._key = key
        content = scene.content
        if not self.holding:
            x, y = content.workspace.chart.x[content.rows], content.workspace.chart.y[content.rows]
            self._extent = float(x.min()), float(y.min()), float(x.max()), float(y.max())
            wide, high = self._extent[2] - self._extent[0], self._extent[3] - self._extent[1]
            scale = min((_WIDE - 12) / max(wide, 1.0), (_HIGH - 12) / max(high, 1.0))
            middle = (self._extent[0] + self._extent[2]) / 2, (self._extent[1] + self._extent[3]) / 2
            self._small = Camera(*middle, scale, _WIDE, _HIGH)

    def _draw_items(self, scene: Scene) -> None:
        content = scene.content
        chart = content.workspace.chart
        px, py = self._small.screen(chart.x[content.rows], chart.y[content.rows])
        column = np.clip(px.astype(np.int32), 1, _WIDE - 2)
        row = np.clip(py.astype(np.int32), 1, _HIGH - 2)
        kinds = content.workspace.items.type[content.rows]
        # What there is least of lies on top, as in the large picture.
        order = np.argsort(commonest_first(kinds), kind="stable")
        table = argb([scene.theme.types[kind.colour] for kind in content.workspace.item_types])
        pixels = np.zeros((_HIGH, _WIDE), np.uint32)
        pixels[row[order], column[order]] = table[kinds[order]]
        self._image = QImage(pixels.data, _WIDE, _HIGH, _WIDE * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
