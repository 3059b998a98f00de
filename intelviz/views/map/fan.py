"""Opens a stack of marks that stand at one place: as a fan around it, or as a list where they are many.

While a fan is open its marks are picked, named and dragged one by one, as marks that stand alone are; a click elsewhere
or Esc closes it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from intelviz.case.columns import Rows
from intelviz.render.icons import disc
from intelviz.views.map.content import screen
from intelviz.views.map.marks import ICON, Scene
from intelviz.views.map.stack_list import StackList

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

MOST = 24
"""Items up to which a stack opens as a fan; above, as a list."""
_RING = 9
"""Marks up to which they stand in one ring; above, on a spiral."""
_GAP = ICON + 8


def spread(count: int) -> list[tuple[float, float]]:
    """Return where marks of a fan stand around their place, pixels; none nearer to another than a mark is wide."""
    if count <= _RING:
        reach = max(_GAP * count / 2 / math.pi, 40.0)
        turns = [2 * math.pi * number / count - math.pi / 2 for number in range(count)]
        return [(reach * math.cos(turn), reach * math.sin(turn)) for turn in turns]
    found: list[tuple[float, float]] = []
    turn, reach = -math.pi / 2, 42.0
    for _ in range(count):
        found.append((reach * math.cos(turn), reach * math.sin(turn)))
        step = _GAP / reach
        turn += step
        reach += _GAP * step / 2 / math.pi * 1.1
    return found


class Fan:
    """The stack of a map that is open, if any."""

    def __init__(self, view: MapView) -> None:
        self._view = view
        self.rows: Rows = np.zeros(0, np.int32)
        self.place = -1
        self.list: StackList | None = None
        self.hit = False
        """Whether the item that was pointed at last is a mark of the fan, and not the stack itself."""
        self._of = -1

    @property
    def opened(self) -> bool:
        """Whether a fan is open."""
        return self.place >= 0

    def open(self, row: int) -> bool:
        """Open the stack that an item stands in; False where it stands alone."""
        view = self._view
        self.close()
        place = int(view.content.places.of[row]) if row >= 0 else -1
        if place < 0:
            return False
        rows = view.content.rows_at([place])
        if len(rows) < 2:
            return False
        items = view.workspace.items
        rows = rows[np.lexsort((rows, items.when_start[rows], items.type[rows]))]
        x, y = (float(each[0]) for each in screen(view.content, np.array([place], np.int32), view.camera))
        self._of = place
        if len(rows) > MOST:
            view.cursor = None
            self.list = StackList(view, rows, QPointF(x, y))
        else:
            self.rows, self.place = rows, place
            view.said.emit(f"{len(rows)} items at this place: click one, or walk through them with the arrow keys")
        view.update()
        return True

    def open_focus(self) -> None:
        """Open the stack in focus, else that of the selection, or close what is open."""
        view = self._view
        if self._of >= 0:
            self.close()
            return
        selected = view.workspace.selected_rows
        row = view.workspace.focus if view.workspace.focus >= 0 else int(selected[0]) if len(selected) else -1
        if self.open(row):
            if self.opened:
                view.workspace.set_focus(-1)
                self.step(1)
        else:
            view.said.emit("No stack is in focus: point at a place where several items stand, or go to one with .")

    def close(self) -> None:
        """Close it."""
        self.place = self._of = -1
        self.hit = False
        self.rows = np.zeros(0, np.int32)
        if self.list is not None:
            self.list.leave()
            self.list = None
        self._view.update()

    def leave(self) -> bool:
        """Close on Esc; False if nothing was picked from it, for then Esc ends the selection that opened it as well."""
        rows = self.rows if self.list is None else self.list.rows
        whole = bool(self._view.workspace.selected[rows].all())
        self.close()
        return not whole

    def clicked(self, row: int, *, plain: bool) -> None:
        """After a click: open the stack that was picked, stay open on an own mark, close elsewhere."""
        if self.alone(row):
            return
        before = self._of
        self.close()
        if plain and row >= 0 and int(self._view.content.places.of[row]) != before:
            self.open(row)

    def alone(self, row: int) -> bool:
        """Return whether an item is meant by itself, and not with all at its place."""
        if self.list is not None and self.list.lines.hasFocus():
            return row in self.list.rows
        return self.opened and self.hit and row in self.rows

    def moved(self) -> None:
        """Close a list when the map moves under it; a fan moves with its place."""
        if self.list is not None:
            self.close()

    # Marks

    def places(self) -> list[QPointF]:
        """Return where the marks stand in the picture."""
        view = self._view
        x, y = (float(each[0]) for each in screen(view.content, np.array([self.place], np.int32), view.camera))
        offsets = spread(len(self.rows))
        reach = max(math.hypot(*each) for each in offsets) + ICON
        # Moved into the picture, as far as that has room.
        dx = max(reach - x, 0) - max(x + reach - view.camera.width, 0)
        dy = max(reach - y, 0) - max(y + reach - view.camera.height, 0)
        seen = -ICON < x < view.camera.width + ICON and -ICON < y < view.camera.height + ICON
        move = QPointF(dx, dy) if seen else QPointF()
        return [QPointF(x + each[0], y + each[1]) + move for each in offsets]

    def row_at(self, at: QPointF) -> int:
        """Return the item whose mark in the fan is at a point, or -1."""
        if not self.opened:
            return -1
        away = [math.hypot(each.x() - at.x(), each.y() - at.y()) for each in self.places()]
        best = int(np.argmin(away))
        self.hit = away[best] <= ICON / 2 + 2
        return int(self.rows[best]) if self.hit else -1

    def place_of(self, row: int) -> QPointF | None:
        """Return where an item's mark in the fan stands, None where it isn't in it or the stack itself is meant."""
        found = np.flatnonzero(self.rows == row)
        return self.places()[int(found[0])] if self.alone(row) else None

    def step(self, by: int) -> None:
        """Move the focus to the next mark, or the one before."""
        now = np.flatnonzero(self.rows == self._view.workspace.focus)
        at = (int(now[0]) + by) % len(self.rows) if len(now) else 0 if by > 0 else len(self.rows) - 1
        self._view.cursor = None
        self.hit = True
        self._view.workspace.set_focus(int(self.rows[at]))

    def key(self, event: QKeyEvent) -> bool:
        """Answer the keys of an open fan."""
        if not self.opened or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Escape:
                return self.leave()
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.step(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.step(-1)
            case _:
                return False
        return True

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw legs and marks."""
        if not self.opened:
            return
        theme, workspace = scene.theme, scene.workspace
        x, y = (float(each[0]) for each in screen(scene.content, np.array([self.place], np.int32), scene.camera))
        middle, marks = QPointF(x, y), self.places()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((theme.halo, 3.0), (theme.quiet, 1.2)):
            painter.setPen(QPen(QColor(*colour), width))
            for at in marks:
                painter.drawLine(middle, at)
        painter.setBrush(QColor(*theme.quiet))
        painter.drawEllipse(middle, 3, 3)
        size = max(round(ICON * scene.ratio), 8)
        for row, at in zip(self.rows.tolist(), marks, strict=True):
            kind = int(workspace.items.type[row])
            chosen = bool(workspace.selected[row])
            if chosen:
                painter.setPen(QPen(QColor(*theme.accent), 2))
                painter.setBrush(QColor(*theme.halo))
                painter.drawEllipse(at, ICON / 2 + 2, ICON / 2 + 2)
            image = disc(workspace.item_types[kind].icon, scene.type_colour(kind), size, theme.halo)
            painter.drawImage(QRectF(at.x() - ICON / 2, at.y() - ICON / 2, ICON, ICON), image)
