"""The layers of the map as pictures, each kept until what it shows changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from intelviz.render.basepaint import draw_ground, draw_names
from intelviz.render.points import radius_of
from intelviz.views.map.content import Picture
from intelviz.views.map.emphasis import draw_emphasis, draw_ties
from intelviz.views.map.furniture import draw_attribution, draw_empty, draw_north, draw_scale
from intelviz.views.map.hexagons import draw_hexagons
from intelviz.views.map.legend import Legend, Row, draw_legend, legend_of
from intelviz.views.map.marks import Scene, draw_marks


class MapPicture:
    """Ground with names; marks; and both with what stands out, scale and legend, ready to be shown."""

    def __init__(self) -> None:
        self._version = 0
        self._selection = 0
        self._ground: QImage | None = None
        self._ground_key: object = None
        self._base: QImage | None = None
        self._marks: QImage | None = None
        self._whole: QImage | None = None
        self._base_key: object = None
        self._whole_key: object = None
        self._peak = 0.0
        self.under: Callable[[QPainter, Scene], None] = lambda painter, scene: None
        """Paints what lies over the ground and under the marks."""
        self.ground: Callable[[QPainter, Scene], None] = lambda painter, scene: None
        """Paints what is part of the ground, under the names of places."""
        self.legend: Legend | None = None
        self.left, self.right = 0.0, 0.0

    def forget(self) -> None:
        """Draw everything anew next time."""
        self._version += 1

    def forget_ground(self) -> None:
        """Draw the ground anew next time, and all that is kept with it."""
        self._ground_key = None
        self.forget()

    def forget_selection(self) -> None:
        """Draw anew what stands out."""
        self._selection += 1

    def legend_has(self, at: QPointF) -> bool:
        """Return whether the legend lies at a point."""
        return self.legend is not None and self.legend.box.contains(at)

    def legend_row(self, at: QPointF) -> Row | None:
        """Return the line of the legend at a point."""
        return self.legend.row_at(at) if self.legend is not None else None

    def draw(self, painter: QPainter, scene: Scene, far: int) -> None:
        """Draw the map."""
        base = scene.camera, scene.ratio, scene.theme.name, self._version
        if base != self._base_key:
            self._make(scene)
            self._base_key = base
        whole = base, self._selection, far
        if whole != self._whole_key:
            self._compose(scene, far)
            self._whole_key = whole
        assert self._whole is not None
        painter.drawImage(0, 0, self._whole)

    def _make(self, scene: Scene) -> None:
        picture = scene.content.picture(scene.camera)
        self._base = _image(self._base, scene, QImage.Format.Format_RGB32)
        painter = QPainter(self._base)
        painter.drawImage(0, 0, self._land(scene))
        painter.setFont(scene.font)
        if picture.way in ("clusters", "points"):
            _draw_names(painter, scene, picture)
        painter.end()
        self._marks = _image(self._marks, scene, QImage.Format.Format_ARGB32_Premultiplied)
        self._marks.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._marks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw = draw_hexagons if picture.way == "hexagons" else draw_marks
        self._peak = draw(painter, scene, picture)
        if picture.way not in ("clusters", "points"):
            _draw_names(painter, scene, picture)
        painter.end()

    def _land(self, scene: Scene) -> QImage:
        """Return the bare ground, which no filter changes."""
        key = scene.camera, scene.ratio, scene.theme.name
        if self._ground is None or key != self._ground_key:
            self._ground = _image(self._ground, scene, QImage.Format.Format_RGB32)
            painter = QPainter(self._ground)
            painter.setFont(scene.font)
            draw_ground(painter, scene.camera, scene.theme)
            self.ground(painter, scene)
            painter.end()
            self._ground_key = key
        return self._ground

    def _compose(self, scene: Scene, far: int) -> None:
        assert self._base is not None and self._marks is not None
        content = scene.content
        picture = content.picture(scene.camera)
        self._whole = _image(self._whole, scene, QImage.Format.Format_RGB32)
        painter = QPainter(self._whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawImage(0, 0, self._base)
        self.under(painter, scene)
        ties = draw_ties(painter, scene) if content.options.ties == "all" else 0
        painter.setOpacity(scene.theme.faded if content.picking else 1.0)
        painter.drawImage(0, 0, self._marks)
        painter.setOpacity(1.0)
        if content.options.ties == "selection":
            ties = draw_ties(painter, scene)
        self.legend = legend_of(scene, picture, self._peak, ties, far)
        self.legend.lay_out(scene)
        draw_emphasis(painter, scene, picture, self.legend.box)
        self.left = draw_scale(painter, scene).right()
        self.right = draw_attribution(painter, scene)
        draw_north(painter, scene)
        draw_empty(painter, scene)
        draw_legend(painter, scene, self.legend)
        painter.end()


def _image(old: QImage | None, scene: Scene, form: QImage.Format) -> QImage:
    size = round(scene.camera.width * scene.ratio), round(scene.camera.height * scene.ratio)
    if old is not None and (old.width(), old.height()) == size and old.devicePixelRatio() == scene.ratio:
        return old
    image = QImage(*size, form)
    image.setDevicePixelRatio(scene.ratio)
    return image


def _draw_names(painter: QPainter, scene: Scene, picture: Picture) -> None:
    """Draw the names of places under the marks, but over a raster, which would hide them."""
    if scene.content.options.names:
        draw_names(painter, scene.camera, scene.theme, scene.font, _avoid(scene, picture))


def _avoid(scene: Scene, picture: Picture) -> list[QRectF]:
    """Return where the larger marks stand, so that names keep off them."""
    camera = scene.camera
    furniture = [QRectF(0, camera.height - 54, 160, 54), QRectF(0, 0, 40, 48)]
    if picture.way != "clusters":
        return furniture
    marks = picture.marks
    x, y = camera.many_to_screen(marks.x, marks.y)
    radius = np.where(marks.place < 0, radius_of(marks.count), 8.0) - 2
    seen = np.flatnonzero((x > -30) & (x < camera.width + 30) & (y > -30) & (y < camera.height + 30))
    return furniture + [
        QRectF(x[at] - radius[at], y[at] - radius[at], 2 * radius[at], 2 * radius[at]) for at in seen[:1500].tolist()
    ]
