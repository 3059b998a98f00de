"""The timeline: when the items happened, in lanes, and the window of time that filters all views."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from intelviz.case.columns import Rows
from intelviz.render.theme import DARK, Theme
from intelviz.render.timewords import cursor_words, window_words
from intelviz.views.action import Action
from intelviz.views.item_picture import whole_picture
from intelviz.views.timeline import acts, hover, kept, lane_menu, pick
from intelviz.views.timeline.dropping import Dropping
from intelviz.views.timeline.frame import rgb
from intelviz.views.timeline.histogram import Grip, Histogram, Window, draw_histogram
from intelviz.views.timeline.index import TimeIndex
from intelviz.views.timeline.lanes import LaneMode, Lanes, lane_items
from intelviz.views.timeline.laning import Laning
from intelviz.views.timeline.options import Options
from intelviz.views.timeline.overlay import draw_cursor, draw_empty, draw_focus, draw_said, draw_today, draw_words
from intelviz.views.timeline.picture import TimelinePicture, draw_outside
from intelviz.views.timeline.playing import Player
from intelviz.views.timeline.sight import Sight
from intelviz.views.timeline.zones import Zones
from intelviz.workspace.workspace import Change, FilterPart, Mode, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs

_LIVE = 60
"""Milliseconds between two filterings while the window is dragged."""
_SOON = 150
"""Milliseconds without a change after which bursts of very full lanes are looked for."""


class TimelineView(Dropping):
    """Draws timed items in lanes on one axis; ``case``, ``jobs`` and ``acts`` are taken as every view takes them."""

    name = "timeline"
    title = "Timeline"

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: Jobs | None = None,
        acts: Acts | None = None,
    ) -> None:
        super().__init__(workspace, theme, parent)
        self.case, self.jobs, self.acts = case, jobs, acts
        self.setAcceptDrops(True)
        self.now: Callable[[], float] = time.time
        self.laning = Laning(self)
        self.options = Options(self)
        self.player = Player(self)
        self.lanes = Lanes()
        self.begin, self.end = 0.0, 1.0
        self.outside = ""
        self.scroll = 0.0
        self.menu_lane = -1
        self._known: Workspace | None = None
        self._part: FilterPart | None = None
        self._cursor: QPointF | None = None
        self._drag: tuple[Grip, Window | None, float] | None = None
        self._live = QTimer(self)
        self._live.setSingleShot(True)
        self._live.setInterval(_LIVE)
        self._live.timeout.connect(self._apply_window)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._catch_up)
        self._take_items()

    # State

    @property
    def mode(self) -> LaneMode:
        """What has a lane: each type, each selected entity, or what was chosen."""
        return self.laning.mode

    @property
    def sight(self) -> Sight:
        """What is looked at, for drawing and picking."""
        return Sight(self.frame, self.scale, self.lanes, self.theme, self.devicePixelRatioF())

    @property
    def window_of_time(self) -> Window | None:
        """The stretch of time that stays shown, in seconds, or None."""
        return self.histogram.window

    def set_open_case(self, open_case: object) -> None:
        """Show another case."""
        self.case = open_case.case  # type: ignore[attr-defined]  # an OpenCase, which views don't import
        self.acts = open_case.acts  # type: ignore[attr-defined]
        self.laning, self.options = Laning(self), Options(self)
        self.set_workspace(open_case.workspace)  # type: ignore[attr-defined]  # an OpenCase, which views don't import

    def _take_items(self) -> None:
        fresh = self._known is not self.workspace
        window = None if fresh else self.histogram.window
        self.index = TimeIndex(self.workspace.items)
        self.histogram = Histogram(self.index)
        self.image = TimelinePicture(self.workspace, self.index)
        self._known = self.workspace
        self.zones = Zones(self)
        self.options.apply()
        self.laning.take_items()
        self._take_filter()
        self.histogram.reselect(self.workspace)
        if window is not None:
            self.set_window(*window)
        if fresh:
            self.fit_data()

    def _take_filter(self) -> None:
        if self.workspace.filter_parts.get("time") is not self._part:
            self._part, self.histogram.window = None, None
        self.histogram.refilter(self.workspace)
        self.remake_lanes()

    def remake_lanes(self) -> None:
        """Make the lanes anew: filter, choice or counting changed."""
        self.lanes = self.laning.made()
        self.scroll = min(self.scroll, self.frame.most_scroll)
        self.image.forget_lanes()
        self.update()

    def recount(self) -> None:
        """Make histogram and lanes anew: items count at other moments."""
        window = self.histogram.window
        self.histogram = Histogram(self.index)
        self.histogram.window = window
        self._take_filter()
        self.histogram.reselect(self.workspace)

    def _catch_up(self) -> None:
        if self.image.rhythms.waiting:
            self.image.rhythms.catch_up()
            self.image.redraw()
            self.update()

    def changed(self, change: Change) -> None:
        """Take over what changed, and no more."""
        if change & Change.ITEMS:
            self._take_items()
        else:
            if change & Change.SELECTION:
                self._take_selection()
            if change & Change.FILTER:
                self._take_filter()
        if change & Change.KEPT and not change & Change.ITEMS and self.laning.read():
            self.remake_lanes()
        if change & Change.STYLE:
            self.image.forget_lanes()
        if change & Change.CENTRE:
            self.show_rows(self.workspace.centre, move_if_seen=False)
        if change & ~(Change.CHART | Change.HISTORY):
            self.update()

    def _take_selection(self) -> None:
        self.histogram.reselect(self.workspace)
        self.image.forget_selection()
        wanted = lane_items(self.workspace, self.index)
        # A click on an event must not take away the lanes that it stands in.
        if len(wanted) and not np.array_equal(wanted, self.laning.followed):
            self.laning.followed = wanted
            if self.mode == "item":
                self.remake_lanes()

    def set_mode(self, mode: LaneMode) -> None:
        """Make a lane of each type, of each selected entity, or of each that was chosen."""
        self.scroll = 0.0
        self.laning.set_mode(mode)
        self.picked.emit()

    # The window of time

    def set_window(self, begin: float, end: float) -> None:
        """Hide, in every view, what has a time but none between ``begin`` and ``end`` (seconds)."""
        if end <= begin:
            self.clear_window()
            return
        self.histogram.window = float(begin), float(end)
        self._apply_window()

    def clear_window(self) -> None:
        """Show all times again."""
        self.histogram.window = None
        self._apply_window()

    def _apply_window(self) -> None:
        self._live.stop()
        window = self.histogram.window
        if window is None:
            self._part = None
            self.workspace.set_filter("time", None)
        else:
            inside = (self.index.first < window[1]) & (self.index.last > window[0])
            self._part = FilterPart(f"Time window {window_words(*window)}", inside | ~self.index.timed)
            self.workspace.set_filter("time", self._part)
            self.said.emit(self._part.words)
        self.picked.emit()
        self.update()

    def edge_here(self) -> float:
        """Return the time at the pointer, or at the middle of the view where the pointer is elsewhere."""
        at = self._cursor
        if at is None:
            return (self.begin + self.end) / 2
        if self.frame.histogram.contains(at) and len(self.histogram):
            return self.histogram.scale(self.frame.histogram).time(at.x())
        return self.scale.time(at.x())

    def lane_under_pointer(self) -> int:
        """Return the number of the lane at the pointer, or -1."""
        return self.frame.lane_at(self._cursor.y()) if self._cursor is not None else -1

    # Picking

    def row_at(self, at: QPointF) -> int:
        """Return the row of the mark at a point, or -1."""
        return pick.row_at(self.image, self.sight, at)

    def rows_in(self, shape: QPolygonF) -> Rows:
        """Return the rows of what a polygon touches."""
        return pick.rows_in(self.image, self.sight, shape)

    def click_ground(self, at: QPointF, mode: Mode) -> bool:
        """Pick the events of a bar; take away the window with a click outside it; pick the item of a lane's name."""
        frame = self.frame
        if frame.histogram.contains(at) or at.y() >= frame.histogram.top():
            if self.histogram.window is not None and self.histogram.grip(at.x(), frame.histogram) == "new":
                self.clear_window()
            return True
        number = frame.lane_at(at.y())
        if number < 0:
            return at.y() < frame.area.top()
        if at.x() < frame.gutter:
            lane = self.lanes[number]
            self.workspace.select(np.array([lane.item]) if lane.item >= 0 else lane.row, mode)
            return True
        link = self.image.links.link_at(self.sight, at)
        if link >= 0:
            self.workspace.select(self.image.links.ends(link), mode)
            return True
        found = pick.bar_at(self.image, self.sight, at)
        if found is None:
            return False
        self.workspace.select(found.rows, mode)
        return True

    def between(self, row: int) -> Rows:
        """Return what lies in time between ``row`` and the selected mark nearest to it in its lane."""
        number = self.frame.lane_at(self._last.y())
        return pick.between(self.lanes, self.workspace.selected, row, number)

    def drag_started(self, row: int, at: QPointF) -> bool:
        """Take hold of the window of time, in the histogram, or of a lane by its name."""
        if self.options.take_lane(at):
            return True
        box = self.frame.histogram
        if not box.contains(at) or not len(self.histogram):
            return False
        self._drag = self.histogram.grip(at.x(), box), self.histogram.window, at.x()
        return True

    def drag_moved(self, at: QPointF) -> None:
        """Drag the window, or the lane."""
        if self.options.drag_lane(at):
            self.update()
            return
        if self._drag is None:
            return
        grip, start, press = self._drag
        window = self.histogram.dragged(grip, start, press, at.x(), self.frame.histogram)
        if window is not None and window != self.histogram.window:
            self.histogram.window = window
            self.said.emit(f"Time window {window_words(*window)}")
            if not self._live.isActive():
                self._live.start()
        self.update()

    def drag_ended(self, at: QPointF) -> None:
        """Let go of the window, or of the lane."""
        if self.options.drop_lane(at):
            return
        self.drag_moved(at)
        self._drag = None
        self._apply_window()

    def drag_cancelled(self) -> None:
        """Put the window, or the lane, back to where it was."""
        self.options.lane_drag = None
        if self._drag is not None:
            self.histogram.window = self._drag[1]
            self._drag = None
            self._apply_window()

    # Events

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """In the histogram show all times again; elsewhere as in every view."""
        if self.frame.histogram.contains(event.position()):
            self.clear_window()
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom in time; with Shift or sideways move in time; over the names scroll the lanes."""
        at, turn = event.position(), event.angleDelta()
        if turn.x() and not turn.y():
            self.pan_by(turn.x() / 2, 0)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan_by(turn.y() / 2, 0)
        elif at.x() < self.frame.gutter and self.frame.most_scroll:
            self.scroll_to(self.scroll - turn.y() / 2)
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the timeline, then those of every view."""
        idle = self._press is None and self.tool == "select" and not self.workspace.selected.any()
        if event.key() == Qt.Key.Key_Escape and idle and self.histogram.window is not None:
            self.clear_window()
        elif not acts.key(self, event):
            super().keyPressEvent(event)

    def hovered(self, at: QPointF) -> None:
        """Follow the pointer with the line of time, and say what is under it."""
        self._cursor = at
        frame, box = self.frame, self.frame.histogram
        cursor = Qt.CursorShape.ArrowCursor
        if box.contains(at) and len(self.histogram):
            grip = self.histogram.grip(at.x(), box)
            if grip in ("begin", "end"):
                cursor = Qt.CursorShape.SizeHorCursor
            elif grip == "middle":
                cursor = Qt.CursorShape.OpenHandCursor
            scale = self.histogram.scale(box)
            self.said.emit(cursor_words(scale.time(at.x()), scale.per_pixel))
        elif at.x() >= frame.gutter:
            self.said.emit(cursor_words(self.scale.time(at.x()), self.scale.per_pixel))
        if self.tool == "select" and not self._space and self.cursor().shape() != cursor:
            self.setCursor(cursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._cursor = None
        super().leaveEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lanes in sight."""
        super().resizeEvent(event)
        self.scroll = min(self.scroll, self.frame.most_scroll)

    # Drawing

    def draw(self, painter: QPainter) -> None:
        """Paint the layers, and over them what moves with the pointer."""
        frame = self.frame
        sight = Sight(frame, self.scale, self.lanes, self.theme, painter.device().devicePixelRatioF())
        if painter.device() is not self:
            self.image.draw(painter, sight)
            self._catch_up()
        self.image.draw(painter, sight)
        if self.image.rhythms.waiting:
            self._soon.start()
        if self.histogram.window is not None:
            draw_outside(painter, sight, self.histogram.window)
        draw_today(painter, sight, self.now())
        draw_histogram(painter, frame.histogram, self.histogram, (self.begin, self.end), self.theme)
        draw_words(painter, frame, self.workspace, self.histogram, self.theme)
        painter.setPen(QPen(rgb(self.theme.line), 1))
        painter.drawLine(QPointF(frame.gutter - 0.5, 0), QPointF(frame.gutter - 0.5, frame.height))
        if not self.lanes:
            draw_empty(painter, frame, kept.empty_words(self), self.theme)
        if self._cursor is not None:
            draw_cursor(painter, sight, self.histogram, self._cursor)
        self.options.draw_drag(painter, frame)
        draw_said(painter, sight, hover.said(self), self.theme)
        draw_focus(
            painter,
            self.image,
            sight,
            self._cursor,
            lambda row, at: hover.focus_lines(self, row, at),
            lambda row: whole_picture(self.workspace, self.case, row),
        )
        hover.draw(painter, self, self._cursor)

    # What the window asks

    def actions_here(self) -> list[Action]:
        """Return what the timeline can do."""
        return acts.actions(self)

    def menu_for(self, row: int) -> list[Action]:
        """Return what can be done with an item, or with the ground."""
        lane = self.menu_lane
        return lane_menu.menu(self, lane) if lane >= 0 else acts.menu(self, row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a lane over its name; elsewhere as in every view."""
        at = QPointF(event.pos())
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.menu_lane = self.frame.lane_at(at.y()) if mouse and at.x() < self.frame.gutter else -1
        super().contextMenuEvent(event)

    def settings(self) -> dict[str, object]:
        """Return the stretch in view, the kind of lanes and the window of time."""
        return kept.settings(self)

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what ``settings`` returned; what can't be read is left as it is."""
        kept.restore(self, settings)
