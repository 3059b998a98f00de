"""What of the timeline is at a point, in a shape, between two marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.views.timeline.arrows import arrow_at
from intelviz.views.timeline.lanes import Lane, Lanes
from intelviz.views.timeline.layout import ROW, LaneLayout
from intelviz.views.timeline.marks import bottom_of, row_near
from intelviz.views.timeline.picture import TimelinePicture
from intelviz.views.timeline.sight import Sight

_NONE = np.zeros(0, np.int32)


@dataclass(frozen=True)
class Bar:
    """One bar of a lane: the items that touch its bin."""

    lane: int
    begin: int
    end: int
    rows: Rows


def _layouts(image: TimelinePicture, sight: Sight, lane: Lane) -> list[LaneLayout]:
    lifted = image.lifted(sight, lane)
    base = image.layout(sight, lane)
    return [base] if lifted is None else [lifted, base]


def row_at(image: TimelinePicture, sight: Sight, at: QPointF) -> int:
    """Return the row of the single mark at a point, or of the arrow there, or -1."""
    number = sight.frame.lane_at(at.y())
    if number < 0 or at.x() < sight.frame.gutter:
        return -1
    lane, x = sight.lanes[number], at.x() - image.shift(sight)
    place = row_near(sight.frame.top(number), sight.frame.lane_height, at.y())
    for layout in _layouts(image, sight, lane):
        marks = layout.marks
        near = np.flatnonzero((marks.row == place) & (marks.left - 4 <= x) & (x <= marks.right + 4))
        if len(near):
            gap = np.abs((marks.left[near] + marks.right[near]) / 2 - x)
            return int(lane.row[marks.at[near[gap.argmin()]]])
    arrows = image.arrows(sight)
    arrow = arrow_at(arrows, at)
    return int(arrows.row[arrow]) if arrow >= 0 else -1


def bar_at(image: TimelinePicture, sight: Sight, at: QPointF) -> Bar | None:
    """Return the bar at a point (anywhere over its foot), or None."""
    number = sight.frame.lane_at(at.y())
    if number < 0 or at.x() < sight.frame.gutter:
        return None
    lane = sight.lanes[number]
    layout = image.layout(sight, lane)
    if not layout.peak:
        return None
    which = int(np.searchsorted(layout.edges, sight.scale.time(at.x()), "right")) - 1
    if not 0 <= which < len(layout.share) or layout.share[which] <= 0:
        return None
    begin, end = int(layout.edges[which]), int(layout.edges[which + 1])
    return Bar(number, begin, end, lane.row[(lane.start < end) & (lane.end > begin)])


def boxes_of(image: TimelinePicture, sight: Sight, row: int) -> list[QRectF]:
    """Return where in sight the marks of an item stand: one in each lane that has it."""
    shift, area = image.shift(sight), sight.frame.area
    found: list[QRectF] = []
    for number in sight.frame.seen():
        lane = sight.lanes[number]
        at = np.flatnonzero(lane.row == row)
        if not len(at):
            continue
        for layout in _layouts(image, sight, lane):
            for index in np.flatnonzero(layout.marks.at == at[0]).tolist():
                left, right = layout.marks.left[index] + shift, layout.marks.right[index] + shift
                low = bottom_of(sight.frame.top(number), sight.frame.lane_height, int(layout.marks.row[index]))
                if right - left < 15:
                    left, right = (left + right) / 2 - 7.5, (left + right) / 2 + 7.5
                first, last = max(left, area.left() - 9), min(right, area.right() + 9)
                if last > first:
                    found.append(QRectF(first, low - ROW + 1, last - first, ROW - 2))
    return found


def rows_in(image: TimelinePicture, sight: Sight, shape: QPolygonF) -> Rows:
    """Return the rows of the marks that a polygon touches, and of the items whose bars it touches."""
    inside = _raster(shape, int(sight.frame.width), int(sight.frame.height))
    area, shift = sight.frame.area, image.shift(sight)
    inside[:, : int(area.left())] = False
    inside[: int(area.top())] = False
    inside[int(area.bottom()) :] = False
    if not inside.any():
        return _NONE
    found: list[Rows] = []
    for number in sight.frame.seen():
        lane = sight.lanes[number]
        top = sight.frame.top(number)
        first, last = (
            max(int(top), int(sight.frame.clip(number).top()), 0),
            min(int(top + sight.frame.lane_height), inside.shape[0]),
        )
        part = inside[first:last]
        if not part.any():
            continue
        # touched[r, x]: how many pixels of row r of marks up to x lie inside.
        for layout in _layouts(image, sight, lane):
            marks = layout.marks
            counts = np.zeros((int(marks.row.max()) + 1 if len(marks) else 0, inside.shape[1] + 1), np.int64)
            for place in range(len(counts)):
                foot = int(bottom_of(top, sight.frame.lane_height, place))
                band = inside[max(foot - ROW + 3, first) : max(min(foot - 2, last), 0)]
                counts[place, 1:] = np.cumsum(band.any(axis=0))
            if len(marks):
                found.append(lane.row[marks.at[_touched(counts, marks.row, marks.left + shift, marks.right + shift)]])
        base = image.layout(sight, lane)
        if len(base.crowded):
            scale = sight.scale
            count = np.concatenate([[0], np.cumsum(part.any(axis=0))])[None, :]
            left, right = scale.xs(lane.start[base.crowded]), scale.xs(lane.end[base.crowded])
            hit = _touched(count, np.zeros(len(left), np.int64), left, right)
            found.append(lane.row[base.crowded[hit]])
    return np.unique(np.concatenate(found)).astype(np.int32) if found else _NONE


def _touched(counts: np.ndarray, row: Ints, left: np.ndarray, right: np.ndarray) -> Mask:
    most = counts.shape[1] - 1
    first = np.clip(np.floor(left), 0, most).astype(np.int64)
    last = np.clip(np.maximum(np.ceil(right), np.floor(left) + 1), 0, most).astype(np.int64)
    return counts[row, last] > counts[row, first]


def _raster(shape: QPolygonF, width: int, height: int) -> Mask:
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setPen(Qt.GlobalColor.white)
    painter.setBrush(Qt.GlobalColor.white)
    painter.drawPolygon(shape)
    painter.end()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width()] > 0


def between(lanes: Lanes, selected: Mask, row: int, number: int = -1) -> Rows:
    """Return what lies in lane ``number`` (or the first with ``row``) from the nearest selected item up to ``row``."""
    numbers = [number] if number >= 0 else lanes.holding(np.array([row], np.int32)).tolist()
    lane = next((lanes[each] for each in numbers if (lanes[each].row == row).any()), None)
    if lane is None:
        return np.array([row], np.int32)
    here = int(np.flatnonzero(lane.row == row)[0])
    chosen = np.flatnonzero(selected[lane.row])
    chosen = chosen[chosen != here]
    if not len(chosen):
        return np.array([row], np.int32)
    other = int(chosen[np.abs(chosen - here).argmin()])
    return lane.row[min(here, other) : max(here, other) + 1]


def step_from(lanes: Lanes, row: int, by: int, begin: float) -> int:
    """Return the row of the next (or, with ``by`` -1, the last) event in time in the lane of ``row``.

    Without such a lane, the first event after ``begin`` of the first lane; -1 where there is none.
    """
    for number in lanes.holding(np.array([row], np.int32))[:1].tolist():
        lane = lanes[number]
        at = np.flatnonzero(lane.row == row)
        return int(lane.row[min(max(int(at[0]) + by, 0), len(lane) - 1)])
    for lane in lanes:
        if len(lane):
            return int(lane.row[min(int(np.searchsorted(lane.start, begin)), len(lane) - 1)])
    return -1
