"""The items of a large stack as a list over the map, made line by line as it is scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout

from intelviz.case.columns import Rows
from intelviz.views.icon import icon
from intelviz.views.item_drag import mime_of
from intelviz.views.item_words import card_lines, when_lines
from intelviz.views.tooltip import plain

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_WIDE, _HIGH = 320, 300
_Index = QModelIndex | QPersistentModelIndex


class _Lines(QAbstractListModel):
    """One line an item, written when it comes into sight."""

    def __init__(self, view: MapView, rows: Rows) -> None:
        super().__init__(view)
        self._view, self.rows = view, rows

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = 0) -> Any:
        """Return label and time, and the icon of the type."""
        workspace = self._view.workspace
        row = int(self.rows[index.row()])
        kind = workspace.type_of(row)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                when = when_lines(workspace, row)[0]
                label = workspace.items.label[row]
                # Many events are called by their time already.
                return f"{label} · {kind.label}" + (f" · {when}" if when and when[:11] not in label else "")
            case Qt.ItemDataRole.DecorationRole:
                theme = self._view.theme
                return icon(kind.icon, theme, theme.types[kind.colour % len(theme.types)])
            case Qt.ItemDataRole.ToolTipRole:
                return plain("\n".join(card_lines(workspace, row)))
            case _:
                return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let lines be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        """Return the items as what other views take."""
        rows = self.rows[[each.row() for each in indexes]]
        return mime_of(self._view.workspace.items.id[rows])

    def keep(self, rows: Rows) -> None:
        """List these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class StackList(QFrame):
    """Selecting lines selects items; Esc or a click on the map closes it."""

    def __init__(self, view: MapView, rows: Rows, at: QPointF) -> None:
        super().__init__(view)
        self._view, self.rows = view, rows
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.title = QLabel(f"{len(rows):,} items at this place")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.find = QLineEdit()
        self.find.setPlaceholderText("Find among them")
        self.find.setAccessibleName("Find among the items at this place")
        self.find.setClearButtonEnabled(True)
        self.model = _Lines(view, rows)
        self.lines = QListView()
        self.lines.setModel(self.model)
        self.lines.setUniformItemSizes(True)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.lines.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.lines.setMouseTracking(True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lines.setAccessibleName("Items at this place")
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.setSpacing(4)
        for part in (self.title, self.find, self.lines):
            box.addWidget(part)
        wide, high = min(_WIDE, view.width() - 8), min(_HIGH, view.height() - 8)
        x = at.x() + 16 if at.x() + 16 + wide < view.width() else at.x() - 16 - wide
        self.setGeometry(
            round(min(max(x, 4), max(view.width() - wide - 4, 4))),
            round(min(max(at.y() - high / 3, 4), max(view.height() - high - 4, 4))),
            wide,
            high,
        )
        self.find.textChanged.connect(self._narrow)
        self.lines.entered.connect(lambda index: view.workspace.set_focus(int(self.model.rows[index.row()])))
        self.lines.activated.connect(lambda index: view.workspace.centre_on([int(self.model.rows[index.row()])]))
        self.lines.selectionModel().selectionChanged.connect(self._select)
        self.show()
        self.lines.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, text: str) -> None:
        wanted, labels = text.casefold().strip(), self._view.workspace.items.label
        kept = [row for row in self.rows.tolist() if wanted in labels[row].casefold()]
        self.model.keep(np.array(kept, np.int32))
        of_all = f" of {len(self.rows):,}" if wanted else ""
        self.title.setText(f"{len(kept):,}{of_all} items at this place")

    def _select(self, chosen: QItemSelection, gone: QItemSelection) -> None:
        del chosen, gone
        numbers = [each.row() for each in self.lines.selectionModel().selectedIndexes()]
        if numbers:
            self._view.workspace.select(self.model.rows[numbers])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; other keys go no further, since on the map they mean something else."""
        if event.key() == Qt.Key.Key_Escape:
            if not self._view.fan.leave():
                self._view.workspace.clear_selection()
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a click beside the lines from the map."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Keep the wheel from the map at either end of the list."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Keep the right button from the map."""
        event.accept()

    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()
