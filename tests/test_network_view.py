"""The network under a real mouse and keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked, pairs_of
from intelviz.render import lines
from intelviz.render.labels import chosen
from intelviz.schema.progress import silent
from intelviz.views.network.view import NetworkView
from intelviz.workspace.expand import brought, collapsible, offers, placed
from intelviz.workspace.workspace import Change

ANN, BOB, CY, PHONE = 0, 1, 2, 3
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def view(qtbot, workspace):
    """Return a network of Ann, Bob and Cy in a row and Ann's phone below her."""
    chart = workspace.chart
    chart.drawn[[ANN, BOB, CY, PHONE]] = True
    chart.x[[ANN, BOB, CY, PHONE]] = [0, 200, 400, 0]
    chart.y[[ANN, BOB, CY, PHONE]] = [0, 0, 0, 150]
    made = NetworkView(workspace)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.fit()
    return made


def at(view: NetworkView, row: int) -> QPoint:
    """Return where an item stands on the screen."""
    x, y = view.scene().screen(np.array([row], np.int32))
    return QPoint(round(float(x[0])), round(float(y[0])))


def selected(view: NetworkView) -> set[int]:
    return set(view.workspace.selected_rows.tolist())


def drag(qtbot, view: NetworkView, *points: QPoint, button: Qt.MouseButton = LEFT) -> None:
    qtbot.mousePress(view, button, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, button, pos=points[-1])


def test_click_selects_ctrl_adds_alt_takes_away_and_escape_clears(qtbot, view):
    qtbot.mouseClick(view, LEFT, pos=at(view, ANN))
    assert selected(view) == {ANN}
    qtbot.mouseClick(view, LEFT, CTRL, at(view, CY))
    assert selected(view) == {ANN, CY}
    qtbot.mouseClick(view, LEFT, ALT, at(view, ANN))
    assert selected(view) == {CY}
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert selected(view) == set()


def test_a_box_and_a_lasso_select_what_they_hold(qtbot, view):
    a, b = at(view, ANN), at(view, BOB)
    drag(qtbot, view, a + QPoint(-30, -30), a, b + QPoint(30, 30))
    assert selected(view) == {ANN, BOB}
    qtbot.keyClick(view, Qt.Key.Key_L)
    c = at(view, CY)
    corners = [QPoint(-30, -30), QPoint(30, -30), QPoint(30, 30), QPoint(-30, 30)]
    drag(qtbot, view, *(c + corner for corner in corners))
    assert selected(view) == {CY}
    assert view.tool == "select"


def test_a_line_of_two_links_opens_into_them_and_picks_its_ends(qtbot, view):
    middle = (at(view, ANN) + at(view, BOB)) / 2
    before = view.picture(800, 500)
    qtbot.mouseClick(view, LEFT, pos=middle)
    assert selected(view) == {ANN, BOB}
    (pair,) = view.opened
    assert view.content.count[pair] == 2
    assert view.picture(800, 500) != before
    qtbot.mouseClick(view, LEFT, pos=middle)
    assert not view.opened


def test_dragging_moves_an_item_and_undo_puts_it_back(qtbot, gm_copy):
    opened = gm_copy
    made = NetworkView(opened.workspace, case=opened.case, acts=opened.acts)
    qtbot.addWidget(made)
    opened.keep_first_chart()
    made.resize(1000, 700)
    made.show()
    made.fit()
    chart = opened.workspace.chart
    row = int(made.content.rows[np.argmax(chart.y[made.content.rows])])
    old = float(chart.x[row])
    start = at(made, row)
    drag(qtbot, made, start, start + QPoint(-20, 0), start + QPoint(-60, 0))
    assert chart.x[row] == pytest.approx(old - 60 / made.camera.scale, abs=1 / made.camera.scale)
    assert opened.acts.can_undo == "Move 1 item"
    opened.acts.undo()
    assert chart.x[row] == pytest.approx(old)


