"""Hours of the week: weekdays down, hours along, the totals of both beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from intelviz.analysis.time.week import HOURS, UNKNOWN
from intelviz.case.columns import Floats, Rows
from intelviz.render.timeaxis import DAYS
from intelviz.views.patterns.cells import COUNTING, EDGE, Cell, CellPicture, events

if TYPE_CHECKING:
    from intelviz.views.patterns.counted import Counted

_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOTALS = 44.0


class WeekPicture(CellPicture):
    """Counts of events by weekday and hour; the last column holds those of which the hour is not known."""

    counted: Counted | None = None

    def take(self, counted: Counted | None) -> None:
        """Show other counts; None while they are being made."""
        self.counted = counted
        self.relay()

    @property
    def table(self) -> Floats:
        """Counts of 7 weekdays by 25 columns."""
        return self.counted.week_shown if self.counted is not None else np.zeros((7, HOURS + 1))

    def lay_out(self, width: float, height: float) -> tuple[list[Cell], float]:
        """Return 7 by 24 cells, and a column apart for unknown hours if there are any."""
        if self.counted is None or not self.table.any():
            return [], 0.0
        metrics = QFontMetricsF(self.font())
        left, top = EDGE + metrics.horizontalAdvance("Wed ") + 4, EDGE + metrics.height() + 2
        apart = bool(self.table[:, UNKNOWN].any())
        extra = 1.6 if apart else 0.0
        wide = max((width - left - _TOTALS - 2 * EDGE) / (HOURS + extra), 6.0)
        foot = 26.0
        high = min(max((height - top - foot - EDGE) / 7, 13.0), 40.0)
        table, chosen = self.table, self.counted.week_selected
        cells: list[Cell] = []
        for day in range(7):
            for hour in range(HOURS + (1 if apart else 0)):
                x = left + hour * wide + (0.6 * wide if hour == UNKNOWN else 0)
                box = QRectF(x, top + day * high, wide - 1, high - 1)
                count = float(table[day, hour])
                part = float(chosen[day, hour]) / count if count else 0.0
                cells.append(Cell(box, day, hour, count, min(part, 1.0), _name(day, hour)))
        return cells, top + 7 * high + foot

    def all_rows_of(self, number: int) -> Rows:
        """Return the events that count in a cell."""
        assert self.counted is not None
        cell = self.cells[number]
        return self.counted.week.cells_of(cell.line, cell.place)

    def words_of(self, number: int) -> str:
        """Return "Tuesday, 22:00 to 23:00: 34 events, 2.1 % of those with an hour"."""
        cell = self.cells[number]
        whole = self.table.sum() if cell.place == UNKNOWN else self.table[:, :UNKNOWN].sum()
        share = f", {100 * cell.count / whole:.1f} %" if whole and cell.count else ""
        of = " of all" if cell.place == UNKNOWN else " of those whose hour is known"
        selected = f", {events(cell.part * cell.count)} selected" if cell.part else ""
        return f"{cell.name}: {events(cell.count)}{share}{of if share else ''}{selected}"

    def empty_words(self) -> tuple[str, str]:
        """Return what would fill it."""
        if self.counted is None:
            return COUNTING
        return "No event here has a weekday", "Events with a day or a time stand here by hour and weekday"

    def draw(self, painter: QPainter, seen: QRectF) -> None:
        """Draw cells, names, and totals."""
        table, theme = self.table, self.theme
        most = float(table.max())
        first = self.cells[0].box
        painter.setFont(self.small_font())
        for cell in self.cells:
            self.draw_cell(painter, cell, most, number=cell.box.height() >= 15)
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(*theme.quiet))
        width = first.width() + 1
        step = next(
            each for each in (1, 2, 3, 4, 6) if each * width >= metrics.horizontalAdvance("22 ") + 2 or each == 6
        )
        for hour in range(0, HOURS, step):
            box = QRectF(
                first.left() + hour * width, first.top() - metrics.height() - 2, step * width, metrics.height()
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{hour:02d}")
        apart = next((cell for cell in self.cells if cell.place == UNKNOWN), None)
        if apart is not None:
            middle, wide = apart.box.center().x(), metrics.horizontalAdvance("no hour")
            box = QRectF(middle - wide / 2, first.top() - metrics.height() - 2, wide + 2, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "no hour")
        self._draw_totals(painter, table, first)

    def _draw_totals(self, painter: QPainter, table: Floats, first: QRectF) -> None:
        theme = self.theme
        lines, columns = table.sum(axis=1), table[:, :HOURS].sum(axis=0)
        right = max(cell.box.right() for cell in self.cells) + 4
        high, width = first.height() + 1, first.width() + 1
        below = first.top() + 7 * high + 2
        for day in range(7):
            y = first.top() + day * high
            painter.setPen(QColor(*theme.text))
            painter.drawText(
                QRectF(EDGE, y, first.left() - EDGE - 4, high - 1),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                DAYS[day],
            )
            long = (_TOTALS - 6) * lines[day] / max(lines.max(), 1)
            painter.fillRect(QRectF(right, y + 2, max(long, 1.0), high - 5), QColor(*theme.line))
            painter.setPen(QColor(*theme.quiet))
            painter.drawText(
                QRectF(right + 2, y, _TOTALS, high - 1), Qt.AlignmentFlag.AlignVCenter, f"{lines[day]:,.0f}"
            )
        for hour in range(HOURS):
            tall = 20.0 * columns[hour] / max(columns.max(), 1)
            painter.fillRect(QRectF(first.left() + hour * width, below, width - 1, max(tall, 1.0)), QColor(*theme.line))


def _name(day: int, hour: int) -> str:
    if hour == UNKNOWN:
        return f"{_LONG[day]}, hour not known"
    return f"{_LONG[day]}, {hour:02d}:00 to {(hour + 1) % 24:02d}:00"
