"""Measures on the map: the length of a line with its bearings, and the size of a polygon; true on the ellipsoid.

Lengths are geodesics and sizes those within geodesic sides (WGS 84; Karney 2013, by PROJ), right within a millimetre of
what was clicked. What is measured can be copied, and is no part of the case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication

from intelviz.analysis.place import shapes
from intelviz.views.action import Action
from intelviz.views.map.areas.book import size_words
from intelviz.views.map.areas.paint import draw_area, outline
from intelviz.views.map.corners import Corners, Point, draw_line
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.hand import handles, tag
from intelviz.views.map.marks import Scene
from intelviz.workspace.areas import Area

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_MILE = 1609.344
_ACRE = 4046.8564224
_SQUARE_MILE = _MILE**2
_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_ROOM = 70.0
"""Pixels that a piece needs for its length to stand beside it."""


def length_words(metres: float) -> str:
    """Return a length in metres or kilometres, and in miles: "1.24 km (0.77 miles)"."""
    exact = f"{metres:,.1f} m" if metres < 1000 else f"{metres / 1000:,.3f} km"
    return f"{exact} ({metres / _MILE:,.2f} miles)"


def bearing_words(degrees: float) -> str:
    """Return a bearing from true north: "034° NE"."""
    whole = round(degrees) % 360
    return f"{whole:03d}° {_WINDS[round(degrees / 45) % 8]}"


def area_words(square: float) -> str:
    """Return a size in metric units, and in acres or square miles."""
    if square < _SQUARE_MILE:
        return f"{size_words(square)} ({square / _ACRE:,.2f} acres)"
    return f"{size_words(square)} ({square / _SQUARE_MILE:,.2f} square miles)"


class Measure(Corners):
    """What both ways of measuring share: when it has ended it stays until the next click, or Esc."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.done = False

    def pressed(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Go on, or begin anew."""
        if self.done:
            self.points, self.done = [], False
        super().pressed(at, keys)

    def moved(self, at: QPointF, *, held: bool) -> None:
        """Let the last point follow, until it has ended."""
        if not self.done:
            super().moved(at, held=held)

    def back(self) -> None:
        """Take the last point back."""
        self.done = False
        super().back()

    def ended(self) -> None:
        """Stay as it is."""
        self.done = True
        self.view.said.emit(self.text.splitlines()[-1])

    @property
    def text(self) -> str:
        """What was measured, for the clipboard; the last line is the sum."""
        return ""

    def copy(self) -> bool:
        """Put what was measured on the clipboard."""
        if not self.text:
            return False
        QApplication.clipboard().setText(self.text)
        self.view.said.emit(f"Copied: {self.text.splitlines()[-1]}")
        return True


class MeasureLine(Measure):
    """The length of a line, piece by piece, with the bearing of each."""

    name = "measure_line"

    @property
    def words(self) -> str:
        """Say how long it is."""
        points = self.so_far
        far = shapes.lengths(points)
        if self.wrong or not far:
            return self.wrong or "Distance: click along a line; Enter or double click ends, Esc leaves"
        last = f" · last piece {metric_words(far[-1])}, {bearing_words(shapes.bearing(*points[-2:]))}"
        return f"Distance: {length_words(sum(far))}{last if len(far) > 1 else last.replace('last piece ', '')}" + (
            " · Ctrl+C copies, a click begins anew, Esc leaves" if self.done else ""
        )

    @property
    def text(self) -> str:
        """What was measured, a line for each piece and one for the sum."""
        far = shapes.lengths(self.points)
        if not far:
            return ""
        pairs = zip(self.points[:-1], self.points[1:], far, strict=True)
        lines = [
            f"{_point(begin)} to {_point(end)}: {length_words(length)}, {bearing_words(shapes.bearing(begin, end))}"
            for begin, end, length in pairs
        ]
        return "\n".join([*lines, f"Total: {length_words(sum(far))}"])

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw the line, with the length of each piece that has room for it."""
        points = self.so_far
        placed = self.screen(points)
        draw_line(painter, scene, placed)
        handles(painter, scene, placed if self.done else self.screen(self.points))
        for begin, end, length in zip(placed[:-1], placed[1:], shapes.lengths(points), strict=True):
            if (end - begin).manhattanLength() >= _ROOM:
                tag(painter, scene, (begin + end) / 2 - QPointF(0, 12), metric_words(length))


class MeasureArea(Measure):
    """The size of a polygon, and the way around it."""

    name = "measure_area"
    least = 3

    @property
    def words(self) -> str:
        """Say how large it is."""
        points = self.so_far
        if self.wrong or len(points) < 3:
            return self.wrong or "Area: click the corners; Enter or double click ends, Esc leaves"
        crossing = " · its sides cross, so this is no area" if shapes.crossing([[points]]) is not None else ""
        return f"Area: {self._sum(points)}{crossing}" + (
            " · Ctrl+C copies, a click begins anew, Esc leaves" if self.done else ""
        )

    @staticmethod
    def _sum(points: list[Point]) -> str:
        around = sum(shapes.lengths([*points, points[0]]))
        return f"{area_words(shapes.square_metres([[points]]))}, {length_words(around)} around"

    @property
    def text(self) -> str:
        """What was measured: the corners, and the size."""
        if len(self.points) < 3 or shapes.crossing([[self.points]]) is not None:
            return ""
        return "\n".join([*(_point(each) for each in self.points), f"Area: {self._sum(self.points)}"])

    def ended(self) -> None:
        """Stay as it is, unless the sides cross."""
        if not self.text:
            self.wrong = "The outline crosses itself, so it has no size. Take corners back with Backspace."
            return
        super().ended()

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw the polygon."""
        points = self.so_far
        if len(points) >= 3:
            draw_area(painter, scene, outline(Area("polygon", tuple(points))), scene.theme.accent, sure=self.done)
        else:
            draw_line(painter, scene, self.screen(points))
        handles(painter, scene, self.screen(self.points))


def _point(point: Point) -> str:
    return f"{point[1]:.6f}, {point[0]:.6f}"


def actions(view: MapView) -> list[Action]:
    """Return what the map offers for measuring."""

    def copy() -> None:
        if view.hands.now is not None:
            view.hands.now.copy()

    def some() -> bool:
        return isinstance(view.hands.now, Measure) and bool(view.hands.now.text)

    return [
        Action("measure_line", "Measure a distance", lambda: view.hands.take(MeasureLine(view)),
               "Click along a line: each piece, the sum in kilometres and miles, and the bearing", "D", "ruler",
               strip=True, checked=lambda: view.hands.at_work("measure_line")),
        Action("measure_area", "Measure an area", lambda: view.hands.take(MeasureArea(view)),
               "Click the corners of a polygon: its size and the way around it", "Shift+D", "ruler-square",
               checked=lambda: view.hands.at_work("measure_area")),
        Action("copy_measure", "Copy the measurement", copy,
               "Put what is being measured on the clipboard (Ctrl+C while measuring)", "Shift+C",
               icon="content-copy", enabled=some),
    ]  # fmt: skip


def key(view: MapView, event: QKeyEvent) -> bool:
    """Answer a key that means measuring; False where it is none."""
    if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or event.key() not in (Qt.Key.Key_D, Qt.Key.Key_C):
        return False
    shift = "Shift+" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ""
    for action in actions(view):
        if action.key == f"{shift}{chr(event.key())}" and action.enabled():
            action.run()
            return True
    return False
