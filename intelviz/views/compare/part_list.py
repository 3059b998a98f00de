"""One part of a comparison: a heading with its counts, and its items to pick from."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import Theme
from intelviz.views.icon import icon
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import Workspace

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Labels(QAbstractTableModel):
    """Items by row; nothing is made for an item before it is in sight."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self.rows: Rows = np.zeros(0, np.int32)

    def take(self, rows: Rows) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = int(self.rows[index.row()])
        kind = self.workspace.type_of(row)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(self.workspace.items.label[row])
            case Qt.ItemDataRole.ToolTipRole:
                return plain(f"{self.workspace.items.label[row]}\n{kind.label}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.workspace.items.label[row]}, {kind.label}"
            case Qt.ItemDataRole.DecorationRole:
                return icon(kind.icon, self.theme, self.theme.types[kind.colour % len(self.theme.types)])
            case _:
                return None


class PartList(QWidget):
    """``picked`` gives the rows that are marked; ``wanted`` asks to select all of the part."""

    picked = Signal(object)
    wanted = Signal()
    opened = Signal(int)

    def __init__(self, workspace: Workspace, theme: Theme, name: str, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.sign = name, sign
        self.labels = _Labels(workspace, theme)
        self.head = QPushButton()
        self.head.setFlat(True)
        self.head.setAccessibleName(f"Select all: {name}")
        self.head.setToolTip("Select all of these, in every view")
        self.list = QTableView()
        self.list.setModel(self.labels)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setTabKeyNavigation(False)
        self.list.setAccessibleName(name)
        self.list.horizontalHeader().hide()
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        lines = self.list.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self.list.fontMetrics().height() + 6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.setMinimumWidth(120)
        self.head.clicked.connect(self.wanted)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._marked())
        self.list.activated.connect(lambda index: self.opened.emit(int(self.labels.rows[index.row()])))
        self.list.doubleClicked.connect(lambda index: self.opened.emit(int(self.labels.rows[index.row()])))
        self._quiet = False
        self.take(self.labels.rows, 0)

    def take(self, rows: Rows, links: int) -> None:
        """List these items."""
        self._quiet = True
        try:
            self.labels.take(rows)
        finally:
            self._quiet = False
        items = "1 item" if len(rows) == 1 else f"{len(rows):,} items"
        joined = "1 link" if links == 1 else f"{links:,} links"
        self.head.setText(f"{self.sign} {self.name}: {items}, {joined}")
        self.head.setEnabled(len(rows) > 0)

    def unmark(self) -> None:
        """Mark nothing, without telling anybody."""
        self._quiet = True
        try:
            self.list.clearSelection()
        finally:
            self._quiet = False

    def _marked(self) -> None:
        if self._quiet:
            return
        ranges = [(each.top(), each.bottom() + 1) for each in self.list.selectionModel().selection()]
        if ranges:
            self.picked.emit(np.concatenate([self.labels.rows[low:high] for low, high in ranges]))
