"""Several charts a case, as tabs above the canvas: made, named, copied, ordered and deleted, all to be undone."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog

from intelviz.views.network import tab_acts
from intelviz.views.network.camera import Camera
from intelviz.views.network.view import NetworkView
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.opening import OpenCase, open_case
from tests.charts import do
from tests.small_case import small_case

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot, opened: OpenCase) -> NetworkView:
    view = NetworkView(opened.workspace, case=opened.case, acts=opened.acts)
    for widget in (view, view.tabs):
        qtbot.addWidget(widget)
        widget.resize(900, 500 if widget is view else 28)
        widget.show()
    view.grab()
    return view


@pytest.fixture
def view(qtbot, tmp_path):
    """Return the network of a case with two charts: three persons on the first, one of them on the second."""
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        ids = opened.workspace.items.id
        opened.acts.keep(NewChart(ids[:3], "Persons", np.arange(3.0) * 100, np.zeros(3)), "Persons")
        opened.acts.keep(NewChart(ids[:1], "Ann", np.ones(1), np.ones(1)), "Ann")
        opened.acts.open_chart("Persons")
        yield shown(qtbot, opened)


def texts(view: NetworkView) -> list[str]:
    return [view.tabs.bar.tabText(at) for at in range(view.tabs.bar.count())]


def click(qtbot, view: NetworkView, at: int) -> None:
    qtbot.mouseClick(view.tabs.bar, LEFT, pos=view.tabs.bar.tabRect(at).center())


def test_each_tab_says_how_many_items_and_a_click_opens_it(qtbot, view):
    assert texts(view) == ["Persons · 3", "Ann · 1"]
    click(qtbot, view, 1)
    assert view.workspace.chart.name == "Ann"
    assert view.content.rows.tolist() == [0]
    assert view.case.settings("chart", None) == "Ann"


def test_the_plus_makes_an_empty_chart_and_undo_takes_it(qtbot, view):
    qtbot.mouseClick(view.tabs.add, LEFT)
    assert texts(view) == ["Persons · 3", "Ann · 1", "Chart 1 · 0"]
    assert view.workspace.chart.name == "Chart 1"
    view.acts.undo()
    assert texts(view) == ["Persons · 3", "Ann · 1"]
    assert view.workspace.chart.name == "Persons"


def test_a_copy_holds_everything_and_stays_apart(view):
    view.workspace.select([0])
    do(view, "pin")
    do(view, "chart_duplicate")
    assert texts(view)[-1] == "Persons (copy) · 3"
    assert view.workspace.chart.pinned[0]
    do(view, "hide")
    assert not view.case.charts()["Persons"].hidden.any()


def test_a_double_click_renames(qtbot, view):
    qtbot.mouseDClick(view.tabs.bar, LEFT, pos=view.tabs.bar.tabRect(1).center())
    (dialog,) = view.findChildren(QInputDialog)
    dialog.setTextValue(" Suspects ")
    dialog.accept()
    assert texts(view) == ["Persons · 3", "Suspects · 1"]
    assert view.workspace.chart.name == "Persons"
    view.acts.undo()
    assert texts(view) == ["Persons · 3", "Ann · 1"]


def test_delete_opens_the_next_and_undo_puts_it_back_where_it_was(qtbot, view):
    qtbot.keyClick(view.tabs.bar, Qt.Key.Key_Delete)
    assert texts(view) == ["Ann · 1"]
    qtbot.keyClick(view.tabs.bar, Qt.Key.Key_Delete)
    assert texts(view) == ["Ann · 1"]
    view.acts.undo()
    assert texts(view) == ["Persons · 3", "Ann · 1"]
    assert view.workspace.chart.name == "Persons"


def test_tabs_are_dragged_into_another_order_which_is_kept(qtbot, view):
    bar = view.tabs.bar
    begin = bar.tabRect(0).center()
    qtbot.mousePress(bar, LEFT, pos=begin)
    for step in (20, 60, 120, 200):
        qtbot.mouseMove(bar, begin + QPoint(step, 0))
    qtbot.mouseRelease(bar, LEFT, pos=begin + QPoint(200, 0))
    assert texts(view) == ["Ann · 1", "Persons · 3"]
    assert tab_acts.names(view) == ["Ann", "Persons"]
    view.acts.undo()
    assert texts(view) == ["Persons · 3", "Ann · 1"]


def test_keys_open_the_next_chart_and_move_it(view):
    do(view, "chart_next")
    assert view.workspace.chart.name == "Ann"
    do(view, "chart_left")
    assert texts(view) == ["Ann · 1", "Persons · 3"]
    do(view, "chart_previous")
    assert view.workspace.chart.name == "Persons"


def test_each_chart_is_found_as_it_was_left_also_after_reopening(qtbot, view):
    view.look(Camera(50, 20, 2.5, 900, 500))
    do(view, "chart_next")
    assert view._fitted
    view.look(Camera(-7, 3, 0.5, 900, 500))
    do(view, "chart_next")
    assert (view.camera.x, view.camera.y, view.camera.scale) == (50, 20, 2.5)
    settings, path = view.settings(), view.case.path
    view.case.close()
    with open_case(path) as again:
        other = shown(qtbot, again)
        other.restore(settings)
        qtbot.waitUntil(lambda: other.camera.scale == 2.5)
        tab_acts.open_one(other, "Ann")
        assert (other.camera.x, other.camera.y, other.camera.scale) == (-7, 3, 0.5)


def test_a_remembered_sight_from_a_stranger_is_checked(view):
    view.cameras.restore({"Ann": [1, 2, float("nan"), False], "Bob": "x", 3: [0, 0, 1, False]})
    view.cameras.restore([1])
    do(view, "chart_next")
    assert np.isfinite([view.camera.x, view.camera.scale]).all()


def test_a_case_for_reading_only_has_tabs_that_open_and_nothing_else(qtbot, view):
    path = view.case.path
    view.case.close()
    with open_case(path, read_only=True) as again:
        other = shown(qtbot, again)
        assert not other.tabs.add.isEnabled()
        click(qtbot, other, 1)
        assert other.workspace.chart.name == "Ann"
        assert [each.name for each in tab_acts.actions(other) if each.enabled()] == ["chart_next", "chart_previous"]
