"""The card of what is under the pointer: an item with its picture, or a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from intelviz.views.item_picture import whole_picture
from intelviz.views.network.cards import item_lines, pair_lines
from intelviz.views.network.marks import Scene
from intelviz.views.timeline.card import draw_card

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView


class Card:
    """Draws it; what it says of an item is read once."""

    def __init__(self) -> None:
        self._said: tuple[int, list[str]] = (-1, [])

    def forget(self) -> None:
        """Read anew what it says, as items changed."""
        self._said = (-1, [])

    def draw(self, painter: QPainter, scene: Scene, view: NetworkView) -> None:
        """Ring the item under the pointer and say what it is, or what the line there stands for."""
        focus, bounds = view.workspace.focus, QRectF(view.rect())
        if focus >= 0 and view.content.on[focus]:
            one = np.array([focus], np.int32)
            (x,), (y,) = (each.tolist() for each in scene.screen(one))
            at, size = QPointF(x, y), max(float(scene.sizes(one)[0]), 8.0) + 10
            painter.setPen(QPen(QColor(*view.theme.focus), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, size / 2, size / 2)
            if view.underMouse():
                if self._said[0] != focus:
                    self._said = (focus, item_lines(view.content, focus, view.case))
                picture, words = whole_picture(view.workspace, view.case, focus)
                draw_card(painter, [*self._said[1], *words], at, bounds, view.theme, picture)
        elif view.pair >= 0:
            draw_card(painter, pair_lines(view.content, view.pair), view.cursor_at, bounds, view.theme)
