"""The layers of the map as pictures, each kept until what it shows changes, and laid over each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from intelviz.render.basepaint import draw_ground, draw_names
from intelviz.render.points import radius_of
from intelviz.views.map.content import Content, Picture
from intelviz.views.map.emphasis import draw_emphasis, draw_ties
from intelviz.views.map.furniture import draw_attribution, draw_empty, draw_north, draw_scale
from intelviz.views.map.hexagons import draw_hexagons
from intelviz.views.map.layers.state import MARKS, Layer
from intelviz.views.map.legend import Legend, Raster, Row, draw_legend, legend_of
from intelviz.views.map.marks import Scene, draw_marks

if TYPE_CHECKING:
    from intelviz.views.map.layers.marked import Marked
    from intelviz.views.map.tracks import Tracks

Paint = Callable[[QPainter, Scene], None]


class MapPicture:
    """All layers with what stands out, scale and legend, ready to be shown; ``areas`` paints the kept areas."""

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._version = 0
        self._selection = 0
        self._kept: dict[str, tuple[object, QImage]] = {}
        self._peaks: dict[str, float] = {}
        self._whole: QImage | None = None
        self._whole_key: object = None
        self.areas: Paint = lambda painter, scene: None
        self.tracks: Tracks | None = None
        self.title = "No items are drawn"
        """What the legend says above the layers from outside, where no layer of items is drawn."""
        self.legend: Legend | None = None
        self.left, self.right = 0.0, 0.0

    def forget(self) -> None:
        """Draw everything anew next time, but for the ground."""
        self._version += 1

    def forget_selection(self) -> None:
        """Lay the layers over each other anew, and draw anew what stands out."""
        self._selection += 1

    def legend_has(self, at: QPointF) -> bool:
        """Return whether the legend lies at a point."""
        return self.legend is not None and self.legend.box.contains(at)

    def legend_row(self, at: QPointF) -> Row | None:
        """Return the line of the legend at a point."""
        return self.legend.row_at(at) if self.legend is not None else None

    def draw(self, painter: QPainter, scene: Scene, far: int) -> None:
        """Draw the map."""
        seen = scene.camera, scene.ratio, scene.theme.name, far
        whole = seen, self._version, self._selection, tuple(self._versions())
        if whole != self._whole_key:
            self._compose(scene, far)
            self._whole_key = whole
        assert self._whole is not None
        painter.drawImage(0, 0, self._whole)

    def _versions(self) -> Iterator[object]:
        for key, layer in self._marked.others.items():
            yield key, layer.version

    # The layers by themselves

    def _raster(self, name: str, scene: Scene, version: object, paint: Paint) -> QImage:
        """Return what a layer paints as a picture, painted anew where the camera or its version is another."""
        key = scene.camera, scene.ratio, scene.theme.name, version
        held = self._kept.get(name)
        if held is not None and held[0] == key:
            return held[1]
        image = _image(held[1] if held is not None else None, scene, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scene.font)
        paint(painter, scene)
        painter.end()
        self._kept[name] = key, image
        return image

    def _marks(self, key: str, scene: Scene) -> QImage:
        def paint(painter: QPainter, scene: Scene) -> None:
            draw = draw_hexagons if key == "hexagons" else draw_marks
            self._peaks[key] = draw(painter, scene, scene.content.picture(scene.camera))

        return self._raster(key, replace(scene, content=self._marked.of(key)), self._version, paint)

    def _names(self, scene: Scene) -> QImage:
        """Return the names of places, which keep off the clusters."""
        avoid = self.avoided(scene)

        def paint(painter: QPainter, scene: Scene) -> None:
            draw_names(painter, scene.camera, scene.theme, scene.font, avoid)

        return self._raster("names", scene, self._version, paint)

    def avoided(self, scene: Scene) -> list[QRectF]:
        """Return what names and labels keep off: scale, north, and the larger marks."""
        clusters = self._marked.of("points").picture(scene.camera) if "points" in self._marked.drawn else None
        return _avoid(scene, clusters)

    # All together

    def _compose(self, scene: Scene, far: int) -> None:
        content, others = scene.content, self._marked.others
        self._whole = _image(self._whole, scene, QImage.Format.Format_RGB32)
        self._whole.fill(QColor(*scene.theme.ground))
        painter = QPainter(self._whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scene.font)
        ties = 0
        for layer, *_ in self._marked.listed():
            if self._marked.is_on(layer.key):
                painter.setOpacity(self._marked.opacity_of(layer.key))
                ties += self._lay(painter, scene, layer)
        painter.setOpacity(1.0)
        if content.options.ties == "selection":
            painter.setOpacity(content.options.layers.of("links").opacity)
            ties = draw_ties(painter, scene)
            painter.setOpacity(1.0)
        rasters = [self._raster_of(scene, key) for key in self._marked.drawn]
        tracks = self.tracks.legend(scene) if self.tracks is not None and self._marked.is_on("tracks") else []
        outside = [row for key, layer in others.items() if self._marked.is_on(key) for row in layer.legend(scene)]
        self.legend = legend_of(scene, [each for each in rasters if each is not None], ties, far, tracks + outside)
        self.legend.notes += self._said()
        if not self._marked.drawn and outside:
            self.legend.title, self.legend.notes = self.title, []
        self.legend.lay_out(scene)
        if self._marked.drawn:
            draw_emphasis(painter, scene, content.picture(scene.camera), self.legend.box)
        self.left = draw_scale(painter, scene).right()
        credits = [layer.credit() for key, layer in others.items() if self._marked.is_on(key)]
        self.right = draw_attribution(painter, scene, [each for each in credits if each])
        draw_north(painter, scene)
        if self._marked.drawn or not outside:
            draw_empty(painter, scene)
        draw_legend(painter, scene, self.legend)
        painter.end()

    def _lay(self, painter: QPainter, scene: Scene, layer: Layer) -> int:
        """Lay one layer over those before it; return how many links between places it shows."""
        options = scene.content.options
        match layer.key:
            case "land":
                painter.drawImage(0, 0, self._raster("land", scene, 0, lambda p, s: draw_ground(p, s.camera, s.theme)))
            case "names":
                painter.drawImage(0, 0, self._names(scene))
            case "areas":
                self.areas(painter, scene)
            case "links":
                return draw_ties(painter, scene) if options.ties == "all" else 0
            case "tracks":
                if self.tracks is not None:
                    self.tracks.draw(painter, scene)
            case key if key in MARKS:
                if scene.content.picking:
                    painter.setOpacity(layer.opacity * scene.theme.faded)
                painter.drawImage(0, 0, self._marks(key, scene))
            case key:
                other = self._marked.others.get(key)
                if other is not None:
                    painter.drawImage(0, 0, self._raster(key, scene, other.version, other.paint))
        return 0

    def _raster_of(self, scene: Scene, key: str) -> Raster | None:
        """Return what the legend says of a layer that a ramp of colours shows; None of one without."""
        content: Content = self._marked.of(key)
        picture = content.picture(scene.camera)
        if picture.way in ("points", "clusters"):
            return None
        return Raster(picture.way, content, self._peaks.get(key, 0.0), content.options.layers.of(key).opacity)

    def _said(self) -> list[str]:
        """Return what is to be said of the layers' own filters."""
        marked, found = self._marked, list[str]()
        titles = {layer.key: title for layer, title, _, _ in marked.listed()}
        for key in marked.drawn:
            query = marked.query_of(key)
            if key in marked.wrong:
                found.append(f"{titles[key]}: nothing is drawn, as the filter can't be followed. {marked.wrong[key]}")
            elif key in marked.waiting:
                found.append(f"{titles[key]}: its filter is being followed")
            elif query:
                found.append(f"{titles[key]}: only {query}")
        return found


def _image(old: QImage | None, scene: Scene, form: QImage.Format) -> QImage:
    size = round(scene.camera.width * scene.ratio), round(scene.camera.height * scene.ratio)
    if old is not None and (old.width(), old.height()) == size and old.devicePixelRatio() == scene.ratio:
        return old
    image = QImage(*size, form)
    image.setDevicePixelRatio(scene.ratio)
    return image


def _avoid(scene: Scene, picture: Picture | None) -> list[QRectF]:
    """Return where the larger marks stand, so that names keep off them."""
    camera = scene.camera
    furniture = [QRectF(0, camera.height - 54, 160, 54), QRectF(0, 0, 40, 48)]
    if picture is None or picture.way != "clusters":
        return furniture
    marks = picture.marks
    x, y = camera.many_to_screen(marks.x, marks.y)
    radius = np.where(marks.place < 0, radius_of(marks.count), 8.0) - 2
    seen = np.flatnonzero((x > -30) & (x < camera.width + 30) & (y > -30) & (y < camera.height + 30))
    return furniture + [
        QRectF(x[at] - radius[at], y[at] - radius[at], 2 * radius[at], 2 * radius[at]) for at in seen[:1500].tolist()
    ]
