"""Draws new areas with the mouse: polygon, corridor and circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from intelviz.analysis.place import shapes
from intelviz.render.mercator import project_point
from intelviz.schema.errors import IntelvizError
from intelviz.views.map.areas.book import size_words
from intelviz.views.map.areas.form import AreaForm, ask_name
from intelviz.views.map.areas.paint import draw_area, outline
from intelviz.views.map.corners import Corners, draw_line
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.hand import Hand, handles, tag
from intelviz.views.map.marks import Scene
from intelviz.workspace.areas import Area, Point, checked

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView


class DrawPolygon(Corners):
    """Draws a polygon, corner by corner."""

    name = "draw_polygon"
    least = 3

    @property
    def words(self) -> str:
        """Say what can be done, and what is drawn."""
        if self.wrong:
            return self.wrong
        points = self.so_far
        drawn = f" · {size_words(shapes.square_metres([[points]]))}" if len(points) >= 3 else ""
        return f"Polygon{drawn}: click its corners; Enter ends, Backspace takes one back, Esc leaves"

    def ended(self) -> None:
        """Refuse it in words, or ask for its name."""
        area = Area("polygon", tuple(self.points))
        try:
            checked(area)
        except IntelvizError as error:
            self.wrong = error.words()
            return
        ask_name(self.view.areas, area, ended=lambda kept: self.view.hands.drop() if kept else None)

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw what there is of it."""
        points = self.so_far
        if len(points) >= 3:
            draw_area(painter, scene, outline(Area("polygon", tuple(points))), scene.theme.accent, sure=False)
        draw_line(painter, scene, self.screen(points))
        handles(painter, scene, self.screen(self.points), strong=0 if len(self.points) >= 3 else -1)


class DrawCorridor(Corners):
    """Draws a line, and asks how far the corridor reaches to either side of it."""

    name = "draw_corridor"

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.area: Area | None = None

    @property
    def words(self) -> str:
        """Say what can be done, and how long the line is."""
        long = sum(shapes.lengths(self.so_far))
        drawn = f" · {metric_words(long)}" if long else ""
        return self.wrong or f"Corridor{drawn}: click along it; Enter ends, Backspace takes a point back, Esc leaves"

    def ended(self) -> None:
        """Ask for width and name."""
        points = tuple(each for number, each in enumerate(self.points) if not number or each != self.points[number - 1])

        def take(area: Area) -> None:
            self.area = area
            self.view.update()

        def over(kept: bool) -> None:
            self.area = None
            if kept:
                self.view.hands.drop()
            self.view.update()

        AreaForm(
            self.view.areas,
            "Corridor",
            lambda metres: Area("corridor", points, metres),
            over,
            name=self.view.areas.free_name("Corridor"),
            reach="100 m",
            asked="To either side",
            preview=take,
        ).open()

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw the line, and once its width is being asked for the corridor."""
        if self.area is not None:
            draw_area(painter, scene, outline(self.area), scene.theme.accent, sure=False)
        draw_line(painter, scene, self.screen(self.so_far))
        handles(painter, scene, self.screen(self.points))


class DrawCircle(Hand):
    """Draws a circle from its middle outwards."""

    name = "draw_circle"

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.centre: Point | None = None
        self.metres = 0.0

    @property
    def words(self) -> str:
        """Say what can be done, and how large it is."""
        if self.centre is not None and self.metres:
            return f"Circle · {metric_words(self.metres)}"
        return "Circle: press at its middle and drag; Esc leaves"

    def pressed(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Put the middle."""
        self.centre, self.metres = self.degrees(at), 0.0

    def moved(self, at: QPointF, *, held: bool) -> None:
        """Reach as far as the pointer is."""
        if held and self.centre is not None:
            self.metres = round(sum(shapes.lengths([self.centre, self.degrees(at)])), 1)

    def released(self, at: QPointF) -> None:
        """Ask for the name; the radius can be put right by typing."""
        centre, self.centre = self.centre, None
        if centre is None or self.metres < 1:
            return
        self.centre = centre

        def take(area: Area) -> None:
            self.metres = area.metres
            self.view.update()

        def over(kept: bool) -> None:
            self.centre, self.metres = None, 0.0
            if kept:
                self.view.hands.drop()
            self.view.update()

        AreaForm(
            self.view.areas,
            "Circle",
            lambda metres: Area("circle", (centre,), metres),
            over,
            name=self.view.areas.free_name("Circle"),
            reach=f"{self.metres:.1f} m",
            asked="Radius",
            preview=take,
        ).open()

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw it as far as it reaches, with its metres."""
        if self.centre is None:
            return
        middle = QPointF(*scene.camera.to_screen(*project_point(*self.centre)))
        if self.metres >= 1:
            rings = outline(Area("circle", (self.centre,), self.metres))
            draw_area(painter, scene, rings, scene.theme.accent, sure=False)
            tag(painter, scene, middle - QPointF(0, 18), metric_words(self.metres))
        handles(painter, scene, [middle])
