"""What painters need to know, and painting items: as dots where there are many, as typed icons where few."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from intelviz.case.columns import Rows
from intelviz.render.dots import argb, stamp
from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.views.network.camera import Camera
from intelviz.views.network.content import Content

FEW_ICONS = 1_600
_PATTERNS: dict[int, tuple[float, list[float]]] = dict(
    enumerate(
        (
            (1.2, []),  # association
            (2.4, []),  # family
            (1.2, [5, 3]),  # belonging
            (1.2, [1, 2.5]),  # place
            (1.4, [10, 3]),  # involvement
            (1.2, [6, 2, 1, 2]),  # communication
            (0.9, [3, 2, 1, 2, 1, 2]),  # administration
            (1.8, [12, 2, 2, 2]),  # of several groups
        )
    )
)
"""Width and dashes (in widths) of the links of each group, in the order of GROUPS, and of mixed ones."""


@dataclass(frozen=True)
class Scene:
    """What the painters need to know."""

    content: Content
    camera: Camera
    theme: Theme
    ratio: float
    font: QFont

    def screen(self, rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where items stand on the screen."""
        chart = self.content.workspace.chart
        return self.camera.screen(chart.x[rows], chart.y[rows])

    def in_sight(self, rows: Rows, margin: float = 24.0) -> Rows:
        """Return those of the rows whose point is in sight."""
        x, y = self.screen(rows)
        wide, high = self.camera.width + margin, self.camera.height + margin
        return rows[(x > -margin) & (x < wide) & (y > -margin) & (y < high)]

    @property
    def icon(self) -> float:
        """Size of an icon on the screen, in device-independent pixels."""
        few = len(self.content.rows) <= 800
        return min(30.0, max(11.0 if few else 3.0, 24.0 * self.camera.scale**0.55))

    def pen(self, group: int, strength: float = 1.0, colour: Rgb | None = None, *, near: bool = False) -> QPen:
        """Return the pen for links of a group: told apart by pattern and width, never by hue; ``near`` as close by."""
        width, dashes = _PATTERNS[group]
        pen = QPen(QColor(*(colour or self.theme.link), round(255 * strength)))
        pen.setWidthF(width if near or self.camera.scale > 0.25 else 1.0)
        if dashes and (near or self.camera.scale > 0.3):
            pen.setDashPattern(dashes)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def draw_items(painter: QPainter, scene: Scene, rows: Rows, *, faded: bool = False) -> None:
    """Draw items as typed discs where they can be told apart, as dots where not."""
    rows = scene.in_sight(rows)
    if not len(rows):
        return
    workspace, theme = scene.content.workspace, scene.theme
    kinds = workspace.items.type[rows]
    if len(rows) > FEW_ICONS or scene.icon < 9:
        # What there is least of lies on top, so that a few persons show among thousands of crimes.
        rows = rows[np.argsort(-np.bincount(kinds)[kinds], kind="stable")]
        kinds = workspace.items.type[rows]
        x, y = scene.screen(rows)
        wide, high = math.ceil(scene.camera.width * scene.ratio), math.ceil(scene.camera.height * scene.ratio)
        pixels = np.zeros((high, wide), np.uint32)
        table = argb([theme.types[kind.colour] for kind in workspace.item_types])
        radius = max(1.0, min(4.5, scene.icon / 2.4)) * scene.ratio
        # An edge parts dots that can be told apart; in a crowd it would only darken them.
        thick = 0.8 if radius > 1.5 * scene.ratio else 0.0
        edge = argb([theme.ground])[0]
        ratio = scene.ratio
        stamp(pixels, x.astype(float) * ratio, y.astype(float) * ratio, table[kinds], edge, radius, thick)
        image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, image)
        return
    x, y = scene.screen(rows)
    size = scene.icon
    device = max(6, round(size * scene.ratio))
    for kind_number in np.unique(kinds):
        kind = workspace.item_types[kind_number]
        image = disc(kind.icon, theme.types[kind.colour], device, theme.ground, theme.faded if faded else 1.0)
        for at in np.flatnonzero(kinds == kind_number):
            painter.drawImage(QRectF(float(x[at]) - size / 2, float(y[at]) - size / 2, size, size), image)
    pinned = rows[workspace.chart.pinned[rows]]
    if len(pinned) and size > 14:
        px, py = scene.screen(pinned)
        painter.setPen(QPen(QColor(*theme.ground), 1))
        painter.setBrush(QColor(*theme.text))
        for each_x, each_y in zip(px.tolist(), py.tolist(), strict=True):
            painter.drawEllipse(QPointF(each_x + size * 0.38, each_y - size * 0.38), 3.5, 3.5)
