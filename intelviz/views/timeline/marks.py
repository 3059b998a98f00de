"""The marks of a lane as pixels: bars of counts, and single events no narrower than what is known of their time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QLinearGradient, QPainter, QPen, QPolygonF

from intelviz.case.columns import Ints, Mask, Small
from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.schema.when import Precision
from intelviz.views.timeline.frame import rgb, small
from intelviz.views.timeline.index import UNTIL
from intelviz.views.timeline.lanes import Lane
from intelviz.views.timeline.layout import DOT, ICON, OPEN, ROW, LaneLayout, Marks
from intelviz.workspace.workspace import Workspace

_INSET = 4.0
HEAT = 46.0
"""Lanes lower than this show counts as a band of heat."""


def lighter(colour: Rgb, by: float = 0.35) -> Rgb:
    """Return a colour lifted towards white, as what is selected is drawn."""
    return tuple(round(part + (255 - part) * by) for part in colour)  # type: ignore[return-value]  # three parts


def faintness(seconds: int) -> int:
    """Return the opacity (0 to 255) of a bar of something that happened some time in so long.

    It falls with the chance that it happened in any one hour, which aoristic weighting shares evenly: 150 for an hour,
    20 less for each time as long, 40 at the least.
    """
    return round(min(max(150 - 20 * math.log2(max(seconds, 3600) / 3600), 40), 150))


def rows_of(height: float) -> int:
    """Return how many rows of marks a lane of that height has."""
    return max(1, min(int((height - 2 * _INSET) // ROW), 7))


def bottom_of(top: float, height: float, row: int) -> float:
    """Return the lower edge of a row of marks in a lane: row 0 in the middle, then above and below by turns."""
    total = rows_of(height)
    slot = _slot(row, total)
    return top + (height + total * ROW) / 2 - slot * ROW


def row_near(top: float, height: float, y: float) -> int:
    """Return the row of marks at a height of a lane, or -1."""
    total = rows_of(height)
    slot = int((top + (height + total * ROW) / 2 - y) // ROW)
    return next((row for row in range(total) if _slot(row, total) == slot), -1)


def _slot(row: int, total: int) -> int:
    middle = (total - 1) // 2
    return middle + (row + 1) // 2 if row % 2 else middle - row // 2


def paint_bars(
    pixels: np.ndarray,
    layout: LaneLayout,
    left: float,
    top: float,
    height: float,
    begin: float,
    per_pixel: float,
    colour: Rgb,
    ratio: float,
    most: float | None = None,
    least: float = 1.0,
    alpha: int = 255,
    within: tuple[float, float] = (0.0, 1e9),
) -> None:
    """Fill the bars of a lane into device pixels (rows, columns; premultiplied ARGB): height is count over the peak.

    ``begin`` is the time at ``left``. Bins wider than six pixels stand a pixel apart. In a low lane the bars are a
    band of heat: all of one height, the stronger the more they count. Nothing is filled outside ``within`` (heights).
    """
    peak = most or layout.peak
    if peak <= 0:
        return
    tall, wide = pixels.shape
    first = max(round(left * ratio), 0)
    times = begin + (np.arange(first, wide) + 0.5 - left * ratio) / ratio * per_pixel
    which = np.searchsorted(layout.edges, times, "right") - 1
    inside = (which >= 0) & (which < len(layout.share))
    share = np.where(inside, layout.share[np.clip(which, 0, len(layout.share) - 1)], 0.0)
    room = max(height - 2 * _INSET - 2, 4.0)
    bar = np.where(share > 0, np.maximum(np.minimum(share / peak, 1.0) * room, least), 0.0)
    if layout.step.seconds / per_pixel >= 6:
        bar[1:][which[1:] != which[:-1]] = 0.0
    base = round((top + height - _INSET) * ratio)
    roof = max(round((top + _INSET) * ratio), round(within[0] * ratio), 0)
    foot = min(base, round(within[1] * ratio), tall)
    lines = np.arange(roof, foot)
    if not len(lines):
        return
    if height < HEAT:
        strength = np.where(bar > 0, alpha * (0.25 + 0.75 * np.sqrt(np.minimum(share / peak, 1.0))), 0).astype(
            np.uint32
        )
        red, green, blue = (np.uint32(part) * strength // 255 for part in colour)
        there = strength > 0
        pixels[roof:foot, first:][:, there] = (strength << 24 | red << 16 | green << 8 | blue)[there]
        return
    fill = (lines[:, None] >= (base - np.round(bar * ratio))[None, :]) & (bar > 0)[None, :]
    red, green, blue = (part * alpha // 255 for part in colour)
    pixels[roof:foot, first:][fill] = np.uint32(alpha << 24 | red << 16 | green << 8 | blue)


@dataclass(frozen=True)
class Extras:
    """What marks show beside their time: ``open`` to one side, in ``doubt``, brought in from so many links ``away``."""

    open: Small
    doubt: Mask
    away: Small


@dataclass
class MarkPainter:
    """Draws single marks of a workspace in one theme, at one resolution."""

    workspace: Workspace
    theme: Theme
    ratio: float
    halo: bool = False
    """Whether labels stand on busy ground."""

    def draw(
        self,
        painter: QPainter,
        lane: Lane,
        marks: Marks,
        extras: Extras,
        shift: float,
        top: float,
        height: float,
        bounds: QRectF,
        *,
        ring: Callable[[int], bool] | None = None,
        labels: bool = True,
    ) -> None:
        """Draw marks whose pixel 0 stands at ``shift``; ``ring`` says which item rows wear the ring of the selected."""
        items, theme = self.workspace.items, self.theme
        rows = lane.row[marks.at]
        kinds, precisions = items.type[rows].tolist(), items.when_precision[rows].tolist()
        usual = painter.font()
        painter.setFont(small(usual))
        metrics = QFontMetricsF(painter.font())
        looks = [(kind.icon, theme.types[kind.colour % 8]) for kind in self.workspace.item_types]
        each = zip(
            rows.tolist(),
            kinds,
            precisions,
            (marks.left + shift).tolist(),
            (marks.right + shift).tolist(),
            marks.row.tolist(),
            marks.icon.tolist(),
            marks.room.tolist(),
            extras.open.tolist(),
            extras.doubt.tolist(),
            extras.away.tolist(),
            strict=True,
        )
        for row, kind, precision, first, last, number, icon, free, side, doubt, away in each:
            name, colour = looks[kind]
            picked = ring is not None and ring(row)
            fill = lighter(colour) if picked else colour
            low = bottom_of(top, height, number)
            centre = low - ROW / 2
            left = last - DOT if side == UNTIL else first
            right = left + DOT if side else last
            room = free - 2 if side else free
            begin = (left + right) / 2 - ICON / 2
            if side:
                self._open(painter, (left + right) / 2, centre, fill, side)
            painter.setOpacity(1.0 if not away else 0.6 if away == 1 else 0.4)
            if right - left <= DOT + 1:
                after = self._point(painter, left, right, centre, name, fill, precision, icon=icon, picked=picked)
            else:
                chance = faintness(int(items.when_end[row]) - int(items.when_start[row]))
                after = self._bar(painter, left, right, centre, fill, precision, bounds, chance, picked=picked)
                begin = max(left, bounds.left()) + 3
                if icon and min(right, bounds.right()) - begin >= ICON + 4:
                    image = disc(name, colour, round(13 * self.ratio), theme.ground)
                    painter.drawImage(QRectF(begin, centre - 6.5, 13, 13), image)
                    begin += ICON
            if away:
                self._hollow(painter, left, right, centre, icon=icon)
            painter.setOpacity(1.0)
            if doubt:
                self._doubt(painter, (left + right) / 2 if right - left < 40 else left + 4, centre)
            if side:
                after = max(after, last + 3)
            if labels and icon:
                inside = min(right, bounds.right()) - begin - 4
                self._label(painter, metrics, items.label[row], centre, begin, inside, after, room)
        painter.setFont(usual)

    def _open(self, painter: QPainter, middle: float, centre: float, fill: Rgb, side: int) -> None:
        """Draw what is known from one side only: an arrow that fades out to where nothing is known."""
        toward = -1.0 if side == UNTIL else 1.0
        far = middle + toward * (OPEN - DOT / 2)
        ramp = QLinearGradient(middle, 0, far, 0)
        ramp.setColorAt(0, rgb(fill, 170))
        ramp.setColorAt(1, rgb(fill, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(ramp))
        painter.drawRect(QRectF(min(middle, far), centre - 5, abs(far - middle), 10))
        painter.setPen(QPen(rgb(fill), 1.5))
        for step in (12, 18):
            x = middle + toward * step
            painter.drawLine(QPointF(x, centre - 4), QPointF(x + toward * 4, centre))
            painter.drawLine(QPointF(x + toward * 4, centre), QPointF(x, centre + 4))

    def _hollow(self, painter: QPainter, left: float, right: float, centre: float, *, icon: bool) -> None:
        """Draw a mark that was brought in from a linked entity hollow: a hole of the ground in its middle."""
        if icon:
            return
        painter.setOpacity(1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(rgb(self.theme.ground))
        if right - left <= DOT + 1:
            painter.drawEllipse(QPointF((left + right) / 2, centre), 1.6, 1.6)

    def _doubt(self, painter: QPainter, middle: float, centre: float) -> None:
        """Draw the sign of a time that can't be right, over the mark."""
        middle -= 9
        sign = QPolygonF(
            [QPointF(middle, centre - 12), QPointF(middle - 6, centre - 2), QPointF(middle + 6, centre - 2)]
        )
        painter.setPen(QPen(rgb(self.theme.ground), 1))
        painter.setBrush(rgb(self.theme.warning))
        painter.drawPolygon(sign)
        painter.setPen(QPen(rgb(self.theme.ground), 1.4))
        painter.drawLine(QPointF(middle, centre - 9), QPointF(middle, centre - 6))
        painter.drawPoint(QPointF(middle, centre - 3.8))

    def _point(
        self,
        painter: QPainter,
        left: float,
        right: float,
        centre: float,
        name: str,
        fill: Rgb,
        precision: int,
        *,
        icon: bool,
        picked: bool,
    ) -> float:
        middle = (left + right) / 2
        if icon:
            image = disc(name, fill, round(ICON * self.ratio), self.theme.ground)
            shape = QRectF(middle - ICON / 2, centre - ICON / 2, ICON, ICON)
            painter.drawImage(shape, image)
        else:
            shape = QRectF(middle - DOT / 2 + 0.5, centre - DOT / 2 + 0.5, DOT - 1, DOT - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(rgb(fill))
            if precision >= Precision.MINUTE:
                painter.drawEllipse(shape)
            else:
                # What is known to the day or worse is a stretch, however few pixels it has: never a round instant.
                painter.drawRect(QRectF(middle - DOT / 2 + 0.5, centre - 5, DOT - 1, 10))
        if picked:
            painter.setPen(QPen(rgb(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(shape.adjusted(-1.5, -1.5, 1.5, 1.5))
        return shape.right() + 3

    def _bar(
        self,
        painter: QPainter,
        left: float,
        right: float,
        centre: float,
        fill: Rgb,
        precision: int,
        bounds: QRectF,
        chance: int,
        *,
        picked: bool,
    ) -> float:
        first, last = max(left, bounds.left() - 20), min(right, bounds.right() + 20)
        shape = QRectF(first, centre - 7, last - first, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        if precision >= Precision.MINUTE:
            painter.setBrush(rgb(fill))
            painter.drawRoundedRect(shape, 2, 2)
        elif precision == Precision.RANGE:
            painter.setBrush(rgb(fill, chance))
            painter.drawRect(shape)
            painter.setBrush(rgb(fill))
            for edge, at in ((left, first), (right - 2.5, last - 2.5)):
                if bounds.left() - 4 <= edge <= bounds.right() + 4:
                    painter.drawRect(QRectF(at, centre - 7, 2.5, 14))
        else:
            self._soft(painter, shape, left, right, fill, 60 if precision < Precision.DAY else 120)
            if precision < Precision.DAY:
                painter.setBrush(_hatch(rgb(fill, 220)))
                painter.drawRect(shape.adjusted(min(8, shape.width() / 4), 0, -min(8, shape.width() / 4), 0))
        if picked:
            painter.setPen(QPen(rgb(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape.adjusted(-1, -1, 1, 1), 3, 3)
        return shape.right() + 3

    def _soft(self, painter: QPainter, shape: QRectF, left: float, right: float, fill: Rgb, alpha: int) -> None:
        soft = min(8.0, (right - left) / 4)
        ramp = QLinearGradient(left, 0, right, 0)
        part = soft / max(right - left, 1e-6)
        for at, strength in ((0.0, 0), (part, alpha), (1 - part, alpha), (1.0, 0)):
            ramp.setColorAt(at, rgb(fill, strength))
        painter.setBrush(QBrush(ramp))
        painter.drawRect(shape)

    def _label(
        self,
        painter: QPainter,
        metrics: QFontMetricsF,
        text: str,
        centre: float,
        begin: float,
        inside: float,
        after: float,
        room: float,
    ) -> None:
        if inside >= 40 and (inside >= room or inside >= metrics.horizontalAdvance(text)):
            at, wide = begin + 1, inside
        elif room - 8 >= 36:
            at, wide = after, room - 10
        else:
            return
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
        if len(shown) < 4 and shown != text:
            return
        place = QPointF(at, centre + metrics.ascent() / 2 - 1)
        if self.halo:
            painter.setPen(rgb(self.theme.halo, 200))
            for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                painter.drawText(place + QPointF(x, y), shown)
        painter.setPen(rgb(self.theme.text))
        painter.drawText(place, shown)


def draw_counts(
    painter: QPainter,
    layout: LaneLayout,
    shift: Callable[[float], float],
    top: float,
    height: float,
    bounds: QRectF,
    theme: Theme,
) -> None:
    """Write over wide bars how many they count."""
    if height < 56 or not layout.peak:
        return
    usual = painter.font()
    painter.setFont(small(usual))
    painter.setPen(rgb(theme.text))
    room = height - 2 * _INSET - 2
    for number in np.flatnonzero(layout.share > 0).tolist():
        left = max(shift(float(layout.edges[number])), bounds.left())
        right = min(shift(float(layout.edges[number + 1])), bounds.right())
        if right - left < 40:
            continue
        bar = layout.share[number] / layout.peak * room
        roof = top + height - _INSET - bar
        inside = bar > 20
        painter.setPen(rgb(theme.halo if inside else theme.text))
        box = QRectF(left, roof + 3 if inside else roof - 16, right - left, 14)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{round(layout.share[number]):,}")
    painter.setFont(usual)


def _hatch(colour: QColor) -> QBrush:
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)


def blank(width: int, height: int) -> tuple[QImage, np.ndarray]:
    """Return a transparent picture and its pixels (rows, columns), which stay valid as long as both are kept."""
    pixels = np.zeros((max(height, 1), max(width, 1)), np.uint32)
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
    return image, pixels


def emphasised(lane: Lane, workspace: Workspace) -> Ints:
    """Return the positions in a lane of what is selected or linked to it."""
    return np.flatnonzero(workspace.selected[lane.row] | (workspace.linked[lane.row] > 0))
