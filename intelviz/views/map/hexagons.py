"""Hexagons on the map: how many of the drawn events lie in each, which is clicked to pick them.

Where no event is drawn, all drawn items count, as for heat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from intelviz.case.columns import Floats, Ints, Rows
from intelviz.render.dots import Pixels
from intelviz.render.hexagons import WIDTHS, HexGrid, corners, width_at
from intelviz.render.mercator import Camera, unproject_point
from intelviz.render.theme import Rgb
from intelviz.views.action import Action
from intelviz.views.map.content import Content, Picture
from intelviz.views.map.furniture import metric_words

if TYPE_CHECKING:
    from intelviz.views.map.marks import Scene
    from intelviz.views.map.view import MapView

_OPAQUE = 205
_LEAST = 6.0
"""Pixels across below which hexagons can't be told apart: wider ones are drawn then, and the legend says so."""


def grid_of(content: Content, camera: Camera) -> HexGrid:
    """Return the grid for a camera: of the width that was chosen, or of one that suits the zoom.

    The width is true at the middle of what is drawn, so that the grid stands still while the map is moved.
    """
    drawn = content.count > 0
    lat = unproject_point(0.5, float(np.median(content.places.y[drawn])))[1] if drawn.any() else 0.0
    chosen = content.options.hexagon or width_at(camera.metres_per_pixel())
    least = _LEAST * camera.metres_per_pixel()
    return HexGrid(chosen if chosen >= least else next((each for each in WIDTHS if each >= least), WIDTHS[-1]), lat)


def draw_hexagons(painter: QPainter, scene: Scene, picture: Picture) -> float:
    """Draw the hexagons in sight, fuller where more items lie; return the most that lie in one."""
    content, camera = scene.content, scene.camera
    seen = picture.seen
    grid = grid_of(content, camera)
    seen = seen[content.heat_weight()[seen] > 0]
    q, r, count = grid.counted(content.places.x[seen], content.places.y[seen], content.heat_weight()[seen])
    if not len(q):
        return 0.0
    x, y = camera.many_to_screen(*grid.middles(q, r))
    most = float(count.max())
    place = _steps(count, most, len(scene.theme.density)).tolist()
    shape = [QPointF(dx, dy) for dx, dy in corners(grid.side * camera.scale)]
    painter.setPen(QPen(QColor(*scene.theme.ground), 0.8))
    for at_x, at_y, step in zip(x.tolist(), y.tolist(), place, strict=True):
        painter.setBrush(QColor(*scene.theme.density[step], _OPAQUE))
        painter.drawPolygon(QPolygonF([QPointF(at_x, at_y) + each for each in shape]))
    return most


def _steps(count: Floats, most: float, steps: int) -> Ints:
    """Return the step of the ramp for each count: by the square root, as that of heat, from where it stands out."""
    return np.round((0.2 + 0.8 * np.sqrt(count / most)) * (steps - 1)).astype(np.int64)


def cell_colours(count: Floats, most: float, ramp: tuple[Rgb, ...]) -> Pixels:
    """Return the colours that hexagons with so many items have, as premultiplied ARGB."""
    table = np.array(ramp, np.uint32)[_steps(count, most, len(ramp))] * np.uint32(_OPAQUE) // np.uint32(255)
    red, green, blue = table[:, 0], table[:, 1], table[:, 2]
    return np.uint32(_OPAQUE) << np.uint32(24) | red << np.uint32(16) | green << np.uint32(8) | blue


def rows_at(content: Content, camera: Camera, at: QPointF) -> Rows:
    """Return the items that the hexagon at a point of the picture counts."""
    grid = grid_of(content, camera)
    if content.cells is None or content.cells[0] != grid:
        counted = np.flatnonzero(content.heat_weight() > 0).astype(np.int32)
        content.cells = grid, counted, *grid.cells(content.places.x[counted], content.places.y[counted])
    _, places, cell_q, cell_r = content.cells
    world = camera.to_world(at.x(), at.y())
    q, r = grid.cells(np.array([world[0]]), np.array([world[1]]))
    rows = content.rows_at(places[(cell_q == q[0]) & (cell_r == r[0])])
    return rows[np.isin(content.workspace.items.type[rows], content.heat_kinds())]


def words_at(content: Content, camera: Camera, at: QPointF) -> str:
    """Return "500 m hexagon: 34 items", "" over an empty one."""
    count = len(rows_at(content, camera, at))
    if not count:
        return ""
    wide = metric_words(grid_of(content, camera).metres)
    return f"{wide} hexagon: {'1 item' if count == 1 else f'{count:,} items'}"


def width_words(content: Content, camera: Camera) -> str:
    """Return how wide the hexagons are, for the legend."""
    drawn, chosen = grid_of(content, camera).metres, content.options.hexagon
    words = metric_words(drawn)
    return f"{words} ({metric_words(chosen)} are too small to see here)" if chosen and chosen != drawn else words


def sizes(view: MapView) -> list[Action]:
    """Return the widths to choose from."""

    def chosen(metres: int) -> None:
        view.options.hexagon = metres
        if view.marked.is_on("hexagons"):
            view.options_changed()
        else:
            view.set_mode("hexagons")

    return [
        Action(
            f"hexagon_{metres}",
            metric_words(metres) if metres else "Follows the zoom",
            lambda metres=metres: chosen(metres),
            "From side to side, at the middle of what is drawn" if metres else "About as large on every zoom",
            checked=lambda metres=metres: view.options.hexagon == metres,
        )
        for metres in (0, *WIDTHS)
    ]
