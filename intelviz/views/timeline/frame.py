"""What stands still behind the marks: bands of weekends and nights, the axis, and the names of the lanes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.render.timeaxis import Axis, TimeScale, axis, nights, weekends
from intelviz.render.timewords import zone_words
from intelviz.views.timeline.lanes import Lanes

AXIS = 40
LEAST_LANE, MOST_LANE = 34, 170


@dataclass(frozen=True)
class Frame:
    """Where everything stands in a timeline of ``width`` by ``height`` pixels with so many lanes.

    ``scroll`` is how far the lanes are scrolled up, in pixels; the first ``pinned`` lanes stay where they are, if they
    leave room for others.
    """

    width: float
    height: float
    lanes: int
    scroll: float = 0.0
    pinned: int = 0

    @cached_property
    def gutter(self) -> float:
        """Width of the names of the lanes."""
        return 184.0 if self.width >= 1000 else 148.0 if self.width >= 560 else 96.0

    @cached_property
    def histogram(self) -> QRectF:
        """Where the histogram stands."""
        high = 72.0 if self.height >= 280 else 52.0
        return QRectF(self.gutter, self.height - high, self.width - self.gutter, high)

    @cached_property
    def area(self) -> QRectF:
        """Where the lanes stand."""
        return QRectF(self.gutter, AXIS, self.width - self.gutter, max(self.histogram.top() - AXIS - 1, 1))

    @cached_property
    def lane_height(self) -> float:
        """Height of one lane."""
        fair = self.area.height() / max(self.lanes, 1)
        return float(int(min(max(fair, LEAST_LANE), MOST_LANE)))

    @cached_property
    def most_scroll(self) -> float:
        """How far the lanes can be scrolled."""
        return max(self.lanes * self.lane_height - self.area.height(), 0.0)

    @cached_property
    def held(self) -> int:
        """How many lanes stay at the top while the others scroll."""
        return self.pinned if self.pinned * self.lane_height <= self.area.height() * 0.7 else 0

    @cached_property
    def fold(self) -> float:
        """The lower edge of the lanes that stay."""
        return AXIS + self.held * self.lane_height

    def top(self, lane: int) -> float:
        """Return the upper edge of a lane."""
        return AXIS + lane * self.lane_height - (0.0 if lane < self.held else self.scroll)

    def clip(self, lane: int) -> QRectF:
        """Return where a lane may be drawn, names included: lanes that scroll go under those that stay."""
        top = AXIS if lane < self.held else self.fold
        return QRectF(0, top, self.width, self.area.bottom() - top)

    def lane_at(self, y: float) -> int:
        """Return the number of the lane at a height, or -1."""
        if not self.area.top() <= y < self.area.bottom():
            return -1
        found = int((y - AXIS + (0.0 if y < self.fold else self.scroll)) // self.lane_height)
        return found if 0 <= found < self.lanes else -1

    def seen(self) -> list[int]:
        """Return the numbers of the lanes in sight, those that stay last, as they are drawn over the others."""
        first = int((self.scroll + self.fold - AXIS) // self.lane_height)
        last = int((self.scroll + self.area.height() - 1) // self.lane_height) + 1
        return [*range(max(first, self.held), min(last, self.lanes)), *range(self.held)]


def rgb(colour: Rgb, alpha: int = 255) -> QColor:
    """Return a theme colour as Qt's."""
    return QColor(*colour, alpha)


def small(font: QFont) -> QFont:
    """Return the font of ticks and counts: one point below the system's, figures of one width."""
    less = QFont(font)
    if font.pointSizeF() > 0:
        less.setPointSizeF(max(font.pointSizeF() - 1, 7))
    return less


def _between(one: Rgb, other: Rgb, part: float) -> Rgb:
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def draw_dashed(painter: QPainter, x: float, top: float, bottom: float, colour: QColor, dash: float = 4.0) -> None:
    """Draw an upright dashed line; Qt's own dashes take milliseconds."""
    for at in np.arange(top, bottom, dash * 1.75).tolist():
        painter.fillRect(QRectF(round(x), at, 1, min(dash, bottom - at)), colour)


