"""How the timeline is looked at: bursts, counting, and a lane that is dragged by its name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from intelviz.analysis.time.aoristic import COUNTING, Counting
from intelviz.analysis.time.bursts import SENSITIVITIES
from intelviz.views.timeline.frame import Frame, rgb

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView


class Options:
    """``bursts`` names a sensitivity ("" for none), ``counting`` says when in its extent an item counts."""

    def __init__(self, view: TimelineView) -> None:
        self.view = view
        self.bursts = ""
        self.counting: Counting = "aoristic"
        self.lane_drag: tuple[int, float] | None = None

    def apply(self) -> None:
        """Give them to what draws: the items are others."""
        view = self.view
        view.index.counting = self.counting
        view.image.rhythms.sensitivity = self.bursts
        view.image.imported = _imported(view)

    def set_bursts(self, name: str) -> None:
        """Mark bursts and gaps from that sensitivity on, or ("") none."""
        self.bursts = name if name in SENSITIVITIES else ""
        self.view.image.rhythms.sensitivity = self.bursts
        self.view.image.rhythms.forget()
        self.view.image.redraw()
        self.view.update()

    def set_counting(self, how: Counting) -> None:
        """Count items that lie some time between two moments otherwise."""
        self.counting = self.view.index.counting = how
        self.view.recount()
        self.view.said.emit(f"Events count {COUNTING[how]}")

    # A lane dragged by its name

    def take_lane(self, at: QPointF) -> bool:
        """Take hold of a lane of an entity by its name."""
        number = self.view.frame.lane_at(at.y())
        if at.x() >= self.view.frame.gutter or number < 0 or not self.view.lanes.of_items:
            return False
        self.lane_drag = number, at.y()
        return True

    def drag_lane(self, at: QPointF) -> bool:
        """Follow the pointer with it."""
        if self.lane_drag is None:
            return False
        self.lane_drag = self.lane_drag[0], at.y()
        return True

    def drop_lane(self, at: QPointF) -> bool:
        """Put it where it was let go."""
        if self.lane_drag is None:
            return False
        number, self.lane_drag = self.lane_drag[0], None
        to = self._target(at.y())
        self.view.laning.move(number, to - (to > number))
        self.view.update()
        return True

    def _target(self, y: float) -> int:
        frame = self.view.frame
        half = frame.lane_height / 2
        number = frame.lane_at(min(max(y, frame.area.top()), frame.area.bottom() - 1))
        if number < 0:
            return frame.lanes
        return number + (y - frame.top(number) > half)

    def draw_drag(self, painter: QPainter, frame: Frame) -> None:
        """Draw where the lane would go."""
        if self.lane_drag is None:
            return
        to = self._target(self.lane_drag[1])
        y = frame.top(to) if to < frame.lanes else frame.top(frame.lanes - 1) + frame.lane_height
        painter.setPen(QPen(rgb(self.view.theme.accent), 2))
        painter.drawLine(QPointF(4, y), QPointF(frame.gutter - 4, y))
        box = QRectF(4, self.lane_drag[1] - 10, frame.gutter - 8, 20)
        painter.fillRect(box, rgb(self.view.theme.raised, 200))
        painter.setPen(rgb(self.view.theme.text))
        painter.drawText(box.adjusted(8, 0, -4, 0), 0x0080, self.view.lanes[self.lane_drag[0]].title)


def _imported(view: TimelineView) -> float:
    from datetime import datetime

    if view.case is None:
        return math.inf
    found: list[float] = []
    for source in view.case.sources():
        try:
            found.append(datetime.fromisoformat(source.at).timestamp())
        except ValueError:
            continue
    return max(found, default=math.inf)
