"""What the timeline can do, as one list, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from intelviz.views.action import Action
from intelviz.views.timeline import lane_menu, pick, playing
from intelviz.views.timeline.entry import WindowEntry
from intelviz.workspace.workspace import Mode

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView


def actions(view: TimelineView) -> list[Action]:
    """Return everything, for menus, palette, tool strip and keys."""
    return [*_sight(view), *lane_menu.actions(view), *_window(view), *playing.actions(view), *_steps(view)]


def _sight(view: TimelineView) -> list[Action]:
    def toggle() -> None:
        view.set_mode("type" if view.mode == "item" else "item")

    middle = view.frame.area.center()
    return [
        Action(
            "lanes_by_item",
            "One lane for each selected item",
            toggle,
            "A lane for each selected person, telephone or place with the events linked to it, directly or through "
            "what belongs to it; off: a lane for each type",
            "I",
            "chart-timeline",
            strip=True,
            checked=lambda: view.mode == "item",
        ),
        Action(
            "fit",
            "Show all times",
            view.fit,
            "Zoom out to all events that are shown",
            "Home",
            "fit-to-page-outline",
            strip=True,
        ),
        Action(
            "fit_data",
            "Show where the data are",
            view.fit_data,
            "Zoom to the stretch with nearly all events, leaving out strays such as a wrong year or a far court date",
            "D",
            "arrow-collapse-horizontal",
        ),
        Action(
            "fit_selection",
            "Show the selection's times",
            view.fit_selection,
            "Zoom to the selected events, or to those linked to the selection",
            "Shift+Home",
            "target",
            strip=True,
            enabled=lambda: bool(view.workspace.selected.any()),
        ),
        Action(
            "zoom_in",
            "Zoom in",
            lambda: view.zoom_by(1.6, middle),
            "Show a shorter stretch of time",
            "+",
            "magnify-plus-outline",
            strip=True,
        ),
        Action(
            "zoom_out",
            "Zoom out",
            lambda: view.zoom_by(1 / 1.6, middle),
            "Show a longer stretch of time",
            "-",
            "magnify-minus-outline",
            strip=True,
        ),
        Action(
            "lasso",
            "Lasso",
            lambda: view.set_tool("select" if view.tool == "lasso" else "lasso"),
            "Pick what a line drawn around it encloses",
            "L",
            "lasso",
            strip=True,
            checked=lambda: view.tool == "lasso",
        ),
    ]


def _window(view: TimelineView) -> list[Action]:
    def is_set() -> bool:
        return view.window_of_time is not None

    return [
        Action(
            "window_type",
            "Time window…",
            lambda: ask_window(view),
            "Type the first and last day of the window that filters all views",
            "W",
            "calendar-range",
            strip=True,
        ),
        Action(
            "window_view",
            "Window: what is in view",
            lambda: view.set_window(view.begin, view.end),
            "Filter all views to the stretch of time in view",
            "Shift+W",
            "calendar-expand-horizontal",
        ),
        Action(
            "window_begin",
            "Window begins here",
            lambda: set_edge(view, last=False),
            "Begin the time window at the pointer",
            "[",
            "arrow-expand-right",
        ),
        Action(
            "window_end",
            "Window ends here",
            lambda: set_edge(view, last=True),
            "End the time window at the pointer",
            "]",
            "arrow-expand-left",
        ),
        Action(
            "window_back",
            "Window one length back",
            lambda: step_window(view, -1),
            "Move the time window back by its own length",
            "Ctrl+Left",
            "arrow-left",
            enabled=is_set,
        ),
        Action(
            "window_on",
            "Window one length on",
            lambda: step_window(view, 1),
            "Move the time window on by its own length",
            "Ctrl+Right",
            "arrow-right",
            enabled=is_set,
        ),
        Action(
            "window_clear",
            "No time window",
            view.clear_window,
            "Show all times again",
            "Shift+Esc",
            "calendar-remove",
            strip=True,
            enabled=is_set,
        ),
    ]


def _steps(view: TimelineView) -> list[Action]:
    return [
        Action("next_event", "Next event", lambda: step(view, 1), "Go to the next event in time of the lane", "."),
        Action("last_event", "Event before", lambda: step(view, -1), "Go to the event before it in time", ","),
        Action(
            "pick_event",
            "Pick the event",
            lambda: pick_focus(view, "replace"),
            "Select the event in focus",
            "Return",
            enabled=lambda: view.workspace.focus >= 0,
        ),
    ]


def menu(view: TimelineView, row: int) -> list[Action]:
    """Return what a right click offers on an item, or (``row`` -1) on the ground."""
    window = [Action("-", "-", lambda: None), *_window(view)]
    if row < 0:
        return [*_sight(view), *lane_menu.actions(view), *window]
    workspace, index = view.workspace, view.index

    def select_linked() -> None:
        workspace.select(np.flatnonzero(workspace.linked > 0).astype(np.int32))

    def same_time() -> None:
        begin, end = int(index.first[row]), int(index.last[row])
        together = index.timed & workspace.shown & (index.first < end) & (index.last > begin)
        workspace.select(together)

    return [
        Action(
            "centre",
            "Show in all views",
            lambda: workspace.centre_on([row]),
            "Bring this item into sight everywhere",
            icon="crosshairs-gps",
        ),
        Action(
            "linked",
            "Select what is linked to it",
            select_linked,
            "Select the items linked to this one",
            icon="vector-link",
        ),
        Action(
            "same_time",
            "Select all at the same time",
            same_time,
            "Select all shown events that may overlap it",
            icon="clock-outline",
            enabled=lambda: bool(index.timed[row]),
        ),
        Action(
            "window_item",
            "Window: the time of this",
            lambda: view.set_window(index.start[row], index.end[row]),
            "Filter all views to the time of this item",
            icon="calendar-range",
            enabled=lambda: bool(index.timed[row]),
        ),
        Action("fit_selection", "Show the selection's times", view.fit_selection, "Zoom to it", icon="target"),
        *window,
    ]


def ask_window(view: TimelineView) -> None:
    """Ask for the window in words."""
    entry = WindowEntry(view.window_of_time or view.index.extent or (view.begin, view.end), view)

    def done() -> None:
        if entry.window_of_time is not None:
            view.set_window(*entry.window_of_time)

    entry.accepted.connect(done)
    entry.open()


def set_edge(view: TimelineView, *, last: bool) -> None:
    """Set one edge of the window at the pointer; the other stays, or is that of all times."""
    at = view.edge_here()
    extent = view.window_of_time or view.index.extent
    if extent is None:
        return
    begin, end = (extent[0], at) if last else (at, extent[1])
    if end <= begin:
        view.said.emit("The time window would end before it begins")
        return
    view.set_window(begin, end)


def step_window(view: TimelineView, by: int) -> None:
    """Move the window by its own length; whole days stay whole days across a clock change."""
    window = view.window_of_time
    if window is None:
        return
    from intelviz.schema.when import UK, from_epoch, to_epoch

    first, last = (from_epoch(round(edge)).replace(tzinfo=None) for edge in window)
    gap = (last - first) * by
    begin, end = (to_epoch((edge + gap).replace(tzinfo=UK)) for edge in (first, last))
    view.set_window(begin, end)
    if end < view.begin or begin > view.end:
        span = view.end - view.begin
        middle = (begin + end) / 2
        view.look_at(middle - span / 2, middle + span / 2)


def step(view: TimelineView, by: int) -> None:
    """Move the focus to the next or the last event, and bring it into sight."""
    row = pick.step_from(view.lanes, view.workspace.focus, by, view.begin)
    if row >= 0:
        view.workspace.set_focus(row)
        view.show_rows(np.array([row], np.int32), move_if_seen=False)


def pick_focus(view: TimelineView, mode: Mode) -> None:
    """Select the item in focus."""
    if view.workspace.focus >= 0:
        view.workspace.select(np.array([view.workspace.focus]), mode)


def key(view: TimelineView, event: QKeyEvent) -> bool:
    """Answer a key of the timeline; False where it is none."""
    held = event.modifiers()
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
    match event.key():
        case Qt.Key.Key_BracketLeft:
            set_edge(view, last=False)
        case Qt.Key.Key_BracketRight:
            set_edge(view, last=True)
        case Qt.Key.Key_Left if control:
            step_window(view, -1)
        case Qt.Key.Key_Right if control:
            step_window(view, 1)
        case Qt.Key.Key_W if not control:
            if shift:
                view.set_window(view.begin, view.end)
            else:
                ask_window(view)
        case Qt.Key.Key_I if not control:
            wanted = "chosen" if shift else "item"
            view.set_mode("type" if view.mode == wanted else wanted)
        case Qt.Key.Key_D if not control:
            view.fit_data()
        case Qt.Key.Key_A if shift and not control:
            view.laning.add(view.workspace.selected_rows, "Add lanes for the selection")
        case Qt.Key.Key_P if shift and not control:
            lane_menu.pin(view)
        case Qt.Key.Key_Delete if shift:
            view.laning.remove(lane_menu.at_hand(view))
        case Qt.Key.Key_Up | Qt.Key.Key_Down if held & Qt.KeyboardModifier.AltModifier:
            lane_menu.move(view, -1 if event.key() == Qt.Key.Key_Up else 1)
        case Qt.Key.Key_P if not control:
            view.player.toggle()
        case Qt.Key.Key_Home if shift:
            view.fit_selection()
        case Qt.Key.Key_Escape if shift:
            view.clear_window()
        case Qt.Key.Key_Period | Qt.Key.Key_Comma:
            by = 1 if event.key() == Qt.Key.Key_Period else -1
            if control:
                view.player.move(by)
            else:
                step(view, by)
        case Qt.Key.Key_Return | Qt.Key.Key_Enter if view.workspace.focus >= 0:
            pick_focus(view, "add" if control or shift else "replace")
        case Qt.Key.Key_PageDown:
            view.pan_by(0, -view.frame.area.height())
        case Qt.Key.Key_PageUp:
            view.pan_by(0, view.frame.area.height())
        case _:
            return False
    return True
