"""The ground that network, map and timeline are drawn on: the same hand for all three.

Click selects, Ctrl adds, Alt takes away, Shift adds everything between (where a view has an order, else adds); drag on
empty ground boxes, after L it lassos, after R (where a view offers it) it measures a radius; wheel zooms at the
pointer; middle button or Space pans; double click brings all views to the item; Esc ends what is under way, then clears
the selection; arrow keys pan, + and - zoom, Home shows everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import DARK, Theme
from intelviz.views.action import Action
from intelviz.views.item_drag import drag_items
from intelviz.workspace.workspace import Change, Mode, Workspace

Tool = Literal["select", "lasso", "radius", "pan"]
_DRAG = 4


def mode_of(modifiers: Qt.KeyboardModifier) -> Mode:
    """Return what the held keys make of a pick."""
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return "remove"
    if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
        return "add"
    return "replace"


class Canvas(QWidget):
    """A drawing of the workspace that can be picked from; subclasses draw, hit and move.

    Subclasses implement ``draw``, ``row_at``, ``rows_in`` and ``pan_by``/``zoom_by``; they set ``stale`` (through
    ``redraw``) when the picture must be made again, and may override ``drag_started`` to take over a drag that begins
    on an item. Positions are in the widget's own (device-independent) pixels.
    """

    name = "canvas"
    title = "Canvas"
    picked = Signal()
    said = Signal(str)
    """Words for the status bar, such as the coordinates under the pointer."""

    def __init__(self, workspace: Workspace, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.theme = theme
        self.tool: Tool = "select"
        self._press: QPointF | None = None
        self._press_button = Qt.MouseButton.NoButton
        self._press_row = -1
        self._last = QPointF()
        self._dragging = False
        self._space = False
        self._path: list[QPointF] = []
        self._taken = False
        self.shared_actions: Callable[[], list[Action]] = list
        """What the window adds to the menu of an item: acts of other views on the selection."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.title)
        self._stop = workspace.subscribe(self.changed)

    # For subclasses

    def draw(self, painter: QPainter) -> None:
        """Paint the whole picture at the widget's size, ground included."""
        raise NotImplementedError

    def row_at(self, at: QPointF) -> int:
        """Return the row of the item drawn at a point, or -1."""
        raise NotImplementedError

    def rows_in(self, shape: QPolygonF) -> Rows:
        """Return the rows of the items drawn inside a polygon."""
        raise NotImplementedError

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture by so many pixels."""
        raise NotImplementedError

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom in (factor above 1) or out, keeping the point under ``at`` where it is."""
        raise NotImplementedError

    def fit(self) -> None:
        """Show everything."""
        raise NotImplementedError

    def click_ground(self, at: QPointF, mode: Mode) -> bool:
        """Answer a click where no single item is; True if it meant something (a cluster, a bar, a line)."""
        return False

    def radius_picked(self, centre: QPointF, edge: QPointF, mode: Mode) -> None:
        """Answer a radius drawn with the radius tool."""

    def drag_started(self, row: int, at: QPointF) -> bool:
        """Take over a drag that begins on an item (``row`` >= 0) or on ground; False leaves it to the box."""
        return False

    def drag_moved(self, at: QPointF) -> None:
        """Follow a drag that was taken over."""

    def drag_ended(self, at: QPointF) -> None:
        """End a drag that was taken over."""

    def drag_cancelled(self) -> None:
        """Undo a drag that was taken over and that Esc ended."""

    def between(self, row: int) -> Rows:
        """Return what Shift picks with a click on ``row``; by default that item alone."""
        return np.array([row], np.int32)

    def together_with(self, row: int) -> Rows:
        """Return what a click on ``row`` picks: by default that item alone, on a map all that stand at its point."""
        return np.array([row], np.int32)

    def actions_here(self) -> list[Action]:
        """Return what this view can do, for menus, palette, tool strip and keys."""
        return []

    def menu_for(self, row: int) -> list[Action]:
        """Return what can be done with the item under a right click (``row`` -1: with the ground)."""
        return self.actions_here()

    def changed(self, change: Change) -> None:
        """Answer word of a change; by default every change draws the picture again."""
        self.update()

    def settings(self) -> dict[str, object]:
        """Return what this view remembers of its own, as plain values."""
        return {}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over remembered settings; unknown ones are ignored."""

    # The same for all

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self.changed(Change.STYLE)
        self.update()

    def set_workspace(self, workspace: Workspace) -> None:
        """Show another case."""
        self._stop()
        self.workspace = workspace
        self._stop = workspace.subscribe(self.changed)
        self.changed(Change.ITEMS | Change.FILTER | Change.SELECTION | Change.FOCUS | Change.CHART)
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Say what a drag on the ground does."""
        self.tool = tool
        self.setCursor(
            {
                "select": Qt.CursorShape.ArrowCursor,
                "lasso": Qt.CursorShape.CrossCursor,
                "radius": Qt.CursorShape.CrossCursor,
                "pan": Qt.CursorShape.OpenHandCursor,
            }[tool]
        )
        self.picked.emit()

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """Return the view as it would look at that size."""
        old = self.size()
        self.resize(width, height)
        image = QImage(int(width * ratio), int(height * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()
        self.resize(old)
        return image

    def colour(self, rgb: tuple[int, int, int], alpha: int = 255) -> QColor:
        """Return a theme colour as Qt's."""
        return QColor(*rgb, alpha)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and, over it, what is being picked."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        if self._dragging and not self._taken and self._path and self._press is not None:
            self._draw_pick(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(self.colour(self.theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw_pick(self, painter: QPainter) -> None:
        assert self._press is not None
        painter.setPen(QPen(self.colour(self.theme.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(self.colour(self.theme.accent, 30))
        if self._tool_now() == "lasso":
            painter.drawPolygon(QPolygonF(self._path))
        elif self._tool_now() == "radius":
            gap = self._path[-1] - self._press
            radius = float(np.hypot(gap.x(), gap.y()))
            painter.drawEllipse(self._press, radius, radius)
        else:
            painter.drawRect(QRectF(self._press, self._path[-1]).normalized())

    def _tool_now(self) -> Tool:
        return "pan" if self._space else self.tool

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a pick or a pan."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._press = self._last = event.position()
        self._press_button = event.button()
        self._press_row = self.row_at(event.position())
        self._dragging = self._taken = False
        self._path = [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag, or name what is under the pointer."""
        at = event.position()
        if self._press is None:
            self.workspace.set_focus(self.row_at(at))
            self.hovered(at)
            return
        if not self._dragging:
            gap = at - self._press
            if abs(gap.x()) + abs(gap.y()) < _DRAG:
                return
            self._dragging = True
            panning = self._press_button == Qt.MouseButton.MiddleButton or self._tool_now() == "pan"
            if not panning:
                free = self.tool == "select" and not event.modifiers()
                self._taken = free and self.drag_started(self._press_row, self._press)
        if self._press_button == Qt.MouseButton.MiddleButton or self._tool_now() == "pan":
            self.pan_by(at.x() - self._last.x(), at.y() - self._last.y())
        elif self._taken:
            self.drag_moved(at)
        elif self._press_row >= 0 and not self.rect().contains(at.toPoint()):
            self._press, self._dragging, self._path = None, False, []
            drag_items(self, self.workspace, self._press_row)
        else:
            self._path.append(at)
            self.update()
        self._last = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click, a pick or a pan."""
        if self._press is None or event.button() != self._press_button:
            return
        press, self._press = self._press, None
        dragging, self._dragging = self._dragging, False
        mode = mode_of(event.modifiers())
        if self._press_button == Qt.MouseButton.MiddleButton:
            return
        if not dragging:
            if self._tool_now() != "pan":
                self._click(event.position(), event.modifiers(), mode)
        elif self._taken:
            self._taken = False
            self.drag_ended(event.position())
        elif self._tool_now() == "lasso":
            self.workspace.select(self.rows_in(QPolygonF(self._path)), mode)
            self.set_tool("select")
        elif self._tool_now() == "radius":
            self.radius_picked(press, event.position(), mode)
            self.set_tool("select")
        elif self._tool_now() == "select":
            self.workspace.select(self.rows_in(QPolygonF(QRectF(press, event.position()).normalized())), mode)
        self._path = []
        self.picked.emit()
        self.update()

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier, mode: Mode) -> None:
        row = self._press_row
        if row < 0:
            if not self.click_ground(at, mode) and mode == "replace":
                self.workspace.clear_selection()
        elif modifiers & Qt.KeyboardModifier.ShiftModifier and mode == "add":
            self.workspace.select(self.between(row), "add")
        elif modifiers & Qt.KeyboardModifier.ControlModifier and self.workspace.selected[row]:
            self.workspace.select(self.together_with(row), "remove")
        else:
            self.workspace.select(self.together_with(row), mode)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring every view to the item."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        row = self.row_at(event.position())
        if row >= 0:
            with self.workspace.together():
                self.workspace.select(self.together_with(row))
                self.workspace.centre_on([row])
        else:
            self.zoom_by(1.6, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if turn:
            self.zoom_by(1.2 ** (turn / 120), event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the pointer."""
        self.workspace.set_focus(-1)
        self.said.emit("")

    def hovered(self, at: QPointF) -> None:
        """Say something about the point under the pointer."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with exactly this."""
        from intelviz.views.menu import menu_of

        at = QPointF(event.pos())
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.workspace.focus if keyboard else self.row_at(at)
        if row >= 0 and not self.workspace.selected[row]:
            self.workspace.select(self.together_with(row))
        shared = self.shared_actions() if self.workspace.selected.any() else []
        menu = menu_of([*shared, *self.menu_for(row)], self, self.theme)
        menu.popup(event.globalPos() if not keyboard else self.mapToGlobal(QPoint(24, 24)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys that all views share."""
        step = 64 if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 16
        middle = QPointF(self.width() / 2, self.height() / 2)
        match event.key():
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self._space = True
                self.setCursor(Qt.CursorShape.OpenHandCursor)
            case Qt.Key.Key_L if not event.modifiers():
                self.set_tool("select" if self.tool == "lasso" else "lasso")
            case Qt.Key.Key_Left:
                self.pan_by(step, 0)
            case Qt.Key.Key_Right:
                self.pan_by(-step, 0)
            case Qt.Key.Key_Up:
                self.pan_by(0, step)
            case Qt.Key.Key_Down:
                self.pan_by(0, -step)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(1.25, middle)
            case Qt.Key.Key_Minus:
                self.zoom_by(0.8, middle)
            case Qt.Key.Key_Home:
                self.fit()
            case Qt.Key.Key_Escape:
                self._escape(event)
            case _:
                super().keyPressEvent(event)

    def _escape(self, event: QKeyEvent) -> None:
        if self._press is not None:
            if self._taken:
                self.drag_cancelled()
            self._press, self._dragging, self._taken, self._path = None, False, False, []
            self.update()
        elif self.tool != "select":
            self.set_tool("select")
        elif self.workspace.selected.any():
            self.workspace.clear_selection()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a pan with Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.set_tool(self.tool)
        else:
            super().keyReleaseEvent(event)
