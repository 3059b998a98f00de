"""Going from one camera to another, so that the eye can follow: at most 200 ms, and not at all where motion is off."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget

from intelviz.views.network.camera import Camera

_MILLISECONDS = 180


def motion_wanted(widget: QWidget) -> bool:
    """Return whether the system animates, and there is a screen for somebody to see it on."""
    drawn = QGuiApplication.platformName() not in ("offscreen", "minimal")
    return drawn and widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


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
