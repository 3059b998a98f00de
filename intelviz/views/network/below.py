"""The quiet line under the picture: how much is drawn and what isn't, with acts that a click carries out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from intelviz.views.network import adding, chart_acts
from intelviz.views.network.marks import Scene
from intelviz.views.network.words import bottom_line

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_GAP = 8.0


@dataclass
class Below:
    """The line as it was last drawn: where each act stands."""

    places: list[tuple[QRectF, str, Callable[[], None]]] = field(
        default_factory=list[tuple[QRectF, str, Callable[[], None]]]
    )

    def act_at(self, at: QPointF) -> Callable[[], None] | None:
        """Return the act under a point."""
        return next((act for box, _, act in self.places if box.contains(at)), None)

    def draw(self, painter: QPainter, scene: Scene, view: NetworkView) -> None:
        """Draw the line; where it is narrow, the words are cut before the acts."""
        painter.setFont(scene.font)
        metrics = QFontMetricsF(scene.font)
        high = metrics.height() + 6
        top = scene.camera.height - high
        acts = [(f" · {words}", act) for words, act in acts_below(view)]
        needed = sum(metrics.horizontalAdvance(words) for words, _ in acts)
        while acts and needed > scene.camera.width - 140:
            needed -= metrics.horizontalAdvance(acts.pop()[0])
        room = scene.camera.width - needed - 2 * _GAP
        words = metrics.elidedText(bottom_line(scene.content), Qt.TextElideMode.ElideRight, room)
        left = _GAP + metrics.horizontalAdvance(words)
        painter.fillRect(QRectF(0, top, left + needed + _GAP, high), QColor(*scene.theme.ground, 225))
        painter.setPen(QColor(*scene.theme.quiet))
        painter.drawText(QRectF(_GAP, top, left, high), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QColor(*scene.theme.accent))
        self.places = []
        for text, act in acts:
            box = QRectF(left, top, metrics.horizontalAdvance(text), high)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            self.places.append((box, text[3:], act))
            left = box.right()


def acts_below(view: NetworkView) -> list[tuple[str, Callable[[], None]]]:
    """Return the acts that concern what is drawn and what isn't, as words and what they do."""
    content, chart = view.content, view.workspace.chart
    found: list[tuple[str, Callable[[], None]]] = []
    if content.hidden:
        found.append((f"Show {content.hidden:,} hidden by hand", lambda: chart_acts.show_hidden(view)))
    if content.filtered:
        found.append((f"Show {content.filtered:,} hidden by the filter", lambda: chart_acts.clear_filter(view)))
    if view.arranging.busy:
        return found
    if (content.on & view.workspace.selected).any():
        found.append(("Draw the selection's links…", lambda: adding.expand(view)))
    if not chart.drawn.all():
        found.append(("Draw everything", lambda: chart_acts.draw_everything(view)))
    return found
