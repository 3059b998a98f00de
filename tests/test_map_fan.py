"""Stacks on the map open as a fan or a list, with a real mouse and real keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from intelviz.render.mercator import project_point
from intelviz.render.theme import DARK, LIGHT
from intelviz.views.item_drag import ids_in
from intelviz.views.map.fan import MOST, spread
from intelviz.views.map.marks import ICON
from intelviz.views.map.steps import pick_focus
from intelviz.views.map.view import MapView
from intelviz.workspace.workspace import FilterPart, Workspace
from tests.conftest import made_columns, made_schema
from tests.kept_picture import same_picture
from tests.maps import HIGH, MILL, at, shown

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def stacked(count: int) -> Workspace:
    """Return a place with so many crimes, and another place far from it."""
    crimes = [("Crime", f"Crime {number}", "05/08/2017", HIGH) for number in range(count - 1)]
    items = [("Location", "1 High Street", "", HIGH), *crimes, ("Location", "2 Mill Lane", "", MILL)]
    return Workspace(made_columns(items, []), made_schema())


def picked(view: MapView) -> list[int]:
    return view.workspace.selected_rows.tolist()


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_marks_of_a_fan_do_not_cover_each_other(count):
    places = np.array(spread(count))
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert away[~np.eye(count, dtype=bool)].min() >= ICON
    assert np.hypot(*places.T).min() > ICON


def test_a_click_on_a_stack_opens_it_and_each_mark_is_picked_alone(qtbot):
    view = shown(qtbot, stacked(6))
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    assert picked(view) == list(range(6)) and view.fan.opened
    marks = [each.toPoint() for each in view.fan.places()]
    QTest.mouseMove(view, marks[2])
    assert view.workspace.focus == view.fan.rows[2]
    QTest.mouseClick(view, LEFT, NONE, marks[2])
    first = int(view.fan.rows[2])
    assert picked(view) == [first] and view.fan.opened
    QTest.mouseClick(view, LEFT, CTRL, marks[4])
    assert picked(view) == sorted([first, int(view.fan.rows[4])])
    QTest.mouseClick(view, LEFT, ALT, marks[2])
    assert picked(view) == [int(view.fan.rows[4])]
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    assert not view.fan.opened and picked(view) == list(range(6))
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    assert view.fan.opened
    QTest.mouseClick(view, LEFT, NONE, QPoint(400, 40))
    assert not view.fan.opened and picked(view) == []


def test_the_keyboard_opens_walks_picks_and_closes(qtbot):
    view = shown(qtbot, stacked(5))
    view.workspace.set_focus(0)
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.fan.opened and view.workspace.focus == view.fan.rows[0]
    camera = view.camera
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Period)
    assert view.workspace.focus == view.fan.rows[2] and view.camera == camera
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert picked(view) == [int(view.fan.rows[1])]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.fan.opened and picked(view)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert picked(view) == []


def test_esc_ends_what_a_click_on_a_stack_began(qtbot):
    for count in (5, 60):
        view = shown(qtbot, stacked(count))
        QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
        assert len(picked(view)) == count
        QTest.keyClick(view if view.fan.opened else view.fan.list.lines, Qt.Key.Key_Escape)
        assert not view.fan.opened and view.fan.list is None and picked(view) == []


def test_one_that_stands_alone_does_not_open(qtbot):
    view = shown(qtbot, stacked(3))
    QTest.mouseClick(view, LEFT, NONE, at(view, *MILL))
    assert not view.fan.opened
    view.workspace.set_focus(3)
    with qtbot.waitSignal(view.said, check_params_cb=lambda words: "No stack" in words):
        view.fan.open_focus()


def test_a_mark_is_dragged_out_as_others_are(qtbot, monkeypatch):
    view = shown(qtbot, stacked(4))
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    mark = view.fan.places()[1].toPoint()
    QTest.mouseClick(view, LEFT, NONE, mark)
    dragged: list[int] = []
    monkeypatch.setattr("intelviz.views.canvas.drag_items", lambda _view, _workspace, row: dragged.append(row))
    QTest.mousePress(view, LEFT, NONE, mark)
    for x in (mark.x() - 20, -30):
        QTest.mouseMove(view, QPoint(x, mark.y()))
    assert dragged == [int(view.fan.rows[1])]


def test_it_follows_its_place_and_closes_when_the_filter_changes(qtbot):
    view = shown(qtbot, stacked(4))
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    before = view.fan.places()[0]
    view.pan_by(50, -60)
    moved = view.fan.places()[0] - before
    assert (moved.x(), moved.y()) == pytest.approx((50, -60), abs=60)
    view.workspace.set_filter("test", FilterPart("few", np.arange(5) != 1))
    assert not view.fan.opened


def test_many_open_as_a_list_that_is_searched_and_picked_from(qtbot):
    view = shown(qtbot, stacked(60))
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    box = view.fan.list
    assert not view.fan.opened and box is not None and box.model.rowCount() == 60
    assert "60 items" in box.title.text()
    box.find.setText("crime 17")
    assert box.model.rowCount() == 1 and "1 of 60" in box.title.text()
    index = box.model.index(0)
    assert index.data().startswith("Crime 17 · crime · ")
    QTest.mouseClick(box.lines.viewport(), LEFT, NONE, box.lines.visualRect(index).center())
    assert picked(view) == [18]
    assert ids_in(box.model.mimeData([index])).tolist() == [118]
    QTest.mouseMove(box.lines.viewport(), box.lines.visualRect(index).center() + QPoint(3, 1))
    assert view.workspace.focus in (-1, 18)
    view.workspace.set_focus(18)
    pick_focus(view, add=False)
    assert picked(view) == [18]
    QTest.mouseClick(box, LEFT, NONE, QPoint(3, 3))
    assert picked(view) == [18]
    QTest.keyClick(box.lines, Qt.Key.Key_Escape)
    assert view.fan.list is None and picked(view) == [18]
    QTest.mouseClick(view, LEFT, NONE, at(view, *HIGH))
    assert view.fan.list is not None
    QTest.mouseClick(view, LEFT, NONE, QPoint(400, 40))
    assert view.fan.list is None and picked(view) == []


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_fan_looks_as_it_did(qtbot, theme):
    view = shown(qtbot, stacked(13), theme=theme)
    view.look(view.camera.at(*project_point(*HIGH)))
    view.fan.open(0)
    view.workspace.select([4])
    same_picture(view.picture(500, 400), f"map_fan_{theme.name}")
    assert view.fan.row_at(QPointF(-100, -100)) == -1
