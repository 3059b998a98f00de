"""Hexagons on the map: a grid that stands still, counts that add up, and cells that are clicked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt

from intelviz.analysis.place.distance import metres
from intelviz.render.hexagons import WIDTHS, HexGrid, width_at
from intelviz.render.mercator import project, unproject
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.map import hexagons
from intelviz.views.map.options import Options
from intelviz.views.map.view import MapView
from tests.kept_picture import same_picture

CRIME = 7

worlds = st.lists(st.tuples(st.floats(0.49, 0.5), st.floats(0.32, 0.33)), min_size=1, max_size=40)


@given(worlds, st.sampled_from(WIDTHS))
def test_a_point_lies_in_the_hexagon_whose_middle_is_nearest(points, width):
    grid = HexGrid(width, 53.5)
    x, y = (np.array([each[axis] for each in points]) for axis in (0, 1))
    q, r = grid.cells(x, y)
    own = np.hypot(*(a - b for a, b in zip(grid.middles(q, r), (x, y), strict=True)))
    for dq, dr in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)):
        other = np.hypot(*(a - b for a, b in zip(grid.middles(q + dq, r + dr), (x, y), strict=True)))
        assert (own <= other + 1e-12).all()
    assert (own <= grid.side + 1e-12).all()


@given(worlds)
def test_counts_add_up_and_each_hexagon_is_there_once(points):
    x, y = (np.array([each[axis] for each in points]) for axis in (0, 1))
    weight = np.arange(1, len(points) + 1)
    q, r, count = HexGrid(1_000, 53.5).counted(x, y, weight)
    assert count.sum() == weight.sum()
    assert len({*zip(q.tolist(), r.tolist(), strict=True)}) == len(q)


@pytest.mark.parametrize("width", [100, 5_000])
def test_a_hexagon_is_as_wide_as_it_says_at_its_latitude(width):
    grid = HexGrid(width, 53.5)
    _, middle = project(np.array([-2.2]), np.array([53.5]))
    r = round(float(middle[0]) / (1.5 * grid.side))
    x, y = grid.middles(np.array([0, 1]), np.array([r, r]))
    lon, lat = unproject(x, y)
    assert float(metres(lon[1:], lat[1:], float(lon[0]), float(lat[0]))[0]) == pytest.approx(width, rel=0.004)


def test_a_width_suits_the_zoom():
    assert width_at(1.0) == 50
    assert width_at(30.0) == 1_000
    assert [width_at(each) for each in (0.001, 1e9)] == [WIDTHS[0], WIDTHS[-1]]


@pytest.fixture
def view(qtbot, workspace):
    return shown(qtbot, workspace)


def shown(qtbot, workspace, theme=DARK) -> MapView:
    view = MapView(workspace, theme)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.set_mode("hexagons")
    view.grab()
    return view


def spot(view, row) -> QPoint:
    items = view.workspace.items
    x, y = project(items.lon[[row]], items.lat[[row]])
    px, py = view.camera.many_to_screen(x, y)
    return QPoint(round(float(px[0])), round(float(py[0])))


def test_a_click_on_a_hexagon_picks_what_lies_in_it_and_keys_add_and_take_away(qtbot, view):
    first = next(row for row in (CRIME, CRIME + 1) if not view.image.legend_has(QPointF(spot(view, row))))
    at = spot(view, first)
    expected = set(hexagons.rows_at(view.content, view.camera, QPointF(at)).tolist())
    assert first in expected
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert set(view.workspace.selected_rows.tolist()) == expected
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    assert not view.workspace.selected.any()


def test_the_pointer_says_how_many_and_the_legend_how_wide(qtbot, view):
    said = []
    view.said.connect(said.append)
    view.hovered(QPointF(spot(view, CRIME)))
    assert "hexagon: " in said[-1]
    assert any("across" in note for note in view.image.legend.said)


def test_all_drawn_events_are_counted_and_all_items_where_no_event_is_drawn(view):
    content = view.content
    assert content.counts_events
    assert content.heat_weight().sum() == np.count_nonzero(content.drawn & view.workspace.category_mask("event"))
    for kind in view.workspace.item_types:
        if kind.category == "event":
            view.toggle_type(kind.name)
    assert not content.counts_events
    assert content.heat_weight().sum() == np.count_nonzero(content.drawn) > 0


def test_shift_h_and_the_menu_choose_and_it_is_remembered(qtbot, view, workspace):
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert view.options.mode == "auto"
    wide = next(each for each in view.actions_here() if each.name == "hexagon_width")
    next(each for each in wide.choices() if each.name == "hexagon_500").run()
    assert (view.options.mode, view.options.hexagon) == ("hexagons", 500)
    other = MapView(workspace)
    qtbot.addWidget(other)
    other.restore(view.settings())
    assert (other.options.mode, other.options.hexagon) == ("hexagons", 500)


def test_hexagons_too_small_to_see_are_drawn_wider_and_it_is_said(view):
    view.options.hexagon = 50
    view.zoom_by(0.01, QPointF(350, 250))
    view.grab()
    grid = hexagons.grid_of(view.content, view.camera)
    assert grid.metres >= 6 * view.camera.metres_per_pixel()
    assert any("too small to see" in note for note in view.image.legend.said)


@pytest.mark.parametrize("wrong", ["500", 7, -1, True, None, [500], math.inf])
def test_a_broken_width_is_passed_over(wrong):
    options = Options()
    options.restore({"hexagon": wrong, "mode": "hexagons"})
    assert (options.mode, options.hexagon) == ("hexagons", 0)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_the_look_of_hexagons(qtbot, workspace, theme):
    view = shown(qtbot, workspace, theme)
    same_picture(view.picture(700, 500), f"map_hexagons_{theme.name}")
