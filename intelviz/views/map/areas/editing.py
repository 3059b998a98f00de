"""Moves the corners of a kept area with the mouse; each change is one act, and undone as one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from intelviz.analysis.place import shapes
from intelviz.render.mercator import project_point
from intelviz.schema.errors import IntelvizError
from intelviz.views.map.areas.book import AreaBook, kind_words, size_words
from intelviz.views.map.areas.paint import draw_area, outline
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.hand import REACH, Hand, handles, tag
from intelviz.views.map.marks import Scene
from intelviz.workspace.areas import LEAST_METRES, MOST_METRES, Area, Point, checked

_WALKS = {Qt.Key.Key_Period: 1, Qt.Key.Key_Comma: -1}
_MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_MOST_SHOWN = 600
"""Corners in sight above which none are drawn until one looks closer."""


class EditArea(Hand):
    """Corners are dragged; a drag on a side makes a new one; a click chooses one, which Delete takes away."""

    name = "edit_area"

    def __init__(self, book: AreaBook, called: str) -> None:
        super().__init__(book.view)
        self.book, self.called = book, called
        self.area = book.areas[called]
        self._before = self.area
        self._grip: tuple[int, int, int] | None = None
        self.chosen: tuple[int, int, int] | None = None
        self.wrong = ""
        book.edited = called
        book.changed.connect(self._renewed)

    # Corners, numbered by part, ring and place within; those of a line are of part 0, ring 0

    def _rings(self) -> list[tuple[int, int, tuple[Point, ...]]]:
        if self.area.shape == "parts":
            return [
                (part, number, ring) for part, rings in enumerate(self.area.parts) for number, ring in enumerate(rings)
            ]
        return [(0, 0, self.area.points)]

    def _edge(self) -> Point | None:
        """Return where the radius of a circle, or the width of a corridor, is taken hold of."""
        if self.area.shape == "circle":
            return shapes.beyond(self.area.points[0], 90.0, self.area.metres)
        if self.area.shape == "corridor":
            first, second = self.area.points[:2]
            way, half = shapes.bearing(first, second), sum(shapes.lengths([first, second])) / 2
            return shapes.beyond(shapes.beyond(first, way, half), way + 90, self.area.metres)
        return None

    def _pixel(self, point: Point) -> QPointF:
        return QPointF(*self.view.camera.to_screen(*project_point(*point)))

    def _at(self, at: QPointF) -> tuple[int, int, int] | None:
        """Return the corner at a point; place -1 is the edge that widens."""
        edge = self._edge()
        if edge is not None and (self._pixel(edge) - at).manhattanLength() <= REACH:
            return 0, 0, -1
        best, found = REACH, None
        for part, ring, points in self._rings():
            for place, point in enumerate(points):
                away = (self._pixel(point) - at).manhattanLength()
                if away <= best:
                    best, found = away, (part, ring, place)
        return found

    def _side_at(self, at: QPointF) -> tuple[int, int, int] | None:
        """Return the corner after which a side passes a point."""
        if self.area.shape == "circle":
            return None
        for part, ring, points in self._rings():
            pairs = list(zip(points, (*points[1:], points[0]), strict=True))
            for place, (first, second) in enumerate(pairs[:-1] if self.area.shape == "corridor" else pairs):
                a, along = self._pixel(first), self._pixel(second) - self._pixel(first)
                length = along.x() ** 2 + along.y() ** 2
                if length:
                    share = min(max(QPointF.dotProduct(at - a, along) / length, 0.0), 1.0)
                    if (a + along * share - at).manhattanLength() <= REACH * 0.7:
                        return part, ring, place
        return None

    def _put(self, which: tuple[int, int, int], points: tuple[Point, ...]) -> Area:
        part, ring, _ = which
        if self.area.shape != "parts":
            return replace(self.area, points=points)
        parts = [list(rings) for rings in self.area.parts]
        parts[part][ring] = points
        return replace(self.area, parts=tuple(tuple(rings) for rings in parts))

    def _ring(self, which: tuple[int, int, int]) -> tuple[Point, ...]:
        part, ring, _ = which
        return self.area.parts[part][ring] if self.area.shape == "parts" else self.area.points

    # The hand

    @property
    def words(self) -> str:
        """Say what can be done, and what the area is now."""
        if self.wrong:
            return self.wrong
        now = size_words(shapes.square_metres(self.area.polygons)) if self.area.polygons else kind_words(self.area)
        return f"“{self.called}” · {now}: drag a corner, or a side for a new one; Delete takes one away; Esc ends"

    def pressed(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Take hold of a corner, or make one on a side."""
        self.wrong = ""
        self._before = self.area
        self._grip = self.chosen = self._at(at)
        if self._grip is None and (side := self._side_at(at)) is not None:
            part, ring, place = side
            points = self._ring(side)
            self._grip = self.chosen = (part, ring, place + 1)
            self.area = self._put(side, (*points[: place + 1], self.degrees(at), *points[place + 1 :]))

    def moved(self, at: QPointF, *, held: bool) -> None:
        """Let the corner follow."""
        if not held or self._grip is None:
            return
        here = self.degrees(at)
        if self._grip[2] < 0:
            if self.area.shape == "circle":
                metres = sum(shapes.lengths([self.area.points[0], here]))
            else:
                metres = self._from_line(here)
            self.area = replace(self.area, metres=round(min(max(metres, LEAST_METRES), MOST_METRES), 1))
            return
        points = list(self._ring(self._grip))
        points[self._grip[2]] = here
        self.area = self._put(self._grip, tuple(points))

    def _from_line(self, here: Point) -> float:
        """Return the metres of a point from the line of a corridor, by its first piece."""
        first, second = self.area.points[:2]
        return shapes.from_line(here, [first, second])

    def released(self, at: QPointF) -> None:
        """Keep the area as it now is."""
        self._grip = None
        self._keep()

    def back(self) -> None:
        """Take the chosen corner away."""
        if self.chosen is None or self.chosen[2] < 0 or self.area.shape == "circle":
            return
        points = self._ring(self.chosen)
        if len(points) <= (2 if self.area.shape == "corridor" else 3):
            self.wrong = "It has no corner to spare."
            return
        place = self.chosen[2]
        self._before = self.area
        self.area = self._put(self.chosen, (*points[:place], *points[place + 1 :]))
        self.chosen = None
        self._keep()

    def _keep(self) -> None:
        if self.area == self._before:
            return
        try:
            checked(self.area)
        except IntelvizError as error:
            self.area, self.wrong, self.chosen = self._before, error.words(), None
            return
        if not self.book.keep(self.called, self.area):
            self.area = self._before

    def wants(self, event: QKeyEvent) -> bool:
        """Want the keys that choose a corner, and with Alt those that move it."""
        alone = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return (event.key() in _WALKS and alone) or (event.key() in _MOVES and with_alt)

    def key(self, event: QKeyEvent) -> None:
        """Choose the next corner or the one before; move the chosen one by a pixel, with Shift by ten."""
        self.wrong = ""
        every = [(part, ring, place) for part, ring, points in self._rings() for place in range(len(points))]
        every += [(0, 0, -1)] if self._edge() is not None else []
        if event.key() in _WALKS:
            now = every.index(self.chosen) if self.chosen in every else -1 if _WALKS[event.key()] > 0 else 0
            self.chosen = every[(now + _WALKS[event.key()]) % len(every)]
        elif self.chosen is not None:
            edge = self._edge()
            point = edge if self.chosen[2] < 0 and edge is not None else self._ring(self.chosen)[self.chosen[2]]
            by = QPointF(*_MOVES[event.key()]) * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            self._before, self._grip = self.area, self.chosen
            self.moved(self._pixel(point) + by, held=True)
            self._grip = None
            self._keep()

    def finish(self) -> None:
        """End."""
        self.view.hands.drop()

    def _renewed(self) -> None:
        """Follow undo, redo and whatever else changed the area; end if it is gone."""
        if self._grip is not None:
            return
        found = self.book.areas.get(self.called)
        if found is None:
            self.view.hands.drop()
        elif found != self.area:
            self.area, self.chosen = found, None
            self.view.update()

    def leave(self) -> None:
        """Let the map draw the area again."""
        self.book.changed.disconnect(self._renewed)
        self.book.edited = ""
        self.view.image.forget_selection()

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw the area with its corners."""
        draw_area(painter, scene, outline(self.area), scene.theme.accent)
        camera = scene.camera
        shown: list[QPointF] = []
        strong = -1
        for part, ring, points in self._rings():
            for place, point in enumerate(points):
                at = self._pixel(point)
                if -9 < at.x() < camera.width + 9 and -9 < at.y() < camera.height + 9:
                    strong = len(shown) if (part, ring, place) == self.chosen else strong
                    shown.append(at)
        if len(shown) <= _MOST_SHOWN:
            handles(painter, scene, shown, strong=strong)
        edge = self._edge()
        if edge is not None:
            at = self._pixel(edge)
            handles(painter, scene, [at], strong=0)
            tag(painter, scene, at + QPointF(0, -18), metric_words(self.area.metres))
