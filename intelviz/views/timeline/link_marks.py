"""Links that have a date: thin bars at the foot of a lane, and beside the types a lane of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.render.pairs import among
from intelviz.render.timepack import packed
from intelviz.render.timewords import when_of
from intelviz.schema.when import NO_TIME, OPEN_END, OPEN_START
from intelviz.views.timeline.frame import rgb
from intelviz.views.timeline.lanes import LINKS, Lane
from intelviz.views.timeline.sight import Sight
from intelviz.workspace.workspace import Workspace

_TALL = 6.0
_ROW = 8.0
_MOST = 300


@dataclass(frozen=True)
class _Bars:
    """Links in sight: ``left`` and ``right`` are pixels, ``foot`` the lower edge of each; none where they are many."""

    link: Rows
    left: Floats
    right: Floats
    foot: Floats


class LinkMarks:
    """The dated links of a workspace, as marks of lanes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        links = workspace.links
        self.dated: Mask = links.when_start != NO_TIME
        since, until = links.when_end >= OPEN_END, links.when_start == OPEN_START
        self.start: Ints = np.where(until & ~since, links.when_end - 1, links.when_start)
        self.end: Ints = np.maximum(np.where(since, links.when_start, links.when_end), self.start + 1)
        self.since, self.until = since, until
        rows = np.flatnonzero(self.dated).astype(np.int32)
        self._all: Rows = rows[np.argsort(self.start[rows], kind="stable")]
        self._by_end: Rows = rows[np.argsort(self.end[rows], kind="stable")]
        self._ends, self._ends_by_end = self._ends_of(self._all), self._ends_of(self._by_end)
        self._kept: dict[str, tuple[Rows, Ints, Ints]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def _ends_of(self, rows: Rows) -> tuple[Rows, Rows]:
        return self.workspace.links.a[rows], self.workspace.links.b[rows]

    @property
    def extent(self) -> tuple[int, int] | None:
        """The first start and the last end of dated links, or None without any."""
        return (int(self.start[self._all].min()), int(self.end[self._all].max())) if len(self) else None

    def forget(self) -> None:
        """Look the links of lanes up anew: lanes or filter changed."""
        self._kept.clear()

    def of(self, lane: Lane) -> Rows:
        """Return the shown dated links of a lane, by their start."""
        return self._of(lane)[0]

    def _of(self, lane: Lane) -> tuple[Rows, Ints, Ints]:
        if lane.key not in self._kept:
            if lane.key == LINKS:
                # Both orders are known: what is shown of them needs no sorting.
                rows, by_end = self._shown(self._all, self._ends), self._shown(self._by_end, self._ends_by_end)
            elif lane.item >= 0 and len(self):
                rows = np.unique(self.workspace.adjacency.links_at(np.array([lane.item], np.int32)))
                rows = self._shown(rows[self.dated[rows]])
                rows = rows[np.argsort(self.start[rows], kind="stable")]
                by_end = rows[np.argsort(self.end[rows], kind="stable")]
            else:
                rows = by_end = self._all[:0]
            self._kept[lane.key] = rows, self.start[rows], self.end[by_end]
        return self._kept[lane.key]

    def _shown(self, rows: Rows, ends: tuple[Rows, Rows] | None = None) -> Rows:
        part = self.workspace.link_filter
        rows = rows[among(self.workspace.shown, *(ends or self._ends_of(rows)))]
        return rows if part is None else rows[part.mask[rows]]

    # Where they stand

    def _bars(self, sight: Sight, number: int) -> _Bars:
        lane, frame, scale = sight.lanes[number], sight.frame, sight.scale
        rows = self.of(lane)
        none = np.zeros(0)
        rows = rows[(self.end[rows] > scale.begin) & (self.start[rows] < scale.end)]
        if not len(rows) or len(rows) > _MOST:
            return _Bars(rows[:0], none, none, none)
        left, right = scale.xs(self.start[rows]), np.maximum(scale.xs(self.end[rows]), scale.xs(self.start[rows]) + 3)
        places = max(int((frame.lane_height - 8) // _ROW), 1) if lane.key == LINKS else 2
        order = np.argsort(left, kind="stable")
        rows, left, right = rows[order], left[order], right[order]
        place = np.maximum(packed(left, right + 3, places).row, 0)
        foot = frame.top(number) + frame.lane_height - 3 - place * _ROW
        return _Bars(rows.astype(np.int32), left, right, foot)

    def link_at(self, sight: Sight, at: QPointF) -> int:
        """Return the row of the link whose mark is at a point, or -1."""
        number = sight.frame.lane_at(at.y())
        if number < 0 or at.x() < sight.frame.gutter or not len(self):
            return -1
        bars = self._bars(sight, number)
        hit = (bars.left - 2 <= at.x()) & (at.x() <= bars.right + 2)
        near = np.flatnonzero(hit & (bars.foot - _TALL - 1 <= at.y()) & (at.y() <= bars.foot + 1))
        return int(bars.link[near[(bars.right - bars.left)[near].argmin()]]) if len(near) else -1

    def words(self, link: int) -> list[str]:
        """Return what a link says: both ends, and when."""
        links, items = self.workspace.links, self.workspace.items
        kind = self.workspace.link_types[links.type[link]]
        when = when_of(int(links.when_start[link]), int(links.when_end[link]), int(links.when_precision[link]))
        ends = f"{items.label[links.a[link]]} {kind.label} {items.label[links.b[link]]}"
        return [ends, when.text(), "Click selects both ends"]

    def ends(self, link: int) -> Rows:
        """Return the items at both ends of a link."""
        return np.array([self.workspace.links.a[link], self.workspace.links.b[link]], np.int32)

    # Drawing

    def draw(self, painter: QPainter, sight: Sight, number: int) -> None:
        """Draw the dated links of a lane: single bars, or where they are many a band of heat."""
        if not len(self):
            return
        lane, frame, scale, theme = sight.lanes[number], sight.frame, sight.scale, sight.theme
        rows, start, end = self._of(lane)
        if not len(rows):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        bars = self._bars(sight, number)
        area = frame.area
        if not len(bars.link):
            x = np.arange(area.left(), area.right(), 2.0)
            at = scale.begin + (x - area.left()) * scale.per_pixel
            over = np.searchsorted(start, at + 2 * scale.per_pixel) - np.searchsorted(end, at, "right")
            most = max(int(over.max()), 1) if len(over) else 1
            tall = frame.lane_height - 10 if lane.key == LINKS else 5.0
            foot = frame.top(number) + frame.lane_height - 3
            for left, many in zip(x.tolist(), over.tolist(), strict=True):
                if many > 0:
                    fill = rgb(theme.quiet, 40 + round(180 * many / most))
                    painter.fillRect(QRectF(left, foot - tall, 2, tall), fill)
        each = zip(bars.link.tolist(), bars.left.tolist(), bars.right.tolist(), bars.foot.tolist(), strict=True)
        for link, left, right, foot in each:
            first, last = max(left, area.left() - 4), min(right, area.right() + 4)
            painter.fillRect(QRectF(first, foot - _TALL / 2 - 1, last - first, 2), rgb(theme.quiet))
            painter.setPen(QPen(rgb(theme.text), 1.5))
            for x, known in ((left, not self.until[link]), (right, not self.since[link])):
                if known:
                    painter.drawLine(QPointF(x, foot - _TALL), QPointF(x, foot))
            if self.since[link] or self.until[link]:
                toward = 1.0 if self.since[link] else -1.0
                middle = foot - _TALL / 2
                for step in (3, 8):
                    x = (left if self.since[link] else right) + toward * step
                    painter.drawLine(QPointF(x, middle - 3), QPointF(x + toward * 3, middle))
                    painter.drawLine(QPointF(x + toward * 3, middle), QPointF(x, middle + 3))
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
