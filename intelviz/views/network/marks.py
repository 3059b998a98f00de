"""What painters need to know, and painting items: as dots where there are many, as typed icons where few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from intelviz.case.columns import Rows
from intelviz.render.dots import Pixels, argb, stamp
from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.views.network.camera import Camera
from intelviz.views.network.content import Content
from intelviz.views.network.portraits import Portraits
from intelviz.workspace.style.look import NO_VALUE, OWN, RAMP, Applied

FEW_ICONS = 1_600
_WITH_PICTURES, _LARGER, _LEAST_PICTURE = 12.0, 1.7, 30.0
"""From this size of icons on pictures of items are drawn, so many times as large as an icon, and at least so large."""
_SIGNS: tuple[tuple[float, list[float]], ...] = (
    (2.2, []),  # confirmed
    (1.2, []),  # ungraded
    (1.3, [5, 3]),  # unconfirmed
    (1.4, [1, 2.5]),  # tentative
)
"""Width and dashes (in widths) of lines by how sure they are, in the order of workspace/style/certainty.py."""
_DASHES: tuple[list[float], ...] = ([], [5, 3], [1, 2.5])
"""Dashes of the patterns that a style may ask for, in the order of PATTERNS."""


def swatch_colour(theme: Theme, swatch: int, own: Sequence[Rgb] = ()) -> Rgb:
    """Return the colour of a swatch of a style: a slot, "no value", a step of the ramp, or one of the analyst's own."""
    if swatch >= OWN:
        return own[swatch - OWN]
    if swatch >= RAMP:
        return theme.density[min((swatch - RAMP) * len(theme.density) // 101, len(theme.density) - 1)]
    return theme.link if swatch == NO_VALUE else theme.types[swatch]


def commonest_first(kinds: NDArray[np.int16]) -> NDArray[np.uint16]:
    """Return for each item the rank of its type: 0 for the type that most of them have. Small numbers sort fast."""
    return np.argsort(np.argsort(-np.bincount(kinds), kind="stable")).astype(np.uint16)[kinds]


@dataclass(frozen=True)
class Scene:
    """What the painters need to know."""

    content: Content
    camera: Camera
    theme: Theme
    ratio: float
    font: QFont
    applied: Applied | None = None
    """What the chart's style gives each item and line."""
    sure: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    """How sure each line is, by the numbers of workspace/style/certainty.py."""
    portraits: Portraits | None = None
    """The pictures of items; None where the chart's style draws none."""
    parallel: str = "count"
    """How several links between two items are drawn: "count", "bundled" or "all"."""
    fanned: tuple[int, int] = (0, 0)
    """How many lines are drawn as curves because the style asks for it, and how many there would be."""

    @cached_property
    def points(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Where every item of the case stands on the screen, by its row."""
        chart = self.content.workspace.chart
        return self.camera.screen(chart.x, chart.y)

    def screen(self, rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where items stand on the screen."""
        chart = self.content.workspace.chart
        return self.camera.screen(chart.x[rows], chart.y[rows])

    def in_sight(self, rows: Rows, margin: float = 24.0) -> Rows:
        """Return those of the rows whose point is in sight."""
        x, y = self.screen(rows) if len(rows) <= FEW_ICONS else (each[rows] for each in self.points)
        wide, high = self.camera.width + margin, self.camera.height + margin
        return rows[(x > -margin) & (x < wide) & (y > -margin) & (y < high)]

    @property
    def icon(self) -> float:
        """Size of an icon on the screen, in device-independent pixels."""
        few = len(self.content.rows) <= 800
        return min(30.0, max(11.0 if few else 3.0, 24.0 * self.camera.scale**0.55))

    def pen(
        self,
        sure: int,
        strength: float = 1.0,
        colour: Rgb | None = None,
        *,
        width: float = 1.0,
        pattern: int = -1,
        near: bool = False,
    ) -> QPen:
        """Return the pen for lines that are so sure, told by pattern and never by hue; ``near`` as close by.

        ``width`` is a factor, ``pattern`` one of PATTERNS in place of what certainty says, -1 for none.
        """
        usual, dashes = _SIGNS[sure]
        if pattern >= 0:
            dashes = _DASHES[pattern]
        pen = QPen(QColor(*(colour or self.theme.link), round(255 * strength)))
        pen.setWidthF((usual if near or self.camera.scale > 0.25 else 1.0) * width)
        if dashes and (near or self.camera.scale > 0.15):
            pen.setDashPattern(dashes)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def swatch(self, number: int) -> Rgb:
        """Return the colour of a swatch of the chart's style."""
        return swatch_colour(self.theme, number, () if self.applied is None else self.applied.own)

    def line_look(self, pair: int) -> tuple[int, float, int]:
        """Return what the chart's style gives a line: swatch, factor of its width, pattern; -1 is none."""
        given = self.applied
        if given is None or len(given.width) != len(self.content.low):
            return -1, 1.0, -1
        return int(given.line_colour[pair]), float(given.width[pair]), int(given.pattern[pair])

    def kind_swatch(self, pair: int, kind: str, usual: int) -> int:
        """Return the swatch of a link of a kind within a line whose swatch is ``usual``."""
        given = self.applied
        if given is None or given.by_kind is None or len(given.by_kind) != len(self.content.low):
            return usual
        return given.kinds.get(kind, usual) if given.by_kind[pair] else usual

    def swatches(self, numbers: NDArray[np.int16]) -> Pixels:
        """Return the ARGB numbers of swatches."""
        used, at = np.unique(numbers, return_inverse=True)
        return argb([self.swatch(each) for each in used.tolist()])[at.reshape(-1)]

    def sizes(self, rows: Rows) -> NDArray[np.float32]:
        """Return how large items are drawn, in device-independent pixels."""
        factor = np.float32(self.icon)
        sizes = np.full(len(rows), factor) if self.applied is None else self.applied.size[rows] * factor
        shown = self.portraits.there if self.portraits is not None and self.icon >= _WITH_PICTURES else None
        if shown is not None:
            sizes = np.where(shown[rows], np.maximum(sizes * _LARGER, _LEAST_PICTURE), sizes).astype(np.float32)
        return sizes


def small_font(scene: Scene, share: float) -> QFont:
    """Return the font of small words on the canvas: so much of the usual size, and no smaller than can be read."""
    font = QFont(scene.font)
    font.setPointSizeF(max(6.5, scene.font.pointSizeF() * share))
    return font


def painted(painter: QPainter, scene: Scene, metrics: QFontMetricsF, middle: QPointF, words: str) -> None:
    """Write words round a point, on the ground so that they read over lines."""
    wide, high = metrics.horizontalAdvance(words), metrics.height()
    box = QRectF(middle.x() - wide / 2 - 3, middle.y() - high / 2, wide + 6, high)
    painter.fillRect(box, QColor(*scene.theme.ground, 225))
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def draw_items(painter: QPainter, scene: Scene, rows: Rows, *, faded: bool = False) -> None:
    """Draw items as typed discs where they can be told apart, as dots where not."""
    rows = scene.in_sight(rows)
    if not len(rows):
        return
    workspace, theme = scene.content.workspace, scene.theme
    kinds = workspace.items.type[rows]
    if len(rows) > FEW_ICONS or scene.icon < 9:
        # What there is least of lies on top, so that a few persons show among thousands of crimes.
        rows = rows[np.argsort(commonest_first(kinds), kind="stable")]
        kinds = workspace.items.type[rows]
        x, y = (each[rows] for each in scene.points)
        wide, high = math.ceil(scene.camera.width * scene.ratio), math.ceil(scene.camera.height * scene.ratio)
        pixels = np.zeros((high, wide), np.uint32)
        colours = argb([theme.types[kind.colour] for kind in workspace.item_types])[kinds]
        if scene.applied is not None:
            swatch = scene.applied.colour[rows]
            colours = np.where(swatch >= 0, scene.swatches(np.maximum(swatch, 0)), colours)
        radius = max(1.0, min(4.5, scene.icon / 2.4)) * scene.ratio
        # An edge parts dots that can be told apart; in a crowd it would only darken them.
        thick = 0.8 if radius > 1.5 * scene.ratio else 0.0
        edge = argb([theme.ground])[0]
        ratio = scene.ratio
        if scene.applied is None:
            stamp(pixels, x * ratio, y * ratio, colours, edge, radius, thick)
        else:
            factors = np.round(scene.applied.size[rows] * 2) / 2
            for factor in np.unique(factors):
                which = factors == factor
                px, py = x[which].astype(float) * ratio, y[which].astype(float) * ratio
                stamp(pixels, px, py, colours[which], edge, max(1.0, radius * float(factor)), thick)
        image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, image)
        return
    x, y = scene.screen(rows)
    sizes, given = scene.sizes(rows), scene.applied
    faint = theme.faded if faded else 1.0
    for at, (row, kind_number) in enumerate(zip(rows.tolist(), kinds.tolist(), strict=True)):
        kind = workspace.item_types[kind_number]
        icon, colour = kind.icon, theme.types[kind.colour]
        if given is not None:
            colour = scene.swatch(int(given.colour[row])) if given.colour[row] >= 0 else colour
            icon = given.icons[given.icon[row]] if given.icon[row] >= 0 else icon
        size = float(sizes[at])
        device = max(6, round(size * scene.ratio))
        image = None
        if scene.portraits is not None and scene.icon >= _WITH_PICTURES:
            image = scene.portraits.disc(row, icon, colour, device, theme.ground, faint)
        if image is None:
            image = disc(icon, colour, device, theme.ground, faint)
        painter.drawImage(QRectF(float(x[at]) - size / 2, float(y[at]) - size / 2, size, size), image)
    if given is not None:
        draw_signs(painter, scene, rows, (x, y), sizes)
    size = scene.icon
    pinned = rows[workspace.chart.pinned[rows]]
    if len(pinned) and size > 14:
        px, py = scene.screen(pinned)
        painter.setPen(QPen(QColor(*theme.ground), 1))
        painter.setBrush(QColor(*theme.text))
        for each_x, each_y in zip(px.tolist(), py.tolist(), strict=True):
            painter.drawEllipse(QPointF(each_x + size * 0.38, each_y - size * 0.38), 3.5, 3.5)


def draw_signs(
    painter: QPainter,
    scene: Scene,
    rows: Rows,
    at: tuple[NDArray[np.float32], NDArray[np.float32]],
    sizes: NDArray[np.float32],
) -> None:
    """Draw the rings and badges that the chart's style gives items."""
    given, theme = scene.applied, scene.theme
    assert given is not None
    x, y = at
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place in np.flatnonzero(given.ring[rows] >= 0).tolist():
        thick = min(2.5, max(1.2, float(sizes[place]) / 9))
        painter.setPen(QPen(QColor(*scene.swatch(int(given.ring[rows[place]]))), thick))
        half = float(sizes[place]) / 2 + thick
        painter.drawEllipse(QPointF(float(x[place]), float(y[place])), half, half)
    badged = np.flatnonzero(given.badge[rows] >= 0)
    if not len(badged) or scene.icon < 12:
        return
    font = small_font(scene, 0.75)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for place in badged.tolist():
        words = given.badges[given.badge[rows[place]]]
        wide, half = metrics.horizontalAdvance(words) + 8, float(sizes[place]) / 2
        box = QRectF(float(x[place]) + half * 0.5, float(y[place]) - half - 4, wide, metrics.height())
        painter.setPen(QPen(QColor(*theme.line), 1))
        painter.setBrush(QColor(*theme.raised))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(*theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
