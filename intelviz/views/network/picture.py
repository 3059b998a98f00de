"""The drawn picture, kept as long as nothing it depends on has changed."""

from __future__ import annotations

from time import perf_counter
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from intelviz.render.labels import LabelGrid
from intelviz.views.network.camera import Camera
from intelviz.views.network.group_marks import draw_groups
from intelviz.views.network.links import draw_links
from intelviz.views.network.marks import FEW_ICONS, Scene, draw_items
from intelviz.views.network.theme_axis import draw_axis
from intelviz.views.network.words import draw_empty, draw_labels
from intelviz.workspace.workspace import NOT_LINKED

SLOW = 0.025
"""Seconds of drawing from which on a picture is moved as it is while one moves about."""
_EDGE = 4.0
NAMING = {"room": "As many as there is room for", "selected": "Only of the selection", "none": "None"}
"""Which items are named, and how the menu says it."""


class Notes(Protocol):
    """Draws what lies on a chart beside its items."""

    def __call__(self, painter: QPainter, scene: Scene, *, behind: bool) -> None:
        """Draw what lies behind the items, or what lies before them."""
        ...


class NetworkPicture:
    """Paints the whole in layers: everything (kept as a picture), then the selection and what it reaches over it."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._seen = Camera()
        self.took = 0.0
        self.moved = False
        """Whether the last drawing only moved an older one, so that a true one is due."""
        self.version = 0
        """How often what is drawn has changed otherwise than by moving about."""
        self._base = QImage()
        self._faded = False

    def forget(self) -> None:
        """Draw everything anew next time."""
        self._key = ()
        self.version += 1

    def draw(
        self,
        painter: QPainter,
        scene: Scene,
        opened: set[int],
        naming: str = "room",
        notes: Notes | None = None,
        *,
        moving: bool = False,
        kept_free: QRectF | None = None,
    ) -> None:
        """Draw the network; ``naming`` is one of NAMING, ``notes`` draws what lies behind and before the items.

        No name stands in the box that is ``kept_free``. While one is ``moving`` about, a picture that took long is
        shown shifted and scaled, if only the camera changed.
        """
        content, theme, camera = scene.content, scene.theme, scene.camera
        workspace = content.workspace
        wide, high = max(1, round(camera.width * scene.ratio)), max(1, round(camera.height * scene.ratio))
        some = bool(workspace.selected.any())
        key = (
            camera,
            scene.ratio,
            theme.name,
            wide,
            high,
            id(content),
            frozenset(opened),
            some,
            naming,
            scene.font.key(),
            None if kept_free is None else kept_free.getRect(),
        )
        self.moved = moving and self.took > SLOW and key != self._key and key[1:] == self._key[1:]
        if key != self._key and not self.moved:
            begin = perf_counter()
            if self._base.width() != wide or self._base.height() != high:
                self._base = QImage(wide, high, QImage.Format.Format_RGB32)
            self._base.setDevicePixelRatio(scene.ratio)
            self._base.fill(QColor(*theme.ground))
            inner = QPainter(self._base)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            if notes is not None:
                notes(inner, scene, behind=True)
            if some:
                inner.setOpacity(theme.faded)
            draw_axis(inner, scene)
            draw_links(inner, scene, np.arange(len(content.low)), strong=False, opened=set() if some else opened)
            draw_items(inner, scene, content.rows)
            draw_groups(inner, scene, content.rows)
            if not some and naming == "room":
                draw_labels(inner, scene, content.rows, _grid(kept_free))
            inner.end()
            self._key, self._seen = key, camera
            self.took = perf_counter() - begin
        if self.moved:
            self._shift(painter, scene)
        else:
            painter.drawImage(0, 0, self._base)
        if not len(content.rows):
            draw_empty(painter, scene)
        if some:
            self._emphasis(painter, scene, opened, naming, _grid(kept_free))
        if notes is not None:
            notes(painter, scene, behind=False)

    def _shift(self, painter: QPainter, scene: Scene) -> None:
        """Draw the kept picture where its part of the canvas now stands."""
        seen, camera = self._seen, scene.camera
        grown = camera.scale / seen.scale
        corner = seen.canvas(0, 0)
        left = (corner[0] - camera.x) * camera.scale + camera.width / 2
        top = (corner[1] - camera.y) * camera.scale + camera.height / 2
        painter.fillRect(QRectF(0, 0, camera.width, camera.height), QColor(*scene.theme.ground))
        painter.save()
        painter.translate(QPointF(left, top))
        painter.scale(grown, grown)
        painter.drawImage(0, 0, self._base)
        painter.restore()

    def _emphasis(self, painter: QPainter, scene: Scene, opened: set[int], naming: str, grid: LabelGrid) -> None:
        content = scene.content
        workspace = content.workspace
        selected = content.nodes(workspace.selected)
        linked = content.nodes(workspace.linked != NOT_LINKED)
        pairs = content.pairs_at(workspace.selected)
        draw_links(painter, scene, pairs, strong=True, opened=opened)
        others = np.array(sorted(opened - set(pairs.tolist())), np.int64)
        if len(others):
            draw_links(painter, scene, others, strong=False, opened=opened)
        draw_items(painter, scene, np.flatnonzero(linked & ~selected).astype(np.int32))
        rows = np.flatnonzero(selected).astype(np.int32)
        draw_items(painter, scene, rows)
        draw_groups(painter, scene, np.flatnonzero(linked | selected).astype(np.int32))
        self._rings(painter, scene)
        if naming == "none":
            return
        named = linked | selected if naming == "room" else selected
        emphasised = np.flatnonzero(named).astype(np.int32)
        draw_labels(painter, scene, emphasised, grid, most=120)

    def _rings(self, painter: QPainter, scene: Scene) -> None:
        rows = scene.in_sight(np.flatnonzero(scene.content.nodes(scene.content.workspace.selected)).astype(np.int32))
        x, y = scene.screen(rows)
        sizes = np.round(np.maximum(scene.sizes(rows), 6.0)) + 5
        if len(rows) > FEW_ICONS:
            x, y, sizes = x[:20_000], y[:20_000], sizes[:20_000]
        for size in np.unique(sizes).tolist():
            ring, which = _ring(scene, size), sizes == size
            for each_x, each_y in zip(x[which].tolist(), y[which].tolist(), strict=True):
                painter.drawImage(QRectF(each_x - size / 2, each_y - size / 2, size, size), ring)


def _grid(kept_free: QRectF | None) -> LabelGrid:
    grid = LabelGrid()
    if kept_free is not None:
        # A name may stand right at its edge: around each is a little room.
        grid.take(kept_free.left() + _EDGE, kept_free.top(), kept_free.right(), kept_free.bottom() - _EDGE)
    return grid


def _ring(scene: Scene, size: float) -> QImage:
    device = round(size * scene.ratio)
    image = QImage(device, device, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(*scene.theme.accent), 2 * scene.ratio))
    edge = scene.ratio * 1.2
    painter.drawEllipse(QRectF(edge, edge, device - 2 * edge, device - 2 * edge))
    painter.end()
    return image
