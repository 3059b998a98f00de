"""The chart in small: there while part of the chart is out of sight, and a hand for moving about."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from intelviz.views.network.view import NetworkView

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, workspace):
    """Return four items at the corners of a large canvas, seen closely in the middle."""
    chart = workspace.chart
    chart.drawn[:4] = True
    chart.x[:4] = [-1500, 1500, -1500, 1500]
    chart.y[:4] = [-1000, -1000, 1000, 1000]
    made = NetworkView(workspace)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.fit()
    made.grab()
    return made


def closer(view: NetworkView) -> None:
    view.zoom_by(8, view.rect().center().toPointF())
    view.grab()


def test_it_is_there_only_while_part_of_the_chart_is_out_of_sight(view):
    assert view.overview.box.isEmpty()
    closer(view)
    assert view.overview.box.width() == 150
    assert view.overview.box.contains(view.overview.sight)
    view.fit()
    view.grab()
    assert view.overview.box.isEmpty()


def test_a_click_and_a_drag_on_it_look_elsewhere_and_move_no_item(qtbot, view):
    closer(view)
    before = view.workspace.chart.x.copy()
    box = view.overview.box
    corner = QPoint(round(box.left()) + 10, round(box.top()) + 10)
    qtbot.mouseClick(view, LEFT, pos=corner)
    assert (view.camera.x, view.camera.y) == pytest.approx(view.overview.canvas(corner.toPointF()))
    assert view.camera.x < -1000 and view.camera.y < -500
    other = QPoint(round(box.right()) - 10, round(box.bottom()) - 10)
    qtbot.mousePress(view, LEFT, pos=corner)
    qtbot.mouseMove(view, QPoint(round(box.center().x()), round(box.center().y())))
    qtbot.mouseMove(view, other)
    qtbot.mouseRelease(view, LEFT, pos=other)
    assert view.camera.x > 1000 and view.camera.y > 500
    assert not view.overview.holding
    assert np.array_equal(view.workspace.chart.x, before)
    assert not view.workspace.selected.any()


def test_it_follows_items_that_move(view):
    closer(view)
    left = view.overview.canvas(view.overview.box.topLeft())[0]
    view.workspace.chart.x[0] = -6000
    view.image.forget()
    view.grab()
    assert view.overview.canvas(view.overview.box.topLeft())[0] < left - 3000


def test_it_can_be_done_without_and_that_is_remembered(view):
    closer(view)
    act = next(each for each in view.actions_here() if each.name == "overview")
    act.run()
    view.grab()
    assert view.overview.box.isEmpty()
    settings = view.settings()
    act.run()
    view.restore(settings)
    assert view.overview_on is False
