"""Paints what the map draws: icons, counts, clusters with rings of types, dots, density and heat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from intelviz.case.columns import Floats, Ints, Rows
from intelviz.render.dots import Pixels, argb, counted, stamp
from intelviz.render.heat import CELL, coloured, heat
from intelviz.render.icons import disc
from intelviz.render.mercator import Camera
from intelviz.render.points import radius_of
from intelviz.render.theme import Rgb, Theme
from intelviz.schema.place import PlacePrecision
from intelviz.views.map.content import Content, Picture, screen
from intelviz.workspace.workspace import Workspace

ICON = 22.0
"""Pixels across an icon on the map."""
SMALL = 16.0
BESIDE = (-9.0, -11.0)
"""How far from an address its person is drawn, so that both can be seen and picked."""
MOST_HOLDERS = 220
MOST_ICONS = 700
"""Marks in sight above which icons would crowd, and dots are drawn."""
_WHOLE = 360 * 16

RINGS: dict[PlacePrecision, tuple[str, Qt.PenStyle]] = {
    PlacePrecision.SNAPPED: ("moved to a nearby anonymous point", Qt.PenStyle.DotLine),
    PlacePrecision.STREET: ("somewhere in the street", Qt.PenStyle.DashLine),
    PlacePrecision.POSTCODE: ("middle of the postcode", Qt.PenStyle.DashDotLine),
    PlacePrecision.AREA: ("somewhere in the area", Qt.PenStyle.SolidLine),
}


DENSITY: dict[str, float] = {"least": -0.25, "most_alpha": 0.95}
"""How clear the colours of density are, from little to much."""


@dataclass(frozen=True)
class Scene:
    """Everything a painter needs to know."""

    content: Content
    camera: Camera
    theme: Theme
    ratio: float
    font: QFont

    @property
    def workspace(self) -> Workspace:
        """The workspace that is drawn."""
        return self.content.workspace

    def type_colour(self, kind: int) -> Rgb:
        """Return the colour of an item type by its number."""
        return self.theme.types[self.workspace.item_types[kind].colour % len(self.theme.types)]

    def small_font(self, points: float = -1.0, *, bold: bool = False) -> QFont:
        """Return the view's font, somewhat smaller, with figures of one width."""
        font = QFont(self.font)
        font.setPointSizeF(max((font.pointSizeF() if font.pointSizeF() > 0 else 9.0) + points, 6.5))
        font.setBold(bold)
        return font


def short_count(count: int) -> str:
    """Return a count as it fits into a disc: 9,999, then 12.3k, then 1.2M."""
    if count < 10_000:
        return f"{count:,}"
    return (
        f"{count / 1000:.1f}k"
        if count < 100_000
        else f"{count // 1000}k"
        if count < 1_000_000
        else f"{count / 1e6:.1f}M"
    )


def blank(width: float, height: float, ratio: float) -> tuple[QImage, Pixels]:
    """Return a clear picture of device pixels, and the array that it is drawn from."""
    wide, high = max(round(width * ratio), 1), max(round(height * ratio), 1)
    pixels = np.zeros((high, wide), np.uint32)
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    return image, pixels


def draw_marks(painter: QPainter, scene: Scene, picture: Picture) -> float:
    """Draw all marks in full colour; return the peak of what a ramp shows (items a km², or a pixel), 0 without one."""
    if picture.way == "heat":
        return draw_heat(painter, scene, picture)
    if picture.way == "density":
        return draw_density(painter, scene, picture)
    marks, camera = picture.marks, scene.camera
    x, y = camera.many_to_screen(marks.x, marks.y)
    inside = (x > -40) & (x < camera.width + 40) & (y > -40) & (y < camera.height + 40)
    alone = np.flatnonzero(inside & (marks.place >= 0))
    draw_places(painter, scene, marks.place[alone], x[alone], y[alone])
    clusters = np.flatnonzero(inside & (marks.place < 0))
    for mark in clusters[np.argsort(marks.count[clusters], kind="stable")].tolist():
        draw_cluster(painter, scene, float(x[mark]), float(y[mark]), int(marks.count[mark]), picture.kinds[mark])
    return 0.0


