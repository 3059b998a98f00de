"""The time window plays: every view follows, midnight stays midnight, and somebody else's hand stops it."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest
from conftest import made_columns, made_schema
from PySide6.QtCore import Qt

from intelviz.render.theme import DARK
from intelviz.render.timeaxis import step_of
from intelviz.schema.when import UK
from intelviz.views.timeline.view import TimelineView
from intelviz.workspace.workspace import Workspace

CTRL = Qt.KeyboardModifier.ControlModifier
ITEMS = [("Crime", f"Crime {day}", f"{day:02d}/03/2024 12:00", None) for day in range(1, 32)]


def at(*parts: int) -> float:
    return datetime(*parts, tzinfo=UK).timestamp()


@pytest.fixture
def view(qtbot):
    found = TimelineView(Workspace(made_columns(ITEMS, []), made_schema()), DARK)
    qtbot.addWidget(found)
    found.resize(1000, 400)
    found.show()
    qtbot.waitExposed(found)
    found.setFocus()
    return found


def days(view) -> list[int]:
    return (np.flatnonzero(view.workspace.shown) + 1).tolist()


def played(qtbot, view) -> list[list[int]]:
    """Play to the end, quickly, and return the days that were shown after each step."""
    found = [days(view)]
    view.workspace.subscribe(lambda change: found.append(days(view)))
    view.player.set_speed(1000)
    view.player.speed = 1000
    qtbot.keyClick(view, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not view.player.is_playing, timeout=20_000)
    return found


def test_every_view_sees_one_window_after_the_other_to_the_end(qtbot, view):
    view.set_window(at(2024, 3, 1), at(2024, 3, 8))
    view.player.choose(step_of("day"))
    shown = played(qtbot, view)
    assert shown[0] == [1, 2, 3, 4, 5, 6, 7]
    assert shown[1] == [2, 3, 4, 5, 6, 7, 8]
    assert shown[-1][-1] == 31
    assert all(later[0] >= earlier[0] for earlier, later in pairwise(shown))


def test_a_window_that_grows_keeps_what_was(qtbot, view):
    view.set_window(at(2024, 3, 1), at(2024, 3, 3))
    view.player.choose(step_of("week"))
    view.player.grow()
    shown = played(qtbot, view)
    assert [len(each) for each in shown] == [2, 9, 16, 23, 30, 31]
    assert all(each[0] == 1 for each in shown)


def test_days_stay_days_when_the_clocks_change_and_months_are_whole(view):
    view.set_window(at(2024, 3, 30), at(2024, 3, 31))
    view.player.choose(step_of("day"))
    view.player.move(1)
    assert view.window_of_time == (at(2024, 3, 31), at(2024, 4, 1))
    view.player.move(1)
    assert view.window_of_time == (at(2024, 4, 1), at(2024, 4, 2))
    view.player.move(-2)
    assert view.window_of_time == (at(2024, 3, 30), at(2024, 3, 31))
    view.set_window(at(2024, 1, 1), at(2024, 2, 1))
    view.player.choose(step_of("month"))
    view.player.move(1)
    assert view.window_of_time == (at(2024, 2, 1), at(2024, 3, 1))


def test_without_a_window_playing_makes_one_and_at_the_end_begins_again(qtbot, view):
    view.player.move(1)
    first = view.window_of_time
    assert first is not None
    assert first[0] <= at(2024, 3, 1, 12) < first[1]
    shown = played(qtbot, view)
    assert 31 in shown[-1]
    view.player.play()
    assert view.window_of_time[0] < at(2024, 3, 3)
    view.player.pause()


def test_keys_step_and_pause_and_a_step_suits_the_window(qtbot, view):
    view.set_window(at(2024, 3, 4), at(2024, 3, 11))
    assert view.player.step_now() == step_of("day")
    qtbot.keyClick(view, Qt.Key.Key_Period, CTRL)
    assert view.window_of_time == (at(2024, 3, 5), at(2024, 3, 12))
    qtbot.keyClick(view, Qt.Key.Key_Comma, CTRL)
    assert view.window_of_time == (at(2024, 3, 4), at(2024, 3, 11))
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert view.player.is_playing
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert not view.player.is_playing


def test_whoever_takes_the_window_away_or_moves_it_stops_the_player(qtbot, view):
    for meddle in (view.clear_window, lambda: view.set_window(at(2024, 3, 20), at(2024, 3, 21))):
        view.set_window(at(2024, 3, 1), at(2024, 3, 2))
        view.player.speed = 100
        view.player.play()
        meddle()
        qtbot.waitUntil(lambda: not view.player.is_playing, timeout=20_000)
    assert view.window_of_time == (at(2024, 3, 20), at(2024, 3, 21))


def test_a_growing_window_never_gets_shorter_than_a_step(view):
    said = []
    view.said.connect(said.append)
    view.set_window(at(2024, 3, 1), at(2024, 3, 2))
    view.player.choose(step_of("day"))
    view.player.grow()
    view.player.move(-1)
    assert view.window_of_time == (at(2024, 3, 1), at(2024, 3, 2))
    assert "can't get shorter" in said[-1]


def test_settings_come_back_and_strange_ones_are_passed_over(qtbot, view):
    view.player.grow()
    view.player.choose(step_of("hour", 6))
    view.player.set_speed(8)
    again = TimelineView(view.workspace, DARK)
    qtbot.addWidget(again)
    again.restore(view.settings())
    assert again.player.settings() == {"cumulative": True, "speed": 8, "step": "6 hours"}
    again.player.restore({"cumulative": "yes", "speed": 10**9, "step": ["day"]})
    assert again.player.settings() == {"cumulative": False, "speed": 8, "step": None}


def test_nothing_plays_where_nothing_has_a_time(qtbot):
    view = TimelineView(Workspace(made_columns([("Person", "Ann", "", None)], []), made_schema()), DARK)
    qtbot.addWidget(view)
    view.player.play()
    view.player.move(1)
    assert not view.player.is_playing
    assert view.window_of_time is None
