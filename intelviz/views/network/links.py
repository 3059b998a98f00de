"""Painting links: as a count of lines where there are many, as lines, arrows and counts where few, opened as a fan."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from intelviz.render import lines
from intelviz.render.theme import Rgb, Theme
from intelviz.views.network.fans import SHORT, draw_fan
from intelviz.views.network.marks import Scene, small_font
from intelviz.views.network.theme_axis import bent, on_lines
from intelviz.workspace.style.certainty import UNGRADED
from intelviz.workspace.style.look import Swatch

Lines = tuple[lines.Column, lines.Column, lines.Numbers, lines.Numbers]
"""Points on the screen (x, y), and the numbers of the two that each line joins."""
_FEW_FANS = 12
"""Lines opened into their links up to which the links are named from afar."""
FEW_LINES, FEW_DASHES, FEW_COUNTS, FEW_WORDS = 2_500, 900, 120, 150
"""Above the first, lines are counted into pixels; above the second they are drawn without their patterns; above the
third, counts are left to the card unless one has zoomed in; up to the fourth, lines of one link say what they are."""


def draw_links(painter: QPainter, scene: Scene, pairs: NDArray[np.int64], *, strong: bool, opened: set[int]) -> None:
    """Draw pairs as one line each, with a count where several links stand behind it; opened ones link by link."""
    content = scene.content
    x, y, a, b = _points(scene, pairs)
    stands = lines.standing(x, y, a, b, scene.camera.width, scene.camera.height)
    drawn = stands != lines.OUT
    swatch = None if strong else _line_swatches(scene, pairs)
    if np.count_nonzero(drawn) > FEW_LINES:
        # Zoomed in, most lines only pass through, between items out of sight: a veil, under those that end here.
        drawn, through = stands == lines.ENDING, stands == lines.THROUGH
        if through.any():
            part = None if swatch is None else swatch[through]
            _count_lines(painter, scene, (x, y, a[through], b[through]), part, strong=strong, veiled=True)
        if np.count_nonzero(drawn) > FEW_LINES:
            chosen = (a, b) if drawn.all() else (a[drawn], b[drawn])
            part = None if swatch is None else swatch[drawn]
            _count_lines(painter, scene, (x, y, *chosen), part, strong=strong)
            return
    pairs, a, b = pairs[drawn], a[drawn], b[drawn]
    x0, y0, x1, y1 = x[a], y[a], x[b], y[b]
    colour = scene.theme.accent if strong else None
    pens = _pens(scene, pairs)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(pairs) <= FEW_DASHES)
    opacity = painter.opacity()
    painter.setOpacity(1.0)
    apart = content.low[pairs] != content.high[pairs]
    # A link of an item to itself has no side to which it could open, a short line no room for it.
    short = np.hypot(x1 - x0, y1 - y0) <= SHORT
    closed = ~apart | short | ~np.isin(pairs, np.fromiter(opened, np.int64, len(opened)))
    for key, which in pens.items():
        chosen = which[closed[which] & apart[which]]
        pen = _pen(scene, key, 1.0, colour)
        # The colour is mixed here, as a raster takes ten times as long over lines that let the ground through.
        pen.setColor(_mixed(scene.theme, pen.color(), opacity if strong else 0.85 * opacity))
        if len(pairs) > FEW_DASHES:
            pen = QPen(pen.color(), 0)
        painter.setPen(pen)
        painter.drawLines(
            [
                QLineF(*ends)
                for ends in zip(
                    x0[chosen].tolist(), y0[chosen].tolist(), x1[chosen].tolist(), y1[chosen].tolist(), strict=True
                )
            ]
        )
    painter.setOpacity(opacity)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    own = {int(at): key for key, which in pens.items() for at in which[~apart[which]]}
    for at, key in own.items():
        painter.setPen(_pen(scene, key, 1.0, colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        size = scene.icon
        painter.drawEllipse(QRectF(float(x0[at]), float(y0[at]) - size, size * 0.9, size * 0.9))
    if scene.camera.scale > 0.55:
        _arrows(painter, scene, pairs[closed & apart], colour)
    several = pairs[closed & (content.count[pairs] > 1)]
    if scene.camera.scale > 0.7 or (scene.camera.scale > 0.4 and len(several) <= FEW_COUNTS):
        _counts(painter, scene, several)
    if scene.camera.scale > 0.8 and len(pairs) <= FEW_WORDS:
        _words(painter, scene, pairs[closed & apart & (content.count[pairs] == 1)])
    fans = np.flatnonzero(~closed)
    worded = scene.camera.scale > 1.0 or len(fans) <= _FEW_FANS
    for at in fans:
        draw_fan(painter, scene, int(pairs[at]), _ends(scene, int(pairs[at])), colour, worded=worded)


_Key = tuple[int, int, float, int]
"""How sure lines are, and what a style gives them: a swatch, a factor of their width, a pattern (-1: none)."""


def _pens(scene: Scene, pairs: NDArray[np.int64]) -> dict[_Key, NDArray[np.int64]]:
    """Return the places in ``pairs`` that are drawn with one pen, by what that pen is made of."""
    sure = scene.sure[pairs] if len(scene.sure) == len(scene.content.low) else np.full(len(pairs), UNGRADED, np.int8)
    given = scene.applied
    if given is None or len(given.width) != len(scene.content.low):
        return {(int(each), -1, 1.0, -1): np.flatnonzero(sure == each) for each in np.unique(sure)}
    width = np.round(given.width[pairs], 1)
    keys = np.column_stack([sure, given.line_colour[pairs], np.round(width * 10), given.pattern[pairs]]).astype(
        np.int64
    )
    kinds, which = np.unique(keys, axis=0, return_inverse=True)
    return {
        (one[0], one[1], one[2] / 10, one[3]): np.flatnonzero(which.reshape(-1) == number)
        for number, one in enumerate(kinds.tolist())
    }


def _pen(scene: Scene, key: _Key, strength: float, colour: Rgb | None) -> QPen:
    sure, swatch, width, pattern = key
    own = scene.swatch(swatch) if swatch >= 0 else None
    return scene.pen(sure, strength, colour or own, width=width, pattern=pattern)


def _mixed(theme: Theme, colour: QColor, strength: float) -> QColor:
    """Return the opaque colour that a translucent one becomes on the ground."""
    pairs = zip(theme.ground, (colour.red(), colour.green(), colour.blue()), strict=True)
    return QColor(*(round(ground + (full - ground) * strength) for ground, full in pairs))


def _words(painter: QPainter, scene: Scene, pairs: NDArray[np.int64]) -> None:
    """Say of lines of one link what they are, where they are long enough for it."""
    content, workspace = scene.content, scene.content.workspace
    font = small_font(scene, 0.8)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for pair in pairs.tolist():
        begin, end = _ends(scene, pair)
        words = workspace.link_types[workspace.links.type[content.links_of(pair)[0]]].label
        wide = metrics.horizontalAdvance(words)
        line = QLineF(begin, end) if begin.x() <= end.x() else QLineF(end, begin)
        if line.length() < wide + 1.6 * scene.icon + 24:
            continue
        painter.save()
        painter.translate(line.center())
        painter.rotate(-line.angle())
        box = QRectF(-wide / 2 - 2, -metrics.height() / 2, wide + 4, metrics.height())
        painter.fillRect(box, QColor(*scene.theme.ground, 215))
        painter.setPen(QColor(*scene.theme.quiet))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()


def draw_hovered(painter: QPainter, scene: Scene, pair: int, opened: set[int]) -> None:
    """Draw the line under the pointer again, so that it stands out."""
    begin, end = _ends(scene, pair)
    if begin == end or pair in opened:
        return
    gap, length = end - begin, QLineF(begin, end).length()
    # Not over the icons at its ends.
    part = min(0.45, (scene.icon / 2 + 1) / max(length, 1.0))
    painter.setPen(QPen(QColor(*scene.theme.focus), 2))
    painter.drawLine(begin + gap * part, end - gap * part)
    _counts(painter, scene, np.array([pair] if scene.content.count[pair] > 1 else [], np.int64))


def _points(scene: Scene, pairs: NDArray[np.int64]) -> Lines:
    """Return points on the screen and which of them each pair joins."""
    content = scene.content
    low, high = content.low[pairs], content.high[pairs]
    if len(pairs) > FEW_LINES and not on_lines(content):
        return (*scene.points, low.astype(np.int32, copy=False), high.astype(np.int32, copy=False))
    return lines.between(*bent(scene, pairs, (*scene.screen(low), *scene.screen(high))))


def _line_swatches(scene: Scene, pairs: NDArray[np.int64]) -> Swatch | None:
    """Return the swatches that the chart's style gives lines; None where it gives none of them any."""
    given = scene.applied
    if given is None or len(given.line_colour) != len(scene.content.low):
        return None
    found = given.line_colour[pairs]
    return found if bool((found >= 0).any()) else None


