"""Playing the time window: it moves on by steps of the calendar, or grows, and every view follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from intelviz.render.timeaxis import STEPS, TimeStep, boundaries
from intelviz.schema.when import UK, from_epoch, to_epoch
from intelviz.views.action import Action

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView

SPEEDS = (1, 2, 4, 8)
"""Steps a second."""
_PARTS = 20
"""A window that is made for playing is about so small a part of what is in view."""
_OF_WINDOW = 3.5
"""A step that is not chosen is the longest of which a window holds so many."""
_BY_THE_CALENDAR = ("month", "year")


class Player(QObject):
    """Moves the window of one timeline. ``step`` is the step that was chosen, None for one that suits the window.

    It plays to the end of what was in view when it began, or of all events if the window was beyond that.
    """

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        self.cumulative = False
        self.step: TimeStep | None = None
        self.speed = 2
        self._end = 0.0
        self._set: tuple[float, float] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    # Playing

    @property
    def is_playing(self) -> bool:
        """Whether the window moves by itself."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Let the window move: from the beginning if it stands at the end; one is made if there is none."""
        view = self._view
        extent = view.index.extent
        if extent is None:
            view.said.emit("No event here has a time")
            return
        window = view.window_of_time
        begin, end = max(view.begin, extent[0]), min(view.end, extent[1])
        if end <= begin:
            begin, end = extent
        if window is None:
            self._make_window(begin, end)
        elif window[1] >= end and window[1] >= extent[1]:
            self._rewind(begin, window)
        window = view.window_of_time
        assert window is not None
        self._end = end if window[0] < end else float(extent[1])
        self._set = window
        self._timer.start(round(1000 / self.speed))
        view.picked.emit()

    def pause(self) -> None:
        """Let the window stand."""
        self._timer.stop()
        self._view.picked.emit()

    def _make_window(self, begin: float, end: float) -> None:
        step = self.step or self._suiting((end - begin) / _PARTS * _OF_WINDOW)
        edges = boundaries(step, begin - 2 * step.seconds, begin + 3 * step.seconds, UK)
        first = next((float(edge) for edge in reversed(edges.tolist()) if edge <= begin), begin)
        self._view.set_window(first, self._after(first, step, 1))

    def _rewind(self, begin: float, window: tuple[float, float]) -> None:
        """Put the window back to the beginning, as long as it is."""
        if self.cumulative:
            self._view.set_window(window[0], self._after(window[0], self.step_now(), 1))
        else:
            self._view.set_window(begin, begin + window[1] - window[0])

    def _tick(self) -> None:
        window = self._view.window_of_time
        if window is None or window != self._set:
            # Somebody else moved it, or took it away.
            self.pause()
            return
        self.move(1)
        window = self._view.window_of_time
        self._set = window
        if window is None or window[1] >= self._end:
            self.pause()
            self._view.said.emit("Played to the end")

    # Stepping

    def move(self, by: int) -> None:
        """Move the window by steps, or, where it is to grow, its end; without a window one is made."""
        view = self._view
        window = view.window_of_time
        if window is None:
            extent = view.index.extent
            if extent is not None:
                self._make_window(max(view.begin, extent[0]), max(min(view.end, extent[1]), extent[0] + 1))
            return
        step = self.step_now()
        end = self._after(window[1], step, by)
        begin = window[0] if self.cumulative else self._after(window[0], step, by)
        if end <= begin:
            view.said.emit("The time window can't get shorter than a step")
            return
        view.set_window(begin, end)
        if begin > view.end or end < view.begin:
            span = view.end - view.begin
            view.look_at((begin + end - span) / 2, (begin + end + span) / 2)

    def step_now(self) -> TimeStep:
        """Return the step that was chosen, or one that suits the window."""
        if self.step is not None:
            return self.step
        window = self._view.window_of_time
        return self._suiting(window[1] - window[0] if window is not None else 0.0)

    @staticmethod
    def _suiting(length: float) -> TimeStep:
        return next((step for step in reversed(STEPS) if step.seconds * _OF_WINDOW <= length * 1.04), STEPS[0])

    @staticmethod
    def _after(at: float, step: TimeStep, by: int) -> float:
        """Return the time some steps on: midnight stays midnight across a change of the clocks, months are whole."""
        if step.unit in _BY_THE_CALENDAR:
            reach = (abs(by) + 2) * step.seconds * 1.1
            edges = boundaries(step, at - reach, at + reach, UK).tolist()
            later = [edge for edge in edges if edge > at] if by > 0 else [edge for edge in reversed(edges) if edge < at]
            return float(later[abs(by) - 1])
        local = from_epoch(round(at), UK).replace(tzinfo=None) + timedelta(seconds=round(step.seconds) * by)
        if step.seconds < 86_400:
            return at + step.seconds * by
        return float(to_epoch(local.replace(tzinfo=UK)))

    # What it remembers, and what can be done

    def settings(self) -> dict[str, Any]:
        """Return what is remembered."""
        return {"cumulative": self.cumulative, "speed": self.speed, "step": self.step.words if self.step else None}

    def restore(self, settings: object) -> None:
        """Take over what was remembered; what can't be read is left as it is."""
        if not isinstance(settings, dict):
            return
        self.cumulative = settings.get("cumulative") is True
        if settings.get("speed") in SPEEDS:
            self.speed = settings["speed"]
        self.step = next((step for step in STEPS if step.words == settings.get("step")), None)

    def set_speed(self, speed: int) -> None:
        """Take so many steps a second."""
        self.speed = speed
        self._timer.setInterval(round(1000 / speed))

    def choose(self, step: TimeStep | None) -> None:
        """Take another step; None for one that suits the window."""
        self.step = step

    def grow(self) -> None:
        """Let the window grow, or move again."""
        self.cumulative = not self.cumulative


