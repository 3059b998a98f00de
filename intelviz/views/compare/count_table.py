"""How many items and links of each type stand in each part; a click on a number picks what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class CountLine:
    """One line: its words, a count for each column, and what it stands for ("" is everything)."""

    words: str
    counts: tuple[int, ...]
    kind: str = ""
    name: str = ""


class _Counts(QAbstractTableModel):
    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.lines: list[CountLine] = []

    def take(self, lines: Sequence[CountLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words if column == 0 else f"{line.counts[column - 1]:,}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            if column:
                return f"{self.columns[column]}: {line.counts[column - 1]:,} {line.words}; a click selects them"
            return line.words
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None


class CountTable(QTableView):
    """``went`` gives the current line, ``picked`` a line and the number of its column, 0 for the first count."""

    went = Signal(object)
    picked = Signal(object, int)

    def __init__(self, columns: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = _Counts(columns)
        self.setModel(self.counts)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.setAccessibleName(name)
        self.selectionModel().currentChanged.connect(self._went)
        self.clicked.connect(self._picked)
        self.activated.connect(self._picked)

    @property
    def lines(self) -> list[CountLine]:
        """What is listed."""
        return self.counts.lines

    def take(self, lines: Sequence[CountLine]) -> None:
        """List these."""
        self.counts.take(lines)

    def _went(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.went.emit(self.lines[now.row()])

    def _picked(self, index: QModelIndex) -> None:
        if index.isValid() and index.column() > 0:
            self.picked.emit(self.lines[index.row()], index.column() - 1)
