"""Maps of two periods, each of what begins in its own, looking at the same place; and of what differs in hexagons."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from intelviz.analysis.time.two_periods import benjamini_hochberg, conditional_binomial
from intelviz.case.columns import Floats, Ints, Mask, Rows
from intelviz.render.hexagons import HexGrid, corners
from intelviz.render.mercator import Camera, unproject_point
from intelviz.render.theme import Rgb
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.hexagons import grid_of
from intelviz.views.map.legend import Row
from intelviz.views.map.marks import Scene
from intelviz.views.map.view import MapView
from intelviz.workspace.workspace import Change, Mode

SURE = 0.05
"""The false discovery rate below which a difference is drawn as more than chance."""
_MOST_EXACT = 400
"""Events in a hexagon up to which chance is told exactly; above, by the normal distribution."""
_NUMBERED = 30.0
"""Pixels across from which a hexagon has its number written in it."""
_MORE: dict[str, Rgb] = {"light": (194, 84, 0), "dark": (242, 142, 60)}
_FEWER: dict[str, Rgb] = {"light": (0, 92, 168), "dark": (86, 164, 236)}


class PeriodMap(MapView):
    """A map of what begins in one period; ``peers`` are moved with it."""

    def __init__(self, *args: object, **named: object) -> None:
        self.peers: list[PeriodMap] = []
        super().__init__(*args, **named)  # type: ignore[arg-type]  # as a MapView
        self.options.legend = False

    def look(self, camera: Camera) -> None:
        """Look at another part of the world, with the others."""
        super().look(camera)
        for peer in self.peers:
            peer.go_along(camera)

    def go_along(self, camera: Camera) -> None:
        """Look where another map looks."""
        super().look(camera.sized(float(max(self.width(), 1)), float(max(self.height(), 1))))

    def fit(self) -> None:
        """Show all that is drawn, on all of them."""
        super().fit()
        self.look(self.camera)

    def set_period(self, mask: Mask) -> None:
        """Draw only what is marked."""
        self.marked.among = mask
        self.marked.renew()
        self.options_changed()


@dataclass(frozen=True, eq=False)
class Cells:
    """Hexagons in which anything lies in either period: where, how many in each, and which are surely apart."""

    grid: HexGrid
    q: Ints
    r: Ints
    first: Ints
    second: Ints
    change: Floats
    sure: Mask


class Difference:
    """How many more, or fewer, lie in each hexagon in the second period: a layer of a map (see MapLayer).

    Where the periods are not of the same length, the first is counted as if it were as long as the second.
    """

    icon, over, on, opacity = "plus-minus-variant", "names", True, 1.0
    key, title = "periods difference", "Difference of the periods"
    help = "How many more or fewer lie in each hexagon in the second period"

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._masks: tuple[Mask, Mask] = (np.zeros(0, bool), np.zeros(0, bool))
        self._scale, self._apart = 1.0, True
        self._turn = 0
        self._held: tuple[object, Cells] | None = None

    @property
    def version(self) -> object:
        """Differs from before when other items are counted."""
        return self._turn, self._view.options.hexagon

    def forget(self) -> None:
        """Count anew: other items are shown."""
        self._turn += 1

    def set_on(self, *, on: bool) -> None:
        """Leave it as it is: it is what the map is for."""

    def set_opacity(self, share: float) -> None:
        """Draw it more or less strongly."""
        self.opacity = share
        self._turn += 1

    def set_periods(self, first: Mask, second: Mask, scale: float, *, apart: bool) -> None:
        """Compare other items; ``scale`` is the length of the second period in that of the first."""
        self._masks, self._scale, self._apart = (first, second), scale, apart
        self._turn += 1

    def cells(self, camera: Camera) -> Cells:
        """Return the hexagons for a camera."""
        view = self._view
        content, places = view.marked.of("points"), view.content.places
        wide = grid_of(content, camera).metres
        key = wide, self.version
        if self._held is not None and self._held[0] == key:
            return self._held[1]
        shown = view.workspace.shown
        size = len(shown)
        one, other = (
            places.counts(mask & shown if len(mask) == size else np.zeros(size, bool)) for mask in self._masks
        )
        used = np.flatnonzero(one + other)
        lat = unproject_point(0.5, float(np.median(places.y[used])))[1] if len(used) else 0.0
        grid = HexGrid(wide, lat)
        x, y = places.x[used], places.y[used]
        # The same points both times, so the same hexagons in the same order.
        q, r, first = grid.counted(x, y, one[used])
        second = grid.counted(x, y, other[used])[2]
        first, second = first.astype(np.int64), second.astype(np.int64)
        p = _chance(first, second, 1 / (1 + self._scale)) if self._apart else np.full(len(q), np.nan)
        change = second - first * self._scale
        cells = Cells(grid, q, r, first, second, change, benjamini_hochberg(p) < SURE)
        self._held = key, cells
        return cells

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint the hexagons in sight: full where more than chance tells the periods apart, pale where not."""
        cells, camera, theme = self.cells(scene.camera), scene.camera, scene.theme
        if not len(cells.q):
            return
        x, y = camera.many_to_screen(*cells.grid.middles(cells.q, cells.r))
        radius = cells.grid.side * camera.scale
        seen = (x > -radius) & (x < camera.width + radius) & (y > -radius) & (y < camera.height + radius)
        shape = [QPointF(dx, dy) for dx, dy in corners(radius)]
        most = max(float(np.abs(cells.change).max()), 1.0)
        painter.setFont(scene.small_font(-1.0))
        for cell in np.flatnonzero(seen).tolist():
            change = float(cells.change[cell])
            colour = (_MORE if change > 0 else _FEWER)[theme.name] if change else theme.quiet
            strength = 90 + round(135 * (abs(change) / most) ** 0.5) if cells.sure[cell] else 36
            painter.setPen(QPen(QColor(*colour), 1.6 if cells.sure[cell] else 0.8))
            painter.setBrush(QColor(*colour, strength))
            middle = QPointF(float(x[cell]), float(y[cell]))
            painter.drawPolygon(QPolygonF([middle + each for each in shape]))
            if radius * 2 >= _NUMBERED:
                painter.setPen(QColor(*theme.text))
                box = QPolygonF([middle + each for each in shape]).boundingRect()
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, signed(change))

    def legend(self, scene: Scene) -> list[Row]:
        """Return what the colours mean, and how many hexagons have them."""
        cells, name = self.cells(scene.camera), scene.theme.name
        more, fewer = (int(np.count_nonzero(cells.sure & way)) for way in (cells.change > 0, cells.change < 0))
        return [
            Row(f"more, in {metric_words(cells.grid.metres)} hexagons", f"{more:,}", "swatch", colour=_MORE[name]),
            Row("fewer", f"{fewer:,}", "swatch", colour=_FEWER[name]),
            Row("pale: it could be chance", f"{len(cells.q) - more - fewer:,}"),
        ]

    def credit(self) -> str:
        """Nobody is named."""
        return ""

    def _at(self, camera: Camera, at: QPointF) -> tuple[Cells, int]:
        cells = self.cells(camera)
        world = camera.to_world(at.x(), at.y())
        q, r = cells.grid.cells(np.array([world[0]]), np.array([world[1]]))
        found = np.flatnonzero((cells.q == q[0]) & (cells.r == r[0]))
        return cells, int(found[0]) if len(found) else -1

    def words_at(self, camera: Camera, at: QPointF) -> str:
        """Return what a hexagon says, "" over an empty one."""
        cells, cell = self._at(camera, at)
        if cell < 0:
            return ""
        why = "more than chance" if cells.sure[cell] else "could be chance" if self._apart else "the periods overlap"
        change = signed(float(cells.change[cell]))
        counts = f"{cells.first[cell]:,} in the first, {cells.second[cell]:,} in the second"
        return f"{metric_words(cells.grid.metres)} hexagon: {counts}, {change} ({why})"

    def rows_at(self, camera: Camera, at: QPointF) -> Rows:
        """Return the items of both periods in the hexagon at a point."""
        cells, cell = self._at(camera, at)
        if cell < 0:
            return np.zeros(0, np.int32)
        view = self._view
        rows = np.flatnonzero((self._masks[0] | self._masks[1]) & view.workspace.shown)
        place = view.content.places.of[rows]
        rows, place = rows[place >= 0], place[place >= 0]
        q, r = cells.grid.cells(view.content.places.x[place], view.content.places.y[place])
        return rows[(q == cells.q[cell]) & (r == cells.r[cell])].astype(np.int32)


