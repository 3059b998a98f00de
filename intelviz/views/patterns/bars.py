"""Bars: how many items have each value of a property, or fall into each bin of a number; each bar selects its items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from intelviz.case.columns import Rows
from intelviz.views.patterns.cells import EDGE, Cell, CellPicture

_LINE = 22.0
MOST = 500
"""Values that get a bar of their own; the rest share the last one, which says so."""


@dataclass(frozen=True)
class Values:
    """Of which value each item is: ``code`` along ``row`` indexes ``names``, -1 where nothing is stated."""

    what: str
    row: Rows
    code: Rows
    names: tuple[str, ...]
    ordered: bool
    """Whether the names stand in an order of their own (numbers, months); otherwise the most frequent comes first."""


class BarsPicture(CellPicture):
    """A bar for each value, the longest for the most frequent; "not stated" stands last."""

    values: Values | None = None

    def take(self, values: Values | None) -> None:
        """Show other values."""
        self.values = values
        self._codes: list[int] = []
        self.relay()

    def lay_out(self, width: float, height: float) -> tuple[list[Cell], float]:
        """Return a cell for each bar, as wide as the picture."""
        self._codes = []
        values = self.values
        if values is None or not len(values.row):
            return [], 0.0
        shown = self.workspace.shown[values.row]
        counts = np.bincount(values.code[shown] + 1, minlength=len(values.names) + 1)
        chosen = np.bincount(values.code[shown & self.workspace.selected[values.row]] + 1, minlength=len(counts))
        codes = np.flatnonzero(counts[1:])
        if not values.ordered:
            codes = np.array(
                sorted(codes.tolist(), key=lambda code: (-counts[code + 1], values.names[code].casefold())), np.int64
            )
        elif len(codes):
            codes = np.arange(codes[0], codes[-1] + 1)
        self._rest = codes[MOST:]
        self._codes = [*codes[:MOST].tolist(), *([len(values.names)] if len(self._rest) else [])]
        if counts[0]:
            self._codes.append(-1)
        cells: list[Cell] = []
        for line, code in enumerate(self._codes):
            if code == len(values.names):
                count, part = int(counts[1:][self._rest].sum()), int(chosen[1:][self._rest].sum())
                name = f"{len(self._rest):,} more values"
            else:
                count, part = int(counts[code + 1]), int(chosen[code + 1])
                name = values.names[code] if code >= 0 else "(not stated)"
            box = QRectF(EDGE, EDGE + line * _LINE, width - 2 * EDGE, _LINE - 2)
            cells.append(Cell(box, line, 0, count, part / count if count else 0.0, name))
        return cells, 2 * EDGE + len(cells) * _LINE

    def all_rows_of(self, number: int) -> Rows:
        """Return the items of a bar."""
        assert self.values is not None
        code = self._codes[number]
        which = np.isin(self.values.code, self._rest) if code == len(self.values.names) else self.values.code == code
        return self.values.row[which]

    def words_of(self, number: int) -> str:
        """Return "Burglary: 204 items, 12.3 %, 3 selected"."""
        assert self.values is not None
        cell = self.cells[number]
        whole = sum(each.count for each in self.cells)
        many = "1 item" if cell.count == 1 else f"{cell.count:,.0f} items"
        selected = f", {cell.part * cell.count:,.0f} selected" if cell.part else ""
        return f"{self.values.what}: {cell.name}: {many}, {100 * cell.count / max(whole, 1):.1f} %{selected}"

    def empty_words(self) -> tuple[str, str]:
        """Return what would fill it."""
        if self.values is None:
            return "Choose what to count by", "A type of item and one of its properties"
        return "No item that is shown is of this type", "The filter may hide them"

    def draw(self, painter: QPainter, seen: QRectF) -> None:
        """Draw the bars in sight."""
        theme = self.theme
        metrics = QFontMetricsF(painter.font())
        width = self.cells[0].box.width()
        number_room = metrics.horizontalAdvance("00,000,000") + 8
        name_room = min(max(metrics.horizontalAdvance(cell.name) for cell in self.cells) + 12, width * 0.42)
        most = max(cell.count for cell in self.cells)
        room = max(width - name_room - number_room, 24)
        for cell, code in zip(self.cells, self._codes, strict=True):
            box = cell.box
            if not box.intersects(seen):
                continue
            painter.setPen(QColor(*(theme.quiet if code == -1 else theme.text)))
            name = metrics.elidedText(cell.name, Qt.TextElideMode.ElideRight, name_room - 10)
            painter.drawText(
                QRectF(box.left(), box.top(), name_room - 8, box.height()),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                name,
            )
            long = max(room * cell.count / max(most, 1), 1.0) if cell.count else 0.0
            bar = QRectF(box.left() + name_room, box.top() + 3, long, box.height() - 6)
            painter.fillRect(bar, QColor(*(theme.line if code == -1 else theme.quiet)))
            if cell.part:
                painter.fillRect(
                    QRectF(bar.left(), bar.top(), bar.width() * cell.part, bar.height()), QColor(*theme.accent)
                )
            painter.setPen(QColor(*theme.text))
            painter.drawText(
                QRectF(bar.right() + 6, box.top(), number_room, box.height()),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                f"{cell.count:,.0f}",
            )
