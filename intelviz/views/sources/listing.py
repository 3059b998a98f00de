"""A table of plain rows to read, sort and copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from intelviz.views.tooltip import plain

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WIDEST = 260


class _Rows(QAbstractTableModel):
    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[Sequence[Any]] = []

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """List these."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(value, float):
                return f"{value:.1%}"
            return f"{value:,}" if isinstance(value, int) else value
        if role == Qt.ItemDataRole.UserRole:
            return value
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(str(value))
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int | float):
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            numbers = bool(self.rows) and isinstance(self.rows[0][section], int | float)
            return _RIGHT if numbers else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class Listing(QTableView):
    """Rows under named columns; shares (numbers with a fraction) are shown in per cent."""

    def __init__(self, columns: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(columns)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._rows)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(50)
        self.setAccessibleName(name)

    @property
    def rows(self) -> list[Sequence[Any]]:
        """All rows as given."""
        return self._rows.rows

    def show_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """List these rows."""
        self._rows.take(rows)
        self.resizeColumnsToContents()
        for column in range(len(self._rows.columns)):
            self.setColumnWidth(column, min(self.columnWidth(column) + 8, _WIDEST))

    def current(self) -> int:
        """Return the place of the current row among those given, -1 for none."""
        index = self.currentIndex()
        return self._sorted.mapToSource(index).row() if index.isValid() else -1

    def keyPressEvent(self, event: Any) -> None:
        """Copy the marked rows, or all, with the copy key."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        marked = sorted({self._sorted.mapToSource(index).row() for index in self.selectionModel().selectedRows()})
        rows = [self.rows[at] for at in marked] if marked else self.rows
        lines = ["\t".join(self._rows.columns), *("\t".join(str(cell) for cell in row) for row in rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))
