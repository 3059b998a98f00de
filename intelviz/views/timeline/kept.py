"""What the timeline remembers, and what it says when it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView


def settings(view: TimelineView) -> dict[str, object]:
    """Return the stretch in view, the kind of lanes and the window of time."""
    window = view.window_of_time
    return {
        "begin": view.begin,
        "end": view.end,
        "mode": view.mode,
        "window": list(window) if window is not None else None,
    }


def restore(view: TimelineView, settings: dict[str, object]) -> None:
    """Take over remembered settings; what can't be read is left as it is."""
    begin, end, window = settings.get("begin"), settings.get("end"), settings.get("window")
    if isinstance(begin, int | float) and isinstance(end, int | float) and end > begin:
        view.look_at(float(begin), float(end))
    if settings.get("mode") in ("type", "item"):
        view.set_mode("item" if settings["mode"] == "item" else "type")
    if isinstance(window, list) and len(window) == 2 and all(isinstance(part, int | float) for part in window):
        view.set_window(float(window[0]), float(window[1]))


def empty_words(view: TimelineView) -> tuple[str, str]:
    """Return what would fill a view without lanes: a strong line and a quiet one."""
    if not len(view.index.by_start):
        return "No item here has a time", "Events with a date or a time, and a lane for each type, will stand here"
    if view.mode == "item" and not len(view.lane_items):
        return "One lane for each selected item", "Select a person, a telephone or a place to see its events here"
    hiding = [words for words, hidden in view.workspace.hidden_by() if hidden]
    return "Nothing that is shown has a time", f"Hidden by: {'; '.join(hiding)}" if hiding else ""
