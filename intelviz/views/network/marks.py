"""Painting links and items: as a count of lines and dots where there are many, as lines, icons and labels where few."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from intelviz.case.columns import Rows
from intelviz.render import lines
from intelviz.render.dots import argb, stamp
from intelviz.render.icons import disc
from intelviz.render.theme import Rgb, Theme
from intelviz.views.network.camera import Camera
from intelviz.views.network.content import GROUPS, Content

FEW_LINES, FEW_ICONS, FEW_LABELS = 2_500, 1_600, 240
_PATTERNS = {
    "association": Qt.PenStyle.SolidLine,
    "family": Qt.PenStyle.SolidLine,
    "belonging": Qt.PenStyle.DashLine,
    "place": Qt.PenStyle.DotLine,
    "involvement": Qt.PenStyle.SolidLine,
    "communication": Qt.PenStyle.DashDotLine,
    "administration": Qt.PenStyle.DotLine,
}
_WIDTHS = {"family": 2.4, "involvement": 1.6, "administration": 0.8}


@dataclass(frozen=True)
class Scene:
    """What the painters need to know."""

    content: Content
    camera: Camera
    theme: Theme
    ratio: float
    font: QFont

    def screen(self, rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where items stand on the screen."""
        chart = self.content.workspace.chart
        return self.camera.screen(chart.x[rows], chart.y[rows])

    def in_sight(self, rows: Rows, margin: float = 24.0) -> Rows:
        """Return those of the rows whose point is in sight."""
        x, y = self.screen(rows)
        wide, high = self.camera.width + margin, self.camera.height + margin
        return rows[(x > -margin) & (x < wide) & (y > -margin) & (y < high)]

    @property
    def icon(self) -> float:
        """Size of an icon on the screen, in device-independent pixels."""
        few = len(self.content.rows) <= 800
        return min(30.0, max(11.0 if few else 3.0, 24.0 * self.camera.scale**0.55))

    def pen(self, group: int, strength: float = 1.0, colour: Rgb | None = None) -> QPen:
        """Return the pen for links of a group: told apart by pattern and width, never by hue."""
        name = GROUPS[group] if group < len(GROUPS) else ""
        pen = QPen(QColor(*(colour or self.theme.link), round(255 * strength)))
        pen.setWidthF(_WIDTHS.get(name, 1.2) if self.camera.scale > 0.25 else 1.0)
        pen.setStyle(_PATTERNS.get(name, Qt.PenStyle.SolidLine) if self.camera.scale > 0.35 else Qt.PenStyle.SolidLine)
        return pen


