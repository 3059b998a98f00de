"""Files that are dropped on the map: it asks whether they are layers, or data to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_MAPS = frozenset({".geojson", ".json", ".gpkg", ".shp", ".kml", ".kmz", ".gpx", ".topojson", ".csv", ".tsv", ".zip"})


class Dropping(QObject):
    """Takes drops for a map; files that can be no layer go on to the window, which imports them.

    ``import_files`` loads files as data; without it they can only be added as layers.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._view = view
        self.import_files: Callable[[list[Path]], None] | None = None
        view.setAcceptDrops(True)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a drop of map files."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        paths = self.files(event.mimeData())
        if not paths:
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            # The drag of the other program ends first: it would wait for the answer otherwise.
            QTimer.singleShot(0, self, lambda: self.ask(paths))
        return True

    def files(self, data: QMimeData) -> list[Path]:
        """Return the files that may be layers, none if there is another among them or the case can't be changed."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        fine = self._view.own.can_write and all(path.suffix.lower() in _MAPS for path in paths)
        return paths if fine else []

    def ask(self, paths: list[Path]) -> QMessageBox:
        """Ask what the files are."""
        view = self._view
        names = paths[0].name if len(paths) == 1 else f"{len(paths):,} files"
        box = QMessageBox(view)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Files dropped on the map")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"What is {names}?" if len(paths) == 1 else f"What are the {names}?")
        box.setInformativeText(
            "A layer is drawn under the items, and says where things lie: wards, beats, routes. Data becomes items and "
            "links that can be searched, filtered and linked."
        )
        layer = box.addButton("Add as layer", QMessageBox.ButtonRole.AcceptRole)
        layer.clicked.connect(lambda: view.own.add(paths, view.own_added))
        if self.import_files is not None:
            load = self.import_files
            box.addButton("Import as data…", QMessageBox.ButtonRole.ActionRole).clicked.connect(lambda: load(paths))
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(layer)
        box.open()
        return box
