"""Which items are at a point, in a shape, or within a distance."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from intelviz.analysis.place.distance import within
from intelviz.case.columns import Rows
from intelviz.render.mercator import Camera
from intelviz.render.points import inside_polygon, radius_of
from intelviz.views.map.content import Content, Picture, screen
from intelviz.views.map.marks import BESIDE, ICON, MOST_HOLDERS, SMALL

_NEAR = 9.0


def place_at(content: Content, picture: Picture, camera: Camera, at: QPointF) -> int:
    """Return the single place drawn at a point, or -1: those that stand out first, then the nearest."""
    if content.picking:
        lit = np.flatnonzero((content.selected > 0) | (content.linked > 0)).astype(np.int32)
        found = _nearest(content, lit, camera, at, ICON / 2 + 2)
        if found >= 0:
            return found
    if picture.way not in ("points", "clusters"):
        return -1
    alone = picture.marks.place[picture.marks.place >= 0]
    return _nearest(content, alone, camera, at, ICON / 2 if len(alone) < 2000 else _NEAR)


def holder_at(content: Content, camera: Camera, at: QPointF) -> int:
    """Return the selected or linked person drawn beside their address at a point, or -1."""
    if not content.picking:
        return -1
    rows, places = content.at_address()
    if not 0 < len(rows) <= MOST_HOLDERS:
        return -1
    x, y = screen(content, places, camera)
    away = np.hypot(x + BESIDE[0] - at.x(), y + BESIDE[1] - at.y())
    # The selected ones are drawn last, and so lie on top.
    best = int(np.lexsort([away, ~content.workspace.selected[rows], away > SMALL / 2])[0])
    return int(rows[best]) if away[best] <= SMALL / 2 else -1


def _nearest(content: Content, places: Rows, camera: Camera, at: QPointF, reach: float) -> int:
    if not len(places):
        return -1
    x, y = screen(content, places, camera)
    away = (x - at.x()) ** 2 + (y - at.y()) ** 2
    best = int(np.argmin(away))
    return int(places[best]) if away[best] <= reach**2 else -1


def cluster_at(picture: Picture, camera: Camera, at: QPointF) -> int:
    """Return the number of the cluster drawn at a point, or -1."""
    if picture.way != "clusters":
        return -1
    marks = picture.marks
    several = np.flatnonzero(marks.place < 0)
    if not len(several):
        return -1
    x, y = camera.many_to_screen(marks.x[several], marks.y[several])
    over = np.hypot(x - at.x(), y - at.y()) - radius_of(marks.count[several])
    best = int(np.argmin(over))
    return int(several[best]) if over[best] <= 1 else -1


def rows_in(content: Content, camera: Camera, shape: QPolygonF) -> Rows:
    """Return the drawn items whose place lies in a shape of the picture; where they are counts, not their disc."""
    if shape.count() < 3:
        return np.zeros(0, np.int32)
    corners = np.array([(point.x(), point.y()) for point in shape.toList()])
    x, y = camera.many_to_screen(content.places.x, content.places.y)
    return content.rows_at(np.flatnonzero(inside_polygon(x, y, corners[:, 0], corners[:, 1])).astype(np.int32))


def rows_within(content: Content, lon: float, lat: float, metres: float) -> Rows:
    """Return the drawn items within a great-circle distance of a point in degrees."""
    return rows_near(content, np.array([lon]), np.array([lat]), metres)


def rows_near(content: Content, lon: np.ndarray, lat: np.ndarray, metres: float) -> Rows:
    """Return the drawn items within a distance of any of some points in degrees."""
    items = content.workspace.items
    rows = np.flatnonzero(content.drawn)
    return rows[within(items.lon[rows], items.lat[rows], lon, lat, metres)].astype(np.int32)