@lru_cache(maxsize=512)
def round_picture(
    radius: float,
    ratio: float,
    fill: tuple[int, int, int, int],
    pen: float,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    alpha: int = 255,
    edge: Rgb | None = None,
) -> QImage:
    """Return a disc with an edge as a picture: to stroke a smooth circle takes Qt twenty times as long as to copy it.

    The edge is drawn in ``edge``, or in the colour of ``fill``, with ``alpha``.
    """
    half = int(np.ceil(radius + pen + 1))
    size = max(round(2 * half * ratio), 1)
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(*fill))
    painter.setPen(QPen(QColor(*(edge or fill[:3]), alpha), pen, style))
    painter.drawEllipse(QPointF(half, half), radius, radius)
    painter.end()
    return image


def put_round(painter: QPainter, x: float, y: float, picture: QImage) -> None:
    """Draw such a picture around a point."""
    half = picture.deviceIndependentSize() / 2
    painter.drawImage(QPointF(x - half.width(), y - half.height()), picture)


# Places by themselves


def draw_places(painter: QPainter, scene: Scene, places: Rows, x: Floats, y: Floats) -> None:
    """Draw places as icons with counts, or as dots where there are many."""
    content = scene.content
    if len(places) > MOST_ICONS:
        draw_dots(painter, scene, places, x, y)
        return
    precision = precision_of(content, places)
    size = ICON if scene.camera.zoom >= 12 or len(places) <= 60 else SMALL
    order = np.argsort(content.count[places], kind="stable").tolist()
    for at in order:
        place = int(places[at])
        draw_icon(
            painter,
            scene,
            float(x[at]),
            float(y[at]),
            content.leading_at(int(place)),
            size=size,
            precision=precision[at],
        )
        if content.count[place] > 1:
            draw_badge(painter, scene, float(x[at]), float(y[at]), short_count(int(content.count[place])), size)


def precision_of(content: Content, places: Rows) -> Ints:
    """Return how precisely the items at each place are placed: the least precise of them."""
    items = content.workspace.items
    first = content.places.row[content.places.first[places]] if len(places) else places
    return items.place_precision[first].astype(np.int64)


def draw_icon(
    painter: QPainter, scene: Scene, x: float, y: float, kind: int, *, size: float = ICON, precision: int = 0
) -> None:
    """Draw the icon of a type; a soft ring says that the place is not exact."""
    theme = scene.theme
    ring = RINGS.get(PlacePrecision(precision))
    if ring is not None and scene.camera.zoom >= 13:
        reach = size / 2 + (9 if precision == PlacePrecision.AREA else 5)
        put_round(painter, x, y, round_picture(reach, scene.ratio, (*scene.type_colour(kind), 26), 1.2, ring[1], 130))
    device = max(round(size * scene.ratio), 4)
    picture = disc(scene.workspace.item_types[kind].icon, scene.type_colour(kind), device, theme.halo)
    painter.drawImage(QRectF(x - size / 2, y - size / 2, size, size), picture)