def _count_lines(
    painter: QPainter, scene: Scene, between: Lines, swatch: Swatch | None, *, strong: bool, veiled: bool = False
) -> None:
    """Count lines into pixels, each in the colour of its ``swatch`` where there are such."""
    theme = scene.theme
    colour = theme.accent if strong else theme.link
    if not lines.ready():
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(*colour), 1))
        every = max(1, len(between[2]) // FEW_LINES)
        x, y, a, b = *between[:2], between[2][::every], between[3][::every]
        some = zip(x[a].tolist(), y[a].tolist(), x[b].tolist(), y[b].tolist(), strict=True)
        painter.drawLines([QLineF(*each) for each in some])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return
    wide, high = math.ceil(scene.camera.width * scene.ratio), math.ceil(scene.camera.height * scene.ratio)
    x, y, a, b = between
    if scene.ratio != 1.0:
        x, y = x * np.float32(scene.ratio), y * np.float32(scene.ratio)
    strength = 0.4 if veiled else 1.0
    if swatch is not None:
        parts = ((each, swatch == each) for each in np.unique(swatch).tolist())
        counted = (
            (lines.counted(x, y, a[which], b[which], wide, high), scene.swatch(each) if each >= 0 else colour)
            for each, which in parts
        )
        pixels = lines.mixed(counted, theme.ground, strength)
    elif strong:
        pixels = lines.over(lines.counted(x, y, a, b, wide, high), colour)
    else:
        pixels = lines.toned(lines.counted(x, y, a, b, wide, high), theme.ground, colour, strength, clear=True)
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scene.ratio)
    old = painter.opacity()
    painter.setOpacity(old * (0.3 if strong and veiled else 1.0))
    painter.drawImage(0, 0, image)
    painter.setOpacity(old)


