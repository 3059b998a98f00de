"""The links behind one or more lines, one a row: for reading, for a screen reader, and for picking their ends."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from intelviz.case.columns import Rows
from intelviz.views.network.cards import link_when
from intelviz.workspace.workspace import Workspace

_COLUMNS = ("From", "Link", "To", "When")
_MOST = 2_000


class LinksDialog(QDialog):
    """Lists links; Return on one of them (or a double click) selects its two ends in all views."""

    def __init__(self, workspace: Workspace, links: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setWindowTitle("Links")
        self.setMinimumSize(600, 320)
        count = f"{len(links):,} link{'' if len(links) == 1 else 's'}"
        head = QLabel(f"The first {_MOST:,} of {count}:" if len(links) > _MOST else f"{count}:")
        head.setTextFormat(Qt.TextFormat.PlainText)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(count)
        self.tree.setHeaderLabels(_COLUMNS)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        labels = workspace.items.label
        for link in links[:_MOST].tolist():
            a, b = int(workspace.links.a[link]), int(workspace.links.b[link])
            words = workspace.link_types[workspace.links.type[link]].label
            row = QTreeWidgetItem([labels[a], words, labels[b], link_when(workspace, link)])
            row.setData(0, Qt.ItemDataRole.UserRole, (a, b))
            self.tree.addTopLevelItem(row)
        self.tree.setSortingEnabled(True)
        self.tree.sortByColumn(3, Qt.SortOrder.AscendingOrder)
        for column in range(3):
            self.tree.resizeColumnToContents(column)
            self.tree.setColumnWidth(column, min(self.tree.columnWidth(column), 220))
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)
        self.tree.itemActivated.connect(self._pick)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(head)
        column.addWidget(self.tree)
        column.addWidget(buttons)
        self.tree.setFocus()

    def _pick(self, row: QTreeWidgetItem, _column: int) -> None:
        self._workspace.select(list(row.data(0, Qt.ItemDataRole.UserRole)))
