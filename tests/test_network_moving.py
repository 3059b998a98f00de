"""A network that takes long to draw follows the hand at once, and is drawn truly when the hand rests."""

from __future__ import annotations

import numpy as np
import pytest

from intelviz.views.network import picture
from intelviz.views.network.view import NetworkView
from intelviz.workspace.workspace import Workspace
from tests.conftest import made_schema, many
from tests.kept_picture import difference


@pytest.fixture
def view(qtbot, monkeypatch):
    workspace = Workspace(many(60, 80), made_schema())
    random = np.random.default_rng(3)
    workspace.chart.drawn[:] = True
    workspace.chart.x[:], workspace.chart.y[:] = random.normal(0, 400, (2, 60))
    made = NetworkView(workspace)
    made.naming, made.legend_on, made.overview_on = "none", False, False
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.fit()
    made.grab()
    monkeypatch.setattr(picture, "SLOW", 0.0)
    return made


def test_the_kept_picture_is_shown_where_it_belongs_and_a_true_one_follows(qtbot, view):
    before = view.grab().toImage()
    view.pan_by(40, -24)
    moved = view.grab().toImage()
    assert view.image.moved
    qtbot.waitUntil(lambda: not view.settling.isActive())
    true = view.grab().toImage()
    assert not view.image.moved
    assert difference(moved, true) < 20
    assert difference(before, true) > 40


def test_zooming_scales_it_about_the_pointer(qtbot, view):
    before = view.grab().toImage()
    view.zoom_by(1.1, view.rect().center().toPointF())
    moved = view.grab().toImage()
    assert view.image.moved
    qtbot.waitUntil(lambda: not view.settling.isActive())
    true = view.grab().toImage()
    assert not view.image.moved
    assert difference(moved, true) < difference(before, true) / 2


def test_an_exported_picture_is_always_a_true_one(view):
    view.pan_by(10, 0)
    view.picture(800, 500)
    assert not view.image.moved


def test_what_has_changed_is_drawn_truly_even_while_moving(view):
    view.pan_by(10, 0)
    view.image.forget()
    view.grab()
    assert not view.image.moved
