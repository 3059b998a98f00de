"""Bursts and gaps of lanes: a line along the top of a lane, and one along its foot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from intelviz.analysis.time.bursts import NOTHING, SENSITIVITIES, Rhythm, Stretch, moments, rhythm
from intelviz.render.timewords import window_words
from intelviz.views.timeline.frame import rgb
from intelviz.views.timeline.lanes import Lane
from intelviz.views.timeline.sight import Sight

_AT_ONCE = 20_000
_MOST = 400


class Rhythms:
    """Keeps the bursts and gaps of each lane; ``sensitivity`` names one of the SENSITIVITIES, "" shows none.

    Those of lanes with very many events are found when ``catch_up`` is called: not while a window is being dragged.
    """

    def __init__(self) -> None:
        self.sensitivity = ""
        self._found: dict[str, Rhythm] = {}
        self._waiting: dict[str, Lane] = {}

    def forget(self) -> None:
        """Forget what was found: lanes or sensitivity changed."""
        self._found.clear()
        self._waiting.clear()

    @property
    def waiting(self) -> bool:
        """Whether lanes wait to be looked into."""
        return bool(self._waiting)

    def catch_up(self) -> None:
        """Look into the lanes that wait."""
        for lane in self._waiting.values():
            self._found[lane.key] = self._of(lane)
        self._waiting.clear()

    def of(self, lane: Lane) -> Rhythm:
        """Return what stands out in a lane, nothing while it waits."""
        if not self.sensitivity:
            return NOTHING
        if lane.key not in self._found:
            if len(lane) > _AT_ONCE:
                self._waiting[lane.key] = lane
                return NOTHING
            self._found[lane.key] = self._of(lane)
        return self._found[lane.key]

    def _of(self, lane: Lane) -> Rhythm:
        own = lane.away == 0 if len(lane.away) else np.ones(len(lane), bool)
        return rhythm(moments(lane.start[own], lane.end[own]), SENSITIVITIES[self.sensitivity])

    def draw(self, painter: QPainter, sight: Sight, lane: Lane, top: float) -> None:
        """Draw the bursts of a lane along its top and the gaps along its foot."""
        found = self.of(lane)
        scale, area, theme = sight.scale, sight.frame.area, sight.theme
        high = sight.frame.lane_height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for burst in _seen(found.bursts, sight):
            left, right = _edges(burst, sight)
            painter.fillRect(QRectF(left, top + 1, right - left, 3), rgb(theme.accent))
        for gap in _seen(found.gaps, sight):
            left, right = max(scale.x(gap.begin), area.left() - 2), min(scale.x(gap.end), area.right() + 2)
            if right - left < 6:
                continue
            y = round(top + high - 4) + 0.5
            painter.setPen(QPen(rgb(theme.quiet), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(left + 3, y), QPointF(right - 3, y))
            painter.setPen(QPen(rgb(theme.quiet), 1))
            for x in (left + 3, right - 3):
                painter.drawLine(QPointF(round(x) + 0.5, y - 3), QPointF(round(x) + 0.5, y + 3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def words_at(self, sight: Sight, number: int, at: QPointF) -> list[str]:
        """Return what the burst or gap at a point says of itself, nothing where there is none."""
        lane, top = sight.lanes[number], sight.frame.top(number)
        found = self.of(lane)
        if at.y() <= top + 6:
            for burst in _seen(found.bursts, sight):
                left, right = _edges(burst, sight)
                if left - 2 <= at.x() <= right + 2:
                    return [
                        f"Burst: {burst.count:,} of {found.counted:,} events, {burst.times:,.0f}× the usual rate",
                        window_words(burst.begin, burst.end + 1),
                        f"Kleinberg's automaton, {self._level()}; the usual rate is {_rate_words(found.usual)}",
                    ]
        if at.y() >= top + sight.frame.lane_height - 9:
            when = sight.scale.time(at.x())
            for gap in _seen(found.gaps, sight):
                if gap.begin <= when <= gap.end:
                    return [
                        f"Gap: no event for {_long(gap.end - gap.begin)}",
                        window_words(gap.begin, gap.end),
                        f"At {_rate_words(found.usual)}, chance would leave {max(gap.times, 0.0001):.2g} such gaps"
                        f" ({self._level()})",
                    ]
        return []

    def _level(self) -> str:
        return f"threshold: {SENSITIVITIES[self.sensitivity].words.lower()}"


def _seen(found: tuple[Stretch, ...], sight: Sight) -> list[Stretch]:
    there = [each for each in found if each.end >= sight.scale.begin and each.begin <= sight.scale.end]
    return sorted(there, key=lambda each: each.begin - each.end)[:_MOST]


def _edges(burst: Stretch, sight: Sight) -> tuple[float, float]:
    left, right = sight.scale.x(burst.begin), sight.scale.x(burst.end)
    middle = (left + right) / 2
    left, right = min(left, middle - 3), max(right, middle + 3)
    return max(left, sight.frame.area.left() - 2), min(right, sight.frame.area.right() + 2)


def _rate_words(rate: float) -> str:
    for unit, seconds in (("an hour", 3600), ("a day", 86_400), ("a week", 7 * 86_400), ("a year", 31_556_952)):
        if rate * seconds >= 1 or unit == "a year":
            return f"{rate * seconds:,.1f} {unit}"
    raise AssertionError


def _long(seconds: float) -> str:
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * size or unit == "minute":
            return f"{seconds / size:,.0f} {unit}s"
    raise AssertionError
