"""The histogram under the lanes: all events of the case, and the window of time that filters every view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from intelviz.case.columns import Floats, Ints
from intelviz.render.theme import Rgb, Theme
from intelviz.render.timeaxis import TimeScale, TimeStep, axis, bin_step, bins
from intelviz.views.timeline.frame import rgb, small
from intelviz.views.timeline.lanes import TimeIndex
from intelviz.workspace.workspace import Workspace

Grip = Literal["begin", "end", "middle", "new"]
Window = tuple[float, float]
_NEAR = 6.0
_FOOT = 16.0


@dataclass(frozen=True)
class Bars:
    """Edges of calendar bins in seconds, and how many events fall between: all, those let through, those selected."""

    step: TimeStep
    edges: Ints
    all: Floats
    let: Floats
    selected: Floats


class Histogram:
    """Counts the events of a case over its whole extent; ``window`` is the stretch that stays shown, or None."""

    def __init__(self, index: TimeIndex) -> None:
        self.index = index
        self.window: Window | None = None
        self._whole = index.density()
        self._typical = float(np.median(index.end[index.by_start] - index.start[index.by_start])) if len(self) else 1.0
        self._let = self._whole
        self._selected = index.density(np.zeros(len(index.timed), bool))
        self._bars: tuple[int, Bars] | None = None

    def __len__(self) -> int:
        return len(self.index.by_start)

    def refilter(self, workspace: Workspace) -> None:
        """Take over the other parts of the filter: what they hide is drawn as outline only."""
        others = [part.mask for name, part in workspace.filter_parts.items() if name != "time"]
        self._let = self.index.density(np.logical_and.reduce(others)) if others else self._whole
        self._bars = None

    def reselect(self, workspace: Workspace) -> None:
        """Take over the selection."""
        self._selected = self.index.density(workspace.selected)
        self._bars = None

    def bars(self, width: float) -> Bars:
        """Return the bars for so many pixels; there must be an event."""
        if self._bars is None or self._bars[0] != int(width):
            first, last = self.index.extent or (0, 1)
            step = bin_step(max(last - first, 60) / max(width, 1.0), 5.0, self._typical)
            edges = bins(first, last, step)
            shares = (density.share(edges) for density in (self._whole, self._let, self._selected))
            self._bars = int(width), Bars(step, edges, *shares)
        return self._bars[1]

    def scale(self, box: QRectF) -> TimeScale:
        """Return what stands where in the histogram."""
        edges = self.bars(box.width()).edges
        return TimeScale(float(edges[0]), float(edges[-1]), box.left() + 4, box.width() - 8)

    def edge_near(self, x: float, box: QRectF) -> float:
        """Return the edge of a bin nearest to a pixel."""
        edges = self.bars(box.width()).edges
        return float(edges[np.abs(edges - self.scale(box).time(x)).argmin()])

    def grip(self, x: float, box: QRectF) -> Grip:
        """Return what a drag that begins at a pixel takes hold of."""
        if self.window is None:
            return "new"
        scale = self.scale(box)
        first, last = scale.x(self.window[0]), scale.x(self.window[1])
        if abs(x - last) <= _NEAR and (abs(x - last) <= abs(x - first) or x > first):
            return "end"
        if abs(x - first) <= _NEAR:
            return "begin"
        return "middle" if first < x < last else "new"

    def dragged(self, grip: Grip, start: Window | None, press: float, x: float, box: QRectF) -> Window | None:
        """Return the window after a drag from pixel ``press`` to ``x``; ``start`` is the window before it."""
        at = self.edge_near(x, box)
        if grip == "new" or start is None:
            return self._ordered(self.edge_near(press, box), at)
        if grip == "begin":
            return self._ordered(start[1], at)
        if grip == "end":
            return self._ordered(start[0], at)
        scale = self.scale(box)
        moved = (x - press) * scale.per_pixel
        edges = self.bars(box.width()).edges
        if start[0] in edges and start[1] in edges:
            old, end = (int(np.searchsorted(edges, part)) for part in start)
            shift = int(np.abs(edges - (start[0] + moved)).argmin()) - old
            shift = min(shift, len(edges) - 1 - end)
            return float(edges[old + shift]), float(edges[end + shift])
        return start[0] + moved, start[1] + moved

    @staticmethod
    def _ordered(one: float, other: float) -> Window | None:
        return (min(one, other), max(one, other)) if one != other else None


def draw_histogram(painter: QPainter, box: QRectF, histogram: Histogram, view: Window, theme: Theme) -> None:
    """Draw bars, window, the stretch that the lanes show (a line on top) and a few dates."""
    painter.fillRect(box, rgb(theme.surface))
    painter.setPen(QPen(rgb(theme.line), 1))
    painter.drawLine(box.topLeft() - QPointF(0, 0.5), box.topRight() - QPointF(0, 0.5))
    if not len(histogram):
        return
    bars, scale = histogram.bars(box.width()), histogram.scale(box)
    painter.save()
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    floor = box.bottom() - _FOOT
    room = floor - box.top() - 8
    peak = max(float(bars.all.max()), 1e-9)
    window = histogram.window
    if window is not None:
        left, right = scale.x(window[0]), scale.x(window[1])
        painter.fillRect(QRectF(left, box.top(), right - left, floor - box.top()), rgb(theme.accent, 38))
    inside = np.ones(len(bars.all), bool)
    if window is not None:
        inside = (bars.edges[1:] > window[0]) & (bars.edges[:-1] < window[1])
    xs = scale.xs(bars.edges)
    _fill(painter, xs, bars.all, peak, floor, room, inside, theme.line, theme.line)
    _fill(painter, xs, bars.let, peak, floor, room, inside, theme.quiet, theme.line)
    _fill(painter, xs, bars.selected, peak, floor, room, inside, theme.accent, theme.accent, 2.0)
    painter.setPen(QPen(rgb(theme.line), 1))
    painter.drawLine(QPointF(box.left(), floor + 0.5), QPointF(box.right(), floor + 0.5))
    _dates(painter, box, scale, theme)
    first, last = max(scale.x(view[0]), box.left() + 1), min(scale.x(view[1]), box.right() - 1)
    if last > first:
        painter.fillRect(QRectF(first, box.top() + 1, max(last - first, 2), 3), rgb(theme.quiet))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if window is not None:
        for edge in window:
            x = scale.x(edge)
            painter.fillRect(QRectF(x - 1, box.top() + 1, 2, floor - box.top()), rgb(theme.accent))
            painter.setPen(QPen(rgb(theme.surface), 1))
            painter.setBrush(rgb(theme.accent))
            painter.drawRoundedRect(QRectF(x - 4, (box.top() + floor) / 2 - 9, 8, 18), 3, 3)
    painter.restore()


def _fill(
    painter: QPainter,
    xs: Floats,
    share: Floats,
    peak: float,
    floor: float,
    room: float,
    inside: np.ndarray,
    colour: Rgb,
    outside: Rgb,
    least: float = 1.0,
) -> None:
    there = np.flatnonzero(share > 0)
    gap = 1.0 if len(xs) > 1 and (xs[1] - xs[0]) >= 4 else 0.0
    tall = np.maximum(np.minimum(share / peak, 1.0) * room, least)
    painter.setPen(Qt.PenStyle.NoPen)
    for part, paint in ((there[inside[there]], colour), (there[~inside[there]], outside)):
        painter.setBrush(rgb(paint))
        painter.drawRects(
            [
                QRectF(left, floor - high, max(right - left - gap, 1.0), high)
                for left, right, high in zip(xs[part].tolist(), xs[part + 1].tolist(), tall[part].tolist(), strict=True)
            ]
        )


def _dates(painter: QPainter, box: QRectF, scale: TimeScale, theme: Theme) -> None:
    usual = painter.font()
    painter.setFont(small(usual))
    metrics = QFontMetricsF(painter.font())
    found = axis(scale.begin, scale.end, scale.width)
    names = {period.begin: period.labels[min(1, len(period.labels) - 1)] for period in found.periods}
    painter.setPen(rgb(theme.quiet))
    edge, named = box.left() - 8, False
    for tick in found.ticks:
        label = tick.label
        if found.step.unit in ("day", "week", "month") and (not named or tick.at in names):
            period = next((each for each in reversed(found.periods) if each.begin <= tick.at), None)
            if period is not None:
                label = f"{tick.label} {period.labels[min(1, len(period.labels) - 1)]}"
        elif tick.at in names:
            label = names[tick.at]
        x = scale.x(tick.at) + 2
        wide = metrics.horizontalAdvance(label)
        if x < edge + 8 or x + wide > box.right():
            continue
        named = True
        painter.drawText(QRectF(x, box.bottom() - _FOOT + 1, wide + 2, _FOOT - 2), Qt.AlignmentFlag.AlignVCenter, label)
        edge = x + wide
    painter.setFont(usual)
