"""The acts of the map on areas, for menus, palette, keys and the right click."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.map.areas.drawing import DrawCircle, DrawCorridor, DrawPolygon
from intelviz.views.map.areas.form import ask_circle, ask_name
from intelviz.views.map.areas.listing import area_actions, list_areas
from intelviz.views.map.areas.taking import BOUNDARIES, area_of_items, boundary_at, outlines_of
from intelviz.views.map.furniture import metric_words
from intelviz.workspace.areas import LEAST_METRES, Area

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

LINE = Action("-", "-", lambda: None)
_MOST_OUTLINES = 300
"""Items whose outlines are taken at once."""


def actions(view: MapView) -> list[Action]:
    """Return what the map offers of areas."""
    return [
        Action(
            "areas",
            "Areas",
            lambda: list_areas(view.areas),
            "Draw areas, keep them with the case, and act on what lies in them",
            icon="vector-polygon",
            strip=True,
            choices=lambda: [*drawing(view), LINE, *_whole(view), LINE, *_each(view)],
        )
    ]


def drawing(view: MapView) -> list[Action]:
    """Return the ways to make an area."""

    def hand(name: str, title: str, make: Callable[[], None], help: str, key: str, icon: str) -> Action:
        return Action(
            name, title, make, help, key, icon,
            enabled=lambda: view.areas.can_write, checked=lambda: view.hands.at_work(name),
        )  # fmt: skip

    return [
        hand("draw_polygon", "Draw a polygon", lambda: view.hands.take(DrawPolygon(view)),
             "Click its corners; Enter or a double click ends", "P", "vector-polygon"),
        hand("draw_corridor", "Draw a corridor", lambda: view.hands.take(DrawCorridor(view)),
             "Click along a line; then say how many metres it reaches to either side", "W", "road-variant"),
        hand("draw_circle", "Draw a circle", lambda: view.hands.take(DrawCircle(view)),
             "Press at the middle and drag; the metres are shown", "O", "vector-circle-variant"),
        Action("type_circle", "Circle by typing…", lambda: _circle(view),
               "A circle around a place, with a radius in metres, kilometres or miles", "Shift+O",
               "map-marker-radius-outline", enabled=lambda: view.areas.can_write),
        Action("keep_boundary", "Keep a boundary as area", lambda: None,
               "The ward, district or police force area under the pointer, or at the middle of the map",
               icon="map-plus", enabled=lambda: view.areas.can_write, choices=lambda: boundaries(view)),
        Action("keep_outline", "Keep the selection's outlines as area", lambda: keep_outline(view),
               "The outlines of selected areas that came from a map file, as one area", icon="map-check-outline",
               enabled=lambda: view.areas.can_write and bool(view.workspace.selected.any())),
    ]  # fmt: skip


def _whole(view: MapView) -> list[Action]:
    book = view.areas
    return [
        Action("list_areas", "List of areas…", lambda: list_areas(book),
               "All areas with the number of items in each; select, show only, combine, edit, rename, delete",
               "Shift+A", "format-list-bulleted"),
        Action("point_here", "Put a point at the middle of the map", lambda: put_middle(view),
               "While drawing or measuring: the arrow keys move the map, this puts a corner, Enter ends", "X",
               "crosshairs", enabled=lambda: view.hands.now is not None),
        Action("show_areas", "Areas on the map", book.flip, "Draw the areas, or not", "B", "eye-outline",
               checked=lambda: book.on),
    ]  # fmt: skip


def _each(view: MapView) -> list[Action]:
    return [of_area(view, name) for name in [*view.areas.areas, *view.areas.broken][:40]]


def put_middle(view: MapView) -> None:
    """Put a point of what is being drawn at the middle of the map."""
    if view.hands.now is not None and not view.hands.now.put_middle():
        view.said.emit("Points are put with the mouse here")
    view.update()


def of_area(view: MapView, name: str) -> Action:
    """Return the acts on one area as a menu."""
    return Action(
        f"area {name}",
        f"“{name}”",
        lambda: view.areas.select(name),
        f"What can be done with the area “{name}”",
        choices=lambda: [
            Action(f"{each.name} {name}", each.title, each.run, each.help, icon=each.icon, enabled=each.enabled)
            for each in area_actions(view.areas, [name])
            if each.name not in {"area_all", "area_any", "area_first"}
        ],
    )


def here(view: MapView) -> tuple[float, float]:
    """Return the degrees that are meant: of the right click, of the pointer, or of the middle of the map."""
    at: QPointF = view.menu_at or view.cursor or view.middle
    return view.camera.degrees(at.x(), at.y())


def menu_here(view: MapView) -> list[Action]:
    """Return what a right click on the map adds: the areas there, and what could become one."""
    at = here(view)
    found = [of_area(view, name) for name in view.areas.at(*at)[:8]]
    boundary = Action("keep_here", "Keep as area", lambda: None, "A boundary here, or a circle around this point",
                      icon="map-plus", enabled=lambda: view.areas.can_write,
                      choices=lambda: [*boundaries(view), _circle_here(view, at)])  # fmt: skip
    circle = view.circle
    if circle is not None and circle.metres >= LEAST_METRES and view.areas.can_write:
        area = Area("circle", ((round(circle.lon, 7), round(circle.lat, 7)),), round(circle.metres, 1))
        words = f"Keep the circle of {metric_words(circle.metres)} as area…"
        found.append(Action("keep_circle", words, lambda: keep(view, area),
                            "Keep the distance that was just selected by", icon="vector-circle-variant"))  # fmt: skip
    return [*found, boundary]


def menu_item(view: MapView) -> list[Action]:
    """Return what a right click on an item adds: its outline, where its record holds one."""
    rows = view.workspace.selected_rows
    case = view.areas.case
    if case is None or not view.areas.can_write or not 0 < len(rows) <= _MOST_OUTLINES:
        return []
    if not outlines_of(case, view.workspace.items.id[rows[:1]].tolist()):
        return []
    return [Action("keep_outline", "Keep its outline as area…", lambda: keep_outline(view),
                   "Keep the outline that came from a map file", icon="map-check-outline")]  # fmt: skip


def boundaries(view: MapView) -> list[Action]:
    """Return the boundaries of the base map that may be kept."""
    at = here(view)
    return [
        Action(
            f"keep_{layer}",
            f"{words} here…",
            lambda words=words: keep_boundary(view, words, at),
            f"Keep the outline of the {words.lower()} at this point, as the base map has it",
        )
        for _, layer, words, _ in BOUNDARIES
    ]


def _circle_here(view: MapView, at: tuple[float, float]) -> Action:
    return Action("circle_here", "Circle around this point…", lambda: ask_circle(view.areas, at),
                  "Ask for a radius around this point")  # fmt: skip


def _circle(view: MapView) -> None:
    ask_circle(view.areas)


def keep(view: MapView, area: Area) -> None:
    """Ask for the name of an area, and keep it."""
    ask_name(view.areas, area, name=area.shape.title())


def keep_boundary(view: MapView, words: str, at: tuple[float, float]) -> None:
    """Keep a boundary of the base map."""
    try:
        name, area = boundary_at(words, *at)
    except IntelvizError as error:
        view.said.emit(error.words())
        return
    ask_name(view.areas, area, name=name)


def keep_outline(view: MapView) -> None:
    """Keep what the records of the selected items say of their outlines."""
    rows, items = view.workspace.selected_rows, view.workspace.items
    if view.areas.case is None:
        return
    if len(rows) > _MOST_OUTLINES:
        view.said.emit(f"{len(rows):,} items are too many to take their outlines: select up to {_MOST_OUTLINES}")
        return
    try:
        area = area_of_items(view.areas.case, items.id[rows], [items.label[row] for row in rows.tolist()])
    except IntelvizError as error:
        view.said.emit(error.words())
        return
    ask_name(view.areas, area, name=items.label[int(rows[0])] if len(rows) == 1 else "Outlines")


def key(view: MapView, event: QKeyEvent) -> bool:
    """Answer a key that means areas; False where it is none."""
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return False
    if not 32 < event.key() < 128:
        return False
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    wanted = f"{'Shift+' if shift else ''}{chr(event.key())}"
    for action in (*drawing(view), *_whole(view)):
        if action.key == wanted and action.enabled():
            action.run()
            return True
    return False
