"""The tables that were found: what each is read by, and whether it is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from intelviz.app.assistant.group import Group
from intelviz.ingest.report import Skipped
from intelviz.views.tooltip import plain


class TableList(QTreeWidget):
    """A line for each group of tables that look alike, ticked if it is loaded; below them what is passed over."""

    chosen = Signal(int)
    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Tables found")
        self.setColumnCount(2)
        self.setHeaderLabels(["Table", "Read as"])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setStyleSheet("QTreeView::item { min-height: 24px; }")
        self._groups: Sequence[Group] = ()
        self.currentItemChanged.connect(lambda item, _: self._current(item))
        self.itemChanged.connect(lambda item, _: self._changed(item))

    def show_groups(self, groups: Sequence[Group], skipped: Sequence[Skipped], at: int | None = None) -> None:
        """Show what was found, and choose a group (None: the one that was chosen, or the first)."""
        current = self.currentItem()
        before = current.data(0, Qt.ItemDataRole.UserRole) if current is not None else None
        self._groups = groups
        self.blockSignals(True)
        self.clear()
        for number, group in enumerate(groups):
            line = QTreeWidgetItem([group.name, ""])
            line.setData(0, Qt.ItemDataRole.UserRole, number)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self.addTopLevelItem(line)
            self._say(line, group)
        for each in skipped:
            line = QTreeWidgetItem([each.name, "passed over"])
            line.setToolTip(0, plain(f"{each.path}\n{each.why}"))
            line.setToolTip(1, plain(each.why))
            line.setDisabled(True)
            self.addTopLevelItem(line)
        self.blockSignals(False)
        if groups:
            chosen = at if at is not None else int(before or 0)
            self.setCurrentItem(self.topLevelItem(chosen))

    def refresh(self, number: int) -> None:
        """Say anew how a group is read."""
        line = self.topLevelItem(number)
        if line is not None:
            self.blockSignals(True)
            self._say(line, self._groups[number])
            self.blockSignals(False)

    def _say(self, line: QTreeWidgetItem, group: Group) -> None:
        problem = group.problem()
        line.setCheckState(0, Qt.CheckState.Checked if group.load else Qt.CheckState.Unchecked)
        line.setText(0, group.name)
        line.setText(1, "asks something" if group.load and problem else group.read_as)
        ticked = "will be loaded" if group.load else "will be passed over"
        line.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{group.name}, {ticked}")
        line.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, "Space changes whether it is loaded")
        files = "\n".join(each.where for each in group.tables[:12])
        more = f"\nand {len(group.tables) - 12:,} more" if len(group.tables) > 12 else ""
        line.setToolTip(0, plain(files + more))
        line.setToolTip(1, plain(problem or group.words))

    def _current(self, item: QTreeWidgetItem | None) -> None:
        number = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if number is not None:
            self.chosen.emit(int(number))

    def _changed(self, item: QTreeWidgetItem) -> None:
        number = item.data(0, Qt.ItemDataRole.UserRole)
        if number is not None:
            self._groups[int(number)].load = item.checkState(0) == Qt.CheckState.Checked
            self.refresh(int(number))
            self.ticked.emit()
