"""The words at the top of a chart about selected items that don't stand on it, which add them when clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


def draw(painter: QPainter, view: NetworkView) -> None:
    """Write them, if there is such an item."""
    box = box_of(view)
    if box is None:
        return
    painter.setPen(QPen(QColor(*view.theme.line), 1))
    painter.setBrush(QColor(*view.theme.raised))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(*view.theme.text))
    painter.setFont(view.font())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _words(view))


def box_of(view: NetworkView) -> QRectF | None:
    """Return where they stand, None where all selected items are on the chart."""
    if not len(view.content.absent):
        return None
    metrics = QFontMetricsF(view.font())
    wide = metrics.horizontalAdvance(_words(view)) + 20
    return QRectF((view.width() - wide) / 2, 8, wide, metrics.height() + 8)


def _words(view: NetworkView) -> str:
    count = len(view.content.absent)
    many = "1 selected item is" if count == 1 else f"{count:,} selected items are"
    return f"{many} not on this chart · Add (A)"
