"""What the map can do, as one list, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QInputDialog

from intelviz.render.mercator import unproject
from intelviz.views.action import Action
from intelviz.views.map import goto
from intelviz.views.map.content import Mode, Ties

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_MODES: tuple[tuple[Mode, str, str, str], ...] = (
    ("auto", "Automatic", "Points that can be told apart, clusters where they can't", "map-marker-radius"),
    ("points", "Points", "Every place by itself; density where they are too many", "map-marker-multiple"),
    ("clusters", "Clusters", "Places near each other as one disc with their count", "google-circles-extended"),
    ("heat", "Heat", "Where items lie close together, smoothed", "blur"),
)
_TIES: tuple[tuple[Ties, str, str], ...] = (
    ("selection", "Links of the selection", "Lines between the places of selected items and what they are linked to"),
    ("all", "All links between places", "Lines between all places that links join; persons stand at their address"),
    ("none", "No links", "No lines"),
)
_LINE = Action("-", "-", lambda: None)


def actions(view: MapView) -> list[Action]:
    """Return everything, for menus, palette, tool strip and keys."""
    return [
        Action(
            "mode",
            "Draw as",
            view.cycle_mode,
            "Points, clusters or heat",
            "M",
            "map-marker-radius",
            strip=True,
            choices=lambda: _modes(view),
        ),
        Action(
            "heat",
            "Heat",
            lambda: view.set_mode("auto" if view.options.mode == "heat" else "heat"),
            "Show where items lie close together",
            "H",
            "blur",
            strip=True,
            checked=lambda: view.options.mode == "heat",
        ),
        Action(
            "types",
            "Types drawn",
            lambda: None,
            "Choose which types of item the map draws",
            icon="shape-outline",
            strip=True,
            choices=lambda: _types(view),
        ),
        Action(
            "ties",
            "Links between places",
            view.cycle_ties,
            "Lines between places that links join",
            "K",
            "vector-line",
            strip=True,
            choices=lambda: _ties(view),
        ),
        *_sight(view),
        *_picks(view),
        *_looks(view),
    ]


def _modes(view: MapView) -> list[Action]:
    return [
        Action(
            f"mode_{mode}",
            title,
            lambda mode=mode: view.set_mode(mode),
            words,
            icon=sign,
            checked=lambda mode=mode: view.options.mode == mode,
        )
        for mode, title, words, sign in _MODES
    ]


def _ties(view: MapView) -> list[Action]:
    return [
        Action(
            f"ties_{ties}",
            title,
            lambda ties=ties: view.set_ties(ties),
            words,
            checked=lambda ties=ties: view.options.ties == ties,
        )
        for ties, title, words in _TIES
    ]


def _types(view: MapView) -> list[Action]:
    content, types = view.content, view.workspace.item_types
    return [
        Action(
            f"type_{types[kind].name}",
            f"{types[kind].plural} ({int(content.of_type[kind]):,})",
            lambda name=types[kind].name: view.toggle_type(name),
            f"Draw {types[kind].plural}, or not",
            icon=types[kind].icon,
            checked=lambda name=types[kind].name: name not in view.options.hidden_types,
        )
        for kind in np.flatnonzero(content.of_type > 0).tolist()
    ]


def _sight(view: MapView) -> list[Action]:
    return [
        Action(
            "fit", "Show all places", view.fit, "Zoom to all that is drawn", "Home", "fit-to-page-outline", strip=True
        ),
        Action(
            "fit_selection",
            "Show the selection's places",
            view.fit_selection,
            "Zoom to where the selected items are, or those linked to them",
            "Shift+Home",
            "target",
            strip=True,
            enabled=lambda: view.content.picking,
        ),
        Action(
            "zoom_in",
            "Zoom in",
            lambda: view.zoom_by(1.6, view.middle),
            "Look closer",
            "+",
            "magnify-plus-outline",
            strip=True,
        ),
        Action(
            "zoom_out",
            "Zoom out",
            lambda: view.zoom_by(1 / 1.6, view.middle),
            "See more",
            "-",
            "magnify-minus-outline",
            strip=True,
        ),
        Action(
            "go_to",
            "Go to place…",
            lambda: ask_place(view),
            "A postcode, a grid reference, a latitude and longitude, or the name of a town or ward",
            "G",
            "map-search-outline",
            strip=True,
        ),
    ]


def _picks(view: MapView) -> list[Action]:
    return [
        Action(
            "lasso",
            "Lasso",
            lambda: view.set_tool("select" if view.tool == "lasso" else "lasso"),
            "Pick what a line drawn around it encloses",
            "L",
            "lasso",
            strip=True,
            checked=lambda: view.tool == "lasso",
        ),
        Action(
            "radius",
            "Radius",
            view.set_tool_radius,
            "Drag from a middle: all items within that many metres are selected",
            "R",
            "radius-outline",
            strip=True,
            checked=lambda: view.tool == "radius",
        ),
        Action(
            "within",
            "Select within a distance…",
            lambda: ask_distance(view),
            "All items within a distance of the selected places, or of the middle of the map",
            "Shift+R",
            "map-marker-distance",
        ),
        Action("next_place", "Next place", lambda: step(view, 1), "Go to the next place in sight", "."),
        Action("last_place", "Place before", lambda: step(view, -1), "Go to the place before it", ","),
        Action(
            "pick_place",
            "Pick the place",
            lambda: pick_focus(view, add=False),
            "Select what is in focus",
            "Return",
            enabled=lambda: view.workspace.focus >= 0,
        ),
    ]


def _looks(view: MapView) -> list[Action]:
    def flip_legend() -> None:
        view.options.legend = not view.options.legend
        view.image.forget_selection()
        view.update()

    def flip_names() -> None:
        view.options.names = not view.options.names
        view.image.forget()
        view.update()

    return [
        Action(
            "wider",
            "Heat: wider",
            lambda: view.set_bandwidth(view.options.bandwidth * 1.25),
            "Smooth over a longer distance",
            "]",
            enabled=lambda: view.options.mode == "heat",
        ),
        Action(
            "narrower",
            "Heat: narrower",
            lambda: view.set_bandwidth(view.options.bandwidth / 1.25),
            "Smooth over a shorter distance",
            "[",
            enabled=lambda: view.options.mode == "heat",
        ),
        Action(
            "names",
            "Names of places",
            flip_names,
            "Names of towns, wards, waters and postcodes",
            icon="format-letter-case",
            checked=lambda: view.options.names,
        ),
        Action(
            "legend",
            "Legend in full",
            flip_legend,
            "Show all lines of the legend, or its title alone",
            icon="map-legend",
            checked=lambda: view.options.legend,
        ),
        Action(
            "copy_here",
            "Copy coordinates",
            lambda: copy_here(view),
            "Copy the coordinates of the pointer, or of the middle of the map, in degrees and on the National Grid",
            "C",
            "content-copy",
        ),
    ]


def menu(view: MapView, row: int) -> list[Action]:
    """Return what a right click offers: on an item, on a cluster, or on the ground."""
    at = view.menu_at
    if row >= 0:
        return [*_menu_item(view, row), _LINE, *_menu_ground(view)]
    mark = view.cluster_at(at) if at is not None else -1
    if mark >= 0:
        rows = view.cluster_rows(mark)
        return [
            Action(
                "open", "Open the cluster", lambda: view.open_cluster(mark), "Zoom to its places", icon="magnify-plus"
            ),
            Action(
                "pick_all",
                f"Select the {len(rows):,} items here",
                lambda: view.workspace.select(rows),
                "Select all of them",
                icon="select-all",
            ),
            Action(
                "add_all",
                "Add them to the selection",
                lambda: view.workspace.select(rows, "add"),
                "Keep what is selected, and add these",
                icon="select-group",
            ),
            _LINE,
            *_menu_ground(view),
        ]
    return [*_menu_ground(view), _LINE, *actions(view)]


def _menu_ground(view: MapView) -> list[Action]:
    return [
        Action(
            "copy",
            "Copy coordinates",
            lambda: copy_here(view),
            "In degrees and on the National Grid",
            "C",
            "content-copy",
        ),
        Action(
            "within_here",
            "Select within a distance of here…",
            lambda: ask_distance(view, here=True),
            "All items within a distance of this point",
            icon="map-marker-distance",
        ),
    ]


def _menu_item(view: MapView, row: int) -> list[Action]:
    workspace = view.workspace
    here = view.together_with(row)

    def each() -> list[Action]:
        return [
            Action(
                f"here_{one}",
                f"{workspace.items.label[one]} ({workspace.type_of(one).label})",
                lambda one=one: workspace.select([one]),
                "Select this one alone",
                icon=workspace.type_of(one).icon,
            )
            for one in here[:25].tolist()
        ]

    found = [
        Action(
            "centre",
            "Show in all views",
            lambda: workspace.centre_on([row]),
            "Bring this item into sight everywhere",
            icon="crosshairs-gps",
        ),
        Action(
            "linked",
            "Select what is linked to it",
            lambda: workspace.select(workspace.linked > 0),
            "Select the items linked to the selected ones",
            icon="vector-link",
            enabled=lambda: bool(workspace.linked.any()),
        ),
        Action(
            "within",
            "Select within a distance…",
            lambda: ask_distance(view),
            "All items within a distance of the selected places",
            "Shift+R",
            "map-marker-distance",
        ),
    ]
    if len(here) > 1:
        found.insert(
            0,
            Action("here", f"The {len(here):,} items at this place", lambda: None, "Select one of them", choices=each),
        )
    return found


def copy_here(view: MapView) -> None:
    """Copy the coordinates of the pointer, or of the middle of the map."""
    at = view.menu_at or view.cursor or view.middle
    view.copy_coordinates(*view.camera.degrees(at.x(), at.y()))


def ask_place(view: MapView) -> None:
    """Ask where to go, and go there."""
    dialog = _asked(
        view,
        "Go to place",
        "Postcode, grid reference, latitude and longitude, or a name:",
        "M14 5 · SJ 838 981 · 53.48, -2.24",
    )

    def done(text: str) -> None:
        goal = goto.find(text)
        if goal is None:
            view.said.emit(f"“{text}” is no postcode, grid reference, coordinates or name that the base map knows")
        else:
            view.go_to(goal)

    dialog.textValueSelected.connect(done)
    dialog.open()


def ask_distance(view: MapView, *, here: bool = False) -> None:
    """Ask for a distance, and select what lies within it."""
    at = (view.menu_at or view.cursor or view.middle) if here else None
    dialog = _asked(
        view, "Select within a distance", f"Within how far of {_around_words(view, here)}?", "500 m · 1.5 km · 1 mile"
    )

    def done(text: str) -> None:
        radius = goto.read_metres(text)
        if radius is None:
            view.said.emit(f"“{text}” is no distance: write 500, 500 m, 1.5 km or 1 mile")
        elif at is not None:
            lon, lat = view.camera.degrees(at.x(), at.y())
            view.select_within(np.array([lon]), np.array([lat]), radius)
        else:
            view.select_within(*around(view), radius)

    dialog.textValueSelected.connect(done)
    dialog.open()


def _asked(view: MapView, title: str, words: str, example: str) -> QInputDialog:
    dialog = QInputDialog(view)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(f"{words}\n{example}")
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    return dialog


def _around_words(view: MapView, here: bool) -> str:
    places = int(np.count_nonzero(view.content.selected))
    if here:
        return "this point"
    return (
        f"the {places:,} selected places" if places > 1 else "the selected place" if places else "the middle of the map"
    )


def around(view: MapView) -> tuple[np.ndarray, np.ndarray]:
    """Return the points in degrees that a typed distance is measured from."""
    content = view.content
    places = np.flatnonzero(content.selected)
    if not len(places):
        lon, lat = view.camera.degrees(view.width() / 2, view.height() / 2)
        return np.array([lon]), np.array([lat])
    return unproject(content.places.x[places], content.places.y[places])


def step(view: MapView, by: int) -> None:
    """Move the focus to the next place in sight, from left to right, or to the one before."""
    content = view.content
    places = content.in_sight(view.camera)
    if not len(places):
        view.said.emit("Nothing is in sight here")
        return
    order = places[np.lexsort([content.places.y[places], content.places.x[places]])]
    row = view.workspace.focus
    now = int(content.places.of[row]) if row >= 0 else -1
    found = np.flatnonzero(order == now)
    at = (int(found[0]) + by) % len(order) if len(found) else 0 if by > 0 else len(order) - 1
    view.workspace.set_focus(content.lead_at(int(order[at])))
    view.said.emit(view.workspace.items.label[view.workspace.focus])


def pick_focus(view: MapView, *, add: bool) -> None:
    """Select what is in focus, with all at the same place."""
    row = view.workspace.focus
    if row >= 0:
        view.workspace.select(view.together_with(row), "add" if add else "replace")


def key(view: MapView, event: QKeyEvent) -> bool:
    """Answer a key of the map; False where it is none."""
    held = event.modifiers()
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
    if control and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    match event.key():
        case Qt.Key.Key_R if shift:
            ask_distance(view)
        case Qt.Key.Key_R:
            view.set_tool_radius()
        case Qt.Key.Key_M:
            view.cycle_mode()
        case Qt.Key.Key_H:
            view.set_mode("auto" if view.options.mode == "heat" else "heat")
        case Qt.Key.Key_K:
            view.cycle_ties()
        case Qt.Key.Key_G:
            ask_place(view)
        case Qt.Key.Key_C:
            copy_here(view)
        case Qt.Key.Key_BracketLeft:
            view.set_bandwidth(view.options.bandwidth / 1.25)
        case Qt.Key.Key_BracketRight:
            view.set_bandwidth(view.options.bandwidth * 1.25)
        case Qt.Key.Key_Home if shift:
            view.fit_selection()
        case Qt.Key.Key_Period:
            step(view, 1)
        case Qt.Key.Key_Comma:
            step(view, -1)
        case Qt.Key.Key_Return | Qt.Key.Key_Enter if view.workspace.focus >= 0:
            pick_focus(view, add=control or shift)
        case _:
            return False
    return True
