"""What the timeline remembers, and what it says when it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intelviz.analysis.time.aoristic import COUNTING

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView


def settings(view: TimelineView) -> dict[str, object]:
    """Return the stretch in view, the kind of lanes and the window of time."""
    window = view.window_of_time
    return {
        "begin": view.begin,
        "end": view.end,
        "mode": view.mode,
        "away": view.laning.away,
        "bursts": view.options.bursts,
        "counting": view.options.counting,
        "scroll": view.scroll,
        "playing": view.player.settings(),
        "window": list(window) if window is not None else None,
    }


def restore(view: TimelineView, settings: dict[str, object]) -> None:
    """Take over remembered settings; what can't be read is left as it is."""
    begin, end, window = settings.get("begin"), settings.get("end"), settings.get("window")
    if isinstance(begin, int | float) and isinstance(end, int | float) and end > begin:
        view.look_at(float(begin), float(end))
    bursts, counting, away = settings.get("bursts"), settings.get("counting"), settings.get("away")
    if isinstance(bursts, str):
        view.options.set_bursts(bursts)
    if counting in COUNTING and counting != view.options.counting:
        view.options.set_counting(counting)
    if isinstance(away, int) and not isinstance(away, bool) and 0 <= away <= 2:
        view.laning.away = away
    view.player.restore(settings.get("playing"))
    mode = settings.get("mode")
    if mode in ("type", "item", "chosen"):
        view.set_mode(mode)
    scroll = settings.get("scroll")
    if isinstance(scroll, int | float) and not isinstance(scroll, bool):
        view.pan_by(0, -float(scroll))
    if isinstance(window, list) and len(window) == 2 and all(isinstance(part, int | float) for part in window):
        view.set_window(float(window[0]), float(window[1]))


def empty_words(view: TimelineView) -> tuple[str, str]:
    """Return what would fill a view without lanes: a strong line and a quiet one."""
    if not len(view.index.by_start):
        return "No item here has a time", "Events with a date or a time, and a lane for each type, will stand here"
    if view.mode == "chosen" and not view.laning.choice:
        return (
            "No lanes chosen yet",
            "Select persons, telephones or places and press Shift+A, or take Add lanes from the menu",
        )
    if view.mode == "item" and not len(view.laning.followed):
        return "One lane for each selected item", "Select a person, a telephone or a place to see its events here"
    hiding = [words for words, hidden in view.workspace.hidden_by() if hidden]
    return "Nothing that is shown has a time", f"Hidden by: {'; '.join(hiding)}" if hiding else ""
