"""Rows that were set aside: file, row, column, value and reason, to read, sort and copy."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from intelviz.schema.errors import DiskFullError
from intelviz.views.tooltip import plain

COLUMNS = ("File", "Row", "Column", "Value", "Reason")
_Index = QModelIndex | QPersistentModelIndex


class Rejected(Protocol):
    """What is known of a cell for which a row was set aside."""

    @property
    def row(self) -> int:
        """Row number in the file, the header being row 1."""
        ...

    @property
    def column(self) -> str:
        """Name of the column."""
        ...

    @property
    def value(self) -> str:
        """What stands there."""
        ...

    @property
    def reason(self) -> str:
        """Why it can't be used."""
        ...


class _Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, int, str, str, str]] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{value:,}" if isinstance(value, int) else value
        if role == Qt.ItemDataRole.UserRole:
            return value
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(str(value))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == 1 else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class RejectedRows(QTableView):
    """A table of rows set aside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows()
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
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(50)
        self.setAccessibleName("Rows set aside")

    def show_rows(self, rows: Sequence[tuple[str, Rejected]]) -> None:
        """List rows with the name of the file each is from."""
        self._rows.beginResetModel()
        self._rows.rows = [(file, each.row, each.column, each.value, each.reason) for file, each in rows]
        self._rows.endResetModel()
        self.setColumnHidden(0, len({file for file, _ in rows}) < 2)
        self.resizeColumnsToContents()
        for column in range(len(COLUMNS)):
            self.setColumnWidth(column, min(self.columnWidth(column), 240))

    @property
    def rows(self) -> list[tuple[str, int, str, str, str]]:
        """All rows as listed."""
        return self._rows.rows

    def copy(self) -> None:
        """Copy all rows, or the marked ones, with a header line, as tab-separated text."""
        marked = sorted({self._sorted.mapToSource(index).row() for index in self.selectionModel().selectedRows()})
        rows = [self.rows[number] for number in marked] if marked else self.rows
        lines = ["\t".join(COLUMNS), *("\t".join(str(cell) for cell in row) for row in rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def save(self, path: Path) -> None:
        """Write all rows to a CSV file."""
        try:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                writer.writerows(self.rows)
        except OSError as error:
            raise DiskFullError(
                f"{path} can't be written ({error.strerror or error}).", remedy="Choose another place."
            ) from error

    def keyPressEvent(self, event: Any) -> None:
        """Copy with the copy key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