def test_the_wheel_keeps_the_point_under_the_pointer(qtbot, view):
    where = QPointF(at(view, CY))
    before = view.camera.canvas(where.x(), where.y())
    none = QPoint()
    wheel = QWheelEvent(
        where,
        view.mapToGlobal(where),
        none,
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    scale = view.camera.scale
    QApplication.sendEvent(view, wheel)
    assert view.camera.scale > scale
    assert view.camera.canvas(where.x(), where.y()) == pytest.approx(before, abs=0.01)


def test_the_middle_button_pans_and_home_shows_all_again(qtbot, view):
    start = at(view, ANN)
    drag(qtbot, view, QPoint(300, 300), QPoint(320, 310), QPoint(400, 340), button=MIDDLE)
    assert at(view, ANN) == start + QPoint(100, 40)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert at(view, ANN) == start


def test_hiding_pinning_and_adding(qtbot, view):
    run = {each.name: each.run for each in view.actions_here()}
    qtbot.mouseClick(view, LEFT, pos=at(view, CY))
    run["hide"]()
    assert view.content.hidden == 1
    assert CY not in view.content.rows
    run["show_hidden"]()
    assert CY in view.content.rows
    run["pin"]()
    held = view.workspace.chart.x[CY], view.workspace.chart.y[CY]
    run["arrange"]()
    assert (view.workspace.chart.x[CY], view.workspace.chart.y[CY]) == held
    stood = view.workspace.chart.x[[ANN, BOB, CY, PHONE]].copy()
    view.workspace.select([7])
    assert view.content.absent.tolist() == [7]
    run["add"]()
    assert 7 in view.content.rows
    assert (view.workspace.chart.x[[ANN, BOB, CY, PHONE]] == stood).all()


def test_ctrl_and_arrow_walk_along_links(qtbot, view):
    qtbot.mouseClick(view, LEFT, pos=at(view, ANN))
    qtbot.keyClick(view, Qt.Key.Key_Right, CTRL)
    assert selected(view) == {BOB}
    qtbot.keyClick(view, Qt.Key.Key_Right, CTRL)
    assert selected(view) == {CY}


def test_expanding_counts_first_and_leaves_what_stands(workspace):
    workspace.chart.drawn[[ANN, BOB]] = True
    workspace.chart.x[BOB] = 200
    rows = np.array([ANN], np.int32)
    found = {(each.link_type, each.item_type): (each.links, each.items, each.new) for each in offers(workspace, rows)}
    assert found[("KNOWS", "Person")] == (2, 1, 0)
    assert found[("HAS_PHONE", "Phone")] == (1, 1, 1)
    new = brought(workspace, rows, offers(workspace, rows), 10)
    assert set(new.tolist()) == {PHONE, 5}
    x, y = placed(workspace, new, rows)
    points = {(float(a), float(b)) for a, b in zip(x, y, strict=True)}
    assert len(points) == 2
    workspace.chart.drawn[new] = True
    assert set(collapsible(workspace, rows).tolist()) >= {PHONE, 5}


@pytest.mark.parametrize("name", list(layouts()))
def test_every_layout_is_finite_whole_and_the_same_again(name):
    random = np.random.default_rng(3)
    a, b = pairs_of(random.integers(0, 300, 350).astype(np.int32), random.integers(0, 300, 350).astype(np.int32), 300)
    linked = Linked(300, a, b, random.integers(0, 4, 300).astype(np.int16))
    first, again = (layouts()[name].place(linked, 1, silent) for _ in range(2))
    assert first.shape == (300, 2)
    assert np.isfinite(first).all()
    assert np.array_equal(first, again)
    gaps = np.hypot(*(first[:, None] - first[None]).transpose(2, 0, 1)) + np.eye(300) * 1e9
    assert gaps.min() > 15


def test_lines_are_counted_in_the_pixels_they_cross():
    one = np.array([2], np.float32)
    counts = lines.counted(one, one, np.array([12], np.float32), one, 20, 10)
    assert counts[2, 2:12].tolist() == [1] * 10
    assert counts.sum() <= 11
    outside = lines.counted(np.array([-50], np.float32), one - 40, np.array([-10], np.float32), one, 20, 10)
    assert outside.sum() == 0


_SIDES = st.tuples(st.floats(0, 900), st.floats(0, 600), st.floats(1, 200), st.floats(1, 40))


@settings(deadline=None)
@given(st.lists(_SIDES, max_size=60))
def test_no_label_lies_over_another(sides):
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in sides]
    taken = [boxes[number] for number in chosen(boxes)]
    for number, one in enumerate(taken):
        for other in taken[number + 1 :]:
            assert one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1]


def test_the_filter_hides_on_the_chart_too(view):
    from intelviz.workspace.workspace import FilterPart

    mask = np.ones(len(view.workspace), bool)
    mask[BOB] = False
    view.workspace.set_filter("test", FilterPart("Not Bob", mask))
    assert BOB not in view.content.rows
    assert view.content.filtered == 1
    view.workspace.tell(Change.CHART)
    assert len(view.content.link) == 1