def actions(view: TimelineView) -> list[Action]:
    """Return what can be done with the player."""
    player = view.player
    usual = [step for step in STEPS if step.count == 1 or (step.unit, step.count) in (("hour", 6), ("minute", 15))]
    return [
        Action(
            "play",
            "Play the time window",
            player.toggle,
            "Let the time window move on step by step, and every view with it; again to pause",
            "P",
            "pause" if player.is_playing else "play",
            strip=True,
            checked=lambda: player.is_playing,
            enabled=lambda: len(view.histogram) > 0,
        ),
        Action(
            "play_on",
            "Time window one step on",
            lambda: player.move(1),
            "Move the time window (or, if it grows, its end) one step on",
            "Ctrl+.",
            "skip-next",
        ),
        Action(
            "play_back",
            "Time window one step back",
            lambda: player.move(-1),
            "Move the time window (or, if it grows, its end) one step back",
            "Ctrl+,",
            "skip-previous",
        ),
        Action(
            "play_cumulative",
            "Let the window grow",
            player.grow,
            "Playing moves the end of the time window alone: all that happened until then stays shown",
            icon="chart-bell-curve-cumulative",
            checked=lambda: player.cumulative,
        ),
        Action(
            "play_step",
            "Step of playing",
            lambda: None,
            "How far the time window moves at once",
            choices=lambda: [
                Action(
                    "step suiting",
                    "What suits the window",
                    lambda: player.choose(None),
                    "About a quarter of the window's length",
                    checked=lambda: player.step is None,
                ),
                *(
                    Action(
                        f"step {step.words}",
                        f"{step.words[:1].upper()}{step.words[1:]}",
                        lambda step=step: player.choose(step),
                        f"Move by {step.words}",
                        checked=lambda step=step: player.step == step,
                    )
                    for step in usual
                ),
            ],
        ),
        Action(
            "play_speed",
            "Speed of playing",
            lambda: None,
            "How many steps a second",
            choices=lambda: [
                Action(
                    f"speed {speed}",
                    "1 step a second" if speed == 1 else f"{speed} steps a second",
                    lambda speed=speed: player.set_speed(speed),
                    "How quickly the time window moves",
                    checked=lambda speed=speed: player.speed == speed,
                )
                for speed in SPEEDS
            ],
        ),
    ]
