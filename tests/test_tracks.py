"""Tracks: legs, stops and speeds by another hand's distances; on the map by keys, remembered, and never another's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.analysis.place.tracks import FASTEST, NEAR, SILENT, STAY, STILL, legs, stops
from intelviz.case.columns import Columns
from intelviz.render.mercator import project
from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.when import Precision
from intelviz.views.map.tracks import words_of
from intelviz.views.map.view import MapView
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.track import track_of
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.conftest import made_columns, made_schema
from tests.kept_picture import same_picture
from tests.small_case import small_case

PHONE1, PHONE2, CALL1, CALL2 = 3, 4, 9, 10
HOUR = 3_600

fixes = st.lists(
    st.tuples(st.integers(0, 200_000), st.integers(1, 600), st.floats(-3, -2), st.floats(53, 54)),
    min_size=2,
    max_size=25,
).map(sorted)


def columns_of(rows):
    start, length, lon, lat = (np.array([each[axis] for each in rows]) for axis in range(4))
    return start.astype(np.int64), (start + length).astype(np.int64), lon.astype(float), lat.astype(float)


@settings(max_examples=60, deadline=None)
@given(fixes)
def test_legs_are_as_long_as_the_geodesic_and_no_leg_is_faster_than_it_must_be(rows):
    start, end, lon, lat = columns_of(rows)
    found = legs(start, end, lon, lat)
    _, _, metres = Geod(ellps="WGS84").inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    assert found.metres == pytest.approx(np.array(metres), rel=1e-4, abs=0.1)
    for at in range(len(rows) - 1):
        most = max(end[at + 1] - start[at], end[at] - start[at + 1])
        least = max(found.metres[at] - NEAR, 0) / (most + 1) * 3.6
        assert found.least[at] == pytest.approx(least)
        assert found.impossible[at] == (least > FASTEST)
        assert found.silent[at] == (start[at + 1] - end[at] > SILENT)


@settings(max_examples=60, deadline=None)
@given(fixes)
def test_a_stop_stays_near_where_it_began_for_long_enough_and_stops_lie_apart(rows):
    start, end, lon, lat = columns_of(rows)
    geod, before = Geod(ellps="WGS84"), -1
    for first, last in stops(start, end, lon, lat):
        assert before < first < last
        before = last
        assert start[last] - end[first] >= STAY
        for at in range(first + 1, last + 1):
            assert geod.inv(lon[first], lat[first], lon[at], lat[at])[2] <= STILL + 0.1
            assert start[at] - end[at - 1] <= SILENT


def test_two_hours_at_one_place_are_a_stop_and_a_night_without_a_fix_is_none():
    start = np.array([0, HOUR, 2 * HOUR, 30 * HOUR], np.int64)
    lon, lat = np.full(4, -2.2), np.full(4, 53.5)
    assert stops(start, start + 60, lon, lat) == [(0, 2)]
    assert legs(start, start + 60, lon, lat).silent.tolist() == [False, False, True]


def test_two_places_at_one_moment_are_impossible_and_one_fix_has_no_legs():
    at = np.array([0, 0], np.int64)
    found = legs(at, at, np.array([-2.2, -2.3]), np.array([53.5, 53.5]))
    assert found.impossible.all() and np.isnan(found.usual).all()


def test_neither_overlapping_times_nor_a_few_metres_in_one_second_accuse_anybody():
    start, end = np.array([0, 60], np.int64), np.array([86_400, 60], np.int64)
    assert not legs(start, end, np.array([-2.2, -0.1]), np.array([53.5, 51.5])).impossible.any()
    at = np.array([0, 0], np.int64)
    assert not legs(at, at, np.array([-2.2, -2.2001]), np.array([53.5, 53.5])).impossible.any()


def test_one_fix_has_no_legs():
    at = np.array([0], np.int64)
    assert len(legs(at[:1], at[:1], np.zeros(1), np.zeros(1)).metres) == 0


def placed() -> Columns:
    """Return the small columns with both calls placed, three minutes and thirty kilometres apart."""
    columns = made_columns()
    items = columns.items
    lon, lat, start = items.lon.copy(), items.lat.copy(), items.when_start.copy()
    lon[[CALL1, CALL2]], lat[[CALL1, CALL2]] = [-2.2, -2.6], [53.5, 53.6]
    start[CALL2] = start[CALL1] + 180
    end, precision = items.when_end.copy(), items.when_precision.copy()
    end[[CALL1, CALL2]] = start[[CALL1, CALL2]] + 60
    precision[[CALL1, CALL2]] = int(Precision.MINUTE)
    items = replace(items, lon=lon, lat=lat, when_start=start, when_end=end, when_precision=precision)
    return Columns(items, columns.links)


def called() -> Workspace:
    schema = made_schema()
    links = dict(schema.links)
    links["CALLED"] = replace(links["CALLED"], to_role="called")
    return Workspace(placed(), replace(schema, links=links))


def test_a_call_is_a_fix_of_the_phone_that_made_it_and_not_of_the_one_that_received_it():
    workspace = called()
    links = workspace.links
    names = [workspace.link_types[code].name for code in links.type.tolist()]
    for phone in (PHONE1, PHONE2):
        ends = [(name, int(a), int(b)) for name, a, b in zip(names, links.a.tolist(), links.b.tolist(), strict=True)]
        made = {a for name, a, b in ends if name == "CALLER" and b == phone}
        received = {a for name, a, b in ends if name == "CALLED" and b == phone} - made
        track = track_of(workspace, phone)
        assert set(track.events.tolist()) == made
        assert bool(received) == any("from elsewhere" in words for words in track.left_out)


def test_what_the_filter_hides_is_no_fix():
    workspace = Workspace(placed(), made_schema())
    assert len(track_of(workspace, PHONE1)) == 2
    mask = np.ones(len(workspace), bool)
    mask[CALL1] = False
    workspace.set_filter("x", FilterPart("one call", mask))
    assert track_of(workspace, PHONE1).events.tolist() == [CALL2]


@pytest.fixture
def view(qtbot):
    return shown(qtbot)


def shown(qtbot, theme=DARK) -> MapView:
    view = MapView(Workspace(placed(), made_schema()), theme)
    qtbot.addWidget(view)
    view.resize(800, 560)
    view.show()
    view.fit()
    return view


def test_a_key_shows_the_tracks_of_the_selection_and_another_hides_them(qtbot, view):
    said = []
    view.said.connect(said.append)
    view.workspace.select([PHONE1])
    view.setFocus()
    before = view.picture(800, 560)
    qtbot.keyClick(view, Qt.Key.Key_T)
    assert "2 fixes" in said[-1]
    assert view.picture(800, 560) != before
    (track,) = view.tracks.tracks()
    assert track.legs.impossible.all()
    assert words_of(track) == "2 fixes, 28.8 km, 1 impossible leg"
    qtbot.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert view.tracks.tracks() == []


def test_what_has_no_fixes_is_said(qtbot, view):
    said = []
    view.said.connect(said.append)
    view.workspace.select([5])
    view.tracks.show_selected()
    assert said[-1].startswith("Nothing selected has events")


def test_legs_are_copied_as_a_table_and_what_cannot_be_stands_out(view):
    view.workspace.select([PHONE1])
    view.tracks.show_selected()
    view.tracks.copy()
    head, line = QApplication.clipboard().text().split("\n")
    assert head.split("\t")[3] == "Kilometres"
    _, _, metres = Geod(ellps="WGS84").inv(-2.2, 53.5, -2.6, 53.6)
    assert line.split("\t")[3] == f"{metres / 1000:.2f}"
    assert "impossible: at least" in line


def test_they_are_remembered_with_the_case_and_a_broken_memory_is_passed_over(qtbot, tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        view = MapView(opened.workspace, case=opened.case)
        qtbot.addWidget(view)
        view.tracks.ids = [int(opened.workspace.items.id[PHONE1])]
        view.tracks._changed()
        again = MapView(opened.workspace, case=opened.case)
        qtbot.addWidget(again)
        assert again.tracks.ids == view.tracks.ids
        for wrong in ("x", {"a": 1}, [True, -1, 2**70, "7", None], 7, [[1]]):
            opened.case.set_setting("view/map-tracks", wrong)
            other = MapView(opened.workspace, case=opened.case)
            qtbot.addWidget(other)
            assert other.tracks.ids == []
        opened.case.set_setting("view/map-tracks", [10**9])
        gone = MapView(opened.workspace, case=opened.case)
        qtbot.addWidget(gone)
        gone.resize(400, 300)
        assert not gone.picture(400, 300).isNull()


def test_a_leg_says_how_far_and_how_fast_and_a_click_picks_its_events(qtbot):
    view = shown(qtbot, DARK)
    view.workspace.select([PHONE1])
    view.tracks.show_selected()
    track = view.tracks.tracks()[0]
    x, y = view.camera.many_to_screen(*project(track.lon[:2], track.lat[:2]))
    middle = QPointF(float(x.mean()), float(y.mean()))
    said: list[str] = []
    view.said.connect(said.append)
    view.hovered(middle)
    assert "leg 1 of" in said[-1]
    assert "impossible: at least" in said[-1]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle.toPoint())
    assert sorted(view.workspace.selected_rows.tolist()) == sorted(track.events[:2].tolist())
    view.marked.set_on("tracks", on=False)
    view.hovered(middle)
    assert "leg 1" not in said[-1]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_look_of_a_track(qtbot, theme):
    view = shown(qtbot, theme)
    view.workspace.select([PHONE1])
    view.tracks.show_selected()
    same_picture(view.picture(800, 560), f"map_track_{theme.name}")
