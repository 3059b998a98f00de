"""Labels on the canvas, and the words about pairs and about what isn't drawn."""

from __future__ import annotations

from collections import Counter

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from intelviz.case.columns import Rows
from intelviz.render.labels import LabelGrid
from intelviz.views.network.content import Content
from intelviz.views.network.marks import FEW_LABELS, Scene

_AROUND = tuple((dx, dy) for dx in (-1.3, 0.0, 1.3) for dy in (-1.3, 0.0, 1.3) if dx or dy)
"""Where the halo of a text is drawn: stamping it eight times costs a tenth of stroking its outline."""


def draw_labels(painter: QPainter, scene: Scene, rows: Rows, grid: LabelGrid, *, most: int = FEW_LABELS) -> None:
    """Write the labels of items below their icons, best linked first, none over another."""
    if scene.icon < 9:
        rows = rows[scene.content.workspace.selected[rows]]
    rows = scene.in_sight(rows)
    rank = np.lexsort((rows, -scene.content.degree[rows], ~scene.content.workspace.selected[rows]))
    # Far away only the best linked are named: a name should not hide what it names.
    most = min(most, round(24 + most * min(1.0, scene.camera.scale) ** 1.5))
    metrics = QFontMetricsF(scene.font)
    painter.setFont(scene.font)
    x, y = scene.screen(rows)
    half, tall = scene.icon / 2, metrics.height()
    widest = 150.0
    drawn = 0
    for at in rank[: most * 3]:
        label = scene.content.workspace.items.label[rows[at]]
        if len(label) > 14:
            label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, widest)
        wide = metrics.horizontalAdvance(label)
        left, top = float(x[at]) - wide / 2, float(y[at]) + half + 1
        if not grid.take(left - 2, top, left + wide + 2, top + tall):
            continue
        halo_text(painter, scene, label, QPointF(left, top + metrics.ascent()))
        drawn += 1
        if drawn >= most:
            break


def halo_text(painter: QPainter, scene: Scene, text: str, at: QPointF) -> None:
    """Write text with a halo, so that it reads over lines."""
    painter.setPen(QColor(*scene.theme.halo, 150))
    for dx, dy in _AROUND:
        painter.drawText(QPointF(at.x() + dx, at.y() + dy), text)
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(at, text)


def pair_lines(content: Content, pair: int) -> list[str]:
    """Return what a line stands for: its ends, and how many links of each type in which direction."""
    workspace = content.workspace
    links = content.links_of(pair)
    low, high = int(content.low[pair]), int(content.high[pair])
    names = workspace.items.label[low], workspace.items.label[high]
    found: Counter[str] = Counter()
    for link in links:
        kind = workspace.link_types[workspace.links.type[link]]
        first, second = names if workspace.links.a[link] == low else names[::-1]
        found[f"{first} {kind.label} {second}"] += 1
    head = f"{len(links):,} link{'s' if len(links) != 1 else ''}: {names[0]} – {names[1]}"
    lines = [f"{words}{f' (× {count:,})' if count > 1 else ''}" for words, count in found.most_common(8)]
    return [head, *lines, *([f"and {len(found) - 8} more kinds"] if len(found) > 8 else [])]


def bottom_line(content: Content) -> str:
    """Return the quiet line under the picture: how much of the case is drawn, and what isn't."""
    workspace = content.workspace
    parts = [f"{len(content.rows):,} of {len(workspace):,} items drawn"]
    if content.hidden:
        parts.append(f"{content.hidden:,} hidden by hand")
    if content.filtered:
        parts.append(f"{content.filtered:,} hidden by the filter")
    several = int(np.count_nonzero(content.count > 1))
    links = f"{len(content.link):,} links"
    parts.append(f"{links} ({several:,} lines stand for several)" if several else links)
    return " · ".join(parts)


def draw_empty(painter: QPainter, scene: Scene) -> None:
    """Say what would fill an empty chart."""
    content = scene.content
    workspace = content.workspace
    if not len(workspace):
        words = "This case is empty. Import files to fill it."
    elif content.filtered or content.hidden:
        words = (
            "Everything on this chart is hidden. Clear the filter, or press Shift+H to show what was hidden by hand."
        )
    else:
        words = "Nothing stands on this chart. Select items in another view or by search, then press A to add them."
    painter.setFont(scene.font)
    painter.setPen(QColor(*scene.theme.quiet))
    box = QRectF(24, 24, scene.camera.width - 48, scene.camera.height - 48)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
