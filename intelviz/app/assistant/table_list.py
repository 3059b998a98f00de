"""The tables that were found: what each is read by, and whether it is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem

from intelviz.app.assistant.group import Group
from intelviz.app.assistant.words import rounded
from intelviz.ingest.report import Skipped
from intelviz.views.tooltip import plain

_SAID = Qt.ItemDataRole.UserRole + 1


class _TwoLines(QStyledItemDelegate):
    """Draws the name of a table, and below it quietly how it is read."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of two lines."""
        return QSize(super().sizeHint(option, index).width(), 2 * option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the box to tick, the ground, and both lines."""
        self.initStyleOption(option, index)
        name, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget).adjusted(4, 0, -4, 0)
        metrics, palette = option.fontMetrics, option.palette
        off = not (option.state & QStyle.StateFlag.State_Enabled)
        group = QPalette.ColorGroup.Disabled if off else QPalette.ColorGroup.Normal
        top = option.rect.top() + (option.rect.height() - 2 * metrics.height()) // 2
        painter.save()
        for line, text, role in (
            (0, name, QPalette.ColorRole.Text),
            (1, str(index.data(_SAID) or ""), QPalette.ColorRole.PlaceholderText),
        ):
            painter.setPen(palette.color(group, role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(room.left(), top + line * metrics.height() + metrics.ascent(), shown)
        painter.restore()


class TableList(QTreeWidget):
    """A line for each group of tables that look alike, ticked if it is loaded; below them what is passed over."""

    chosen = Signal(int)
    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Tables found")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_TwoLines(self))
        self.setMinimumWidth(160)
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
            line = QTreeWidgetItem([group.name])
            line.setData(0, Qt.ItemDataRole.UserRole, number)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self.addTopLevelItem(line)
            self._say(line, group)
        for each in skipped:
            line = QTreeWidgetItem([each.name])
            line.setData(0, _SAID, f"passed over: {each.why}")
            line.setToolTip(0, plain(f"{each.path}\nPassed over: {each.why}"))
            line.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{each.name}, passed over: {each.why}")
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
        said = "asks something" if group.load and problem else group.read_as
        count, word = group.rows()
        rows = f"{word} {rounded(count, word):,} {'row' if count == 1 else 'rows'}".strip()
        line.setData(0, _SAID, f"{said} · {rows}")
        ticked = "will be loaded" if group.load else "will be passed over"
        line.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{group.name}, {said}, {rows}, {ticked}")
        line.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, "Space changes whether it is loaded")
        files = "\n".join(each.where for each in group.tables[:12])
        more = f"\nand {len(group.tables) - 12:,} more" if len(group.tables) > 12 else ""
        line.setToolTip(0, plain(f"{files}{more}\n{problem or group.words}"))

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