def draw_links(painter: QPainter, scene: Scene, pairs: NDArray[np.int64], *, strong: bool, opened: set[int]) -> None:
    """Draw pairs as one line each, with a count where several links stand behind it; opened ones link by link."""
    content = scene.content
    x0, y0 = scene.screen(content.low[pairs])
    x1, y1 = scene.screen(content.high[pairs])
    wide, high = scene.camera.width, scene.camera.height
    seen = (
        (np.maximum(x0, x1) > 0) & (np.minimum(x0, x1) < wide) & (np.maximum(y0, y1) > 0) & (np.minimum(y0, y1) < high)
    )
    pairs, x0, y0, x1, y1 = pairs[seen], x0[seen], y0[seen], x1[seen], y1[seen]
    if len(pairs) > FEW_LINES:
        _count_lines(painter, scene, x0, y0, x1, y1, strong=strong)
        return
    colour = scene.theme.accent if strong else None
    group = content.group[pairs]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(pairs) <= 1_200)
    closed = np.array([int(pair) not in opened for pair in pairs], bool)
    apart = content.low[pairs] != content.high[pairs]
    for each in np.unique(group):
        chosen = np.flatnonzero((group == each) & closed & apart)
        painter.setPen(scene.pen(int(each), 1.0 if strong else 0.85, colour))
        painter.drawLines(
            [
                QLineF(*ends)
                for ends in zip(
                    x0[chosen].tolist(), y0[chosen].tolist(), x1[chosen].tolist(), y1[chosen].tolist(), strict=True
                )
            ]
        )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at in np.flatnonzero(~apart):
        painter.setPen(scene.pen(int(group[at]), 1.0, colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        size = scene.icon
        painter.drawEllipse(QRectF(float(x0[at]), float(y0[at]) - size, size * 0.9, size * 0.9))
    if scene.camera.scale > 0.55:
        _arrows(painter, scene, pairs[closed & apart], colour)
    if scene.camera.scale > 0.4:
        _counts(painter, scene, pairs[closed & (content.count[pairs] > 1)])
    for at in np.flatnonzero(~closed):
        _fan(painter, scene, int(pairs[at]), colour)


def _count_lines(
    painter: QPainter,
    scene: Scene,
    x0: NDArray[np.float32],
    y0: NDArray[np.float32],
    x1: NDArray[np.float32],
    y1: NDArray[np.float32],
    *,
    strong: bool,
) -> None:
    theme = scene.theme
    colour = theme.accent if strong else theme.link
    if not lines.ready():
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(*colour), 1))
        every = max(1, len(x0) // FEW_LINES)
        ends = zip(x0[::every].tolist(), y0[::every].tolist(), x1[::every].tolist(), y1[::every].tolist(), strict=True)
        painter.drawLines([QLineF(*each) for each in ends])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return
    wide, high = math.ceil(scene.camera.width * scene.ratio), math.ceil(scene.camera.height * scene.ratio)
    ratio = np.float32(scene.ratio)
    counts = lines.counted(x0 * ratio, y0 * ratio, x1 * ratio, y1 * ratio, wide, high)
    if strong:
        pixels = lines.over(counts, colour)
    else:
        pixels = lines.toned(counts, theme.ground, colour)
        pixels[counts == 0] = 0
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scene.ratio)
    painter.drawImage(0, 0, image)


def _ends(scene: Scene, pair: int) -> tuple[QPointF, QPointF]:
    both = np.array([scene.content.low[pair], scene.content.high[pair]])
    x, y = scene.screen(both)
    return QPointF(float(x[0]), float(y[0])), QPointF(float(x[1]), float(y[1]))


def _arrows(painter: QPainter, scene: Scene, pairs: NDArray[np.int64], colour: Rgb | None) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*(colour or scene.theme.link)))
    for pair in pairs[scene.content.direction[pairs] != 0][:600]:
        begin, end = _ends(scene, int(pair))
        if scene.content.direction[pair] < 0:
            begin, end = end, begin
        line = QLineF(begin, end)
        length = line.length()
        if length < scene.icon * 2.2:
            continue
        tip = line.pointAt(1 - (scene.icon / 2 + 2) / length)
        angle = math.atan2(end.y() - begin.y(), end.x() - begin.x())
        path = QPainterPath(tip)
        for turn in (2.7, -2.7):
            path.lineTo(tip.x() + 8 * math.cos(angle + turn), tip.y() + 8 * math.sin(angle + turn))
        painter.drawPath(path)


def _counts(painter: QPainter, scene: Scene, pairs: NDArray[np.int64]) -> None:
    font = QFont(scene.font)
    font.setPointSizeF(max(6.5, scene.font.pointSizeF() * 0.8))
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for pair in pairs[:500]:
        box = count_box(scene, int(pair), metrics)
        if box is None:
            continue
        painter.setPen(QPen(QColor(*scene.theme.line), 1))
        painter.setBrush(QColor(*scene.theme.raised))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(*scene.theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{scene.content.count[pair]:,}")


def count_box(scene: Scene, pair: int, metrics: QFontMetricsF) -> QRectF | None:
    """Return where the count of a pair stands, or None where its line is too short for it."""
    begin, end = _ends(scene, pair)
    if QLineF(begin, end).length() < scene.icon + 22 and scene.content.low[pair] != scene.content.high[pair]:
        return None
    middle = (begin + end) / 2
    wide = metrics.horizontalAdvance(f"{scene.content.count[pair]:,}") + 10
    high = metrics.height() + 1
    return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)


