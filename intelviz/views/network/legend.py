"""The legend: which types of items are drawn, how many, and which line stands for which kind of link."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from intelviz.case.columns import Mask
from intelviz.render.icons import disc
from intelviz.views.network.content import GROUPS, MIXED, Content
from intelviz.views.network.marks import Scene

ROOMY = 760
"""A view at least so wide shows its legend without being asked."""
_ROW, _WIDE, _MOST = 18.0, 190.0, 8


class Legend:
    """As it was last drawn: where each line of it stands, so that a click picks what it names."""

    def __init__(self) -> None:
        self.places: list[tuple[QRectF, bool, int]] = []
        self.box = QRectF()

    def named_at(self, content: Content, at: QPointF) -> Mask | None:
        """Return the drawn items of the type under a point, or those that links of the group under it link."""
        for box, is_type, number in self.places:
            if not box.contains(at):
                continue
            if is_type:
                return content.present & (content.workspace.items.type == number)
            chosen = content.group == number
            named = np.zeros(len(content.workspace), bool)
            named[content.low[chosen]] = True
            named[content.high[chosen]] = True
            return named
        return None

    def clear(self) -> None:
        """Forget where it stood."""
        self.places, self.box = [], QRectF()

    def lay_out(self, content: Content, width: float, height: float) -> tuple[list[int], list[int]]:
        """Find its place at the upper right, and the types and link groups that there is room for."""
        self.clear()
        workspace = content.workspace
        of_type = np.bincount(workspace.items.type[content.present], minlength=len(workspace.item_types))
        kinds = [kind for kind in np.argsort(-of_type, kind="stable").tolist() if of_type[kind]]
        room = int((height - 60) // _ROW)
        if not kinds or room < 2 or width < 2.5 * _WIDE:
            return [], []
        kinds = kinds[: min(_MOST, room)]
        groups = np.unique(content.group).tolist()[: max(0, room - len(kinds))]
        high = _ROW * (len(kinds) + len(groups)) + 10 + (5 if groups else 0)
        self.box = QRectF(width - _WIDE - 8, 8, _WIDE, high)
        return kinds, groups

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw it."""
        content, theme = scene.content, scene.theme
        workspace = content.workspace
        kinds, groups = self.lay_out(content, scene.camera.width, scene.camera.height)
        if not kinds:
            return
        of_type = np.bincount(workspace.items.type[content.present], minlength=len(workspace.item_types))
        font = QFont(scene.font)
        font.setPointSizeF(max(7.0, scene.font.pointSizeF() - 1))
        metrics = QFontMetricsF(font)
        painter.setPen(QPen(QColor(*theme.line), 1))
        painter.setBrush(QColor(*theme.raised, 225))
        painter.drawRoundedRect(self.box, 4, 4)
        painter.setFont(font)
        top = self.box.top() + 5
        for kind in kinds:
            line = QRectF(self.box.left(), top, _WIDE, _ROW)
            item_type = workspace.item_types[kind]
            picture = disc(item_type.icon, theme.types[item_type.colour], round(14 * scene.ratio), theme.ground)
            painter.drawImage(QRectF(line.left() + 18, line.center().y() - 7, 14, 14), picture)
            _words(painter, scene, metrics, line, item_type.plural, f"{int(of_type[kind]):,}")
            self.places.append((line, True, kind))
            top += _ROW
        top += 5
        for group in groups:
            line = QRectF(self.box.left(), top, _WIDE, _ROW)
            painter.setPen(scene.pen(group, near=True))
            middle = round(line.center().y()) + 0.5
            painter.drawLine(QPointF(line.left() + 8, middle), QPointF(line.left() + 42, middle))
            lines = int(np.count_nonzero(content.group == group))
            _words(painter, scene, metrics, line, GROUPS[group] if group < MIXED else "several kinds", f"{lines:,}")
            self.places.append((line, False, group))
            top += _ROW


def _words(painter: QPainter, scene: Scene, metrics: QFontMetricsF, line: QRectF, words: str, count: str) -> None:
    wide = metrics.horizontalAdvance(count)
    text = QRectF(line.left() + 50, line.top(), line.width() - 62 - wide, line.height())
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(
        text, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
    )
    painter.setPen(QColor(*scene.theme.quiet))
    right = QRectF(line.right() - wide - 9, line.top(), wide + 2, line.height())
    painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, count)
