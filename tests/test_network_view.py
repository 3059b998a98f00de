"""The network under a real mouse and keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from intelviz.analysis.layout import layouts
from intelviz.app.acts.keys import bind
from intelviz.views.network.view import NetworkView
from intelviz.views.network.words import bottom_line
from intelviz.workspace.expand import brought, collapsible, offers, placed
from intelviz.workspace.workspace import Change, FilterPart

ANN, BOB, CY, PHONE = 0, 1, 2, 3
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


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


@pytest.fixture
def keyed(qtbot, view) -> NetworkView:
    return with_keys(qtbot, view)


def with_keys(qtbot, view: NetworkView) -> NetworkView:
    """Bind the keys of the view's acts to it, as the window does."""
    acts = {each.name: each for each in view.actions_here()}

    def run(name: str) -> None:
        if acts[name].enabled():
            acts[name].run()

    bind(view, [(each.key, each.name) for each in acts.values() if each.key], run, whole=False)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


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


def places(view: NetworkView, rows: list[int]) -> list[tuple[float, float]]:
    chart = view.workspace.chart
    return list(zip(chart.x[rows].tolist(), chart.y[rows].tolist(), strict=True))


def test_h_hides_shift_h_shows_and_the_bottom_line_says_so(qtbot, keyed):
    qtbot.mouseClick(keyed, LEFT, pos=at(keyed, CY))
    assert "hidden" not in bottom_line(keyed.content)
    before = keyed.picture(800, 500)
    qtbot.keyClick(keyed, Qt.Key.Key_H)
    assert CY not in keyed.content.rows
    assert bottom_line(keyed.content).startswith("3 of 11 items drawn · ")
    keyed.grab()
    assert next(text for _, text, _ in keyed.below.places) == "Show 1 hidden by hand"
    assert keyed.picture(800, 500) != before
    qtbot.keyClick(keyed, Qt.Key.Key_H, SHIFT)
    assert CY in keyed.content.rows
    assert "hidden" not in bottom_line(keyed.content)


@pytest.mark.parametrize("name", list(layouts()))
def test_p_pins_and_no_layout_moves_what_is_pinned(qtbot, keyed, name):
    qtbot.mouseClick(keyed, LEFT, pos=at(keyed, CY))
    qtbot.keyClick(keyed, Qt.Key.Key_P)
    held, free = places(keyed, [CY]), places(keyed, [ANN, BOB, PHONE])
    keyed.layout_name = name
    qtbot.keyClick(keyed, Qt.Key.Key_F)
    assert places(keyed, [CY]) == held
    # On a chart without events or places, what needs them says so and moves nothing.
    assert (places(keyed, [ANN, BOB, PHONE]) == free) == (name in ("theme_lines", "geographic"))
    qtbot.keyClick(keyed, Qt.Key.Key_P)
    assert not keyed.workspace.chart.pinned.any()


def test_a_adds_what_is_selected_elsewhere_and_nothing_that_stood_moves(qtbot, keyed):
    crime, stood = 7, places(keyed, [ANN, BOB, CY, PHONE])
    keyed.workspace.select([crime])
    assert keyed.content.absent.tolist() == [crime]
    qtbot.keyClick(keyed, Qt.Key.Key_A)
    assert crime in keyed.content.rows
    assert not len(keyed.content.absent)
    assert places(keyed, [ANN, BOB, CY, PHONE]) == stood
    assert places(keyed, [crime])[0] not in stood
    assert keyed.rect().contains(at(keyed, crime))


def test_a_click_on_the_words_about_what_is_absent_adds_it(qtbot, view):
    view.workspace.select([7])
    qtbot.mouseClick(view, LEFT, pos=QPoint(400, 18))
    assert 7 in view.content.rows
    assert selected(view) == {7}