def curve(begin: QPointF, end: QPointF, bend: float) -> tuple[QPainterPath, QPointF]:
    """Return a curve between two points that bulges by ``bend`` pixels, and its middle."""
    gap = end - begin
    length = max(math.hypot(gap.x(), gap.y()), 1.0)
    side = QPointF(-gap.y() / length, gap.x() / length)
    middle = (begin + end) / 2 + side * bend
    path = QPainterPath(begin)
    path.quadTo((begin + end) / 2 + side * (2 * bend), end)
    return path, middle


def _fan(painter: QPainter, scene: Scene, pair: int, colour: Rgb | None) -> None:
    """Draw each link of a pair as a curve of its own, with its words."""
    content, workspace = scene.content, scene.content.workspace
    begin, end = _ends(scene, pair)
    links = content.links_of(pair)[:60]
    font = QFont(scene.font)
    font.setPointSizeF(max(6.5, scene.font.pointSizeF() * 0.85))
    metrics = QFontMetricsF(font)
    groups = {name: number for number, name in enumerate(GROUPS)}
    for place, link in enumerate(links):
        kind = workspace.link_types[workspace.links.type[link]]
        bend = (place - (len(links) - 1) / 2) * max(14.0, min(26.0, 420 / len(links)))
        path, middle = curve(begin, end, bend)
        painter.setPen(scene.pen(groups.get(kind.group, 0), 1.0, colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setFont(font)
        forward = workspace.links.a[link] == content.low[pair]
        right = (end.x() >= begin.x()) == bool(forward)
        words = f"{kind.label} →" if right else f"← {kind.label}"
        wide = metrics.horizontalAdvance(words)
        box = QRectF(middle.x() - wide / 2 - 3, middle.y() - metrics.height() / 2, wide + 6, metrics.height())
        painter.fillRect(box, QColor(*scene.theme.ground, 225))
        painter.setPen(QColor(*scene.theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def draw_items(painter: QPainter, scene: Scene, rows: Rows, *, faded: bool = False) -> None:
    """Draw items as typed discs where they can be told apart, as dots where not."""
    rows = scene.in_sight(rows)
    if not len(rows):
        return
    workspace, theme = scene.content.workspace, scene.theme
    x, y = scene.screen(rows)
    kinds = workspace.items.type[rows]
    if len(rows) > FEW_ICONS or scene.icon < 9:
        wide, high = math.ceil(scene.camera.width * scene.ratio), math.ceil(scene.camera.height * scene.ratio)
        pixels = np.zeros((high, wide), np.uint32)
        table = argb([theme.types[kind.colour] for kind in workspace.item_types])
        radius = max(1.0, min(4.5, scene.icon / 2.4)) * scene.ratio
        edge = argb([theme.ground])[0]
        ratio = scene.ratio
        stamp(pixels, x.astype(float) * ratio, y.astype(float) * ratio, table[kinds], edge, radius, 0.8)
        image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, image)
        return
    size = scene.icon
    device = max(6, round(size * scene.ratio))
    for kind_number in np.unique(kinds):
        kind = workspace.item_types[kind_number]
        image = disc(kind.icon, theme.types[kind.colour], device, theme.ground, theme.faded if faded else 1.0)
        for at in np.flatnonzero(kinds == kind_number):
            painter.drawImage(QRectF(float(x[at]) - size / 2, float(y[at]) - size / 2, size, size), image)
    pinned = rows[workspace.chart.pinned[rows]]
    if len(pinned) and size > 14:
        px, py = scene.screen(pinned)
        painter.setPen(QPen(QColor(*theme.ground), 1))
        painter.setBrush(QColor(*theme.text))
        for each_x, each_y in zip(px.tolist(), py.tolist(), strict=True):
            painter.drawEllipse(QPointF(each_x + size * 0.38, each_y - size * 0.38), 3.5, 3.5)
