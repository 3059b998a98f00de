"""Draws tiles where they lie: they and the map are both Web Mercator, so a tile is a square of the world."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from intelviz.render.mercator import TILE, Camera, project_point
from intelviz.render.theme import Theme
from intelviz.workspace.tiles.store import Place, TileStore
from intelviz.workspace.tiles.tile_file import TileInfo

_MOST = 400
"""Tiles in a picture above which none are drawn: the file has none that show so much of the world."""


def zoom_of(info: TileInfo, camera: Camera, ratio: float, side: int) -> int:
    """Return the zoom whose tiles come nearest to a pixel of theirs on a pixel of the screen."""
    fine = camera.zoom + math.log2(ratio * TILE / side)
    return min(max(round(fine), info.least), info.most)


def places_in(info: TileInfo, camera: Camera, zoom: int, most: int = _MOST) -> list[Place] | None:
    """Return the tiles of a zoom that lie in a picture and in the bounds of the file, from the middle outwards.

    None where they are more than ``most``.
    """
    many = 1 << zoom
    left, top, right, bottom = camera.bounds
    west, south, east, north = info.bounds
    (least_x, least_y), (most_x, most_y) = project_point(west, north), project_point(east, south)
    gap = 1e-9
    first_x, last_x = (math.floor(each * many) for each in (max(left, least_x, 0), min(right, most_x - gap, 1 - gap)))
    first_y, last_y = (math.floor(each * many) for each in (max(top, least_y, 0), min(bottom, most_y - gap, 1 - gap)))
    if first_x > last_x or first_y > last_y:
        return []
    if (last_x - first_x + 1) * (last_y - first_y + 1) > min(most, _MOST):
        return None
    found = [(zoom, x, y) for y in range(first_y, last_y + 1) for x in range(first_x, last_x + 1)]
    middle = camera.x * many - 0.5, camera.y * many - 0.5
    return sorted(found, key=lambda place: math.hypot(place[1] - middle[0], place[2] - middle[1]))


def target_of(place: Place, camera: Camera, ratio: float) -> QRectF:
    """Return where a tile lies in a picture, its edges on whole device pixels so that no seam is seen."""
    zoom, x, y = place
    many = 1 << zoom
    left, top = camera.to_screen(x / many, y / many)
    right, bottom = camera.to_screen((x + 1) / many, (y + 1) / many)
    edges = [round(each * ratio) / ratio for each in (left, top, right, bottom)]
    return QRectF(QPointF(edges[0], edges[1]), QPointF(edges[2], edges[3]))


def stand_in(store: TileStore, place: Place) -> tuple[QImage, QRectF] | None:
    """Return the nearest tile above a place that is there, and the part of it that covers the place."""
    zoom, x, y = place
    for up in range(zoom - store.info.least + 1):
        image = store.picture((zoom - up, x >> up, y >> up))
        if image is not None:
            share = 1 / (1 << up)
            wide, high = image.width() * share, image.height() * share
            part = (1 << up) - 1
            return image, QRectF((x & part) * wide, (y & part) * high, wide, high)
    return None


def missing(store: TileStore, places: list[Place]) -> list[Place]:
    """Return what is yet to be read for some places: each itself, and where there is none, the tile above it."""
    found: dict[Place, None] = {}
    for zoom, x, y in places:
        for up in range(zoom - store.info.least + 1):
            place = zoom - up, x >> up, y >> up
            if not store.is_known(place):
                found[place] = None
                break
            if store.picture(place) is not None or place in store.damaged:
                break
    return list(found)


def in_sight(store: TileStore, camera: Camera, ratio: float) -> list[Place] | None:
    """Return the tiles that a picture is made of, None where they would be too many."""
    return places_in(store.info, camera, zoom_of(store.info, camera, ratio, store.side), store.at_once)


def draw_tiles(
    painter: QPainter, camera: Camera, ratio: float, theme: Theme, store: TileStore, places: list[Place]
) -> int:
    """Draw tiles; return how many of them are damaged."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    damaged = 0
    for place in places:
        target = target_of(place, camera, ratio)
        found = stand_in(store, place)
        if found is not None:
            painter.drawImage(target, *found)
        if place in store.damaged:
            damaged += 1
            _draw_damaged(painter, target, theme)
    painter.restore()
    return damaged


def _draw_damaged(painter: QPainter, target: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(QColor(*theme.quiet), 1, Qt.PenStyle.DashLine))
    painter.setBrush(QColor(*theme.land, 160))
    inside = target.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRect(inside)
    painter.drawLine(inside.topLeft(), inside.bottomRight())
    painter.drawLine(inside.topRight(), inside.bottomLeft())
    if inside.width() > 90:
        painter.drawText(inside, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, "damaged tile")
