"""Paints the base map: land and water in two greys, hairlines for rivers and boundaries, small names apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import VoidPtr

from intelviz.case.columns import Floats
from intelviz.render import basemap
from intelviz.render.mercator import Camera
from intelviz.render.postcodes import postcodes
from intelviz.render.theme import Rgb, Theme

_FAR = 6.0
"""Below this zoom the world's coast serves for Britain as well."""
_DASH = (4.0, 3.0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a layer of lines is drawn, and from which zoom on; ``mix`` is its strength over the ground, 0 to 1."""

    file: str
    layer: str
    zoom: float
    last: float
    mix: float
    words: str = ""
    water: bool = False
    dashed: bool = False


STROKES = (
    Stroke("britain", "rivers", 5.5, 30, 1.0, "Rivers", water=True),
    Stroke("local", "streams", 10.0, 30, 1.0, "Rivers", water=True),
    Stroke("local", "canals", 10.0, 30, 1.0, "Canals", water=True),
    Stroke("local", "small", 14.2, 30, 0.28, "LSOA boundaries"),
    Stroke("local", "wards", 11.6, 30, 0.5, "Ward boundaries"),
    Stroke("local", "roads", 8.0, 30, 0.6, "Main roads"),
    Stroke("britain", "districts", 7.3, 30, 0.62, "District boundaries (2013)"),
    Stroke("world", "countries", 0.0, 30, 0.8, "Borders"),
    Stroke("britain", "forces", 5.6, 30, 1.0, "Police force areas", dashed=True),
)


def mixed(over: Rgb, under: Rgb, share: float) -> QColor:
    """Return a colour so far on the way from ``under`` to ``over``."""
    return QColor(*(round(b + (a - b) * share) for a, b in zip(over, under, strict=True)))


def _on_screen(xy: Floats, camera: Camera) -> Floats:
    # Far outside the picture the exact place doesn't matter, and huge numbers would be slow.
    far = 4.0 * max(camera.width, camera.height)
    return np.clip((xy - (camera.left, camera.top)) * camera.scale, -far, far)


_pointer: Any = VoidPtr  # its stub leaves out two of its arguments


def polygon(xy: Floats) -> QPolygonF:
    """Return points as Qt's polygon, copied in one go: a point at a time would take longer than the drawing."""
    found = QPolygonF()
    found.resize(len(xy))
    if len(xy):
        np.frombuffer(_pointer(found.data(), len(xy) * 16, True), np.float64).reshape(-1, 2)[:] = xy
    return found


def _fill(painter: QPainter, file: str, name: str, camera: Camera, colour: QColor) -> None:
    layer = basemap.layer(file, name)
    if layer is None:
        return
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for xy in layer.at(camera.zoom).seen(camera):
        path.addPolygon(polygon(_on_screen(_cut(xy, camera), camera)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(path)


def _cut(xy: Floats, camera: Camera) -> Floats:
    """Return a ring cut to somewhat more than the picture, so that a whole coast isn't drawn for one street."""
    return xy if len(xy) < 200 else cut_ring(xy, camera)


def cut_ring(xy: Floats, camera: Camera) -> Floats:
    """Return a ring in world coordinates cut to an eighth more than the picture on each side."""
    left, top, right, bottom = camera.bounds
    wide, high = right - left, bottom - top
    for axis, limit, above in (
        (0, left - wide / 8, True),
        (0, right + wide / 8, False),
        (1, top - high / 8, True),
        (1, bottom + high / 8, False),
    ):
        xy = _half(xy, axis, limit, above=above)
        if len(xy) < 3:
            break
    return xy


def _half(xy: Floats, axis: int, limit: float, *, above: bool) -> Floats:
    """Cut a ring at a line (Sutherland and Hodgman, 1974), for all its vertices at once."""
    if not len(xy):
        return xy
    value = xy[:, axis] - limit if above else limit - xy[:, axis]
    inside = value >= 0
    if inside.all():
        return xy
    if not inside.any():
        return xy[:0]
    after, next_value, next_inside = np.roll(xy, -1, 0), np.roll(value, -1), np.roll(inside, -1)
    crossing = inside != next_inside
    gap = np.where(crossing, value - next_value, 1.0)
    cut = xy + (after - xy) * (np.where(crossing, value, 0.0) / gap)[:, None]
    # Each vertex gives itself if it is inside, and then the crossing that follows it.
    both = np.stack([xy, cut], axis=1).reshape(-1, 2)
    return both[np.stack([inside, crossing], axis=1).reshape(-1)]


def draw_ground(painter: QPainter, camera: Camera, theme: Theme) -> None:
    """Draw water, land, lakes, rivers and boundaries."""
    everything = QRectF(0, 0, camera.width, camera.height)
    water, land = QColor(*theme.water), QColor(*theme.land)
    painter.fillRect(everything, water)
    left, top, right, bottom = camera.bounds
    near = basemap.layer("britain", "box") if camera.zoom >= _FAR else None
    box = near.at(camera.zoom).box[0] if near is not None else None
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if box is None or left < box[0] or top < box[1] or right > box[2] or bottom > box[3]:
        _fill(painter, "world", "land", camera, land)
    if box is not None and left < box[2] and right > box[0] and top < box[3] and bottom > box[1]:
        x, y = camera.to_screen(float(box[0]), float(box[1]))
        end_x, end_y = camera.to_screen(float(box[2]), float(box[3]))
        painter.fillRect(QRectF(QPointF(x, y), QPointF(end_x, end_y)).intersected(everything), water)
        _fill(painter, "britain", "land", camera, land)
        _fill(painter, "britain", "lakes", camera, water)
    for stroke in STROKES:
        if stroke.zoom <= camera.zoom < stroke.last:
            _draw_lines(painter, stroke, camera, theme)


def _draw_lines(painter: QPainter, stroke: Stroke, camera: Camera, theme: Theme) -> None:
    layer = basemap.layer(stroke.file, stroke.layer)
    if layer is None:
        return
    # A layer comes in gently over three quarters of a zoom, rather than all at once.
    share = stroke.mix * min(1.0, 0.35 + (camera.zoom - stroke.zoom) / 0.75 * 0.65)
    pen = QPen(mixed(theme.water if stroke.water else theme.boundary, theme.land, share), 1.0)
    if stroke.dashed:
        pen.setDashPattern(list(_DASH))
    if stroke.water and camera.zoom > 12:
        pen.setWidthF(min(1.0 + (camera.zoom - 12) * 0.8, 4.0))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for xy in layer.at(camera.zoom).seen(camera, lambda all_xy: _on_screen(all_xy, camera)):
        painter.drawPolyline(polygon(xy))


def shown_layers(camera: Camera) -> list[str]:
    """Return the words for the lines that a picture shows."""
    found = [
        stroke.words
        for stroke in STROKES
        if stroke.zoom <= camera.zoom < stroke.last and basemap.layer(stroke.file, stroke.layer) is not None
    ]
    return list(dict.fromkeys(found))


# Names


@dataclass(frozen=True, slots=True)
class Name:
    """One name with its place in the picture."""

    text: str
    box: QRectF
    kind: int


_SIZES = {
    basemap.COUNTRY: 1.0,
    basemap.PLACE: 0.0,
    basemap.DISTRICT: 0.0,
    basemap.WARD: -1.5,
    basemap.WATER: -1.5,
    basemap.POSTCODE: -2.0,
    basemap.FORCE: -1.0,
}


_SHIFTS = {
    basemap.COUNTRY: (0.0, -30.0, 30.0),
    basemap.PLACE: (0.0, -20.0, 20.0, -34.0, 34.0),
    basemap.DISTRICT: (0.0, -22.0, 22.0, -36.0, 36.0),
    basemap.WARD: (0.0, -16.0, 16.0),
    basemap.WATER: (0.0,),
    basemap.POSTCODE: (0.0,),
    basemap.FORCE: (0.0, -24.0, 24.0),
}
"""How far up or down (pixels) a name may move where its place is taken."""


def font_of(kind: int, zoom: float, base: QFont) -> QFont:
    """Return the font of a kind of name."""
    font = QFont(base)
    size = base.pointSizeF() if base.pointSizeF() > 0 else 9.0
    grow = 1.0 if kind == basemap.PLACE and zoom < 12 else 0.0
    font.setPointSizeF(max(size + _SIZES[kind] + grow - 0.5, 6.5))
    font.setItalic(kind == basemap.WATER)
    if kind in (basemap.COUNTRY, basemap.FORCE):
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.5)
    return font


def placed_names(camera: Camera, base: QFont, avoid: Sequence[QRectF] = (), most: int = 70) -> list[Name]:
    """Return the names that fit, most important first; none touches another, what to avoid, or the picture's edge."""
    known = basemap.names()
    taken = Taken(camera.width, camera.height)
    for box in avoid:
        taken.take(box)
    metrics: dict[int, QFontMetricsF] = {}
    placed: list[Name] = []
    for number in known.seen(camera).tolist():
        kind = int(known.kind[number])
        if kind == basemap.PLACE and camera.zoom > 15.5:
            continue
        text = known.text[number]
        x, y = camera.to_screen(float(known.x[number]), float(known.y[number]))
        _try(placed, taken, metrics, text.upper() if kind == basemap.COUNTRY else text, kind, x, y, camera, base)
        if len(placed) >= most:
            break
    if camera.zoom >= 16.3:
        units = postcodes()
        for number in units.seen(camera)[:600].tolist():
            x, y = camera.to_screen(float(units.unit_x[number]), float(units.unit_y[number]))
            _try(placed, taken, metrics, units.name_of(number), basemap.POSTCODE, x, y, camera, base)
    return placed


def _try(
    placed: list[Name],
    taken: Taken,
    metrics: dict[int, QFontMetricsF],
    text: str,
    kind: int,
    x: float,
    y: float,
    camera: Camera,
    base: QFont,
) -> None:
    if kind not in metrics:
        metrics[kind] = QFontMetricsF(font_of(kind, camera.zoom, base))
    wide, high = metrics[kind].horizontalAdvance(text) + 2, metrics[kind].height()
    for shift in _SHIFTS[kind]:
        box = QRectF(x - wide / 2, y - high / 2 + shift, wide, high)
        if taken.free(box):
            taken.take(box)
            placed.append(Name(text, box, kind))
            return


class Taken:
    """Which parts of a picture already hold something."""

    def __init__(self, width: float, height: float, gap: float = 6.0) -> None:
        self._edge = QRectF(0, 0, width, height)
        self._gap = gap
        self._cells: dict[tuple[int, int], list[QRectF]] = {}

    def free(self, box: QRectF) -> bool:
        """Return whether a box lies wholly in the picture and touches nothing."""
        if not self._edge.contains(box):
            return False
        wide = box.adjusted(-self._gap, -self._gap / 2, self._gap, self._gap / 2)
        return not any(wide.intersects(other) for cell in _cells(wide) for other in self._cells.get(cell, ()))

    def take(self, box: QRectF) -> None:
        """Note that a box is in use."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)


def _cells(box: QRectF) -> list[tuple[int, int]]:
    columns = range(int(box.left() // 96), int(box.right() // 96) + 1)
    rows = range(int(box.top() // 48), int(box.bottom() // 48) + 1)
    return [(column, row) for column in columns for row in rows]


def draw_names(painter: QPainter, camera: Camera, theme: Theme, base: QFont, avoid: Sequence[QRectF] = ()) -> None:
    """Draw the names of places with a soft edge, so that they read over lines."""
    for name in placed_names(camera, base, avoid):
        font = font_of(name.kind, camera.zoom, base)
        painter.setFont(font)
        strength = {basemap.POSTCODE: 0.55, basemap.WARD: 0.8, basemap.WATER: 0.75, basemap.FORCE: 0.7}
        colour = mixed(theme.place_name, theme.land, strength.get(name.kind, 1.0))
        if name.kind == basemap.POSTCODE:
            painter.setPen(colour)
            painter.drawText(name.box, Qt.AlignmentFlag.AlignCenter, name.text)
        else:
            halo_text(painter, name.box, name.text, colour, QColor(*theme.land))
    painter.setFont(base)


def halo_text(painter: QPainter, box: QRectF, text: str, colour: QColor, halo: QColor) -> None:
    """Draw text with a halo of one pixel."""
    painter.setPen(halo)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(box.translated(dx, dy), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
