"""Moving about in the timeline: what stretch of time and which lanes are in sight."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF

from intelviz.analysis.time.extent import core
from intelviz.case.columns import Rows
from intelviz.render.timeaxis import FIRST, LAST, TimeScale
from intelviz.views.canvas import Canvas
from intelviz.views.timeline.frame import Frame
from intelviz.views.timeline.index import TimeIndex
from intelviz.views.timeline.lanes import Lanes
from intelviz.views.timeline.picture import TimelinePicture

_LEAST_SPAN = 10.0


class Moving(Canvas):
    """A canvas of lanes over time: seconds ``begin`` to ``end`` are in sight, the lanes scrolled by ``scroll`` pixels.

    ``outside`` says what lies outside the stretch that was chosen to begin with.
    """

    now: Callable[[], float]
    index: TimeIndex
    image: TimelinePicture
    lanes: Lanes
    begin: float
    end: float
    scroll: float
    outside: str

    @property
    def frame(self) -> Frame:
        """Where everything stands."""
        return Frame(float(self.width()), float(self.height()), len(self.lanes), self.scroll, self.lanes.pinned)

    @property
    def scale(self) -> TimeScale:
        """What time stands where."""
        area = self.frame.area
        return TimeScale(self.begin, self.end, area.left(), area.width())

    def look_at(self, begin: float, end: float) -> None:
        """Show a stretch of time, kept inside the years that there are and no shorter than ten seconds."""
        span = min(max(end - begin, _LEAST_SPAN), LAST - FIRST)
        middle = (begin + end) / 2
        begin = min(max(middle - span / 2, FIRST), LAST - span)
        self.begin, self.end = float(begin), float(begin + span)
        self.outside = ""
        self.update()

    def _look_around(self, extent: tuple[int, int]) -> None:
        span = max(extent[1] - extent[0], 60)
        self.look_at(extent[0] - span * 0.02, extent[1] + span * 0.02)

    def fit(self) -> None:
        """Show all that is shown and has a time; where nothing has, this year."""
        shown = np.flatnonzero(self.workspace.shown & self.index.timed).astype(np.int32)
        extent = self.index.extent_of(shown) or self.index.extent or self.image.links.extent
        if extent is None:
            self.look_at(self.now() - 365 * 86400, self.now())
        else:
            self._look_around(extent)
        self.scroll = 0.0
        self.update()

    def fit_data(self) -> None:
        """Show the stretch in which the data are, and say what lies outside it: one wrong year squashes nothing."""
        rows = self.index.by_start[self.workspace.shown[self.index.by_start]]
        found = core(self.index.start[rows], self.index.end[rows], self.image.imported) if len(rows) else None
        if found is None or not found.outside:
            self.fit()
            return
        self._look_around((found.begin, found.end))
        sides = ((found.before, "begin before"), (found.after, "after"))
        words = " and ".join(f"{count:,} {side}" for count, side in sides if count)
        self.outside = f"{words} where most of the data are: Home shows all times"
        self.scroll = 0.0
        self.update()

    def fit_selection(self) -> None:
        """Show the selected items that have a time, else the events linked to the selection."""
        rows = self.workspace.selected_rows
        extent = self.index.extent_of(rows)
        if extent is None:
            linked = (self.workspace.linked > 0) & self.workspace.shown
            extent = self.index.extent_of(np.flatnonzero(linked).astype(np.int32))
        if extent is None:
            self.said.emit("Nothing selected has a time")
        else:
            self._look_around(extent)

    def show_rows(self, rows: Rows, *, move_if_seen: bool) -> None:
        """Bring items into sight; items without a time, or without a lane, leave the view where it is."""
        extent = self.index.extent_of(rows)
        if extent is None:
            return
        if move_if_seen or extent[0] < self.begin or extent[1] > self.end:
            span = self.end - self.begin
            if extent[1] - extent[0] <= span * 0.9:
                middle = (extent[0] + extent[1]) / 2
                self.look_at(middle - span / 2, middle + span / 2)
            else:
                self._look_around(extent)
        frame = self.frame
        holding = self.lanes.holding(rows)
        if len(holding) and frame.most_scroll and not np.isin(holding, frame.seen()).any():
            number = int(holding[0])
            self.scroll_to((number - frame.held) * frame.lane_height - (frame.area.bottom() - frame.fold) / 2)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move in time, and scroll the lanes."""
        if dx:
            gap = -dx * self.scale.per_pixel
            self.look_at(self.begin + gap, self.end + gap)
        if dy:
            self.scroll_to(self.scroll - dy)

    def scroll_to(self, scroll: float) -> None:
        """Scroll the lanes to so many pixels from the top, as far as there are lanes."""
        self.scroll = float(round(min(max(scroll, 0.0), self.frame.most_scroll)))
        self.update()

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom in time, keeping the time under ``at`` where it is."""
        scale = self.scale
        held = scale.time(max(at.x(), scale.left))
        span = min(max((self.end - self.begin) / factor, _LEAST_SPAN), LAST - FIRST)
        part = (held - self.begin) / (self.end - self.begin)
        self.look_at(held - part * span, held + (1 - part) * span)
