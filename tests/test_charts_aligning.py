"""Items in line, at even gaps, on a grid, mirrored, turned and scaled: undoable, and nothing pinned moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.workspace.aligning import GRID, WAYS, aligned
from tests.charts import act, charted, shown

X, Y = np.array([0, 30, 100], np.float32), np.array([10, 50, -20], np.float32)
FREE = np.zeros(3, bool)


def done(way: str, fixed=FREE) -> list[tuple[float, float]]:
    x, y = aligned(way, X, Y, np.asarray(fixed, bool))
    return [(round(float(one), 6), round(float(other), 6)) for one, other in zip(x, y, strict=True)]


@pytest.mark.parametrize(
    ("way", "places"),
    [
        ("left", [(0, 10), (0, 50), (0, -20)]),
        ("right", [(100, 10), (100, 50), (100, -20)]),
        ("centre", [(50, 10), (50, 50), (50, -20)]),
        ("top", [(0, -20), (30, -20), (100, -20)]),
        ("bottom", [(0, 50), (30, 50), (100, 50)]),
        ("middle", [(0, 15), (30, 15), (100, 15)]),
        ("across", [(0, 10), (50, 50), (100, -20)]),
        ("down", [(0, 15), (30, 50), (100, -20)]),
        ("grid", [(0, 0), (40, 40), (80, -40)]),
        ("mirror across", [(100, 10), (70, 50), (0, -20)]),
        ("mirror down", [(0, 20), (30, -20), (100, 50)]),
        ("turn right", [(55, -35), (15, -5), (85, 65)]),
    ],
)
def test_each_way(way, places):
    found = done(way)
    if way == "grid":
        assert all(x % GRID == 0 and y % GRID == 0 for x, y in found)
        assert len(set(found)) == 3
    else:
        assert found == places


def test_items_are_put_in_line_with_those_that_are_pinned():
    assert done("left", [False, True, False]) == [(30, 10), (30, 50), (30, -20)]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(WAYS)), st.lists(st.tuples(*[st.floats(-1e4, 1e4, width=32)] * 2, st.booleans())))
def test_nothing_pinned_moves_and_every_place_is_a_number(way, items):
    x, y = (np.array([each[axis] for each in items], np.float32) for axis in (0, 1))
    fixed = np.array([each[2] for each in items], bool)
    new_x, new_y = aligned(way, x, y, fixed)
    assert np.isfinite(new_x).all() and np.isfinite(new_y).all()
    assert np.array_equal(new_x[fixed], x[fixed]) and np.array_equal(new_y[fixed], y[fixed])
    if way == "grid":
        free = list(zip(new_x[~fixed].tolist(), new_y[~fixed].tolist(), strict=True))
        assert len(set(free)) == len(free)


@pytest.mark.parametrize(("one", "other"), [("turn right", "turn left"), ("wider", "nearer"), ("mirror down",) * 2])
def test_ways_that_take_each_other_back(one, other):
    x, y = aligned(one, X, Y, FREE)
    again = aligned(other, x.astype(np.float32), y.astype(np.float32), FREE)
    assert np.allclose(again, (X, Y), atol=1e-3)


def test_the_menu_aligns_the_selection_and_undo_takes_it_back(qtbot, tmp_path):
    with charted(tmp_path, np.arange(4), np.arange(4) * 50) as opened:
        view = shown(qtbot, opened)
        chart = view.workspace.chart
        before = chart.x.copy(), chart.y.copy()
        view.workspace.select([0, 1, 2])
        next(each for each in act(view, "align").choices() if each.name == "align_right").run()
        assert chart.x[:4].tolist() == [2, 2, 2, 3]
        assert opened.acts.can_undo == "Align 3 items (right)"
        opened.acts.undo()
        assert np.array_equal(chart.x, before[0]) and np.array_equal(chart.y, before[1])
