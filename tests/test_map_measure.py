"""Measuring and selecting by distance on the map, with a real mouse and real keys."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intelviz.analysis.place import shapes
from intelviz.analysis.place.distance import within
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.map.measure import area_words, bearing_words, length_words
from intelviz.views.map.selecting import DistanceDialog
from intelviz.views.map.view import MapView
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_schema, many
from tests.kept_picture import same_picture
from tests.maps import HIGH, MILL, at, click, shown

EARTH = Geod(ellps="WGS84")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot, workspace) -> MapView:
    return shown(qtbot, workspace)


def test_a_distance_is_measured_piece_by_piece_and_copied(view):
    QTest.keyClick(view, Qt.Key.Key_D)
    points = [at(view, *HIGH), QPoint(400, 200), at(view, *MILL)]
    for point in points:
        click(view, point)
    QTest.keyClick(view, Qt.Key.Key_Return)
    lon, lat = zip(*(view.camera.degrees(each.x(), each.y()) for each in points), strict=True)
    expected = EARTH.line_length(lon, lat)
    assert f"{expected / 1000:.3f} km ({expected / 1609.344:.2f} miles)" in view.hands.now.words
    QTest.keyClick(view, Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 3 and lines[-1].startswith(f"Total: {expected / 1000:.3f} km")
    assert f"{round(EARTH.inv(lon[0], lat[0], lon[1], lat[1])[0] % 360):03d}°" in lines[0]
    click(view, QPoint(100, 100))
    assert len(view.hands.now.points) == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.hands.now is None and not view.workspace.selected.any()


def test_an_area_is_measured_and_one_that_crosses_itself_has_no_size(view):
    QTest.keyClick(view, Qt.Key.Key_D, SHIFT)
    corners = [QPoint(200, 200), QPoint(400, 210), QPoint(390, 400), QPoint(210, 380)]
    for point in corners:
        click(view, point)
    QTest.mouseDClick(view, LEFT, NONE, corners[-1])
    ring = [view.hands.now.degrees(QPointF(each)) for each in corners]
    size, around = EARTH.geometry_area_perimeter(shapely.Polygon(ring))
    QTest.keyClick(view, Qt.Key.Key_C, SHIFT)
    said = QApplication.clipboard().text().splitlines()
    assert len(said) == 5
    assert said[-1] == f"Area: {area_words(abs(size))}, {length_words(around)} around"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_D, SHIFT)
    for number in (0, 2, 1, 3):
        click(view, corners[number])
    assert "sides cross" in view.hands.now.words
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert "no size" in view.hands.now.words and not view.hands.now.copy()
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.hands.now.copy()


@given(st.floats(0, 360), st.floats(1, 1e6))
def test_words_of_lengths_and_bearings(degrees, metres):
    assert len(bearing_words(degrees).split("°")[0]) == 3
    assert " miles)" in length_words(metres)
    end = shapes.beyond(HIGH, degrees, metres)
    assert shapes.lengths([HIGH, end])[0] == pytest.approx(metres, abs=1e-6)
    assert math.isclose(math.cos(math.radians(shapes.bearing(HIGH, end) - degrees)), 1, abs_tol=1e-6)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_measured_line_looks_as_it_did(qtbot, workspace, theme):
    view = shown(qtbot, workspace, theme=theme)
    QTest.keyClick(view, Qt.Key.Key_D)
    for point in (at(view, *HIGH), QPoint(400, 200), at(view, *MILL)):
        click(view, point)
    QTest.keyClick(view, Qt.Key.Key_Return)
    same_picture(view.picture(800, 600), f"map_measure_{theme.name}")


# By distance


def distance_of(view: MapView) -> DistanceDialog:
    QTest.keyClick(view, Qt.Key.Key_R, SHIFT)
    (dialog,) = [each for each in view.findChildren(DistanceDialog) if each.isVisible()]
    return dialog


def test_it_counts_while_one_types_and_adds_or_takes_away(qtbot, view, workspace):
    workspace.select([6])
    dialog = distance_of(view)
    dialog.reach.setText("10 m")
    qtbot.waitUntil(lambda: "2 of the 4 items on the map; 1 of them" in dialog.words.text())
    dialog.reach.setText("nonsense")
    assert not dialog.buttons["add"].isEnabled() and "no distance" in dialog.words.text()
    dialog.reach.setText("3 miles")
    qtbot.waitUntil(lambda: "4 of the 4" in dialog.words.text())
    dialog.buttons["add"].click()
    assert workspace.selected_rows.tolist() == [5, 6, 7, 8]
    workspace.select([6, 7, 0])
    dialog = distance_of(view)
    assert "2 selected places" in dialog.around.text()
    dialog.reach.setText("5 m")
    dialog.buttons["remove"].click()
    assert workspace.selected_rows.tolist() == [0]


def test_a_person_counts_from_their_address_and_leaving_changes_nothing(view, workspace):
    workspace.select([0, 9])
    dialog = distance_of(view)
    assert dialog.around.text() == "Within how far of the selected place (1 selected item has none)?"
    assert view.circle is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert workspace.selected_rows.tolist() == [0, 9] and view.circle is None


def test_many_places_at_once_are_told_from_by_each_of_them():
    columns = many(3000, 0)
    workspace = Workspace(columns, made_schema())
    items = workspace.items
    placed = np.flatnonzero(~np.isnan(items.lon))
    anchors = placed[::9]
    found = within(items.lon, items.lat, items.lon[anchors], items.lat[anchors], 800.0)
    some = np.random.default_rng(1).choice(placed, 200, replace=False)
    for row in some.tolist():
        count = len(anchors)
        away = EARTH.inv(
            np.full(count, items.lon[row]), np.full(count, items.lat[row]), items.lon[anchors], items.lat[anchors]
        )[2]
        assert abs(away.min() - 800) < 0.01 or found[row] == (away.min() <= 800)
