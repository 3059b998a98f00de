"""The calendar: every month with events as a block of days, each day shaded by how many began on it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from intelviz.case.columns import Rows
from intelviz.render.timeaxis import DAYS, MONTHS
from intelviz.views.patterns.cells import COUNTING, EDGE, Cell, CellPicture, events

if TYPE_CHECKING:
    from intelviz.views.patterns.counted import Counted

_EPOCH = date(1970, 1, 1)
_GAP = 4
"""Empty months in a row that are left out, and said."""


@dataclass(frozen=True)
class _Month:
    year: int
    month: int

    @property
    def first(self) -> int:
        """Its first day, in days since 1970."""
        return (date(self.year, self.month, 1) - _EPOCH).days

    @property
    def days(self) -> int:
        return monthrange(self.year, self.month)[1]


@dataclass(frozen=True)
class _Block:
    """A month on the picture, or (``month`` None) words for months without events."""

    box: QRectF
    month: _Month | None
    words: str
    first_cell: int = 0


class CalendarPicture(CellPicture):
    """Shows the months between the first and the last event that is shown; long stretches without events are folded."""

    counted: Counted | None = None

    def take(self, counted: Counted | None) -> None:
        """Show other counts; None while they are being made."""
        self.counted = counted
        self.relay()

    def _months(self) -> list[_Month | int]:
        """Return the months with events, and those near them; a number stands for so many empty ones."""
        counted = self.counted
        if counted is None:
            return []
        days = counted.days
        day = days.day[counted.workspace.shown[days.row]]
        if not len(day):
            return []
        held = np.unique(np.array(day, "datetime64[D]").astype("datetime64[M]").astype(np.int64))
        found: list[_Month | int] = []
        before = int(held[0])
        for each in held.tolist():
            empty = each - before - 1
            if empty >= _GAP:
                found.append(empty)
            else:
                found += [_Month(1970 + at // 12, at % 12 + 1) for at in range(before + 1, each)]
            found.append(_Month(1970 + each // 12, each % 12 + 1))
            before = each
        return found

    def lay_out(self, width: float, height: float) -> tuple[list[Cell], float]:
        """Return a cell for each day, and note where the months stand."""
        self.blocks: list[_Block] = []
        months = self._months()
        counted = self.counted
        if not months or counted is None:
            return [], 0.0
        metrics = QFontMetricsF(self.font())
        side = 18.0 if width >= 420 else 15.0
        head = 2 * metrics.height() + 4
        wide, tall = 7 * side + 16, head + 6 * side + 12
        columns = max(int((width - 2 * EDGE + 8) // wide), 1)
        cells: list[Cell] = []
        at, top, line = 0, EDGE, 0
        for each in months:
            if isinstance(each, int):
                if at:
                    at, top, line = 0, top + tall, line + 6
                words = f"{each:,} months without events"
                self.blocks.append(_Block(QRectF(EDGE, top, width - 2 * EDGE, metrics.height() + 8), None, words))
                top += metrics.height() + 12
                continue
            left = EDGE + at * wide
            total = self._month_cells(each, left, top + head, side, line, 7 * at, cells)
            title = f"{MONTHS[each.month - 1]} {each.year}"
            box = QRectF(left, top, 7 * side, tall)
            self.blocks.append(_Block(box, each, f"{title} · {total:,.0f}", len(cells) - each.days))
            at += 1
            if at == columns:
                at, top, line = 0, top + tall, line + 6
        return cells, top + (tall if at else 0) + EDGE

    def _month_cells(
        self, month: _Month, left: float, top: float, side: float, line: int, place: int, cells: list[Cell]
    ) -> float:
        assert self.counted is not None
        last = month.first + month.days - 1
        counts = self.counted.days.counts(month.first, last, self.workspace.shown)
        chosen = self.counted.days.counts(month.first, last, self.counted.chosen)
        start = (month.first + 3) % 7
        for number in range(month.days):
            week, weekday = divmod(start + number, 7)
            box = QRectF(left + weekday * side, top + week * side, side - 1, side - 1)
            count = float(counts[number])
            part = min(float(chosen[number]) / count, 1.0) if count else 0.0
            day = _EPOCH + timedelta(month.first + number)
            name = f"{DAYS[weekday]} {day.day} {MONTHS[day.month - 1]} {day.year}"
            cells.append(Cell(box, line + week, place + weekday, count, part, name))
        return float(counts.sum())

    def _day_of(self, number: int) -> int:
        block = next(each for each in reversed(self.blocks) if each.month is not None and each.first_cell <= number)
        assert block.month is not None
        return block.month.first + number - block.first_cell

    def all_rows_of(self, number: int) -> Rows:
        """Return the events that began on a day."""
        assert self.counted is not None
        day = self._day_of(number)
        return self.counted.days.rows_between(day, day)

    def words_of(self, number: int) -> str:
        """Return "Sat 12 Aug 2017: 34 events, 3 selected"."""
        cell = self.cells[number]
        selected = f", {cell.part * cell.count:,.0f} selected" if cell.part else ""
        return f"{cell.name}: {events(cell.count)}{selected}"

    def empty_words(self) -> tuple[str, str]:
        """Return what would fill it."""
        if self.counted is None:
            return COUNTING
        return "No event here is known to the day", "Events stand here on the day on which they began"

    def draw(self, painter: QPainter, seen: QRectF) -> None:
        """Draw the months in sight."""
        theme = self.theme
        most = max((cell.count for cell in self.cells), default=0.0)
        strong, small = painter.font(), self.small_font()
        metrics = QFontMetricsF(strong)
        for block in self.blocks:
            if not block.box.intersects(seen):
                continue
            painter.setFont(strong)
            painter.setPen(QColor(*(theme.text if block.month else theme.quiet)))
            painter.drawText(
                QRectF(block.box.left(), block.box.top(), block.box.width(), metrics.height() + 2),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                block.words,
            )
            if block.month is None:
                continue
            painter.setFont(small)
            side = block.box.width() / 7
            painter.setPen(QColor(*theme.quiet))
            for weekday in range(7):
                box = QRectF(
                    block.box.left() + weekday * side,
                    block.box.top() + metrics.height() + 2,
                    side - 1,
                    metrics.height(),
                )
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, DAYS[weekday][0])
            for cell in self.cells[block.first_cell : block.first_cell + block.month.days]:
                self.draw_cell(painter, cell, most, number=False)
                colour = self.shade(cell.count / most if most else 0)
                painter.setPen(QColor(*(self.ink_on(colour) if cell.count else theme.quiet)))
                painter.drawText(cell.box, Qt.AlignmentFlag.AlignCenter, cell.name.split()[1])
