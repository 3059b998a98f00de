"""Where the network is looked at from: its camera, fitting, and what of it is remembered, chart by chart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QTimer

from intelviz.analysis.layout import layouts
from intelviz.case.columns import Rows
from intelviz.views.canvas import Canvas
from intelviz.views.network.camera import Camera
from intelviz.views.network.legend import ROOMY
from intelviz.views.network.motion import motion_wanted
from intelviz.views.network.picture import NAMING

if TYPE_CHECKING:
    from intelviz.views.network.cameras import Cameras
    from intelviz.views.network.content import Content
    from intelviz.views.network.legend import Legend
    from intelviz.views.network.motion import Motion
    from intelviz.views.network.note_hand import NoteHand
    from intelviz.views.network.overview import Overview


_STILL = 120
"""Milliseconds after the last movement."""


class Sight(Canvas):
    """The part of the network view that knows what is in sight; a camera that nobody has moved shows everything."""

    content: Content
    legend: Legend
    legend_on: bool | None
    motion: Motion
    notes: NoteHand
    cameras: Cameras
    opened: set[int]
    layout_name: str
    naming: str
    settling: QTimer
    overview: Overview
    overview_on: bool = True
    _camera: Camera
    _fitted: bool

    @property
    def camera(self) -> Camera:
        """The camera at the widget's size; one that nobody has moved keeps showing everything."""
        wide, high = float(max(1, self.width())), float(max(1, self.height()))
        if (self._camera.width, self._camera.height) != (wide, high):
            self._camera = self._camera.sized(wide, high)
            if self._fitted:
                self._fit_now()
        return self._camera

    def look(self, camera: Camera) -> None:
        """Look at another part of the canvas."""
        self.motion.stop()
        self._camera = camera
        self._fitted = False
        self.settling.start()
        self.update()

    def settles(self) -> QTimer:
        """Return a clock that rings when one has stopped moving about, and a true picture is due."""
        clock = QTimer(self)
        clock.setSingleShot(True)
        clock.setInterval(_STILL)
        clock.timeout.connect(self.update)
        return clock

    def _follow_chart(self) -> None:
        """Where another chart was opened, look at it as it was left."""
        name = self.workspace.chart.name
        if name == self.cameras.chart:
            return
        sight = self.cameras.go_to(name, self._camera, fitted=self._fitted)
        self.motion.stop()
        self.opened = set()
        self._fitted = sight is None or sight[3]
        if sight is not None and not sight[3]:
            self._camera = Camera(*sight[:3], self._camera.width, self._camera.height)

    # Moving about

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture."""
        self.look(self.camera.panned(dx, dy))

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom, keeping the point under ``at`` where it is."""
        self.look(self.camera.zoomed(factor, at.x(), at.y()))

    def fit(self) -> None:
        """Show the whole chart."""
        self._fit_now()
        self._fitted = True
        self.update()

    def refit(self) -> None:
        """Show the whole chart anew, unless one has looked at a part of it."""
        if self._fitted:
            self._fit_now()
            self.update()

    def _fit_now(self) -> None:
        chart, rows = self.workspace.chart, self.content.rows
        sized = self._camera.sized(float(max(1, self.width())), float(max(1, self.height())))
        self.legend.clear()
        if self.legend_shown:
            self.legend.lay_out(self.scene_at(sized))
        box, notes = self.legend.box, self.notes.notes
        corners_x = [x for each in notes for x in (each.x, each.x + each.width)]
        corners_y = [y for each in notes for y in (each.y, each.y + each.height)]
        x, y = chart.x[rows], chart.y[rows]
        if notes:
            x = np.concatenate([x, np.array(corners_x, np.float32)])
            y = np.concatenate([y, np.array(corners_y, np.float32)])
        if box.isEmpty():
            self._camera = sized.fitted(x, y)
        else:
            room = sized.width - box.left() + 24, box.bottom() + 24
            self._camera = sized.fitted_beside(x, y, *room)

    def fit_selection(self) -> None:
        """Show the selected items."""
        self.show_rows(self.workspace.selected_rows, whole=True)

    def show_rows(self, rows: Rows, *, whole: bool = False) -> None:
        """Bring items into sight; those that aren't drawn leave the view where it is."""
        rows = np.asarray(rows, np.int32)
        rows = np.unique(self.content.leader[rows[self.content.present[rows]]])
        if not len(rows):
            return
        chart = self.workspace.chart
        goal = self.camera.fitted(chart.x[rows], chart.y[rows], 80.0, 1.2)
        if not whole and len(rows) == 1:
            goal = Camera(goal.x, goal.y, max(self.camera.scale, 0.8), goal.width, goal.height)
        begin = self.camera
        self.look(goal)
        if motion_wanted(self) and self.isVisible():
            self.motion.go(begin, goal)

    # The legend, which the chart is fitted beside

    @property
    def legend_shown(self) -> bool:
        """Whether the legend is drawn: where nobody has said so, in a view that has room for it."""
        return self.width() >= ROOMY if self.legend_on is None else self.legend_on

    def flip_legend(self) -> None:
        """Show the legend, or take it away."""
        self.legend_on = not self.legend_shown
        if self._fitted:
            self._fit_now()
        self.update()

    # The whole in small

    def look_at(self, at: QPointF) -> None:
        """Bring what stands at a point of the overview to the middle."""
        x, y = self.overview.canvas(at)
        self.look(replace(self.camera, x=x, y=y))

    def flip_overview(self) -> None:
        """Show the overview where part of the chart is out of sight, or never."""
        self.overview_on = not self.overview_on
        self.update()

    # What is remembered

    def settings(self) -> dict[str, object]:
        """Return what the view remembers."""
        camera = self._camera
        return {
            "x": camera.x,
            "y": camera.y,
            "scale": camera.scale,
            "fitted": self._fitted,
            "layout": self.layout_name,
            "names": self.naming,
            "legend": self.legend_on,
            "overview": self.overview_on,
            "charts": self.cameras.plain(camera, fitted=self._fitted),
        }

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what was remembered."""
        self.cameras.restore(settings.get("charts"))
        numbers = [settings.get(name) for name in ("x", "y", "scale")]
        if settings.get("layout") in layouts():
            self.layout_name = str(settings["layout"])
        if settings.get("names") in NAMING:
            self.naming = str(settings["names"])
        self.overview_on = settings.get("overview") is not False
        legend = settings.get("legend")
        self.legend_on = legend if isinstance(legend, bool) else None
        if settings.get("fitted") is False and all(isinstance(each, int | float) for each in numbers):
            x, y, scale = (float(each) for each in numbers if isinstance(each, int | float))
            if np.isfinite([x, y, scale]).all() and scale > 0:
                QTimer.singleShot(
                    0, self, lambda: self.look(Camera(x, y, scale, float(self.width()), float(self.height())))
                )