def _ends(scene: Scene, pair: int) -> tuple[QPointF, QPointF]:
    one = np.array([pair])
    low, high = scene.screen(scene.content.low[one]), scene.screen(scene.content.high[one])
    x0, y0, x1, y1 = bent(scene, one, (*low, *high))
    return QPointF(float(x0[0]), float(y0[0])), QPointF(float(x1[0]), float(y1[0]))


def _arrows(painter: QPainter, scene: Scene, pairs: NDArray[np.int64], colour: Rgb | None) -> None:
    content = scene.content
    painter.setPen(Qt.PenStyle.NoPen)
    directed = pairs[content.direction[pairs] != 0][:600]
    heads = np.where(content.direction[directed] > 0, content.high[directed], content.low[directed])
    for pair, size in zip(directed.tolist(), scene.sizes(heads).tolist(), strict=True):
        swatch = scene.line_look(pair)[0]
        painter.setBrush(QColor(*(colour or (scene.swatch(swatch) if swatch >= 0 else scene.theme.link))))
        begin, end = _ends(scene, pair)
        if content.direction[pair] < 0:
            begin, end = end, begin
        line = QLineF(begin, end)
        length = line.length()
        if length < (scene.icon + size) * 1.1:
            continue
        tip = line.pointAt(1 - (size / 2 + 2) / length)
        angle = math.atan2(end.y() - begin.y(), end.x() - begin.x())
        path = QPainterPath(tip)
        for turn in (2.7, -2.7):
            path.lineTo(tip.x() + 8 * math.cos(angle + turn), tip.y() + 8 * math.sin(angle + turn))
        painter.drawPath(path)


def _counts(painter: QPainter, scene: Scene, pairs: NDArray[np.int64]) -> None:
    font = small_font(scene, 0.8)
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
