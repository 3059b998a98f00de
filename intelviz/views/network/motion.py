"""Going from one camera or arrangement to another, so that the eye can follow, and not at all where motion is off."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QVariantAnimation
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget

from intelviz.case.columns import Rows
from intelviz.views.network.camera import Camera

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

Column = NDArray[np.float32]
_MILLISECONDS, _GLIDE = 180, 300
MOST_GLIDING = 5_000
"""More items than this are shown where they are at once: a frame of them would take too long."""


def motion_wanted(widget: QWidget) -> bool:
    """Return whether the system animates, and there is a screen for somebody to see it on.

    A remote session (Citrix, RDP, X over SSH) would send each frame over the network: there nothing moves.
    """
    drawn = QGuiApplication.platformName() not in ("offscreen", "minimal")
    remote = os.environ.get("SESSIONNAME", "").upper().startswith(("ICA", "RDP")) or "SSH_CONNECTION" in os.environ
    return drawn and not remote and widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


class Motion(QObject):
    """Tells ``show`` each camera on the way; ``at`` is the one in between, or None when there."""

    def __init__(self, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.at: Camera | None = None
        self._show = show
        self._begin = self._end = Camera()
        self._run = QVariantAnimation(self)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.setDuration(_MILLISECONDS)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.valueChanged.connect(self._moved)
        self._run.finished.connect(self.stop)

    def go(self, begin: Camera, end: Camera) -> None:
        """Begin the way."""
        self._run.stop()
        self._begin, self._end, self.at = begin, end, begin
        self._run.start()

    def stop(self) -> None:
        """Be there at once."""
        if self.at is not None:
            self._run.stop()
            self.at = None
            self._show()

    def _moved(self, share: float) -> None:
        if self.at is not None:
            self.at = self._begin.toward(self._end, share)
            self._show()


class Glide(QObject):
    """Shows items on their way from where they stood to where they stand.

    The chart itself holds the new places all the while; only what is painted lies between. A key, a click or a turn of
    the wheel ends it.
    """

    _ENDS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.KeyPress, QEvent.Type.Hide})

    def __init__(self, view: NetworkView) -> None:
        super().__init__(view)
        self._view = view
        self._rows: Rows = np.zeros(0, np.int32)
        self._x = self._y = np.zeros(0, np.float32)
        self._chart: object = None
        self.share = 1.0
        self._run = QVariantAnimation(self)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.setDuration(_GLIDE)
        self._run.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._run.valueChanged.connect(self._moved)
        self._run.finished.connect(self.stop)

    def go(self, rows: Rows, camera: Camera, x: Column, y: Column) -> None:
        """Begin the way of these rows from ``x`` and ``y`` (of all items), as seen by ``camera`` before."""
        self.stop()
        chart = self._view.workspace.chart
        if not motion_wanted(self._view) or not self._view.isVisible() or not 0 < len(rows) <= MOST_GLIDING:
            return
        if not (x[rows].any() or y[rows].any()):
            return
        self._rows, self._x, self._y, self._chart, self.share = rows, x, y, chart, 0.0
        self._view.installEventFilter(self)
        self._view.motion.go(camera, self._view.camera)
        self._run.start()

    def stop(self) -> None:
        """Be there at once."""
        if self.share < 1.0:
            self.share = 1.0
            self._run.stop()
            self._view.removeEventFilter(self)
            self._view.image.forget()
            self._view.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint what lies between; anything that the analyst does ends the way."""
        chart = self._view.workspace.chart
        if chart is not self._chart or len(chart.x) != len(self._x) or event.type() in self._ENDS:
            self.stop()
        elif event.type() == QEvent.Type.Paint and watched is self._view:
            x, y, rows = chart.x, chart.y, self._rows
            chart.x, chart.y = x.copy(), y.copy()
            chart.x[rows] = self._x[rows] + (x[rows] - self._x[rows]) * np.float32(self.share)
            chart.y[rows] = self._y[rows] + (y[rows] - self._y[rows]) * np.float32(self.share)
            try:
                return watched.event(event)
            finally:
                chart.x, chart.y = x, y
        return False

    def _moved(self, share: float) -> None:
        if self.share < 1.0:
            self.share = min(share, 0.999)
            self._view.image.forget()
            self._view.update()
