"""The acts of the map that ask for something, or go from place to place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from intelviz.render.mercator import unproject
from intelviz.views.map import goto

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView


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
