"""The grid of the table: it shows the workspace's selection and changes it, with mouse and keys.

Qt's own selection is not used: it keeps ranges, which thousands of scattered rows make slow. What is selected is a
column of the workspace; the grid asks it row by row for what is in sight.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import Rgb, Theme
from intelviz.views.canvas import mode_of
from intelviz.views.item_drag import drag_items
from intelviz.views.table.model import ItemRows
from intelviz.workspace.workspace import Mode


class _Cell(QStyledItemDelegate):
    """Draws a cell: raised where the item is selected, ringed where it has the focus of the views."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        grid = self._grid
        row = int(grid.items.rows[index.row()])
        theme = grid.theme
        selected = bool(grid.items.workspace.selected[row])
        if selected:
            painter.fillRect(option.rect, _mix(theme.accent, theme.ground, 0.28))
        super().paint(painter, option, index)
        if row == grid.items.workspace.focus:
            painter.setPen(QPen(QColor(*theme.focus), 1))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if index.row() == grid.currentIndex().row() and grid.hasFocus():
            painter.setPen(QPen(QColor(*theme.accent), 1, Qt.PenStyle.DotLine))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


class Grid(QTableView):
    """A table over ``ItemRows`` whose selection is the workspace's."""

    copy_asked = Signal()
    menu_asked = Signal(int, QPoint)

    def __init__(self, items: ItemRows, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items, self.theme = items, theme
        self.own_pick = False
        """True while a pick of this grid's own is being told to the views."""
        self._anchor = -1
        self._dragging = False
        self.setModel(items)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setItemDelegate(_Cell(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + 8, 24))
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("Table of items")

    # Picking

    def pick(self, rows: Rows, mode: Mode) -> None:
        """Select items, keeping the lines as they are."""
        self.own_pick = True
        try:
            self.items.workspace.select(rows, mode)
        finally:
            self.own_pick = False

    def _pick_to(self, place: int, *, add: bool) -> None:
        anchor = self._anchor if 0 <= self._anchor < len(self.items.rows) else place
        first, last = min(anchor, place), max(anchor, place)
        self.pick(self.items.rows[first : last + 1], "add" if add else "replace")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select as everywhere: click, Ctrl adds or takes away, Shift everything between, Alt takes away."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self.rowAt(event.position().toPoint().y())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if place < 0:
            if not event.modifiers():
                self.items.workspace.clear_selection()
            return
        column = self.columnAt(event.position().toPoint().x())
        self.setCurrentIndex(self.items.index(place, max(column, 0)))
        held = event.modifiers()
        row = np.array([self.items.rows[place]])
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._pick_to(place, add=bool(held & Qt.KeyboardModifier.ControlModifier))
            return
        self._anchor = place
        self._dragging = not held
        if held & Qt.KeyboardModifier.ControlModifier:
            self.pick(row, "toggle")
        else:
            self.pick(row, mode_of(held))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select along a drag, or name what is under the pointer."""
        place = self.rowAt(event.position().toPoint().y())
        if self._dragging and not self.viewport().rect().contains(event.position().toPoint()):
            here = self.currentIndex().row()
            self._dragging = False
            drag_items(self, self.items.workspace, int(self.items.rows[here]))
            return
        if self._dragging and event.buttons() & Qt.MouseButton.LeftButton:
            if place >= 0 and place != self.currentIndex().row():
                self.setCurrentIndex(self.items.index(place, self.currentIndex().column()))
                self._pick_to(place, add=False)
            return
        self.items.workspace.set_focus(int(self.items.rows[place]) if place >= 0 else -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring every view to the item."""
        place = self.rowAt(event.position().toPoint().y())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._centre(place)

    def _centre(self, place: int) -> None:
        row = int(self.items.rows[place])
        with self.items.workspace.together():
            self.pick(np.array([row]), "replace")
            self.items.workspace.centre_on([row])

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the pointer."""
        self.items.workspace.set_focus(-1)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the line under the pointer, or of the current line."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.currentIndex().row() if keyboard else self.rowAt(event.pos().y())
        row = int(self.items.rows[place]) if 0 <= place < len(self.items.rows) else -1
        if row >= 0 and not self.items.workspace.selected[row]:
            self.pick(np.array([row]), "replace")
        self.menu_asked.emit(row, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and pick: arrows pick, Shift extends, Ctrl only moves, Space toggles, Enter brings views to it."""
        held = event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        workspace = self.items.workspace
        place = self.currentIndex().row()
        match event.key():
            case Qt.Key.Key_C if control:
                self.copy_asked.emit()
            case Qt.Key.Key_A if control:
                self.pick(self.items.rows, "replace")
            case Qt.Key.Key_Escape if workspace.selected.any():
                workspace.clear_selection()
            case Qt.Key.Key_Space if place >= 0:
                self._anchor = place
                self.pick(self.items.rows[place : place + 1], "toggle")
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if place >= 0:
                self._centre(place)
            case (
                Qt.Key.Key_Up
                | Qt.Key.Key_Down
                | Qt.Key.Key_PageUp
                | Qt.Key.Key_PageDown
                | Qt.Key.Key_Home
                | (Qt.Key.Key_End)
            ):
                self._go(event, place)
            case _:
                super().keyPressEvent(event)

    def _go(self, event: QKeyEvent, place: int) -> None:
        last = len(self.items.rows) - 1
        if last < 0:
            return
        page = max(self.viewport().height() // max(self.verticalHeader().defaultSectionSize(), 1) - 1, 1)
        gap = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -last - 1,
            Qt.Key.Key_End: last + 1,
        }[Qt.Key(event.key())]
        # Qt makes the first line current before anything was gone to: the first key then goes there, not past it.
        target = min(max((place if self._anchor >= 0 or place > 0 else -1) + gap, 0), last)
        held = event.modifiers()
        self.setCurrentIndex(self.items.index(target, max(self.currentIndex().column(), 0)))
        self.items.workspace.set_focus(int(self.items.rows[target]))
        if held & Qt.KeyboardModifier.ShiftModifier:
            if self._anchor < 0:
                self._anchor = max(place, 0)
            self._pick_to(target, add=bool(held & Qt.KeyboardModifier.ControlModifier))
        elif not held & Qt.KeyboardModifier.ControlModifier:
            self._anchor = target
            self.pick(self.items.rows[target : target + 1], "replace")

    def show_row(self, row: int) -> bool:
        """Bring an item into sight; False where it is not listed."""
        place = self.items.place_of(row)
        if place < 0:
            return False
        index = self.items.index(place, max(self.currentIndex().column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def line_rect(self, place: int) -> QRect:
        """Return where a line stands in the viewport."""
        return self.visualRect(self.items.index(place, self.columnAt(4) if self.columnAt(4) >= 0 else 0))


def _mix(one: Rgb, other: Rgb, part: float) -> QColor:
    return QColor(*(round(a * part + b * (1 - part)) for a, b in zip(one, other, strict=True)))
