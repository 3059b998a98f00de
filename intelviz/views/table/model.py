"""The rows of the table as Qt asks for them: cell by cell, only those in sight."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap

from intelviz.case.columns import Rows
from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.views.table.columns import TableColumn, mark_of
from intelviz.views.table.rows import ordered
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ItemRows(QAbstractTableModel):
    """Items in an order; ``rows`` holds their rows in the workspace, ``columns`` what is said of each."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self.columns: list[TableColumn] = []
        self.rows: Rows = np.zeros(0, np.int32)
        self.sorted_by: tuple[str, bool] | None = None
        """Name of the column, and whether downwards."""

    def take(self, rows: Rows, columns: list[TableColumn]) -> None:
        """List other items or columns, sorted as before."""
        self.beginResetModel()
        self.columns = columns
        self.rows = self._ordered(rows)
        self.endResetModel()

    def _ordered(self, rows: Rows) -> Rows:
        column = next((each for each in self.columns if self.sorted_by and each.name == self.sorted_by[0]), None)
        if column is None or self.sorted_by is None or not len(rows):
            return rows
        keys, blank = column.key(rows)
        return ordered(rows, keys, blank, descending=self.sorted_by[1])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column of -1 goes back to the order of the case."""
        if 0 <= column < len(self.columns):
            self.sorted_by = self.columns[column].name, order == Qt.SortOrder.DescendingOrder
        else:
            self.sorted_by = None
        self.beginResetModel()
        self.rows = self._ordered(np.sort(self.rows))
        self.endResetModel()

    def place_of(self, row: int) -> int:
        """Return at which line an item row stands, or -1."""
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else -1

    def around(self, row: int) -> Rows:
        """Return the rows of the lines around an item, as a page to read."""
        place = max(self.place_of(row), 0)
        return self.rows[max(place - 20, 0) : place + 100]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a cell can be gone to."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says and how it looks."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = int(self.rows[index.row()]), self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.help if column.name == "mark" else plain(column.text(row))
            case Qt.ItemDataRole.DecorationRole if column.name == "type":
                kind = self.workspace.type_of(row)
                return _type_icon(kind.icon, self.theme.types[kind.colour % 8], self.theme.ground)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                if column.name == "mark":
                    side = Qt.AlignmentFlag.AlignHCenter
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(*self._ink(row, column))
            case Qt.ItemDataRole.AccessibleTextRole if column.name == "mark":
                return mark_of(self.workspace, row) or "not selected"
            case _:
                return None

    def _ink(self, row: int, column: TableColumn) -> Rgb:
        theme = self.theme
        if column.name == "mark":
            return theme.accent
        if not self.workspace.selected.any() or mark_of(self.workspace, row):
            return theme.text
        return theme.quiet

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section].help or self.columns[section].title
        return None

    def repaint(self) -> None:
        """Say that the looks of all cells changed, though not what they say."""
        if len(self.rows) and self.columns:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])


@lru_cache(maxsize=256)
def _type_icon(name: str, colour: Rgb, ground: Rgb) -> QIcon:
    return QIcon(QPixmap.fromImage(disc(name, colour, 32, ground)))
