"""The bars of a facet: values beneath each other, each with a box, or bins side by side, of which a range is chosen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from intelviz.render.theme import Rgb, Theme
from intelviz.workspace.facets import Facet

LINE = 20
MORE = 20
"""Values that are listed first, and that each "more" adds."""
_BOX = 20.0
_TALL = 76
_FOOT = 18.0


class FacetBars(QWidget):
    """``chosen`` tells the codes that are to be shown, [] for no condition; ``asked`` those whose items to select."""

    chosen = Signal(list)
    asked = Signal(list, object)

    def __init__(self, facet: Facet, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facet, self.theme = facet, theme
        self.counts: NDArray[np.int64] = facet.every
        self.codes: list[int] = []
        self.at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(facet.title)

    def take(self, counts: NDArray[np.int64], codes: list[int]) -> None:
        """Show other counts and what is chosen."""
        self.counts, self.codes = counts, codes
        self._tell()
        self.update()

    def words_of(self, code: int) -> str:
        """Return "Burglary: 204 of 1,200 items, ticked"."""
        name = self.facet.names[code] if code >= 0 else "not stated"
        many, every = int(self.counts[code + 1]), int(self.facet.every[code + 1])
        ticked = ", ticked" if code in self.codes else ""
        return f"{name}: {many:,} of {every:,} {'item' if every == 1 else 'items'}{ticked}"

    def _code_here(self) -> int:
        return self.at

    def _tell(self) -> None:
        words = self.words_of(self._code_here())
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _move(self, to: int, count: int) -> None:
        self.at = min(max(to, 0), count - 1)
        self._tell()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _colour(self, colour: Rgb, opacity: float = 1.0) -> QColor:
        found = QColor(*colour)
        found.setAlphaF(opacity)
        return found


class RankedBars(FacetBars):
    """Values, the most frequent first: Space ticks, Enter selects their items."""

    def __init__(self, facet: Facet, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(facet, theme, parent)
        order = np.argsort(-facet.every[1:], kind="stable")
        self._order: list[int] = [*order[facet.every[1:][order] > 0].tolist(), *([-1] if facet.every[0] else [])]
        self.most = MORE
        self._resize()
        self._tell()

    @property
    def listed(self) -> list[int]:
        """The codes of the values in sight, from top to bottom; ticked ones are always there."""
        first = self._order[: self.most]
        return [*first, *(code for code in self.codes if code not in first)]

    @property
    def left_out(self) -> int:
        """Values that have no line."""
        return len(self._order) - len(self.listed)

    def show_more(self) -> None:
        """List more values."""
        self.most += MORE
        self._resize()

    def take(self, counts: NDArray[np.int64], codes: list[int]) -> None:
        """Show other counts and what is chosen."""
        super().take(counts, codes)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(max(LINE * (len(self.listed) + (self.left_out > 0)), LINE))
        self.update()

    def _code_here(self) -> int:
        listed = self.listed
        return listed[min(self.at, len(listed) - 1)] if listed else -1

    def _toggle(self, code: int) -> None:
        left = [each for each in self.codes if each != code]
        self.chosen.emit(sorted(left if code in self.codes else [*left, code]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a box, or select the items of a bar."""
        line = int(event.position().y() // LINE)
        if event.button() != Qt.MouseButton.LeftButton or line > len(self.listed):
            super().mousePressEvent(event)
        elif line == len(self.listed):
            self.show_more()
        else:
            self._move(line, len(self.listed))
            code = self.listed[line]
            if event.position().x() < _BOX:
                self._toggle(code)
            else:
                self.asked.emit([code], event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        line = int(event.position().y() // LINE)
        listed = self.listed
        there = 0 <= line < len(listed)
        what = "Tick to show only these; click the bar to select them."
        self.setToolTip(f"{self.words_of(listed[line])}\n{what}" if there else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down, tick and select."""
        listed = self.listed
        match event.key():
            case Qt.Key.Key_Down:
                if self.at == len(listed) - 1 and self.left_out:
                    self.show_more()
                self._move(self.at + 1, len(self.listed))
            case Qt.Key.Key_Up:
                self._move(self.at - 1, len(listed))
            case Qt.Key.Key_Home:
                self._move(0, len(listed))
            case Qt.Key.Key_End:
                self._move(len(listed) - 1, len(listed))
            case Qt.Key.Key_Space if listed:
                self._toggle(self._code_here())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if listed:
                self.asked.emit([self._code_here()], event.modifiers())
            case _:
                super().keyPressEvent(event)

    def _draw_box(self, painter: QPainter, top: int, *, ticked: bool) -> None:
        """Draw a box as the theme has them: accent where it is ticked, an outline where it isn't."""
        box = QRectF(3.5, top + 3.5, 13, 13)
        painter.setPen(QColor(*(self.theme.accent if ticked else self.theme.quiet)))
        painter.setBrush(QColor(*(self.theme.accent if ticked else self.theme.ground)))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if ticked:
            painter.setPen(QPen(QColor(*self.theme.ground), 2))
            painter.drawPolyline([QPointF(6.5, top + 10.5), QPointF(9, top + 13), QPointF(14, top + 7)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines in sight."""
        painter = QPainter(self)
        listed, metrics, theme = self.listed, self.fontMetrics(), self.theme
        most = max((int(self.facet.every[code + 1]) for code in listed), default=1)
        first = max(event.rect().top() // LINE, 0)
        for line, code in list(enumerate(listed))[first : event.rect().bottom() // LINE + 1]:
            top, width = line * LINE, self.width()
            many, every = int(self.counts[code + 1]), int(self.facet.every[code + 1])
            room = width - _BOX - 8
            painter.fillRect(QRectF(_BOX, top + 2, room * every / most, LINE - 4), self._colour(theme.line, 0.55))
            lit = theme.accent if code in self.codes else theme.quiet
            painter.fillRect(QRectF(_BOX, top + 2, room * many / most, LINE - 4), self._colour(lit, 0.45))
            self._draw_box(painter, top, ticked=code in self.codes)
            said = f"{many:,} of {every:,}"
            wide = metrics.horizontalAdvance(said) + 4
            painter.setPen(QColor(*(theme.text if many else theme.quiet)))
            name = self.facet.names[code] if code >= 0 else "(not stated)"
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room - wide - 6))
            where = QRectF(_BOX + 4, top, room - 4, LINE)
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
            if self.hasFocus() and line == self.at:
                painter.setPen(QColor(*theme.accent))
                painter.drawRect(QRectF(0.5, top + 0.5, width - 2, LINE - 2))
        if self.left_out > 0:
            painter.setPen(QColor(*theme.quiet))
            words = f"{self.left_out:,} more values …"
            painter.drawText(QPointF(_BOX + 4, LINE * len(listed) + metrics.ascent() + 3), words)


class RangeBars(FacetBars):
    """Bins side by side: drag a range, click to select a bin's items; arrows, Shift and Enter do the same."""

    def __init__(self, facet: Facet, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(facet, theme, parent)
        self._from: int | None = None
        self._dragged: list[int] | None = None
        self.setFixedHeight(_TALL)
        self._tell()

    def sizeHint(self) -> QSize:
        """Return a width at which bins can be told apart."""
        return QSize(200, _TALL)

    def bin_at(self, x: float) -> int:
        """Return the bin at a distance from the left."""
        count = len(self.facet.names)
        return min(max(int((x - 4) / max(self.width() - 8, 1) * count), 0), count - 1)

    def middle_of(self, code: int) -> QPointF:
        """Return the middle of a bin."""
        return QPointF(4 + (code + 0.5) * (self.width() - 8) / len(self.facet.names), (_TALL - _FOOT) / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self.bin_at(event.position().x())
            self._move(self._from, len(self.facet.names))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the range out, or say what is under the pointer."""
        here = self.bin_at(event.position().x())
        if self._from is None:
            what = "Drag a range to show only these; click to select a bar's items."
            self.setToolTip(f"{self.words_of(here)}\n{what}")
        elif here != self._from or self._dragged is not None:
            self._dragged = list(range(min(here, self._from), max(here, self._from) + 1))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show only the range, or select the bin that was clicked."""
        if self._from is None or event.button() != Qt.MouseButton.LeftButton:
            return
        begun, self._from = self._from, None
        dragged, self._dragged = self._dragged, None
        if dragged is not None:
            self.chosen.emit(dragged)
        else:
            self.asked.emit([begun], event.modifiers())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go left and right; with Shift a range grows; Space shows only this bin; Delete takes the range off."""
        count, at = len(self.facet.names), self.at
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._move(at + step, count)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                first, last = (min(self.codes), max(self.codes)) if self.codes else (at, at)
                ends = (self.at, last) if at == first and (at != last or step < 0) else (first, self.at)
                self.chosen.emit(list(range(min(ends), max(ends) + 1)))
        elif event.key() == Qt.Key.Key_Space:
            self.chosen.emit([] if self.codes == [at] else [at])
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.codes:
            self.chosen.emit([])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.asked.emit(self.codes or [at], event.modifiers())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bins, the range, and the ends of the axis."""
        del event
        painter = QPainter(self)
        theme, facet, base = self.theme, self.facet, _TALL - _FOOT
        wide = (self.width() - 8) / len(facet.names)
        most = max(int(facet.every[1:].max(initial=1)), 1)
        lit = max(int(self.counts[1:].max(initial=1)), 1)
        # Where little is left, its shape is drawn over the whole height, the whole quietly behind it.
        scale = most if lit * 4 > most else lit
        chosen = self._dragged if self._dragged is not None else self.codes
        gap = 1.0 if wide > 3 else 0.0
        for code in range(len(facet.names)):
            left, every = 4 + code * wide, min(int(facet.every[code + 1]) / most, 1.0)
            painter.fillRect(
                QRectF(left, base - every * (base - 4), wide - gap, every * (base - 4)), self._colour(theme.line, 0.7)
            )
            high = int(self.counts[code + 1]) / scale * (base - 4)
            high = max(high, 1.0) if self.counts[code + 1] else 0.0
            colour = theme.accent if code in chosen else theme.quiet
            painter.fillRect(QRectF(left, base - high, wide - gap, high), self._colour(colour, 0.85))
        if chosen:
            box = QRectF(4 + min(chosen) * wide, 2, len(chosen) * wide, base - 2)
            painter.fillRect(box, self._colour(theme.accent, 0.12))
            painter.setPen(QColor(*theme.accent))
            painter.drawRect(box)
        if self.hasFocus():
            painter.setPen(QColor(*theme.text))
            painter.drawRect(QRectF(4 + self.at * wide, 2, max(wide, 2), base - 2))
        painter.setPen(QColor(*theme.quiet))
        foot = QRectF(4, base + 2, self.width() - 8, _FOOT - 2)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, facet.names[0])
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, facet.names[-1])