def draw_badge(painter: QPainter, scene: Scene, x: float, y: float, text: str, size: float) -> None:
    """Draw a count at the upper right of an icon."""
    theme = scene.theme
    font = scene.small_font(-2.0, bold=True)
    metrics = QFontMetricsF(font)
    wide = max(metrics.horizontalAdvance(text) + 6, 13.0)
    box = QRectF(x + size * 0.22, y - size * 0.5 - 6, wide, 13)
    painter.setPen(QPen(QColor(*theme.halo), 1))
    painter.setBrush(QColor(*theme.raised))
    painter.drawRoundedRect(box, 6.5, 6.5)
    painter.setFont(font)
    painter.setPen(QColor(*theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_dots(painter: QPainter, scene: Scene, places: Rows, x: Floats, y: Floats) -> None:
    """Draw places as dots in the colour of their leading type, larger where more items stand."""
    content, ratio = scene.content, scene.ratio
    image, pixels = blank(scene.camera.width, scene.camera.height, ratio)
    table = argb([scene.type_colour(kind) for kind in range(len(scene.workspace.item_types))] or [(0, 0, 0)])
    colour = table[content.leading[places]]
    edge = argb([scene.theme.halo])[0]
    many = content.count[places] > 2
    for chosen, radius in ((~many, 2.0), (many, 3.0)):
        stamp(pixels, x[chosen] * ratio, y[chosen] * ratio, colour[chosen], edge, radius * ratio, ratio)
    painter.drawImage(0, 0, image)


# Clusters


def draw_cluster(
    painter: QPainter, scene: Scene, x: float, y: float, count: int, kinds: Ints, words: str | None = None
) -> None:
    """Draw a cluster: its count in a disc, and around it a ring of its types."""
    theme = scene.theme
    radius = float(radius_of(np.array([count]))[0])
    ground = round_picture(round(radius * 2) / 2, scene.ratio, (*theme.raised, 244), 1.5, edge=theme.halo)
    put_round(painter, x, y, ground)
    thick = 4.0
    ring = QRectF(
        x - radius + thick / 2 + 0.5, y - radius + thick / 2 + 0.5, 2 * radius - thick - 1, 2 * radius - thick - 1
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    start = 90.0 * 16
    order = np.argsort(-kinds, kind="stable")
    for kind in order[kinds[order] > 0].tolist():
        part = _WHOLE * int(kinds[kind]) / max(count, 1)
        pen = QPen(QColor(*scene.type_colour(kind)), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(ring, round(start), round(-part))
        start -= part
    text = words or short_count(count)
    font = scene.small_font(-1.0 if len(text) < 5 else -2.0, bold=True)
    painter.setFont(font)
    painter.setPen(QColor(*theme.text))
    lower = 0.0
    if radius >= 19 and len(order):
        size = 13.0
        lead = scene.workspace.item_types[int(order[0])]
        picture = disc(lead.icon, scene.type_colour(int(order[0])), max(round(size * scene.ratio), 10), theme.halo)
        painter.drawImage(QRectF(x - size / 2, y - radius + thick + 0.5, size, size), picture)
        lower = 6.0
    box = QRectF(x - radius, y - radius + lower, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


# Density and heat

_LEAST_REACH, _MOST_REACH = 3.0, 400.0
"""Pixels of bandwidth between which heat in metres is drawn: nearer it can't be seen, wider it would take too long."""


def reach_of(scene: Scene) -> float:
    """Return the bandwidth of heat in pixels."""
    options = scene.content.options
    if not options.reach:
        return options.bandwidth
    return min(max(options.reach / scene.camera.metres_per_pixel(), _LEAST_REACH), _MOST_REACH)


def draw_density(painter: QPainter, scene: Scene, picture: Picture) -> float:
    """Draw how many items stand in each pixel; return the most."""
    camera, ratio = scene.camera, scene.ratio
    x, y = screen(scene.content, picture.seen, camera)
    weight = scene.content.count[picture.seen].astype(np.float64)
    image, pixels = blank(camera.width, camera.height, ratio)
    # Two device pixels a cell: one would hardly show.
    cell = max(round(2 * ratio), 1)
    high, wide = -(-pixels.shape[0] // cell), -(-pixels.shape[1] // cell)
    found = counted(x * ratio / cell, y * ratio / cell, weight, wide, high)
    peak = float(found.max()) if found.size else 0.0
    small = coloured(np.log1p(found) ** 2, np.log1p(peak) ** 2, scene.theme.density, **DENSITY)
    small[found == 0] = 0
    pixels[:] = np.repeat(np.repeat(small, cell, 0), cell, 1)[: pixels.shape[0], : pixels.shape[1]]
    painter.drawImage(0, 0, image)
    return peak


def draw_heat(painter: QPainter, scene: Scene, picture: Picture) -> float:
    """Draw the kernel density of the items; return its peak in items a square kilometre."""
    content, camera = scene.content, scene.camera
    x, y = screen(content, picture.seen, camera)
    weight = content.heat_weight()[picture.seen].astype(np.float64)
    found = heat(x, y, weight, camera.width, camera.height, reach_of(scene))
    raster = np.ascontiguousarray(coloured(found.value, found.peak, scene.theme.density))
    high, wide = raster.shape
    image = QImage(raster.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(0, 0, wide * CELL, high * CELL), image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    return found.peak * (1000 / camera.metres_per_pixel()) ** 2
