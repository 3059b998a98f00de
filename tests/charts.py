"""A chart of the small case in a network of its own, and the hand on it, for the tests of what is done there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint

from intelviz.render.theme import DARK, Theme
from intelviz.views.action import Action
from intelviz.views.network.view import NetworkView
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.opening import OpenCase
from tests.small_case import small_case

ANN, BOB, CY, ANNS_PHONE, BOBS_PHONE, HOME, LANE, BURGLARY, ROBBERY, CALL, SHORT_CALL = range(11)
"""The rows of the small case."""


class Heard(NetworkView):
    """A network that remembers what it said and what failed."""

    def __init__(self, opened: OpenCase, theme: Theme) -> None:
        super().__init__(opened.workspace, theme, case=opened.case, acts=opened.acts)
        self.heard: list[str] = []
        self.failures: list[object] = []
        self.said.connect(self.heard.append)
        self.failed.connect(self.failures.append)


def shown(
    qtbot, opened: OpenCase, size: tuple[int, int] = (1000, 600), theme: Theme = DARK, *, fit: bool = True
) -> Heard:
    """Show the chart of a case; ``fit`` brings all of it into sight."""
    view = Heard(opened, theme)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    if fit:
        view.fit()
    view.grab()
    return view


@contextmanager
def charted(folder: Path, x, y) -> Iterator[OpenCase]:
    """Open a small case whose first items stand on its one chart, at these places."""
    with OpenCase(small_case(folder / "small.intelviz")) as opened:
        ids = opened.workspace.items.id
        x, y = np.asarray(x, float), np.asarray(y, float)
        opened.acts.keep(NewChart(ids[: len(x)], "Chart 1", x, y), "Placed")
        opened.workspace.chart.restore(opened.case.charts()["Chart 1"], ids)
        yield opened


def ring(wide: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Return places for all items of the small case, apart from each other on an ellipse."""
    turn = np.arange(11) / 11 * 2 * np.pi
    return wide * np.cos(turn), high * np.sin(turn)


def act(view: NetworkView, name: str) -> Action:
    """Return an act of the view by its name."""
    return next(each for each in view.actions_here() if each.name == name)


def do(view: NetworkView, name: str) -> None:
    """Do an act of the view, which must be possible."""
    found = act(view, name)
    assert found.enabled()
    found.run()


def spot(view: NetworkView, row: int) -> QPoint:
    """Return where an item stands on the screen."""
    x, y = view.scene().screen(np.array([row], np.int32))
    return QPoint(round(float(x[0])), round(float(y[0])))
