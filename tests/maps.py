"""A map in a window of its own, and the hand on it, for the tests of what is done there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from intelviz.render.mercator import project_point
from intelviz.render.theme import DARK, Theme
from intelviz.views.map.view import MapView
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.workspace import Workspace

HIGH, MILL = (-2.24, 53.48), (-2.2, 53.5)
"""The two places of the small case."""


def shown(qtbot, of: Workspace | OpenCase, size: tuple[int, int] = (800, 600), theme: Theme = DARK) -> MapView:
    """Show the map of a case, or of a workspace without one."""
    view = MapView(of.workspace, theme, case=of.case, acts=of.acts) if isinstance(of, OpenCase) else MapView(of, theme)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    qtbot.waitExposed(view)
    view.grab()
    return view


def at(view: MapView, lon: float, lat: float) -> QPoint:
    """Return where a place is on the screen."""
    x, y = view.camera.to_screen(*project_point(lon, lat))
    return QPoint(round(x), round(y))


def click(view: MapView, point: QPoint) -> None:
    """Go there with the mouse, and click."""
    QTest.mouseMove(view, point)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
