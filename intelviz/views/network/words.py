"""Labels on the canvas, and the words about pairs and about what isn't drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from intelviz.case.columns import Rows
from intelviz.render.labels import Box, Covered, LabelGrid
from intelviz.render.sprites import MARGIN, name_picture
from intelviz.views.network.content import Content
from intelviz.views.network.marks import Scene

FEW_LABELS = 240
_FEW = 40
"""So many selected items are named even where their names hide something."""
_WIDEST = 150.0


def draw_labels(painter: QPainter, scene: Scene, rows: Rows, grid: LabelGrid, *, most: int = FEW_LABELS) -> None:
    """Write the labels of items beside their icons, best linked first, none over another.

    A label stands below its icon, or above, or at a side, where it hides no other icon; the best linked are named even
    where there is no such place.
    """
    selected = scene.content.nodes(scene.content.workspace.selected)
    if scene.icon < 9:
        rows = rows[selected[rows]]
    rows = scene.in_sight(rows)
    if not len(rows):
        return
    rank = np.lexsort((rows, -scene.content.degree[rows], ~selected[rows]))
    # Far away only the best linked are named: a name should not hide what it names.
    most = min(most, round(24 + most * min(1.0, scene.camera.scale) ** 1.5))
    metrics = QFontMetricsF(scene.font)
    x, y = scene.screen(rows)
    small_font = QFont(scene.font)
    small_font.setPointSizeF(max(6.5, scene.font.pointSizeF() * 0.85))
    small = QFontMetricsF(small_font)
    halves, tall = scene.sizes(rows) / 2, metrics.height()
    covered = Covered(x, y, scene.icon * 0.8, scene.camera.width, scene.camera.height)
    sight = (scene.camera.width, scene.camera.height)
    drawn, few = 0, int(np.count_nonzero(selected[rows])) <= _FEW
    for number, at in enumerate(rank[: most * 4].tolist()):
        label = scene.content.name(int(rows[at]))
        if len(label) > 14:
            label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, _WIDEST)
        second = _second(scene, int(rows[at]), small)
        wide = max(metrics.horizontalAdvance(label), small.horizontalAdvance(second))
        high = tall + (small.height() - 2 if second else 0)
        needed = number < 12 or (few and bool(selected[rows[at]]))
        box = _room(grid, covered, (float(x[at]), float(y[at])), float(halves[at]), (wide, high), sight, needed=needed)
        if box is None:
            continue
        grid.take(*box)
        name(painter, scene, label, box[0] + 2 + (wide - metrics.horizontalAdvance(label)) / 2, box[1])
        if second:
            left = box[0] + 2 + (wide - small.horizontalAdvance(second)) / 2
            name(painter, scene, second, left, box[1] + tall - 2, small_font, quiet=True)
        drawn += 1
        if drawn >= most:
            break


def _room(
    grid: LabelGrid,
    covered: Covered,
    at: tuple[float, float],
    half: float,
    size: tuple[float, float],
    sight: tuple[float, float],
    *,
    needed: bool,
) -> Box | None:
    """Return where a label can stand, or None."""
    (x, y), (wide, tall) = at, size
    best, least = None, 2.0
    for left, top in (
        (x - wide / 2, y + half + 1),
        (x - wide / 2, y - half - 1 - tall),
        (x + half + 3, y - tall / 2),
        (x - half - 3 - wide, y - tall / 2),
    ):
        box = (left - 2, top, left + wide + 2, top + tall)
        # A name cut off by the edge of the view says nothing.
        if left < 0 or left + wide > sight[0] or top < 0 or top + tall > sight[1] or not grid.free(box):
            continue
        share = covered.share((left, top + 3, left + wide, top + tall - 3))
        if share < 0.02:
            return box
        if share < least:
            best, least = box, share
    return best if needed else None


def _second(scene: Scene, row: int, metrics: QFontMetricsF) -> str:
    """Return what the chart's style says below a name, "" for nothing."""
    given = scene.applied
    if given is None or given.second is None or given.second_of is None or given.second_of[row] < 0:
        return ""
    text = given.second[given.second_of[row]].replace("\n", " ")
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)


def name(
    painter: QPainter,
    scene: Scene,
    text: str,
    left: float,
    top: float,
    font: QFont | None = None,
    *,
    quiet: bool = False,
) -> None:
    """Write a text with a halo, so that it reads over lines, at whole pixels, so that it is sharp."""
    ratio, theme = scene.ratio, scene.theme
    picture = name_picture(text, font or scene.font, theme.quiet if quiet else theme.text, theme.halo, ratio)
    at = QPointF(round((left - MARGIN) * ratio) / ratio, round((top - MARGIN) * ratio) / ratio)
    painter.drawImage(at, picture)


def bottom_line(content: Content) -> str:
    """Return the quiet line under the picture: how much of the case is drawn; acts beside it say what is hidden."""
    workspace = content.workspace
    shown, closed = int(np.count_nonzero(content.present)), len(workspace.chart.closed)
    parts = [f"{shown:,} of {len(workspace):,} items drawn"]
    if closed:
        parts.append(f"{closed:,} closed group{'' if closed == 1 else 's'}")
    several = int(np.count_nonzero(content.count > 1))
    links = f"{content.links:,} links"
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
