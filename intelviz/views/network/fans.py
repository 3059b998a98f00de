"""Lines opened into what stands behind them: each link a curve of its own, or each kind of link with its number."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath

from intelviz.case.columns import Rows
from intelviz.render.theme import Rgb
from intelviz.views.network.content import Content
from intelviz.views.network.marks import Scene, painted, small_font
from intelviz.workspace.style.certainty import UNGRADED, known_certainty

MOST = 60
"""Curves of one line at most; what is left is said as a number."""
_WORDS = 0.85
_LEAST, _USUAL, _ALL = 14.0, 30.0, 420.0
"""Pixels between two curves, at least and usually, and over all of them together."""
_BROADEST = 0.7
"""Times its length that the curves of a line take together at most."""
SHORT = 36.0
"""Pixels of a line up to which it is not opened: its curves could not be told apart."""


@dataclass(frozen=True, eq=False)
class Strand:
    """Links of a pair that are one curve: all of one kind, in one direction."""

    links: Rows
    kind: int
    forward: bool
    """Whether they run from the lower end of the pair to the higher."""


def bundles(content: Content, pair: int) -> list[Strand]:
    """Return the links of a pair by kind and direction, the most frequent first."""
    links = content.links_of(pair)
    of = content.workspace.links
    forward = content.leader[of.a[links]] == content.low[pair]
    keys, at = np.unique(of.type[links].astype(np.int64) * 2 + forward, return_inverse=True)
    found = [Strand(links[at == place], key // 2, bool(key % 2)) for place, key in enumerate(keys.tolist())]
    return sorted(found, key=lambda each: -len(each.links))


def strands(content: Content, pair: int, *, bundled: bool) -> list[Strand]:
    """Return the curves of an opened pair: bundles, where it has several and they are wanted, else link by link."""
    found = bundles(content, pair)
    if bundled and len(found) > 1:
        return found
    return [
        Strand(each.links[place : place + 1], each.kind, each.forward)
        for each in found
        for place in range(len(each.links))
    ]


def spread(content: Content, pair: int, length: float, *, bundled: bool) -> float:
    """Return how far the curves of an opened pair reach to each side of its line of that length, in pixels."""
    key = (pair, bundled)
    if key not in content.curves:
        content.curves[key] = min(len(strands(content, pair, bundled=bundled)), MOST)
    return (content.curves[key] - 1) / 2 * _gap(content.curves[key], length)


def _gap(number: int, length: float) -> float:
    """Return the pixels between two of so many curves: on a short line they would not be told from loops."""
    return min(max(_LEAST, min(_USUAL, _ALL / number)), _BROADEST * length / number)


def curve(begin: QPointF, end: QPointF, bend: float) -> tuple[QPainterPath, QPointF]:
    """Return a curve between two points that bulges by ``bend`` pixels, and its middle."""
    gap = end - begin
    length = max(math.hypot(gap.x(), gap.y()), 1.0)
    side = QPointF(-gap.y() / length, gap.x() / length)
    middle = (begin + end) / 2 + side * bend
    path = QPainterPath(begin)
    path.quadTo((begin + end) / 2 + side * (2 * bend), end)
    return path, middle


def draw_fan(
    painter: QPainter, scene: Scene, pair: int, ends: tuple[QPointF, QPointF], colour: Rgb | None, *, worded: bool
) -> None:
    """Draw the curves of an opened pair, with their words if ``worded``; of very many the first, and how many more."""
    content, workspace = scene.content, scene.content.workspace
    (begin, end), every = ends, strands(content, pair, bundled=scene.parallel == "bundled")
    shown = every[:MOST]
    font = small_font(scene, _WORDS)
    metrics = QFontMetricsF(font)
    known = known_certainty(workspace)
    swatch, width, pattern = scene.line_look(pair)
    length = QLineF(begin, end).length()
    gap = _gap(len(shown), length)
    for place, strand in enumerate(shown):
        kind = workspace.link_types[strand.kind]
        path, middle = curve(begin, end, (place - (len(shown) - 1) / 2) * gap)
        sure = UNGRADED if known is None else int(known[strand.links].min())
        own = scene.kind_swatch(pair, kind.label, swatch)
        paint = colour if colour is not None or own < 0 else scene.swatch(own)
        painter.setPen(scene.pen(sure, 1.0, paint, width=width, pattern=pattern))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if worded:
            right = (end.x() >= begin.x()) == strand.forward
            number = f" × {len(strand.links):,}" if len(strand.links) > 1 else ""
            words = f"{kind.label}{number} →" if right else f"← {kind.label}{number}"
            if metrics.horizontalAdvance(words) + 2 * scene.icon <= length:
                painter.setFont(font)
                painted(painter, scene, metrics, middle, words)
    if len(every) > len(shown):
        painter.setFont(font)
        _, middle = curve(begin, end, (len(shown) / 2 + 1) * gap)
        painted(painter, scene, metrics, middle, f"and {len(every) - len(shown):,} more")
