"""Large layers are painted off the interface's thread; until one is ready, its last picture is moved and scaled."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter

from intelviz.render.mercator import Camera
from intelviz.views.map.own.drawing import Drawing
from intelviz.workspace.map_layers.kept_layer import LayerStyle

_HEAVY = 60_000
"""Corners from which on a layer is painted in a thread, unless the last time took no longer than ``_QUICK``."""
_QUICK = 0.025


@dataclass(frozen=True, eq=False)
class _Picture:
    """A layer as it was painted: for which drawing and style, camera and pixel ratio."""

    drawing: Drawing
    style: LayerStyle
    camera: Camera
    ratio: float
    image: QImage

    def fits(self, drawing: Drawing, style: LayerStyle, camera: Camera, ratio: float) -> bool:
        """Return whether it shows just this."""
        return (self.drawing, self.style, self.camera, self.ratio) == (drawing, style, camera, ratio)


class Behind(QObject):
    """The pictures of large layers by name; ``painted`` says that another is ready. Used in the interface's thread."""

    painted = Signal()
    _done = Signal(str, object, float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: dict[str, _Picture] = {}
        self._cost: dict[Drawing, float] = {}
        self._at_work: set[str] = set()
        self._done.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether a layer is being painted."""
        return bool(self._at_work)

    def draw(
        self, painter: QPainter, name: str, drawing: Drawing, style: LayerStyle, camera: Camera, *, wait: bool
    ) -> None:
        """Draw a layer: at once if it is small or is to be waited for, else as it was until it is painted anew."""
        heavy = len(drawing.xy) > _HEAVY and self._cost.get(drawing, 1.0) > _QUICK
        if wait or not heavy:
            begun = time.perf_counter()
            drawing.draw(painter, camera, style)
            self._cost[drawing] = time.perf_counter() - begun
            return
        ratio = painter.device().devicePixelRatioF()
        held = self._held.get(name)
        if held is not None and held.drawing is drawing:
            left, top, right, bottom = held.camera.bounds
            x, y = camera.to_screen(left, top)
            end_x, end_y = camera.to_screen(right, bottom)
            painter.drawImage(QRectF(x, y, end_x - x, end_y - y), held.image)
        if (held is None or not held.fits(drawing, style, camera, ratio)) and name not in self._at_work:
            self._at_work.add(name)
            args = name, drawing, style, camera, ratio
            threading.Thread(target=self._paint, args=args, name="paint a layer", daemon=True).start()

    def keep(self, names: set[str], drawings: set[Drawing]) -> None:
        """Forget the pictures of layers that are no longer there."""
        self._held = {name: held for name, held in self._held.items() if name in names}
        self._cost = {drawing: cost for drawing, cost in self._cost.items() if drawing in drawings}

    def _paint(self, name: str, drawing: Drawing, style: LayerStyle, camera: Camera, ratio: float) -> None:
        size = round(camera.width * ratio), round(camera.height * ratio)
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(0)
        begun = time.perf_counter()
        painter = QPainter(image)
        drawing.draw(painter, camera, style)
        painter.end()
        try:
            self._done.emit(name, _Picture(drawing, style, camera, ratio, image), time.perf_counter() - begun)
        except RuntimeError:
            # The map is gone, and nobody waits for its layer.
            return

    def _take(self, name: str, picture: _Picture, cost: float) -> None:
        self._at_work.discard(name)
        self._held[name] = picture
        self._cost[picture.drawing] = cost
        self.painted.emit()
