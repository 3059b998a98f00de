"""The acts of the map on layers from files, for menus, palette and the right click."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.views.map.areas.form import ask_name
from intelviz.views.map.own.style_form import ask_style

if TYPE_CHECKING:
    from intelviz.views.map.own.book import LayerBook
    from intelviz.views.map.view import MapView

ENDINGS = (
    "*.geojson *.json *.gpkg *.shp *.zip *.kml *.kmz *.gpx *.topojson *.csv *.tsv "
    "*.GEOJSON *.JSON *.GPKG *.SHP *.ZIP *.KML *.KMZ *.GPX *.CSV"
)
_LINE = Action("-", "-", lambda: None)
_MOST_HERE = 5


def actions(view: MapView) -> list[Action]:
    """Return what the map offers of layers from files."""
    return [
        Action(
            "own_layers",
            "Layers from files",
            lambda: ask_file(view),
            "Wards, beats, routes, cameras: files drawn under the items and kept with the case",
            icon="layers-plus",
            choices=lambda: [adding(view), _LINE, *(of_layer(view.own, name) for name in reversed(view.own.layers)),
                             *_broken(view)],
        ),
        adding(view),
    ]  # fmt: skip


def adding(view: MapView) -> Action:
    """Return the act that asks for a file."""
    return Action(
        "add_layer",
        "Add a layer from a file…",
        lambda: ask_file(view),
        "Draw GeoJSON, a GeoPackage, a shapefile, KML, GPX, TopoJSON or a table with longitude and latitude on the "
        "map, and keep it with the case (up to 200,000 features, 2,000,000 corners); its rows do not become items",
        icon="layers-plus",
        enabled=lambda: view.own.can_write,
    )


def ask_file(view: MapView) -> QFileDialog:
    """Ask for files and add them as layers."""
    dialog = QFileDialog(view, "Add a layer from a file")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([f"Map files ({ENDINGS})", "All files (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: view.own.add([Path(name) for name in names], view.own_added))
    dialog.open()
    return dialog


def of_layer(book: LayerBook, name: str) -> Action:
    """Return the acts on one layer as a menu."""
    return Action(
        f"layer {name}",
        f"“{name}”",
        lambda: book.show([name], on=name in book.hidden),
        f"What can be done with the layer “{name}”",
        checked=lambda: name not in book.hidden,
        choices=lambda: layer_actions(book, name),
    )


def layer_actions(book: LayerBook, name: str) -> list[Action]:
    """Return what can be done with a layer."""
    layer = book.layers[name]

    def flip_base() -> None:
        now = book.layers[name]
        book.keep(name, replace(now, base=not now.base))

    def act(each: str, title: str, run: object, help: str, icon: str, *, write: bool = True) -> Action:
        return Action(f"{each} {name}", title, run, help, icon=icon, enabled=lambda: book.can_write or not write)  # type: ignore[arg-type]  # a function without arguments

    where = f"From {layer.file} (SHA-256 {layer.sha256[:12]}…)" if layer.file else "From nobody knows where"
    return [
        Action(f"layer_on {name}", "On the map", lambda: book.show([name], on=name in book.hidden),
               where, icon="eye-outline", checked=lambda: name not in book.hidden),
        act("layer_to", "Show all of it", lambda: book.go_to(name), "Zoom to the layer", "fit-to-page-outline",
            write=False),
        act("layer_style", "Colour, width and label…", lambda: ask_style(book, name),
            "How the layer is drawn, and what is written at its features", "palette-outline"),
        Action(f"layer_base {name}", "Part of the ground", flip_base,
               "Draw it at the bottom, under the names of places, as a base map of your own", icon="layers-outline",
               enabled=lambda: book.can_write, checked=lambda: layer.base),
        act("layer_rename", "Rename…",
            lambda: ask_text(book.view, "Rename the layer", "Name:", lambda new: book.rename(name, new),
                             proposal=name),
            "Give the layer another name", "rename-outline"),
        act("layer_delete", "Delete", lambda: book.delete(name), "Take the layer out of the case; undo brings it back",
            "delete-outline"),
    ]  # fmt: skip


def _broken(view: MapView) -> list[Action]:
    return [
        Action(f"layer_broken {name}", f"“{name}” can't be read", lambda words=words: view.said.emit(words), words,
               icon="alert-outline")
        for name, words in view.own.broken.items() if name not in view.own.layers
    ]  # fmt: skip


def menu_here(view: MapView) -> list[Action]:
    """Return what a right click adds for the features at that point."""
    at: QPointF = view.menu_at or view.cursor or view.middle
    return [_of_feature(view, name, feature) for name, feature in view.own.at(at)[:_MOST_HERE]]


def _of_feature(view: MapView, name: str, feature: int) -> Action:
    book, called = view.own, view.own.called(name, feature)
    sign = f"{feature} {name}"

    def keep() -> None:
        area = book.area(name, feature)
        if area is not None:
            ask_name(view.areas, area, name=called[:100])

    def copy() -> None:
        QApplication.clipboard().setText("\n".join(book.words(name, feature)))
        view.said.emit(f"Copied what is said of “{called}”")

    def choices() -> list[Action]:
        found = [
            Action(f"feature_copy {sign}", "Copy its attributes", copy, "Copy what the layer says of it",
                   icon="content-copy"),
            of_layer(book, name),
        ]  # fmt: skip
        if not book.is_area(name, feature):
            return found
        return [
            Action(f"feature_select {sign}", "Select the items inside", lambda: book.select_in(name, feature),
                   "Select the shown items that lie in it", icon="select-marker"),
            Action(f"feature_add {sign}", "Add the items inside to the selection",
                   lambda: book.select_in(name, feature, "add"), "Keep what is selected, and add these",
                   icon="select-group"),
            Action(f"feature_keep {sign}", "Keep as area…", keep,
                   "Keep its outline as an area, for filters and for “where in” of a query", icon="map-plus",
                   enabled=lambda: view.areas.can_write),
            *found,
        ]  # fmt: skip

    return Action(f"feature {sign}", f"{called[:60]} ({name[:40]})", lambda: book.select_in(name, feature),
                  f"What can be done with “{called[:60]}” of the layer “{name}”", icon="layers-outline",
                  choices=choices)  # fmt: skip
