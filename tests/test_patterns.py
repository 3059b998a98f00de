"""Patterns as an analyst uses them: pick an hour, a day, a value, by mouse and keys; the counts follow the filter."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from conftest import made_columns, made_schema
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent

from intelviz.analysis.histogram import MOST, round_edges
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.patterns.cells import COUNTING
from intelviz.views.patterns.values import numbers
from intelviz.views.patterns.view import PatternsView
from intelviz.workspace.jobs import Jobs
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.kept_picture import same_picture

BURGLARY, ROBBERY, CALL1, CALL2 = 7, 8, 9, 10
LEFT = Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Case:
    """A case of which one property is asked."""

    def __init__(self, *values: str) -> None:
        self.values = values or ("Robbery", "Burglary")

    def property_column(self, type_name, prop):
        codes = np.array([1, 0], np.int32) if len(self.values) > 1 else np.array([0, -1], np.int32)
        return np.array([107, 108]), codes, list(self.values)


def shown(qtbot, workspace, case=None, theme=DARK) -> PatternsView:
    view = PatternsView(workspace, theme, case=case)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def view(qtbot, workspace) -> PatternsView:
    return shown(qtbot, workspace, Case())


def at(view, *, line=None, place=None, name=None) -> int:
    return next(
        number
        for number, cell in enumerate(view.picture_here.cells)
        if (name is None or name in cell.name) and line in (None, cell.line) and place in (None, cell.place)
    )


def click(qtbot, view, number, held=NONE):
    picture = view.picture_here
    qtbot.mouseClick(picture.viewport(), LEFT, held, picture.place_of(number))


def selected(view) -> list[int]:
    return view.workspace.selected_rows.tolist()


def test_events_stand_in_their_hour_and_what_has_no_hour_beside(view):
    counts = {(cell.line, cell.place): cell.count for cell in view.week.cells if cell.count}
    # Friday 4 August at 00:32, Sunday 27 August at 14:44, Saturday 5 August without an hour.
    assert counts == {(4, 0): 1, (6, 14): 1, (5, 24): 1}
    assert view.count.text() == "3 events, at most 1 in one hour of the week; 1 known too vaguely"


def test_a_click_selects_ctrl_adds_alt_takes_away_and_ground_clears(qtbot, view):
    click(qtbot, view, at(view, line=4, place=0))
    assert selected(view) == [CALL1]
    click(qtbot, view, at(view, line=6, place=14), CTRL)
    assert selected(view) == [CALL1, CALL2]
    assert view.week.cells[at(view, line=6, place=14)].part == 1
    click(qtbot, view, at(view, line=4, place=0), ALT)
    assert selected(view) == [CALL2]
    qtbot.mouseClick(view.week.viewport(), LEFT, NONE, QPoint(2, 2))
    assert selected(view) == []
    click(qtbot, view, at(view, line=4, place=0))
    click(qtbot, view, at(view, line=6, place=24), SHIFT)
    assert selected(view) == [BURGLARY, CALL1, CALL2]


def test_a_box_selects_the_hours_that_it_covers(qtbot, view):
    picture = view.week
    start, end = picture.place_of(at(view, line=3, place=0)), picture.place_of(at(view, line=4, place=3))
    qtbot.mousePress(picture.viewport(), LEFT, NONE, start)
    qtbot.mouseMove(picture.viewport(), end)
    qtbot.mouseRelease(picture.viewport(), LEFT, NONE, end)
    assert selected(view) == [CALL1]


def test_keys_go_from_cell_to_cell_and_select(qtbot, view):
    said = []
    view.said.connect(said.append)
    view.week.setFocus()
    for key in (*[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return):
        qtbot.keyClick(view.week, key)
    assert selected(view) == [CALL1]
    assert said[-1].startswith("Friday, 00:00 to 01:00: 1 event, 50.0 % of those whose hour is known")
    qtbot.keyClick(view.week, Qt.Key.Key_End)
    assert view.week.here == len(view.week.cells) - 1
    qtbot.keyClick(view.week, Qt.Key.Key_Escape)
    assert selected(view) == []


def test_the_filter_takes_events_out_of_the_counts(view):
    mask = np.ones(len(view.workspace), bool)
    mask[CALL1] = False
    view.workspace.set_filter("x", FilterPart("without a call", mask))
    assert view.week.cells[at(view, line=4, place=0)].count == 0
    assert view.week.rows_of(at(view, line=4, place=0)).tolist() == []


def test_the_calendar_shows_the_months_and_selects_a_day(qtbot, view):
    view.show_page("calendar")
    assert [block.words for block in view.calendar.blocks] == ["Aug 2017 · 3"]
    click(qtbot, view, at(view, name=" 5 Aug 2017"))
    assert selected(view) == [BURGLARY]
    assert view.calendar.words_of(at(view, name=" 5 Aug 2017")) == "Sat 5 Aug 2017: 1 event, 1 selected"
    view.select_vague()
    assert selected(view) == [ROBBERY]


def test_long_stretches_without_events_are_folded_and_said(qtbot):
    items = [
        ("Crime", "Old", "05/08/1999", None),
        ("Crime", "New", "01/02/2020", None),
        ("Crime", "Next", "01/05/2020", None),
    ]
    view = shown(qtbot, Workspace(made_columns(items, []), made_schema()))
    view.show_page("calendar")
    words = [block.words for block in view.calendar.blocks]
    assert words == [
        "Aug 1999 · 1",
        "245 months without events",
        "Feb 2020 · 1",
        "Mar 2020 · 0",
        "Apr 2020 · 0",
        "May 2020 · 1",
    ]
    last = at(view, name=" 1 May 2020")
    assert view.calendar.rows_of(last).tolist() == [2]
    assert view.calendar.rows_of(at(view, name=" 1 Feb 2020")).tolist() == [1]


def test_bars_count_a_property_and_select_by_it(qtbot, view):
    view.show_page("bars")
    assert [(cell.name, cell.count) for cell in view.bars.cells][:2] == [("Person", 3), ("Crime", 2)]
    view.count_type("Crime")
    view.count_by("property type")
    assert [(cell.name, cell.count) for cell in view.bars.cells] == [("Burglary", 1), ("Robbery", 1)]
    click(qtbot, view, at(view, name="Robbery"))
    assert selected(view) == [ROBBERY]
    assert view.bars.words_of(1) == "Type of crime: Robbery: 1 item, 50.0 %, 1 selected"


def test_what_is_not_stated_has_a_bar_and_is_selected_like_the_rest(qtbot, workspace):
    view = shown(qtbot, workspace, Case("Burglary"))
    view.show_page("bars")
    view.count_type("Crime")
    view.count_by("property type")
    assert [(cell.name, cell.count) for cell in view.bars.cells] == [("Burglary", 1), ("(not stated)", 1)]
    click(qtbot, view, 1)
    assert selected(view) == [ROBBERY]


def test_every_built_in_way_counts_every_item_once(view):
    view.show_page("bars")
    for what in ("Type", "Year", "Month of the year", "Weekday", "Hour", "Number of links"):
        view.count_by(what)
        assert sum(cell.count for cell in view.bars.cells) == len(view.workspace), what
        rows = np.concatenate([view.bars.rows_of(number) for number in range(len(view.bars.cells))])
        assert sorted(rows.tolist()) == list(range(len(view.workspace)))


def acts(view, number):
    return {each.title: each for each in view.cell_actions(number)}


def test_only_these_keeps_what_another_part_of_the_filter_hid_at_that_time(view, workspace):
    part = np.ones(len(workspace), bool)
    part[CALL1] = False
    cell = next(n for n in range(len(view.week.cells)) if CALL1 in view.week.all_rows_of(n).tolist())
    workspace.set_filter("another", FilterPart("without a call", part))
    view.cell_actions(cell)[3].run()
    workspace.set_filter("another", None)
    assert workspace.shown[CALL1]
    workspace.set_filter("pattern week", None)
    workspace.set_filter("another", FilterPart("without a call", part))
    view.cell_actions(cell)[4].run()
    workspace.set_filter("another", None)
    assert not workspace.shown[CALL1]


def test_many_events_are_counted_in_a_job_while_the_picture_says_so(qtbot, workspace, monkeypatch):
    monkeypatch.setattr("intelviz.views.patterns.counted._FEW", 0)
    posted = []
    jobs = Jobs(posted.append)
    view = PatternsView(workspace, DARK, case=Case(), jobs=jobs)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    view.show()
    assert (view.week.cells, view.week.empty_words()) == ([], COUNTING)
    assert view.count.text() == "Counting …"
    assert not view.picture(1000, 300).isNull()
    qtbot.waitUntil(lambda: bool(posted))
    while posted:
        posted.pop(0)()
    assert sum(cell.count for cell in view.week.cells) == 3
    assert view.count.text().startswith("3 events")


def test_only_these_and_without_these_are_parts_of_the_filter_that_narrow_each_other(view):
    workspace = view.workspace
    view.show_page("bars")
    view.count_type("Crime")
    view.count_by("property type")
    acts(view, at(view, name="Robbery"))["Hide these"].run()
    assert not workspace.shown[ROBBERY]
    assert workspace.filter_parts["pattern bars"].words == "Type of crime: without Robbery"
    assert [cell.name for cell in view.bars.cells] == ["Burglary"]
    workspace.set_filter("pattern bars", None)
    acts(view, at(view, name="Robbery"))["Show only these"].run()
    # Persons and calls have no type of crime, and stay.
    assert np.flatnonzero(~workspace.shown).tolist() == [BURGLARY]
    workspace.set_filter("pattern bars", None)
    view.count_type("")
    view.show_page("week")
    acts(view, at(view, line=4, place=0))["Hide these"].run()
    acts(view, at(view, line=6, place=14))["Hide these"].run()
    assert np.flatnonzero(~workspace.shown).tolist() == [CALL1, CALL2]
    words = "Hours of the week: without Friday, 00:00 to 01:00; without Sunday, 14:00 to 15:00"
    assert workspace.filter_parts["pattern week"].words == words


def test_the_menu_opens_by_mouse_and_key_on_the_place_at_hand(qtbot, view):
    asked = []
    view.week.menu_asked.disconnect()
    view.week.menu_asked.connect(lambda number, _: asked.append(number))
    number = at(view, line=4, place=0)
    place = view.week.place_of(number)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, place, view.week.viewport().mapToGlobal(place))
        view.week.contextMenuEvent(event)
    assert asked == [number, number]
    view.at_mark(4)
    assert not view.workspace.shown[CALL1]


def test_settings_come_back_and_strange_ones_are_passed_over(qtbot, view, workspace):
    view.show_page("bars")
    view.count_type("Crime")
    view.count_by("property type")
    again = shown(qtbot, workspace, Case())
    again.restore(view.settings())
    assert again.settings() == view.settings()
    assert [cell.name for cell in again.bars.cells] == ["Burglary", "Robbery"]
    again.restore({"page": "teleport", "type": 7, "by": "property nothing"})
    again.show_page("week")
    again.show_page("bars")
    assert again.by == "Type"


def test_nothing_is_counted_while_nobody_looks_and_another_case_is_taken_over(qtbot, view, monkeypatch):
    view.hide()
    counted = view.counted
    monkeypatch.setattr(view, "refresh", lambda: pytest.fail("counted in the dark"))
    view.workspace.select([CALL1])
    monkeypatch.undo()
    assert view.counted is counted
    empty = Workspace(made_columns([("Person", "Ann", "", None)], []), made_schema())
    view.set_open_case(SimpleNamespace(workspace=empty))
    view.show()
    assert view.week.cells == []
    assert view.week.empty_words()[0] == "No event here has a weekday"


@pytest.mark.parametrize("page", ["week", "calendar", "bars"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_pictures_look_as_they_were_kept(qtbot, workspace, page, theme):
    view = shown(qtbot, workspace, Case(), theme)
    view.workspace.select([CALL1, BURGLARY])
    view.show_page(page)
    same_picture(view.picture(800, 240), f"patterns_{page}_{theme.name}")


finite = st.floats(-1e9, 1e9, allow_subnormal=False)


@given(st.lists(finite | st.integers(-1000, 1000).map(float), min_size=1, max_size=60))
def test_bins_are_round_few_and_hold_every_number_once(values):
    edges = round_edges(np.array(values))
    assert len(edges) <= MOST + 3
    assert edges[0] <= min(values)
    assert edges[-1] > max(values)
    assert (np.diff(edges) > 0).all()
    found = numbers("n", np.arange(len(values), dtype=np.int32), np.array(values))
    counted = np.bincount(found.code, minlength=len(found.names))
    assert counted.sum() == len(values)
    assert (found.code >= 0).all()
