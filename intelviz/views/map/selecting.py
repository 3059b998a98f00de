"""Selects by distance: from the selected items, or from a point; counts as one types, and adds or takes away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton
from shiboken6 import isValid

from intelviz.case.columns import Floats, Rows
from intelviz.render.mercator import unproject
from intelviz.views.map import goto, pick
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.overlay import Circle
from intelviz.workspace.workspace import Mode

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_SOON = 200
_AT_ONCE = 200_000
"""Items up to which they are looked for at once; above, in a job."""
_MODES: tuple[tuple[Mode, str, str], ...] = (
    ("replace", "Select", "Select these and nothing else"),
    ("add", "Add", "Keep what is selected, and add these"),
    ("remove", "Take away", "Take these out of the selection"),
)


class DistanceDialog(QDialog):
    """What lies within a distance of some points (degrees), counted while it is typed."""

    def __init__(self, view: MapView, lon: Floats, lat: Floats, around: str) -> None:
        super().__init__(view)
        self._view, self._lon, self._lat = view, lon, lat
        self._found: tuple[float, Rows] | None = None
        self._waiting: Callable[[], None] | None = None
        self.setWindowTitle("Select within a distance")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.around = QLabel(f"Within how far of {around}?")
        self.reach = QLineEdit("500 m")
        self.reach.setAccessibleName("Distance in metres, kilometres or miles")
        self.reach.setPlaceholderText("500 m, 1.5 km or 1 mile")
        self.reach.selectAll()
        self.words = QLabel()
        self.words.setMinimumWidth(280)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        box = QFormLayout(self)
        box.addRow(self.around)
        box.addRow("Distance:", self.reach)
        box.addRow(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.buttons: dict[Mode, QPushButton] = {}
        for mode, title, help_words in _MODES:
            button = QPushButton(title)
            button.setToolTip(help_words)
            button.setDefault(mode == "replace")
            button.setAutoDefault(mode == "replace")
            button.clicked.connect(lambda _=False, mode=mode: self._take(mode))
            row.addWidget(button)
            self.buttons[mode] = button
        box.addRow(row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self.count)
        self.reach.textChanged.connect(self._changed)
        self.finished.connect(self._ended)
        self._changed()

    @property
    def metres(self) -> float | None:
        """The distance that is typed."""
        return goto.read_metres(self.reach.text())

    def _changed(self) -> None:
        self._found = None
        metres = self.metres
        for button in self.buttons.values():
            button.setEnabled(metres is not None)
        if metres is None:
            self.words.setText(f"“{self.reach.text()}” is no distance: write 500, 500 m, 1.5 km or 1 mile")
            self._soon.stop()
            return
        self.words.setText("Counting …")
        self._soon.start()
        if len(self._lon) == 1:
            self._view.circle = Circle(float(self._lon[0]), float(self._lat[0]), metres, metric_words(metres))
            self._view.update()

    def count(self, then: Callable[[], None] | None = None) -> None:
        """Find what lies within the distance, and say how many."""
        self._soon.stop()
        metres, view = self.metres, self._view
        if metres is None:
            return
        content, jobs = view.content, view.areas.jobs
        self._waiting = then

        def found(rows: Rows) -> None:
            if isValid(self) and metres == self.metres and view.content is content:
                self._found = metres, rows
                many = int(np.count_nonzero(~view.workspace.selected[rows]))
                self.words.setText(
                    f"{len(rows):,} of the {content.total:,} items on the map; {many:,} of them are not selected yet"
                )
                if self._waiting is not None:
                    self._waiting()

        if jobs is None or len(view.workspace) <= _AT_ONCE:
            found(pick.rows_near(content, self._lon, self._lat, metres))
        else:
            jobs.start("Find what is near", lambda _: pick.rows_near(content, self._lon, self._lat, metres), then=found)

    def _take(self, mode: Mode) -> None:
        """Select, once it is known what."""
        if self._found is None:
            self.count(lambda: self._select(mode))
        else:
            self._select(mode)

    def _select(self, mode: Mode) -> None:
        if self._found is None:
            return
        metres, rows = self._found
        rows = rows[self._view.content.drawn[rows]]
        self._found = None
        self.accept()
        self._view.take_within(rows, self._lon, self._lat, metres, mode)

    def _ended(self, result: int) -> None:
        if not result:
            self._view.circle = None
            self._view.update()


def around(view: MapView) -> tuple[Floats, Floats, str]:
    """Return the points in degrees that a distance is measured from, and what they are in words.

    They are the places of what is selected, an item without one at its address; with nothing selected, the middle.
    """
    rows = view.workspace.selected_rows
    places = view.content.places_for(rows) if len(rows) else np.zeros(0, np.int32)
    if not len(places):
        lon, lat = view.camera.degrees(view.width() / 2, view.height() / 2)
        return np.array([lon]), np.array([lat]), "the middle of the map"
    lon, lat = unproject(view.content.places.x[places], view.content.places.y[places])
    words = "the selected place" if len(places) == 1 else f"the {len(places):,} selected places"
    without = int(np.count_nonzero(view.content.home[rows] < 0))
    if without:
        words += f" ({without:,} selected {'item has' if without == 1 else 'items have'} none)"
    return lon, lat, words


def ask_distance(view: MapView, *, here: bool = False) -> DistanceDialog:
    """Ask for a distance, and select what lies within it."""
    if here:
        at = view.menu_at or view.cursor or view.middle
        lon, lat = view.camera.degrees(at.x(), at.y())
        dialog = DistanceDialog(view, np.array([lon]), np.array([lat]), "this point")
    else:
        dialog = DistanceDialog(view, *around(view))
    dialog.open()
    return dialog