def test_ctrl_on_a_selected_item_takes_it_away(qtbot, view):
    qtbot.mouseClick(view, LEFT, pos=at(view, ANN))
    qtbot.mouseClick(view, LEFT, CTRL, at(view, BOB))
    qtbot.mouseClick(view, LEFT, CTRL, at(view, ANN))
    assert selected(view) == {BOB}
    qtbot.mouseClick(view, LEFT, CTRL, QPoint(790, 10))
    assert selected(view) == {BOB}
    qtbot.mouseClick(view, LEFT, pos=QPoint(790, 10))
    assert selected(view) == set()


def test_boxes_with_ctrl_add_and_with_alt_take_away(qtbot, view):
    around = QPoint(30, 30)
    for row, held, expected in ((ANN, CTRL, {ANN}), (CY, CTRL, {ANN, CY}), (ANN, ALT, {CY})):
        qtbot.mousePress(view, LEFT, held, at(view, row) - around)
        for point in (at(view, row), at(view, row) + around):
            event_move(view, point, held)
        qtbot.mouseRelease(view, LEFT, held, at(view, row) + around)
        assert selected(view) == expected


def event_move(view: NetworkView, point: QPoint, held: Qt.KeyboardModifier) -> None:
    """Move the pressed mouse with a key held, which QTest.mouseMove can't."""
    where = QPointF(point)
    kind = QEvent.Type.MouseMove
    QApplication.sendEvent(view, QMouseEvent(kind, where, view.mapToGlobal(where), Qt.MouseButton.NoButton, LEFT, held))


def test_dragging_one_of_several_selected_moves_them_all_and_escape_puts_them_back(qtbot, view):
    view.workspace.select([ANN, BOB])
    old = places(view, [ANN, BOB, CY, PHONE])
    start = at(view, ANN)
    qtbot.mousePress(view, LEFT, pos=start)
    for step in (QPoint(5, 10), QPoint(10, 40)):
        qtbot.mouseMove(view, start + step)
    moved = places(view, [ANN, BOB, CY, PHONE])
    assert moved[2:] == old[2:]
    for (x, y), (old_x, old_y) in zip(moved[:2], old[:2], strict=True):
        assert (x - old_x, y - old_y) == pytest.approx((10 / view.camera.scale, 40 / view.camera.scale), abs=0.01)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, LEFT, pos=start + QPoint(10, 40))
    assert places(view, [ANN, BOB, CY, PHONE]) == old


def test_acts_on_a_real_case_are_undone(qtbot, gm_copy):
    made = NetworkView(gm_copy.workspace, case=gm_copy.case, acts=gm_copy.acts)
    qtbot.addWidget(made)
    gm_copy.keep_first_chart()
    made.resize(1000, 700)
    made.show()
    made.fit()
    with_keys(qtbot, made)
    chart = gm_copy.workspace.chart
    row = int(made.content.rows[np.argmin(chart.x[made.content.rows])])
    qtbot.mouseClick(made, LEFT, pos=at(made, row))
    assert selected(made) == {row}
    qtbot.keyClick(made, Qt.Key.Key_H)
    assert chart.hidden[row]
    gm_copy.acts.undo()
    assert not chart.hidden[row]
    qtbot.keyClick(made, Qt.Key.Key_P)
    assert chart.pinned[row]
    gm_copy.acts.undo()
    assert not chart.pinned[row]


def test_a_first_chart_gets_finite_places_of_its_own(qtbot, gm, workspace):
    for each in (gm.workspace, workspace):
        if each is workspace:
            each.chart.drawn[:] = True
        made = NetworkView(each)
        qtbot.addWidget(made)
        made.resize(900, 600)
        rows = np.flatnonzero(each.chart.drawn)
        found = np.column_stack([each.chart.x[rows], each.chart.y[rows]])
        assert len(rows) > 5
        assert np.isfinite(found).all()
        gaps = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1)) + np.eye(len(rows)) * 1e9
        assert gaps.min() > 24


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


def test_the_filter_hides_on_the_chart_too(view):
    mask = np.ones(len(view.workspace), bool)
    mask[BOB] = False
    view.workspace.set_filter("test", FilterPart("Not Bob", mask))
    assert BOB not in view.content.rows
    assert view.content.filtered == 1
    view.workspace.tell(Change.CHART)
    assert len(view.content.link) == 1
