"""Arrows between the marks of one event in several lanes: from caller to called, payer to payee; ties elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from intelviz.analysis.time.lane_events import FROM, TO
from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.render.timearrows import Routes, routed
from intelviz.views.timeline.frame import rgb, small
from intelviz.views.timeline.index import SINCE, UNTIL
from intelviz.views.timeline.layout import DOT
from intelviz.views.timeline.marks import bottom_of
from intelviz.views.timeline.sight import Sight

if TYPE_CHECKING:
    from intelviz.views.timeline.picture import TimelinePicture

MOST = 800
"""More arrows than this in sight are counted, not drawn."""
UNCOUNTED = -1
_MOST_COUNTED = 50_000
_NEAR = 4.0


@dataclass(frozen=True)
class Arrows:
    """Arrows in sight: events (``row``), pixels of both ends, lanes of both ends, and whether they point to the second.

    ``untold`` counts those not drawn, as their marks are in a band or they are too many; UNCOUNTED if nobody knows.
    """

    row: Rows
    x: Floats
    y: Floats
    to_y: Floats
    lane: Ints
    to_lane: Ints
    pointed: Mask
    routes: Routes
    untold: int = 0

    def __len__(self) -> int:
        return len(self.row)


def arrows_of(image: TimelinePicture, sight: Sight) -> Arrows:
    """Return the arrows between the lanes in sight, of single marks that are own events."""
    frame, shift = sight.frame, image.shift(sight)
    found: list[tuple[Ints, Floats, Floats, Ints, Ints]] = []
    if sight.lanes and sight.lanes.of_items:
        for number in frame.seen():
            lane = sight.lanes[number]
            layouts = [image.layout(sight, lane)]
            lifted = image.lifted(sight, lane)
            for layout in layouts if lifted is None else [*layouts, lifted]:
                marks = layout.marks.seen(frame.area.left() - shift, frame.area.right() - shift)
                marks = marks.only(lane.away[marks.at] == 0)
                if not len(marks):
                    continue
                total = np.array([bottom_of(frame.top(number), frame.lane_height, place) - 9 for place in range(8)])
                at = marks.at
                x = np.where(marks.right - marks.left < 16, (marks.left + marks.right) / 2, marks.left + 4)
                if len(lane.open):
                    side = lane.open[at]
                    half = DOT / 2
                    x = np.where(side == UNTIL, marks.right - half, np.where(side == SINCE, marks.left + half, x))
                x = x + shift
                found.append(
                    (lane.row[at].astype(np.int64), x, total[marks.row], np.full(len(at), number), lane.part[at])
                )
    joined = _joined(sight)
    if not found:
        return _arrows(joined)
    row, x, y, lane_of, part = (np.concatenate(each) for each in zip(*found, strict=True))
    # Along each event: those from whom it went out, those who only took part, those to whom it came.
    rank = np.where(part == FROM, 0, np.where(part == TO, 2, 1))
    order = np.lexsort((lane_of, rank, row))
    row, x, y, lane_of, rank = row[order], x[order], y[order], lane_of[order], rank[order]
    one = np.flatnonzero((row[1:] == row[:-1]) & (lane_of[1:] != lane_of[:-1]))
    if len(one) > MOST:
        return _arrows(max(joined, len(one)) if joined >= 0 else joined)
    two = one + 1
    pointed = (rank[one] < rank[two]) & (rank[two] == 2) & (rank[one] == 0)
    routes = routed(x[one], np.minimum(y[one], y[two]), np.maximum(y[one], y[two]))
    straight = routes.count[routes.line] == 1
    near = np.abs(routes.x - x[one]) <= 2.5
    routes = Routes(np.where(straight & near, x[one], routes.x), routes.line, routes.count)
    ends = lane_of[one], lane_of[two]
    untold = max(joined - len(one), 0) if joined >= 0 else UNCOUNTED
    return Arrows(row[one].astype(np.int32), x[one], y[one], y[two], *ends, pointed, routes, untold)


def _joined(sight: Sight) -> int:
    """Return how often an own event in sight stands in one more lane in sight, UNCOUNTED where that takes too long."""
    if not sight.lanes or not sight.lanes.of_items:
        return 0
    rows: list[Rows] = []
    for number in sight.frame.seen():
        lane = sight.lanes[number]
        low, high = np.searchsorted(lane.start, [sight.scale.begin, sight.scale.end])
        rows.append(lane.row[low:high][lane.away[low:high] == 0])
        if sum(map(len, rows)) > _MOST_COUNTED:
            return UNCOUNTED
    every = np.sort(np.concatenate(rows))
    return int(np.count_nonzero(every[1:] == every[:-1]))


def _arrows(untold: int = 0) -> Arrows:
    none, whole = np.zeros(0), np.zeros(0, np.int64)
    routes = Routes(none, whole, whole)
    return Arrows(np.zeros(0, np.int32), none, none, none, whole, whole, np.zeros(0, bool), routes, untold)


def path_of(arrows: Arrows, at: int) -> QPainterPath:
    """Return the way of one arrow: aside, up or down, and back."""
    x, aside = float(arrows.x[at]), float(arrows.routes.x[at])
    y, to_y = float(arrows.y[at]), float(arrows.to_y[at])
    down = 1.0 if to_y > y else -1.0
    path = QPainterPath(QPointF(x, y))
    if abs(aside - x) > 0.1:
        path.lineTo(aside, y + down * 8)
        path.lineTo(aside, to_y - down * 14)
    path.lineTo(x, to_y - down * 8)
    return path


def draw_arrows(
    painter: QPainter, arrows: Arrows, sight: Sight, colours: list[QColor], keep: Mask | None = None
) -> None:
    """Draw them; ``colours`` by item row's type are for those picked, ``keep`` says which arrows to draw (all)."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    told: set[int] = set()
    fold = sight.frame.fold
    for at in range(len(arrows)) if keep is None else np.flatnonzero(keep).tolist():
        line = int(arrows.routes.line[at])
        many = int(arrows.routes.count[line])
        colour = colours[at]
        held = min(arrows.lane[at], arrows.to_lane[at]) < sight.frame.held
        area = sight.frame.area
        painter.setClipRect(area if held else QRectF(area.left(), fold, area.width(), area.bottom() - fold))
        painter.setPen(QPen(colour, 1.2 if many == 1 else min(1.5 + many / 4, 4.0)))
        painter.drawPath(path_of(arrows, at))
        if arrows.pointed[at]:
            _head(painter, arrows, at, colour)
        if many > 2 and line not in told:
            told.add(line)
            usual = painter.font()
            painter.setFont(small(usual))
            painter.setPen(rgb(sight.theme.quiet))
            middle = (float(arrows.y[at]) + float(arrows.to_y[at])) / 2
            painter.drawText(QPointF(float(arrows.routes.x[at]) + 4, middle), f"{many}")
            painter.setFont(usual)
    painter.restore()


