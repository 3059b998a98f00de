"""The card at the pointer: what the item is, when and where, no more exactly than it is known."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen

from intelviz.render.theme import Theme
from intelviz.views.timeline.frame import rgb, small

_PICTURE = 112
"""Pixels along the longer side of a picture on a card."""


def draw_card(
    painter: QPainter, lines: list[str], at: QPointF, bounds: QRectF, theme: Theme, picture: QImage | None = None
) -> QRectF:
    """Draw a card beside the pointer, inside ``bounds``; the first line is the strong one. Return where it stands.

    A ``picture`` stands at its left side.
    """
    size = QSizeF(0, 0)
    if picture is not None:
        size = QSizeF(picture.size()).scaled(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
    left = size.width() + 8 if picture is not None else 0.0
    usual, less = painter.font(), small(painter.font())
    strong = QFont(usual)
    strong.setBold(True)
    most = min(360.0, bounds.width() - 24 - left)
    heads, rest = QFontMetricsF(strong), QFontMetricsF(less)
    shown = [heads.elidedText(lines[0], Qt.TextElideMode.ElideRight, most)]
    shown += [rest.elidedText(line, Qt.TextElideMode.ElideRight, most) for line in lines[1:]]
    wide = max([heads.horizontalAdvance(shown[0]), *(rest.horizontalAdvance(line) for line in shown[1:])]) + 20 + left
    first, step = heads.height() + 2, rest.height() + 1
    tall = max(12 + first + step * (len(shown) - 1), size.height() + 16)
    x = at.x() + 16 if at.x() + 16 + wide <= bounds.right() else at.x() - 16 - wide
    y = at.y() + 14 if at.y() + 14 + tall <= bounds.bottom() else at.y() - 14 - tall
    box = QRectF(max(x, bounds.left() + 2), max(y, bounds.top() + 2), wide, tall)
    painter.setPen(QPen(rgb(theme.line), 1))
    painter.setBrush(rgb(theme.raised, 245))
    painter.drawRoundedRect(box, 4, 4)
    if picture is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(box.topLeft() + QPointF(8, 8), size), picture)
    painter.setFont(strong)
    painter.setPen(rgb(theme.text))
    line = QRectF(box.left() + 10 + left, box.top() + 6, wide, first)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown[0])
    painter.setFont(less)
    painter.setPen(rgb(theme.quiet))
    for number, text in enumerate(shown[1:]):
        line = QRectF(box.left() + 10 + left, box.top() + 6 + first + number * step, wide, step)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
    painter.setFont(usual)
    return box
