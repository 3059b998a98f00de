"""Draws the shapes of a layer from arrays, and tells what of them is at a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from intelviz.case.columns import Floats, Ints, Mask
from intelviz.render import lines
from intelviz.render.basepaint import Taken, cut_ring, polygon
from intelviz.render.dots import argb, stamp
from intelviz.render.mercator import Camera, project
from intelviz.render.sprites import MARGIN, name_picture
from intelviz.render.theme import Theme
from intelviz.workspace.map_layers.kept_layer import LayerStyle
from intelviz.workspace.map_layers.shapes import HOLE, LINE, OUTLINE, POINT, Shapes

_FAR = 8_000.0
"""Pixels off the picture from which on numbers are too large to draw with."""
_MANY = 4_000
"""Corners in sight from which on outlines are hairlines that a compiled loop counts, and edges are not smoothed."""
_MOST_FILLED, _MOST_NEAR = 20_000, 3_000
"""Areas in sight above which only their outlines are drawn, and parts at a point above which no more are looked at."""
_MANY_POINTS = 1_000
_MOST_LABELS, _MOST_TRIES = 300, 1_500
_AREA, _LINE = 0.8, 1.2
"""How wide areas and lines are, in widths of their label, before they get it."""


@dataclass(frozen=True)
class Seen:
    """The parts of a layer that may be in a picture: their corners there, those on one pixel left out but once."""

    parts: Ints
    xy: Floats
    first: Ints


class Drawing:
    """Shapes in world coordinates, with what is asked of them again and again."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.xy = np.column_stack(project(shapes.xy[:, 0], shapes.xy[:, 1]))
        self.first = shapes.first
        begins = self.first[:-1]
        self.low = np.minimum.reduceat(self.xy, begins)
        self.high = np.maximum.reduceat(self.xy, begins)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """World coordinates of all of it: left, top, right, bottom."""
        low, high = self.low.min(axis=0), self.high.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def _near(self, camera: Camera, pixels: float) -> Ints:
        left, top, right, bottom = camera.bounds
        gap = pixels / camera.scale
        found = (self.low[:, 0] <= right + gap) & (self.high[:, 0] >= left - gap)
        found &= (self.low[:, 1] <= bottom + gap) & (self.high[:, 1] >= top - gap)
        return np.flatnonzero(found)

    def seen(self, camera: Camera, pixels: float) -> Seen:
        """Return what may be in a picture, or so many pixels beside it."""
        parts = self._near(camera, pixels)
        length = self.shapes.length[parts]
        first = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        if len(parts) == len(self.shapes.length):
            xy = self.xy
        else:
            at = np.arange(first[-1]) + np.repeat(self.first[parts] - first[:-1], length)
            xy = self.xy[at]
        xy = (xy - (camera.left, camera.top)) * camera.scale
        if not len(parts):
            return Seen(parts, xy, first)
        # Corners that fall on the half pixel of the one before them change nothing that can be seen.
        finer = 2.0 if len(xy) < 10 * _MANY else 1.0
        whole = np.floor(np.clip(xy, -1e8, 1e8) * finer).astype(np.int64)
        kept = np.ones(len(xy), bool)
        kept[1:] = (whole[1:] != whole[:-1]).any(axis=1)
        kept[first[:-1]] = True
        kept[first[1:] - 1] = True
        many = np.add.reduceat(kept, first[:-1], dtype=np.int64)
        return Seen(parts, xy[kept], np.concatenate([[0], np.cumsum(many)]).astype(np.int64))

    def draw(self, painter: QPainter, camera: Camera, style: LayerStyle) -> None:
        """Paint areas, then lines, then points."""
        seen = self.seen(camera, style.size + style.width)
        if not len(seen.parts):
            return
        kind = self.shapes.part[seen.parts]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = (self.high[seen.parts] - self.low[seen.parts]).max(axis=1) * camera.scale
        speck = (size < 1.0) & (kind != POINT) & (kind != HOLE)
        if speck.any():
            painter.setPen(QPen(QColor(style.outline), 1))
            painter.drawPoints(polygon(seen.xy[seen.first[:-1][speck]]))
        far = np.maximum.reduceat(np.abs(seen.xy).max(axis=1), seen.first[:-1]) > _FAR
        outlines, strings = (kind == OUTLINE) & ~speck, (kind == LINE) & ~speck
        crowded = len(seen.parts) > _MOST_FILLED
        many = len(seen.xy) > _MANY and (lines.ready() or crowded)
        if many:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if not crowded:
            self._areas(painter, camera, style, seen, np.flatnonzero(outlines), far, many=many)
        if many:
            ring = (kind == HOLE) | outlines if style.width or crowded else np.zeros(len(kind), bool)
            _draw_counted(painter, camera, seen, ring, QColor(style.outline))
            _draw_counted(painter, camera, seen, strings, QColor(style.colour))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        else:
            self._lines(painter, camera, style, seen, np.flatnonzero(strings), far)
        points = seen.xy[seen.first[:-1][kind == POINT]]
        if len(points):
            _draw_points(painter, camera, style, points)

    def _ring(self, seen: Seen, at: int, far: Mask, camera: Camera) -> Floats:
        if not far[at]:
            return seen.xy[seen.first[at] : seen.first[at + 1]]
        part = int(seen.parts[at])
        xy = cut_ring(self.xy[self.first[part] : self.first[part + 1]], camera)
        return (xy - (camera.left, camera.top)) * camera.scale

    def _areas(
        self, painter: QPainter, camera: Camera, style: LayerStyle, seen: Seen, which: Ints, far: Mask, *, many: bool
    ) -> None:
        fill = QColor(style.colour)
        fill.setAlphaF(style.fill)
        pen = QPen(QColor(style.outline), style.width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen if style.width and not many else Qt.PenStyle.NoPen)
        painter.setBrush(fill if style.fill else Qt.BrushStyle.NoBrush)
        if many and not style.fill:
            return
        is_hole = np.append(self.shapes.part, OUTLINE) == HOLE
        where = {part: at for at, part in enumerate(seen.parts.tolist())} if is_hole.any() else {}
        for at in which.tolist():
            part = int(seen.parts[at])
            ring = polygon(self._ring(seen, at, far, camera))
            if not is_hole[part + 1]:
                painter.drawPolygon(ring, Qt.FillRule.OddEvenFill)
                continue
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.OddEvenFill)
            path.addPolygon(ring)
            hole = part + 1
            while is_hole[hole]:
                if hole in where:
                    path.addPolygon(polygon(self._ring(seen, where[hole], far, camera)))
                hole += 1
            painter.drawPath(path)

    def _lines(self, painter: QPainter, camera: Camera, style: LayerStyle, seen: Seen, which: Ints, far: Mask) -> None:
        pen = QPen(QColor(style.colour), max(style.width, 0.5))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at in which.tolist():
            xy = seen.xy[seen.first[at] : seen.first[at + 1]]
            if far[at]:
                painter.drawLines(_clipped(xy, camera, style.width + 8))
            else:
                painter.drawPolyline(polygon(xy))

    # Labels

    @cached_property
    def anchors(self) -> tuple[Floats, Floats]:
        """World coordinates where the label of each feature stands, and how wide (world) its largest part is."""
        shapes, first = self.shapes, self.first
        x, y = self.xy[:, 0], self.xy[:, 1]
        begins = first[:-1]
        middle = (self.low + self.high) / 2
        # The centre of each ring by the shoelace formula, about its own corner, where numbers are small.
        corner = np.repeat(self.xy[begins], shapes.length, axis=0)
        u, v = x - corner[:, 0], y - corner[:, 1]
        cross = np.zeros(len(x))
        cross[:-1] = u[:-1] * v[1:] - u[1:] * v[:-1]
        cross[first[1:] - 1] = 0
        twice = np.add.reduceat(cross, begins)
        with np.errstate(divide="ignore", invalid="ignore"):
            for axis, values in ((0, u), (1, v)):
                pair = np.zeros(len(x))
                pair[:-1] = (values[:-1] + values[1:]) * cross[:-1]
                centre = self.xy[begins, axis] + np.add.reduceat(pair, begins) / (3 * twice)
                fine = (shapes.part == OUTLINE) & np.isfinite(centre)
                fine &= (centre >= self.low[:, axis]) & (centre <= self.high[:, axis])
                middle[fine, axis] = centre[fine]
        lines = shapes.part == LINE
        middle[lines] = self.xy[begins[lines] + shapes.length[lines] // 2]
        wide = self.high[:, 0] - self.low[:, 0]
        order = np.lexsort((wide, shapes.of))
        last = np.append(shapes.of[order][1:] != shapes.of[order][:-1], True)
        place, size = np.full((shapes.features, 2), np.nan), np.zeros(shapes.features)
        place[shapes.of[order][last]] = middle[order][last]
        size[shapes.of[order][last]] = wide[order][last]
        return place, size

    def draw_labels(
        self, painter: QPainter, camera: Camera, style: LayerStyle, theme: Theme, font: QFont, taken: Taken
    ) -> list[QRectF]:
        """Write the label of each feature where there is room, the largest first; return where they stand.

        A name that several lines have is written once.
        """
        if style.label not in self.shapes.columns:
            return []
        texts = self.shapes.values[self.shapes.columns.index(style.label)]
        features = np.unique(self.shapes.of[self._near(camera, 0)])
        place, size = (each[features] for each in self.anchors)
        kind = np.full(self.shapes.features, POINT)
        kind[self.shapes.of[self.shapes.part == LINE]] = LINE
        kind[self.shapes.of[self.shapes.part == OUTLINE]] = OUTLINE
        share = {POINT: 0.0, LINE: _LINE, OUTLINE: _AREA}
        metrics = QFontMetricsF(font)
        written: list[QRectF] = []
        lines_named: set[str] = set()
        high = metrics.height()
        for at in np.argsort(-size, kind="stable")[:_MOST_TRIES].tolist():
            text, what = texts[features[at]][:60], int(kind[features[at]])
            wide = metrics.horizontalAdvance(text)
            if not text or text in lines_named or size[at] * camera.scale < wide * share[what]:
                continue
            x, y = camera.to_screen(float(place[at, 0]), float(place[at, 1]))
            box = QRectF(x - wide / 2, y - high / 2 - (high if what == POINT else 0), wide, high)
            if not taken.free(box):
                continue
            taken.take(box)
            if what == LINE:
                lines_named.add(text)
            picture = name_picture(text, font, theme.place_name, theme.halo, painter.device().devicePixelRatioF())
            painter.drawImage(QPointF(box.left() - MARGIN, box.top() - MARGIN), picture)
            written.append(box)
            if len(written) >= _MOST_LABELS:
                break
        return written

    # What is where

    def at(self, camera: Camera, at: QPointF, reach: float) -> list[int]:
        """Return the features at a pixel, within ``reach`` pixels of points and lines, the smallest first."""
        x, y = camera.to_world(at.x(), at.y())
        gap = reach / camera.scale
        near = (self.low[:, 0] <= x + gap) & (self.high[:, 0] >= x - gap)
        near &= (self.low[:, 1] <= y + gap) & (self.high[:, 1] >= y - gap)
        found: dict[int, float] = {}
        crossed: dict[int, tuple[int, float]] = {}
        for part in np.flatnonzero(near)[:_MOST_NEAR].tolist():
            xy = self.xy[self.first[part] : self.first[part + 1]]
            kind, feature = int(self.shapes.part[part]), int(self.shapes.of[part])
            if kind in (POINT, LINE):
                if _away(xy, x, y) <= gap:
                    found[feature] = float(kind) - 2
            else:
                count, size = crossed.get(feature, (0, 0.0))
                area = float(np.prod(self.high[part] - self.low[part]))
                crossed[feature] = count + _crossings(xy, x, y), max(size, area)
        found |= {feature: size for feature, (count, size) in crossed.items() if count % 2}
        return sorted(found, key=lambda feature: found[feature])


def _draw_counted(painter: QPainter, camera: Camera, seen: Seen, which: Mask, colour: QColor) -> None:
    """Draw parts as hairlines, fuller where several lie on one another."""
    ends = np.zeros(len(seen.xy), bool)
    ends[seen.first[1:] - 1] = True
    ours = np.repeat(which, np.diff(seen.first)) & ~ends
    first = np.flatnonzero(ours).astype(np.int32)
    if not len(first):
        return
    ratio = painter.device().devicePixelRatioF()
    x, y = (np.ascontiguousarray(seen.xy[:, axis] * ratio, np.float32) for axis in (0, 1))
    size = round(camera.width * ratio), round(camera.height * ratio)
    counts = lines.counted(x, y, first, first + np.int32(1), *size)
    _lay(painter, lines.over(counts, (colour.red(), colour.green(), colour.blue())), ratio)


def _draw_points(painter: QPainter, camera: Camera, style: LayerStyle, points: Floats) -> None:
    colours = QColor(style.colour), QColor(style.outline)
    if len(points) > _MANY_POINTS:
        ratio = painter.device().devicePixelRatioF()
        pixels = np.zeros((round(camera.height * ratio), round(camera.width * ratio)), np.uint32)
        inside, edge = (argb([(each.red(), each.green(), each.blue())])[0] for each in colours)
        x, y = points[:, 0] * ratio, points[:, 1] * ratio
        stamp(pixels, x, y, np.full(len(x), inside, np.uint32), edge, style.size * ratio / 2)
        _lay(painter, pixels, ratio)
        return
    for colour, size in zip(reversed(colours), (style.size + 2, style.size), strict=True):
        pen = QPen(colour, size)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(polygon(points))


def _lay(painter: QPainter, pixels: NDArray[np.uint32], ratio: float) -> None:
    """Lay a picture of premultiplied ARGB, rows by columns of device pixels, over what is painted."""
    high, wide = pixels.shape
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(0, 0, image)


def _clipped(xy: Floats, camera: Camera, margin: float) -> list[QLineF]:
    """Return the pieces of a line that reach into the picture, straight as they were."""
    import shapely

    pieces = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
    clip = shapely.clip_by_rect(pieces, -margin, -margin, camera.width + margin, camera.height + margin)
    clip = clip[shapely.get_num_coordinates(clip) == 2]
    ends = shapely.get_coordinates(clip).reshape(-1, 4)
    return [QLineF(*each) for each in ends.tolist()]


def _away(xy: Floats, x: float, y: float) -> float:
    """Return how far a point lies from a line of one corner or more."""
    if len(xy) == 1:
        return float(np.hypot(*(xy[0] - (x, y))))
    start, step = xy[:-1] - (x, y), np.diff(xy, axis=0)
    square = (step**2).sum(axis=1)
    share = np.clip(-(start * step).sum(axis=1) / np.where(square, square, 1.0), 0, 1)
    return float(np.hypot(*(start + step * share[:, None]).T).min())


def _crossings(ring: Floats, x: float, y: float) -> int:
    """Return how often a ray to the right of a point crosses a closed ring."""
    ahead = ring[:, 1] > y
    which = np.flatnonzero(ahead[1:] != ahead[:-1])
    one, other = ring[which], ring[which + 1]
    across = one[:, 0] + (y - one[:, 1]) / (other[:, 1] - one[:, 1]) * (other[:, 0] - one[:, 0])
    return int(np.count_nonzero(across > x))