def _head(painter: QPainter, arrows: Arrows, at: int, colour: QColor) -> None:
    x, y, to_y = float(arrows.x[at]), float(arrows.y[at]), float(arrows.to_y[at])
    down = 1.0 if to_y > y else -1.0
    tip = to_y - down * 7
    path = QPainterPath(QPointF(x, tip))
    path.lineTo(x - 3.5, tip - down * 7)
    path.lineTo(x + 3.5, tip - down * 7)
    path.closeSubpath()
    painter.fillPath(path, colour)


def arrow_at(arrows: Arrows, at: QPointF) -> int:
    """Return the number of the arrow at a point, or -1."""
    if not len(arrows):
        return -1
    high, low = np.minimum(arrows.y, arrows.to_y), np.maximum(arrows.y, arrows.to_y)
    gap = np.abs(arrows.routes.x - at.x())
    near = np.flatnonzero((gap <= _NEAR) & (high <= at.y()) & (at.y() <= low))
    return int(near[gap[near].argmin()]) if len(near) else -1


def arrow_words(arrows: Arrows, at: int, sight: Sight) -> str:
    """Return both ends of an arrow in words."""
    one, two = sight.lanes[int(arrows.lane[at])].title, sight.lanes[int(arrows.to_lane[at])].title
    many = int(arrows.routes.count[arrows.routes.line[at]])
    more = f" (one of {many:,} events on this line)" if many > 1 else ""
    return f"from {one} to {two}{more}" if arrows.pointed[at] else f"between {one} and {two}{more}"
