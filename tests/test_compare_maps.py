"""Two periods on maps: the same camera, each its own events, and where they differ by more than chance."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from scipy.stats import binomtest

from intelviz.render.theme import DARK, LIGHT
from intelviz.schema.when import UK, from_epoch
from intelviz.views.compare.maps_page import MapsPage, halves
from intelviz.views.compare.view import CompareView
from intelviz.views.map.periods import signed
from intelviz.workspace.comparing.members import in_period
from intelviz.workspace.comparing.sides import Period
from intelviz.workspace.workspace import Change, FilterPart, Workspace
from tests.conftest import made_columns, made_schema
from tests.kept_picture import same_picture

DAY = 86_400
BEGIN = 1_501_542_000  # 1 Aug 2017, 00:00 in the UK


@pytest.fixture
def crimes() -> Workspace:
    """Sixty days of crimes at three places: one gets busier, one quieter, one stays as it is."""
    random = np.random.default_rng(4)
    places = {(-2.24, 53.48): (20, 80), (-2.10, 53.50): (70, 15), (-2.30, 53.40): (40, 41)}
    items = []
    for (lon, lat), counts in places.items():
        for half, count in enumerate(counts):
            for when in random.integers(0, 30, count):
                start = from_epoch(BEGIN + (30 * half + int(when)) * DAY + 3600, UK)
                items.append(("Crime", f"Crime {len(items)}", f"{start:%d/%m/%Y %H:%M}", (lon, lat)))
    items.append(("Crime", "at no known time", "", (-2.24, 53.48)))
    return Workspace(made_columns(items, []), made_schema())


@pytest.fixture
def page(qtbot, crimes) -> MapsPage:
    found = MapsPage(crimes, DARK, None, None, None)
    qtbot.addWidget(found)
    found.resize(1000, 560)
    found.show()
    qtbot.waitExposed(found)
    found._write((Period(BEGIN, BEGIN + 30 * DAY), Period(BEGIN + 30 * DAY, BEGIN + 60 * DAY)))
    found._periods = Period(BEGIN, BEGIN + 30 * DAY), Period(BEGIN + 30 * DAY, BEGIN + 60 * DAY)
    found.begin()
    found.grab()
    return found


def test_each_map_draws_the_events_of_its_period(page):
    one, other, _ = page.maps
    assert one.content.total == 130
    assert other.content.total == 136
    assert "130 events" in page.heads[0].text()
    assert "1 without a time are left out" in page.words.text()
    page.workspace.set_filter("test", FilterPart("few", np.arange(len(page.workspace)) < 50))
    page.workspace_changed(Change.FILTER)
    assert one.content.total + other.content.total == 50
    page.workspace.set_filter("test", None)


def test_all_maps_look_at_the_same_place_and_share_the_selection(page):
    one, other, third = page.maps
    one.zoom_by(2.0, QPointF(100, 90))
    other.pan_by(40, 12)
    assert (one.camera.x, one.camera.y, one.camera.zoom) == (other.camera.x, other.camera.y, other.camera.zoom)
    assert third.camera.zoom == one.camera.zoom
    page.workspace.select([3])
    assert one.content.picking
    assert other.content.picking


def test_the_difference_is_counted_and_tested_hexagon_by_hexagon(page):
    page.show_way("difference")
    _, _, third = page.maps
    third.options.hexagon = 500
    cells = third.difference.cells(third.camera)
    assert sorted(zip(cells.first.tolist(), cells.second.tolist(), strict=True)) == [(20, 80), (40, 41), (70, 15)]
    for first, second, sure in zip(cells.first, cells.second, cells.sure, strict=True):
        p = binomtest(int(second), int(first + second), 0.5).pvalue
        assert bool(sure) == (p * 3 < 0.05)
    assert sorted(cells.change.tolist()) == [-55, 1, 60]


def test_a_hexagon_says_what_it_counts_and_a_click_picks_both_periods(qtbot, page):
    page.show_way("difference")
    third = page.maps[2]
    page.maps[0].fit()
    third.grab()
    x, y = third.camera.many_to_screen(third.content.places.x[:1], third.content.places.y[:1])
    point = QPointF(float(x[0]), float(y[0]))
    assert "in the first" in third.difference.words_at(third.camera, point)
    QTest.mouseClick(third, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point.toPoint())
    place = int(third.content.places.of[page.workspace.selected_rows[0]])
    assert place == 0
    assert (
        page.workspace.selected.sum()
        == {-2.24: 100, -2.1: 85, -2.3: 81}[round(float(page.workspace.items.lon[page.workspace.selected_rows[0]]), 2)]
    )


def test_periods_of_other_lengths_are_scaled_and_it_is_said(page):
    for field, text in zip(page.fields[1], ("31/08/2017", "9/9/2017"), strict=True):
        field.setText(text)
    QTest.keyClick(page.fields[1][1], Qt.Key.Key_Return)
    assert "as if it were as long" in page.words.text()
    difference = page.maps[2].difference
    first, second = (in_period(page.workspace, each).whole for each in page._periods)
    assert difference.cells(page.maps[2].camera).change.sum() == pytest.approx(second.sum() - first.sum() / 3)
    page.fields[1][0].setText("1/8/2017")
    page.read()
    assert "overlap" in page.words.text()
    assert not difference.cells(page.maps[2].camera).sure.any()


def test_what_cant_be_read_is_said_and_the_maps_stay(page):
    before = page._periods
    page.fields[0][0].setText("soon")
    page.read()
    assert page.words.text().startswith("First period, from: “soon”")
    page.fields[0][0].setText("1/9/2018")
    page.read()
    assert "end lies before" in page.words.text()
    assert page._periods == before


def test_halves_are_whole_days_of_equal_number_that_hold_what_is_shown(crimes):
    first, second = halves(crimes)
    assert first.end == second.start
    for edge in (first.start, first.end, second.end):
        assert from_epoch(edge, UK).strftime("%H:%M") == "00:00"
    assert halves(Workspace(made_columns([], []), made_schema())) is None


def test_it_is_a_page_of_compare_and_is_remembered(qtbot, crimes):
    view = CompareView(crimes)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    pages = next(each for each in view.actions_here() if each.name == "compare_pages")
    next(each for each in pages.choices() if each.name == "compare_page_maps").run()
    assert view.maps.maps is not None
    view.maps.show_way("difference")
    again = CompareView(crimes)
    qtbot.addWidget(again)
    again.restore(view.settings())
    again.show()
    assert again.settings() == view.settings()
    assert again.maps.maps is not None
    broken = CompareView(crimes)
    qtbot.addWidget(broken)
    broken.restore({"periods": [[1, 0], ["a", 2]], "maps": 7, "page": 3})
    assert broken.maps._periods is None


def test_the_numbers_of_both_periods_are_counted_tested_and_picked(qtbot, page, crimes):
    page.show_way("numbers")
    table = page.numbers.table
    assert [table.item(0, column).text() for column in range(4)] == ["All", "130", "136", "+5%"]
    page.numbers.choose("weekday")
    page.numbers.count()
    assert table.rowCount() == 8
    first = crimes.items.when_start[in_period(crimes, page._periods[0]).whole]
    mondays = sum(from_epoch(int(start), UK).weekday() == 0 for start in first)
    line = next(each for each in range(8) if table.item(each, 0).text() == "Monday")
    assert table.item(line, 1).text() == str(mondays)
    box = table.visualItemRect(table.item(line, 1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center())
    assert crimes.selected.sum() == mondays
    crimes.set_filter("test", FilterPart("few", np.arange(len(crimes)) < 50))
    page.workspace_changed(Change.FILTER)
    assert int(table.item(0, 1).text()) + int(table.item(0, 2).text()) == 50
    crimes.set_filter("test", None)
    assert page.settings()["by"] == "weekday"


def test_differences_are_written_with_their_sign():
    assert [signed(each) for each in (12, -3, 0, 0.04, -2.25)] == ["+12", "−3", "0", "0", "−2.2"]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
@pytest.mark.parametrize("way", ["maps", "difference"])
def test_the_look(page, theme, way):
    page.set_theme(theme)
    page.show_way(way)
    page.maps[0].fit()
    if way == "maps":
        same_picture(page.maps[1].picture(480, 420), f"compare_maps_{theme.name}")
    else:
        same_picture(page.maps[2].picture(700, 480), f"compare_maps_difference_{theme.name}")
