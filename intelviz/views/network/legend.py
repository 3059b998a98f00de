"""The legend: which types of items are drawn, how many, and which line stands for which kind of link."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from intelviz.render.icons import disc
from intelviz.views.network.content import GROUPS, MIXED
from intelviz.views.network.marks import Scene

_ROW, _WIDE, _MOST = 18.0, 178.0, 8


class Legend:
    """As it was last drawn: where each type stands, so that a click picks all items of it."""

    def __init__(self) -> None:
        self.places: list[tuple[QRectF, int]] = []
        self.box = QRectF()

    def kind_at(self, at: QPointF) -> int:
        """Return the number of the item type under a point, or -1."""
        return next((kind for box, kind in self.places if box.contains(at)), -1)

    def clear(self) -> None:
        """Forget where it stood."""
        self.places, self.box = [], QRectF()

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw it at the upper right, as many lines as there is room for."""
        self.clear()
        content, theme = scene.content, scene.theme
        workspace = content.workspace
        of_type = np.bincount(workspace.items.type[content.rows], minlength=len(workspace.item_types))
        kinds = [kind for kind in np.argsort(-of_type, kind="stable").tolist() if of_type[kind]]
        groups = [group for group in range(MIXED + 1) if (content.group == group).any()]
        room = int((scene.camera.height - 60) // _ROW)
        if not kinds or room < 2 or scene.camera.width < 2.5 * _WIDE:
            return
        kinds = kinds[: min(_MOST, room)]
        groups = groups[: max(0, room - len(kinds))]
        font = QFont(scene.font)
        font.setPointSizeF(max(7.0, scene.font.pointSizeF() - 1))
        metrics = QFontMetricsF(font)
        high = _ROW * (len(kinds) + len(groups)) + 10 + (5 if groups else 0)
        self.box = QRectF(scene.camera.width - _WIDE - 8, 8, _WIDE, high)
        painter.setPen(QPen(QColor(*theme.line), 1))
        painter.setBrush(QColor(*theme.raised, 225))
        painter.drawRoundedRect(self.box, 4, 4)
        painter.setFont(font)
        top = self.box.top() + 5
        for kind in kinds:
            line = QRectF(self.box.left(), top, _WIDE, _ROW)
            item_type = workspace.item_types[kind]
            picture = disc(item_type.icon, theme.types[item_type.colour], round(14 * scene.ratio), theme.ground)
            painter.drawImage(QRectF(line.left() + 9, line.center().y() - 7, 14, 14), picture)
            _words(painter, scene, metrics, line, item_type.plural, f"{int(of_type[kind]):,}")
            self.places.append((line, kind))
            top += _ROW
        top += 5
        for group in groups:
            line = QRectF(self.box.left(), top, _WIDE, _ROW)
            painter.setPen(scene.pen(group, near=True))
            middle = round(line.center().y()) + 0.5
            painter.drawLine(QPointF(line.left() + 6, middle), QPointF(line.left() + 27, middle))
            lines = int(np.count_nonzero(content.group == group))
            _words(painter, scene, metrics, line, GROUPS[group] if group < MIXED else "several kinds", f"{lines:,}")
            top += _ROW


def _words(painter: QPainter, scene: Scene, metrics: QFontMetricsF, line: QRectF, words: str, count: str) -> None:
    wide = metrics.horizontalAdvance(count)
    text = QRectF(line.left() + 33, line.top(), line.width() - 46 - wide, line.height())
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(
        text, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
    )
    painter.setPen(QColor(*scene.theme.quiet))
    right = QRectF(line.right() - wide - 9, line.top(), wide + 2, line.height())
    painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, count)