class DifferenceMap(PeriodMap):
    """A map of the difference alone; a click on a hexagon picks the items of both periods in it."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self.options.legend = True
        self.difference = Difference(self)
        self.marked.sources.append(lambda: [self.difference])
        self.image.title = self.difference.title
        self.set_mode("none")

    def changed(self, change: Change) -> None:
        """Take over what changed."""
        if change & (Change.ITEMS | Change.FILTER):
            self.difference.forget()
        super().changed(change)

    def click_ground(self, at: QPointF, mode: Mode) -> bool:
        """Pick what a hexagon counts."""
        if self.image.legend_has(at):
            return super().click_ground(at, mode)
        rows = self.difference.rows_at(self.camera, at)
        self.workspace.select(rows, mode)
        return bool(len(rows))

    def hovered(self, at: QPointF) -> None:
        """Say what the hexagon under the pointer counts."""
        super().hovered(at)
        words = self.difference.words_at(self.camera, at)
        if words:
            self.said.emit(words)


def signed(change: float) -> str:
    """Return "+12", "−3", "0", and one decimal where a period was scaled to another length."""
    number = round(change, 1)
    words = f"{abs(number):,.0f}" if number == round(number) else f"{abs(number):,.1f}"
    return f"+{words}" if number > 0 else f"−{words}" if number < 0 else "0"


def _chance(first: Ints, second: Ints, share: float) -> Floats:
    """Return the p of equal rates: exact for few events, by the normal distribution for many, where it errs little."""
    total = first + second
    p = np.full(len(first), np.nan)
    few = total <= _MOST_EXACT
    p[few] = conditional_binomial(first[few], second[few], np.full(int(few.sum()), share))
    for cell in np.flatnonzero(~few).tolist():
        count = int(total[cell])
        away = max(abs(int(first[cell]) - count * share) - 0.5, 0.0) / sqrt(count * share * (1 - share))
        p[cell] = erfc(away / sqrt(2))
    return p