def draw_bands(painter: QPainter, frame: Frame, scale: TimeScale, found: Axis, theme: Theme) -> None:
    """Paint the ground with weekends where days are visible, nights where hours are, and the lines of the ticks."""
    painter.fillRect(QRectF(0, 0, frame.width, frame.height), rgb(theme.ground))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    area = frame.area

    def band(first: float, last: float, colour: QColor) -> None:
        left, right = max(scale.x(first), area.left()), min(scale.x(last), area.right())
        if right > left:
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), colour)

    if 86400 / scale.per_pixel >= 4:
        for first, last in weekends(scale.begin, scale.end):
            band(first, last, rgb(theme.weekend))
    if found.step.unit in ("second", "minute", "hour"):
        for first, last in nights(scale.begin, scale.end):
            band(first, last, rgb(theme.night))
    # Opaque: to blend upright lines takes Qt far longer than to fill them.
    strong, faint = rgb(theme.line), rgb(_between(theme.line, theme.ground, 0.43))
    for tick in found.ticks:
        x = round(scale.x(tick.at))
        if x < area.left():
            continue
        painter.fillRect(QRectF(x, area.top(), 1, area.height()), strong if tick.strong else faint)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def draw_axis(painter: QPainter, frame: Frame, scale: TimeScale, found: Axis, theme: Theme) -> None:
    """Paint the two rows of labels over the lanes, and which clock they tell."""
    painter.fillRect(QRectF(0, 0, frame.width, AXIS), rgb(theme.surface))
    painter.setPen(QPen(rgb(theme.line), 1))
    painter.drawLine(QPointF(0, AXIS - 0.5), QPointF(frame.width, AXIS - 0.5))
    usual = painter.font()
    painter.setFont(small(usual))
    metrics = QFontMetricsF(painter.font())
    area = frame.area
    painter.save()
    painter.setClipRect(QRectF(area.left(), 0, area.width(), AXIS))
    edge = -1e9
    painter.setPen(rgb(theme.quiet))
    for tick in found.ticks:
        x = scale.x(tick.at)
        wide = metrics.horizontalAdvance(tick.label)
        # Days, months and years are stretches: their names stand inside them, those of moments at the line.
        inside = found.step.unit in ("day", "month", "year", "week")
        left = x + 4 if inside else x - wide / 2
        if left < edge + 6 or (not inside and left < area.left()):
            continue
        painter.setPen(rgb(theme.text if tick.strong and not inside else theme.quiet))
        painter.drawText(QRectF(left, 20, wide + 2, 18), Qt.AlignmentFlag.AlignVCenter, tick.label)
        edge = left + wide
    painter.setPen(rgb(theme.text))
    for period in found.periods:
        left, right = max(scale.x(period.begin), area.left()), min(scale.x(period.end), area.right())
        painter.setPen(QPen(rgb(theme.line), 1))
        if scale.x(period.begin) > area.left():
            painter.drawLine(QPointF(round(left) + 0.5, 3), QPointF(round(left) + 0.5, AXIS))
        label = next((text for text in period.labels if metrics.horizontalAdvance(text) + 12 <= right - left), "")
        painter.setPen(rgb(theme.text))
        painter.drawText(QRectF(left + 6, 2, right - left - 6, 18), Qt.AlignmentFlag.AlignVCenter, label)
    painter.restore()
    painter.setPen(rgb(theme.quiet))
    words = zone_words(scale.begin, scale.end)
    painter.drawText(
        QRectF(8, 2, frame.gutter - 12, AXIS - 4),
        Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap,
        words,
    )
    painter.setFont(usual)


def draw_names(
    painter: QPainter, frame: Frame, lanes: Lanes, notes: dict[int, str], theme: Theme, ratio: float
) -> None:
    """Paint the name, icon and count of each lane in sight; ``notes`` are further lines by the lane's number."""
    area = frame.area
    painter.fillRect(QRectF(0, AXIS, frame.gutter, area.height() + 1), rgb(theme.surface))
    painter.save()
    usual, less = painter.font(), small(painter.font())
    metrics, lesser = QFontMetricsF(usual), QFontMetricsF(less)
    for number in frame.seen():
        lane, top = lanes[number], frame.top(number)
        painter.setClipRect(frame.clip(number))
        if number < frame.held:
            painter.fillRect(QRectF(0, top, frame.gutter, frame.lane_height), rgb(theme.raised))
        painter.setPen(QPen(rgb(theme.line), 1))
        painter.drawLine(QPointF(0, top + frame.lane_height - 0.5), QPointF(frame.width, top + frame.lane_height - 0.5))
        new_group = lane.group and (number == 0 or lanes[number - 1].group != lane.group or number == frame.held)
        if new_group and number:
            painter.setPen(QPen(rgb(theme.quiet), 1))
            painter.drawLine(QPointF(0, top - 0.5), QPointF(frame.width, top - 0.5))
        middle = top + frame.lane_height / 2
        image = disc(lane.icon, theme.types[lane.colour % 8], round(20 * ratio), theme.ground)
        painter.drawImage(QRectF(8, middle - 10, 20, 20), image)
        room = frame.gutter - 40
        painter.setPen(rgb(theme.text))
        painter.setFont(usual)
        title = metrics.elidedText(lane.title[:1].upper() + lane.title[1:], Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(34, middle - 17, room, 17), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(less)
        painter.setPen(rgb(theme.quiet))
        count = lesser.elidedText(lane.header, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(34, middle, room, 16), Qt.AlignmentFlag.AlignVCenter, count)
        if number in notes and frame.lane_height >= 56 and lesser.horizontalAdvance(notes[number]) <= room:
            painter.drawText(QRectF(34, middle + 15, room, 16), Qt.AlignmentFlag.AlignVCenter, notes[number])
        if lane.pinned:
            painter.setPen(rgb(theme.accent))
            painter.drawText(QRectF(frame.gutter - 20, top + 2, 12, 12), Qt.AlignmentFlag.AlignCenter, "▴")
        if new_group and frame.lane_height >= 68:
            painter.setPen(rgb(theme.quiet))
            painter.drawText(QRectF(8, top + 2, frame.gutter - 30, 14), Qt.AlignmentFlag.AlignVCenter, lane.group)
    painter.setFont(usual)
    painter.restore()
    painter.setPen(QPen(rgb(theme.line), 1))
    painter.drawLine(QPointF(frame.gutter - 0.5, 0), QPointF(frame.gutter - 0.5, frame.height))
    if frame.held:
        painter.setPen(QPen(rgb(theme.quiet), 1))
        painter.drawLine(QPointF(0, frame.fold - 0.5), QPointF(frame.width, frame.fold - 0.5))
    if frame.most_scroll > 0:
        whole = area.height()
        long = max(whole * whole / (whole + frame.most_scroll), 16)
        at = area.top() + (whole - long) * frame.scroll / frame.most_scroll
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(rgb(theme.quiet, 140))
        painter.drawRoundedRect(QRectF(frame.gutter - 6, at, 4, long), 2, 2)


def axis_of(frame: Frame, scale: TimeScale) -> Axis:
    """Return the axis of a view."""
    return axis(scale.begin, scale.end, frame.area.width())
