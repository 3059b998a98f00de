"""A hand that takes one point after another: for polygons, corridors and measuring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from intelviz.render.mercator import project_point
from intelviz.views.map.hand import REACH, Hand
from intelviz.views.map.marks import Scene

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

Point = tuple[float, float]
"""Longitude and latitude."""


class Corners(Hand):
    """Takes one point after another; the last one follows the pointer."""

    least = 2

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.points: list[Point] = []
        self.pointer: QPointF | None = None
        self.wrong = ""

    @property
    def so_far(self) -> list[Point]:
        """The points, with the one under the pointer."""
        if not self.points or (self.pointer is None and not self.by_keys):
            return list(self.points)
        here = self.degrees(self.view.middle if self.by_keys or self.pointer is None else self.pointer)
        return [*self.points, here] if here != self.points[-1] else list(self.points)

    def screen(self, points: list[Point]) -> list[QPointF]:
        """Return where points are in the picture."""
        return [QPointF(*self.view.camera.to_screen(*project_point(*each))) for each in points]

    def pressed(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Put a point where the pointer is; on the first one, end."""
        self.wrong = ""
        self.pointer = at
        placed = self.screen(self.points)
        if len(placed) >= max(self.least, 3) and (placed[0] - at).manhattanLength() <= REACH:
            self.finish()
        elif not placed or (placed[-1] - at).manhattanLength() > 2:
            self.points.append(self.degrees(at))

    def put_middle(self) -> bool:
        """Put a point at the middle of the map, which the arrow keys move: so it is drawn without a mouse."""
        self.pressed(self.view.middle, Qt.KeyboardModifier.NoModifier)
        self.released(self.view.middle)
        self.by_keys = True
        return True

    def moved(self, at: QPointF, *, held: bool) -> None:
        """Let the last point follow."""
        self.pointer = at
        self.by_keys = False

    def back(self) -> None:
        """Take the last point back."""
        self.wrong = ""
        if self.points:
            self.points.pop()
        else:
            self.view.hands.drop()

    def finish(self) -> None:
        """End, if there are enough points."""
        self.wrong = ""
        self.pointer = None
        self.by_keys = False
        if len(set(self.points)) < self.least:
            self.wrong = f"It needs {self.least} points at least."
            return
        self.ended()

    def ended(self) -> None:
        """Answer the end of drawing."""


def draw_line(painter: QPainter, scene: Scene, points: list[QPointF]) -> None:
    """Draw the line through points of the picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((scene.theme.halo, 4.0), (scene.theme.accent, 1.8)):
        painter.setPen(QPen(QColor(*colour), width))
        painter.drawPolyline(points)
