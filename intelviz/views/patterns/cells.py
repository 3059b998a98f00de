"""A picture of cells, each standing for items: under the pointer it says what they are, a click selects them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import Rgb, Theme
from intelviz.views.canvas import mode_of
from intelviz.views.tooltip import plain
from intelviz.workspace.workspace import Workspace

COUNTING = ("Counting the events …", "")
"""What a picture says while its counts are being made."""
EDGE = 8.0
_FULL = 0.86
"""Part of the ramp that is used: its end would swallow the numbers."""


@dataclass(frozen=True)
class Cell:
    """A place in the picture, in pixels of the whole (scrolled) drawing, and what it stands for.

    ``line`` and ``place`` say where the keys go; ``part`` how much of it is selected, 0 to 1.
    """

    box: QRectF
    line: int
    place: int
    count: float
    part: float
    name: str


class CellPicture(QAbstractScrollArea):
    """Draws cells and lets items be picked by them; ``said`` carries words for the status bar."""

    said = Signal(str)
    picked = Signal()
    menu_asked = Signal(int, QPoint)
    """The number of the cell, and where on the screen a menu may open."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace, self.theme = workspace, theme
        self.cells: list[Cell] = []
        self.here = 0
        """Number of the cell that has the keyboard."""
        self._pressed: QPointF | None = None
        self._drag: QRectF | None = None
        self._over = -1
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(200, 96)

    # What a picture must know

    @abstractmethod
    def lay_out(self, width: float, height: float) -> tuple[list[Cell], float]:
        """Return the cells in a drawing of that width, and how high the drawing is."""

    @abstractmethod
    def all_rows_of(self, number: int) -> Rows:
        """Return the items that a cell stands for, whether the filter shows them or not."""

    @abstractmethod
    def words_of(self, number: int) -> str:
        """Return what a cell says under the pointer."""

    @abstractmethod
    def draw(self, painter: QPainter, seen: QRectF) -> None:
        """Draw what is in sight; the painter stands at the top of the whole drawing."""

    @abstractmethod
    def empty_words(self) -> tuple[str, str]:
        """Return what would fill a picture without cells: a strong line and a quiet one."""

    # State

    def rows_of(self, number: int) -> Rows:
        """Return the shown items that a cell stands for."""
        rows = self.all_rows_of(number)
        return rows[self.workspace.shown[rows]]

    def relay(self) -> None:
        """Lay everything out anew."""
        room = self.viewport().size()
        self.cells, high = self.lay_out(float(room.width()), float(room.height()))
        self.here = min(self.here, max(len(self.cells) - 1, 0))
        self._over = -1
        bar = self.verticalScrollBar()
        bar.setRange(0, max(int(high) - room.height(), 0))
        bar.setPageStep(room.height())
        bar.setSingleStep(24)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(*theme.ground))
        self.setPalette(palette)
        self.viewport().update()

    def cell_at(self, at: QPointF) -> int:
        """Return the number of the cell at a pixel of the viewport, or -1."""
        point = QPointF(at.x(), at.y() + self.verticalScrollBar().value())
        return next((number for number, cell in enumerate(self.cells) if cell.box.contains(point)), -1)

    def place_of(self, number: int) -> QPoint:
        """Return the middle of a cell in pixels of the viewport."""
        centre = self.cells[number].box.center()
        return QPoint(round(centre.x()), round(centre.y()) - self.verticalScrollBar().value())

    def pick(self, numbers: Sequence[int], modifiers: Qt.KeyboardModifier) -> None:
        """Select what cells stand for, as the keys that are held say."""
        rows = [self.rows_of(number) for number in numbers]
        together = np.unique(np.concatenate(rows)) if rows else np.zeros(0, np.int32)
        self.workspace.select(together.astype(np.int32), mode_of(modifiers))
        self.picked.emit()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.relay()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self.viewport())
        self._paint(painter, QRectF(self.viewport().rect()))
        painter.end()

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """Return the view as a picture of that size."""
        image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        self._paint(painter, QRectF(0, 0, width, height))
        painter.end()
        return image

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box, QColor(*self.theme.ground))
        painter.setFont(self.font())
        if not self.cells:
            self._draw_empty(painter, box)
            return
        painter.save()
        painter.translate(0, -self.verticalScrollBar().value())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, box.translated(0, self.verticalScrollBar().value()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus() or self._over >= 0:
            number = self._over if self._over >= 0 else self.here
            painter.setPen(QPen(QColor(*self.theme.focus), 1.5))
            painter.drawRect(self.cells[number].box.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.restore()
        if self._drag is not None:
            painter.setPen(QPen(QColor(*self.theme.accent), 1, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(*self.theme.accent, 32))
            painter.drawRect(self._drag)

    def _draw_empty(self, painter: QPainter, box: QRectF) -> None:
        strong, quiet = self.empty_words()
        painter.setPen(QColor(*self.theme.text))
        high = QFontMetricsF(painter.font()).height()
        middle = box.center().y()
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(box.left() + 16, middle - 2 * high, box.width() - 32, 2 * high), centred, strong)
        painter.setPen(QColor(*self.theme.quiet))
        painter.drawText(QRectF(box.left() + 16, middle + 4, box.width() - 32, 3 * high), centred, quiet)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a box."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer, or draw the box."""
        if self._pressed is not None and (event.position() - self._pressed).manhattanLength() > 6:
            self._drag = QRectF(self._pressed, event.position()).normalized()
            self.viewport().update()
            return
        self._hover(self.cell_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        drag, self._drag, self._pressed = self._drag, None, None
        held = event.modifiers()
        if drag is not None:
            box = drag.translated(0, self.verticalScrollBar().value())
            self.pick([number for number, cell in enumerate(self.cells) if cell.box.intersects(box)], held)
        else:
            number = self.cell_at(event.position())
            if number < 0:
                if held == Qt.KeyboardModifier.NoModifier:
                    self.workspace.clear_selection()
            elif held & Qt.KeyboardModifier.ShiftModifier:
                self.pick(self._between(self.here, number), held)
            else:
                self.here = number
                self.pick([number], held)
        self.viewport().update()

    def _between(self, one: int, other: int) -> list[int]:
        """Return the cells of the rectangle that two cells span."""
        lines = sorted((self.cells[one].line, self.cells[other].line))
        places = sorted((self.cells[one].place, self.cells[other].place))
        return [
            number
            for number, cell in enumerate(self.cells)
            if lines[0] <= cell.line <= lines[1] and places[0] <= cell.place <= places[1]
        ]

    def _hover(self, number: int) -> None:
        if number != self._over:
            self._over = number
            self.said.emit(self.words_of(number) if number >= 0 else "")
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what a cell says as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.cell_at(QPointF(event.pos()))
            if number >= 0:
                QToolTip.showText(event.globalPos(), plain(self.words_of(number)), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the cell under the pointer, or with the one that has the keyboard."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.here if by_key and self.cells else self.cell_at(QPointF(event.pos()))
        if number >= 0 and self.cells:
            self.here = number
            at = self.viewport().mapToGlobal(self.place_of(number)) if by_key else event.globalPos()
            self.menu_asked.emit(number, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell, and select."""
        steps = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if self.cells and key in steps:
            self._step(*steps[key])
        elif self.cells and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self.cells) - 1)
        elif self.cells and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pick([self.here], event.modifiers())
        elif key == Qt.Key.Key_Escape and self.workspace.selected.any():
            self.workspace.clear_selection()
        else:
            super().keyPressEvent(event)

    def _step(self, down: int, along: int) -> None:
        """Go to the nearest cell in a direction."""
        now = self.cells[self.here].box.center()
        best, least = self.here, float("inf")
        for number, cell in enumerate(self.cells):
            off = cell.box.center() - now
            ahead, aside = (off.x() * along, abs(off.y())) if along else (off.y() * down, abs(off.x()))
            if ahead > 1 and ahead + 4 * aside < least:
                best, least = number, ahead + 4 * aside
        self._go(best)

    def _go(self, number: int) -> None:
        self.here, self._over = number, -1
        box, bar = self.cells[number].box, self.verticalScrollBar()
        if box.top() < bar.value():
            bar.setValue(int(box.top()) - 4)
        elif box.bottom() > bar.value() + self.viewport().height():
            bar.setValue(int(box.bottom()) - self.viewport().height() + 4)
        self.said.emit(self.words_of(number))
        self.viewport().update()

    # Drawing

    def shade(self, share: float) -> QColor:
        """Return the colour of a count as a share of the greatest; none has the colour of the ground."""
        if share <= 0:
            return QColor(*self.theme.surface)
        ramp = self.theme.density
        return QColor(*ramp[round((0.08 + 0.92 * min(share, 1.0)) * _FULL * (len(ramp) - 1))])

    def ink_on(self, colour: QColor) -> Rgb:
        """Return black or white, whichever is easier to read on a colour (relative luminance, WCAG 2)."""
        light = 0.2126 * _linear(colour.redF()) + 0.7152 * _linear(colour.greenF()) + 0.0722 * _linear(colour.blueF())
        return (0, 0, 0) if light > 0.179 else (255, 255, 255)

    def draw_cell(self, painter: QPainter, cell: Cell, most: float, *, number: bool) -> None:
        """Draw a cell: its shade, a frame if all is selected, a bar at its foot if a part, its count if that fits."""
        colour = self.shade(cell.count / most if most else 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(cell.box, colour)
        if cell.part > 0.999:
            painter.setPen(QPen(QColor(*self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.box.adjusted(1, 1, -1, -1))
        elif cell.part > 0:
            foot = QRectF(cell.box.left(), cell.box.bottom() - 3, max(cell.box.width() * cell.part, 2.0), 3)
            painter.fillRect(foot, QColor(*self.theme.accent))
        if number and cell.count:
            text = short_count(cell.count)
            if QFontMetricsF(painter.font()).horizontalAdvance(text) <= cell.box.width() - 4:
                painter.setPen(QColor(*self.ink_on(colour)))
                painter.drawText(cell.box, Qt.AlignmentFlag.AlignCenter, text)

    def small_font(self) -> QFont:
        """Return the font of scales."""
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() - 1.5, 6.5))
        return font


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def short_count(count: float) -> str:
    """Return a count in few letters: 12, 1,204, 12k; where events count in part, one decimal below ten."""
    if count >= 10_000:
        return f"{count / 1000:,.0f}k"
    return f"{count:,.0f}" if count >= 10 or abs(count - round(count)) < 0.05 else f"{count:,.1f}"


def events(count: float) -> str:
    """Return "1 event" or "1,204 events"; "12.4 events" where some count in part."""
    if abs(count - round(count)) < 0.05:
        return "1 event" if round(count) == 1 else f"{count:,.0f} events"
    return f"{count:,.1f} events"
