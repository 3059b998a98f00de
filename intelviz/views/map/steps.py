"""The acts of the map that ask for something, or go from place to place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

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


def _asked(view: MapView, title: str, words: str, example: str) -> QInputDialog:
    dialog = QInputDialog(view)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(f"{words}\n{example}")
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    return dialog


def step(view: MapView, by: int) -> None:
    """Move the focus to the next place in sight, from left to right, or to the one before."""
    if view.fan.opened:
        view.fan.step(by)
        return
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
