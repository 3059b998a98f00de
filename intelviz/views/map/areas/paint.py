"""Paints areas: outline, a breath of fill, and the name; the same while they are drawn, edited and kept."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from intelviz.analysis.place import shapes
from intelviz.case.columns import Floats
from intelviz.render.basepaint import halo_text, polygon
from intelviz.render.mercator import Camera, project
from intelviz.render.theme import Rgb
from intelviz.views.map.marks import Scene
from intelviz.workspace.areas import Area

_LONG = 0.02
"""Degrees of a side above which points are put between, since it is straight in degrees and not on the map."""
_MARGIN = 60.0
_FAR = 8000.0


def outline(area: Area) -> list[Floats]:
    """Return the outlines and holes of an area in world coordinates."""
    match area.shape:
        case "circle":
            found = [shapes.round_outline(area.points[0], area.metres)]
        case "corridor":
            found = shapes.corridor_outlines(area.points, area.metres)
        case "polygon" | "parts":
            found = [_between(np.array(ring, np.float64)) for rings in area.polygons for ring in rings]
    return [np.column_stack(project(ring[:, 0], ring[:, 1])) for ring in found]


def _between(ring: Floats) -> Floats:
    """Return a ring with points along its long sides."""
    following = np.roll(ring, -1, axis=0)
    pieces = np.ceil(np.abs(following - ring).max(axis=1) / _LONG).clip(1, 200).astype(np.int64)
    if not (pieces > 1).any() or len(ring) > 2000:
        return ring
    number = np.repeat(np.arange(len(ring)), pieces)
    first = np.cumsum(pieces) - pieces
    share = (np.arange(len(number)) - first[number]) / pieces[number]
    return ring[number] + (following - ring)[number] * share[:, None]


def box_of(rings: list[Floats]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of outlines."""
    low = np.min([ring.min(axis=0) for ring in rings], axis=0)
    high = np.max([ring.max(axis=0) for ring in rings], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def path_of(rings: list[Floats], camera: Camera) -> QPainterPath:
    """Return outlines as they are in the picture, without corners that fall on one pixel."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        xy = np.column_stack(camera.many_to_screen(ring[:, 0], ring[:, 1]))
        if np.abs(xy).max() > _FAR:
            pieces = _clipped(xy, camera)
        elif len(xy) > 50:
            whole = np.round(xy)
            pieces = [xy[np.concatenate([[True], (whole[1:] != whole[:-1]).any(axis=1)])]]
        else:
            pieces = [xy]
        for piece in pieces:
            if len(piece) > 1:
                path.addPolygon(polygon(piece))
                path.closeSubpath()
    return path


def _clipped(xy: Floats, camera: Camera) -> list[Floats]:
    """Return the parts of a ring near the picture: far away, numbers would be too large to draw with."""
    import shapely

    whole = shapely.Polygon(xy).buffer(0)
    part = shapely.clip_by_rect(whole, -_MARGIN, -_MARGIN, camera.width + _MARGIN, camera.height + _MARGIN)
    pieces = [each for each in shapely.get_parts(part) if each.geom_type == "Polygon"]
    return [shapely.get_coordinates(shapely.get_exterior_ring(each)) for each in pieces]


def draw_area(
    painter: QPainter,
    scene: Scene,
    rings: list[Floats],
    colour: Rgb | None = None,
    *,
    sure: bool = True,
    halo: bool = True,
) -> None:
    """Draw outlines, dashed while they are not yet kept; ``halo`` lifts them off the ground and costs as much again."""
    theme = scene.theme
    path = path_of(rings, scene.camera)
    ink = colour or theme.text
    painter.setBrush(QColor(*ink, 22))
    if halo:
        painter.setPen(QPen(QColor(*theme.halo, 170), 4))
        painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(*ink, 235), 1.6, Qt.PenStyle.SolidLine if sure else Qt.PenStyle.DashLine))
    painter.drawPath(path)


def draw_name(painter: QPainter, scene: Scene, rings: list[Floats], name: str, taken: list[QRectF]) -> None:
    """Draw the name of an area inside its upper edge, where there is room and no other name."""
    camera = scene.camera
    left, top, right, bottom = box_of(rings)
    x0, y0 = camera.to_screen(left, top)
    x1, y1 = camera.to_screen(right, bottom)
    if x1 - x0 < 24 or y1 - y0 < 12:
        return
    painter.setFont(scene.small_font(-0.5, bold=True))
    metrics = QFontMetricsF(painter.font())
    words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(min(x1 - x0 + 60, 240), 60))
    box = QRectF(0, 0, metrics.horizontalAdvance(words) + 4, metrics.height())
    seen = max(x0, 4.0), min(x1, camera.width - 4)
    if seen[0] >= seen[1] or y1 < 0 or y0 > camera.height:
        return
    for high, low in ((y0, 0.8), (y1, -0.8)):
        # Inside the upper edge, where the outline is highest; else inside the lower one.
        edge = top if low > 0 else bottom
        corners = np.concatenate([ring[np.abs(ring[:, 1] - edge) <= (bottom - top) * 0.04, 0] for ring in rings])
        across = camera.to_screen(float(corners.min() + corners.max()) / 2, edge)[0]
        across = across if seen[0] <= across <= seen[1] and 0 <= high <= camera.height else sum(seen) / 2
        box.moveCenter(QPointF(across, min(max(high, 4.0), camera.height - 60) + low * metrics.height()))
        if not any(box.intersects(each) for each in taken):
            break
    else:
        return
    taken.append(box)
    halo_text(painter, box, words, QColor(*scene.theme.text), QColor(*scene.theme.halo))
