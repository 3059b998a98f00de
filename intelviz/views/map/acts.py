"""What the map can do, as one list, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from intelviz.views.action import Action
from intelviz.views.map import hexagons, measure, tracks
from intelviz.views.map.areas import acts as area_acts
from intelviz.views.map.layers.panel import show_panel
from intelviz.views.map.options import Mode, Ties
from intelviz.views.map.own import acts as own_acts
from intelviz.views.map.selecting import ask_distance
from intelviz.views.map.steps import ask_place, copy_here, pick_focus, step
from intelviz.views.map.tiles import acts as tile_acts

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_MODES: tuple[tuple[Mode, str, str, str], ...] = (
    ("auto", "Automatic", "Points that can be told apart, clusters where they can't", "map-marker-radius"),
    ("points", "Points", "Every place by itself; density where they are too many", "map-marker-multiple"),
    ("clusters", "Clusters", "Places near each other as one disc with their count", "google-circles-extended"),
    ("hexagons", "Hexagons", "How many items lie in each cell of a grid of hexagons", "hexagon-multiple-outline"),
    ("heat", "Heat", "Where items lie close together, smoothed", "blur"),
)
_TIES: tuple[tuple[Ties, str, str], ...] = (
    ("selection", "Links of the selection", "Lines between the places of selected items and what they are linked to"),
    ("all", "All links between places", "Lines between all places that links join; persons stand at their address"),
    ("none", "No links", "No lines"),
)


def actions(view: MapView) -> list[Action]:
    """Return everything, for menus, palette, tool strip and keys."""
    return [
        Action(
            "mode",
            "Draw as",
            view.cycle_mode,
            "Points, clusters, hexagons or heat",
            "M",
            "map-marker-radius",
            strip=True,
            choices=lambda: _modes(view),
        ),
        Action(
            "layers",
            "Layers…",
            lambda: show_panel(view),
            "Which layers are drawn, in what order, how strongly, and of which items",
            "Y",
            "layers-outline",
            strip=True,
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
        *area_acts.actions(view),
        *own_acts.actions(view),
        *tile_acts.actions(view),
        *measure.actions(view),
        *tracks.actions(view),
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
        Action(
            "fan",
            "Open the stack",
            view.fan.open_focus,
            "Show the items that stand at one place around it, or as a list where they are many; again to close",
            "F",
            "ungroup",
            enabled=lambda: view.fan.opened or view.workspace.focus >= 0 or view.content.picking,
            checked=lambda: view.fan.opened,
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
        view.layers_changed()

    return [
        Action(
            "hexagons",
            "Hexagons",
            lambda: view.set_mode("auto" if view.options.mode == "hexagons" else "hexagons"),
            "How many items lie in each cell of a grid; a click on a cell picks them",
            "Shift+H",
            "hexagon-multiple-outline",
            checked=lambda: view.options.mode == "hexagons",
        ),
        Action(
            "hexagon_width",
            "Width of hexagons",
            lambda: None,
            "How far a hexagon reaches from side to side",
            choices=lambda: hexagons.sizes(view),
        ),
        Action(
            "wider",
            "Heat: wider",
            lambda: view.set_bandwidth(view.options.bandwidth * 1.25),
            "Smooth over a longer distance",
            "]",
            enabled=lambda: view.marked.is_on("heat"),
        ),
        Action(
            "narrower",
            "Heat: narrower",
            lambda: view.set_bandwidth(view.options.bandwidth / 1.25),
            "Smooth over a shorter distance",
            "[",
            enabled=lambda: view.marked.is_on("heat"),
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


def key(view: MapView, event: QKeyEvent) -> bool:
    """Answer a key of the map; False where it is none."""
    held = event.modifiers()
    if area_acts.key(view, event) or measure.key(view, event):
        return True
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
        case Qt.Key.Key_H if shift:
            view.set_mode("auto" if view.options.mode == "hexagons" else "hexagons")
        case Qt.Key.Key_H:
            view.set_mode("auto" if view.options.mode == "heat" else "heat")
        case Qt.Key.Key_T if shift:
            view.tracks.hide()
        case Qt.Key.Key_T:
            view.tracks.show_selected()
        case Qt.Key.Key_Y:
            show_panel(view)
        case Qt.Key.Key_K:
            view.cycle_ties()
        case Qt.Key.Key_F:
            view.fan.open_focus()
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
