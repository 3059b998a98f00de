"""What stands out on the map: the selected and linked, their share of each cluster, names, and the links between."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from intelviz.case.columns import Floats, Rows
from intelviz.render.basepaint import Taken, halo_text
from intelviz.render.dots import argb, stamp
from intelviz.render.points import radius_of
from intelviz.views.map.content import Picture, screen
from intelviz.views.map.marks import (
    BESIDE,
    ICON,
    MOST_HOLDERS,
    SMALL,
    Scene,
    blank,
    draw_badge,
    draw_cluster,
    draw_icon,
    put_round,
    round_picture,
    short_count,
)

MOST_ICONS = 220
MOST_LABELS = 14
_MOST_LINES = 12_000


def draw_emphasis(painter: QPainter, scene: Scene, picture: Picture, avoid: QRectF) -> None:
    """Draw what is selected or linked over the faded rest; no name is written into ``avoid``."""
    content, camera = scene.content, scene.camera
    if not content.picking:
        return
    if picture.way == "clusters":
        _draw_shares(painter, scene, picture)
    lit = (content.selected > 0) | (content.linked > 0)
    places = np.flatnonzero(lit).astype(np.int32)
    if picture.way == "clusters" and len(places) > MOST_ICONS:
        # The share of each cluster tells it better than hundreds of dots over them.
        alone = picture.marks.place[picture.marks.place >= 0]
        places = alone[lit[alone]]
    x, y = screen(content, places, camera)
    near = (x > -ICON) & (x < camera.width + ICON) & (y > -ICON) & (y < camera.height + ICON)
    places, x, y = places[near], x[near], y[near]
    if len(places) > MOST_ICONS:
        _draw_many(painter, scene, places, x, y)
        return
    chosen = content.selected[places] > 0
    size = ICON if len(places) <= 40 else SMALL
    for at in [*np.flatnonzero(~chosen).tolist(), *np.flatnonzero(chosen).tolist()]:
        _draw_one(painter, scene, int(places[at]), float(x[at]), float(y[at]), size)
    holders = _draw_holders(painter, scene)
    _draw_names(painter, scene, places, x, y, size, holders, avoid)


def _draw_holders(painter: QPainter, scene: Scene) -> list[tuple[int, float, float]]:
    """Draw selected and linked persons, who have no place of their own, beside their address, as far as they are few.

    Return their rows and where they stand.
    """
    content, camera = scene.content, scene.camera
    rows, places = content.at_address()
    if not 0 < len(rows) <= MOST_HOLDERS:
        return []
    x, y = screen(content, places, camera)
    drawn: list[tuple[int, float, float]] = []
    order = np.argsort(content.workspace.selected[rows], kind="stable").tolist()
    for at in order:
        row = int(rows[at])
        px, py = float(x[at]) + BESIDE[0], float(y[at]) + BESIDE[1]
        if not (-ICON < px < camera.width + ICON and -ICON < py < camera.height + ICON):
            continue
        chosen = bool(content.workspace.selected[row])
        draw_icon(painter, scene, px, py, int(content.workspace.items.type[row]), size=SMALL)
        put_round(painter, px, py, ring_of(scene, SMALL / 2 + 1.5, chosen=chosen))
        drawn.append((row, px, py))
    return drawn[::-1]


def _draw_shares(painter: QPainter, scene: Scene, picture: Picture) -> None:
    """Draw the clusters that hold something selected or linked in full, with the share of it around them."""
    content, camera, marks, theme = scene.content, scene.camera, picture.marks, scene.theme
    selected, linked = marks.shares(content.selected), marks.shares(content.linked)
    x, y = camera.many_to_screen(marks.x, marks.y)
    radius = radius_of(marks.count)
    inside = (x > -40) & (x < camera.width + 40) & (y > -40) & (y < camera.height + 40)
    for mark in np.flatnonzero((marks.place < 0) & (selected + linked > 0) & inside).tolist():
        count, at = int(marks.count[mark]), (float(x[mark]), float(y[mark]))
        few = selected[mark] or linked[mark]
        words = short_count(int(few)) + "/" + short_count(count) if few < count else None
        draw_cluster(painter, scene, *at, count, picture.kinds[mark], words)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = float(radius[mark]) + 2.5
        ring = QRectF(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)
        if selected[mark]:
            pen = QPen(QColor(*theme.accent), 3.0)
        else:
            pen = QPen(QColor(*theme.text), 1.5, Qt.PenStyle.DotLine)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -max(round(360 * 16 * int(few) / count), 20 * 16))


def _draw_one(painter: QPainter, scene: Scene, place: int, x: float, y: float, size: float) -> None:
    content, theme = scene.content, scene.theme
    chosen = content.selected[place] > 0
    kind = leading_of_lit(scene, place)
    if kind < 0:
        return
    put_round(painter, x, y, round_picture(size / 2 + 3, scene.ratio, (*theme.halo, 150), 0.5, alpha=0))
    draw_icon(painter, scene, x, y, kind, size=size)
    put_round(painter, x, y, ring_of(scene, size / 2 + 2, chosen=chosen))
    lit = int(content.selected[place] or content.linked[place])
    if lit > 1:
        draw_badge(painter, scene, x, y, short_count(lit), size)


def ring_of(scene: Scene, radius: float, *, chosen: bool) -> QImage:
    """Return the ring around what is selected, or linked to it: told apart by weight and pattern, not by hue alone."""
    theme = scene.theme
    if chosen:
        return round_picture(radius, scene.ratio, (0, 0, 0, 0), 2.0, edge=theme.accent)
    return round_picture(radius, scene.ratio, (0, 0, 0, 0), 1.0, Qt.PenStyle.DotLine, 190, theme.text)


def leading_of_lit(scene: Scene, place: int) -> int:
    """Return the type of what is selected at a place (or linked, where nothing is selected)."""
    content, workspace = scene.content, scene.workspace
    rows = content.places.rows_at(place)
    rows = rows[content.drawn[rows]]
    lit = rows[workspace.selected[rows]]
    if not len(lit):
        lit = rows[workspace.linked[rows] > 0]
    if not len(lit):
        return -1
    events = [int(workspace.items.type[row]) for row in lit.tolist()]
    return max(set(events), key=lambda kind: (events.count(kind), -kind))


def _draw_many(painter: QPainter, scene: Scene, places: Rows, x: Floats, y: Floats) -> None:
    """Draw hundreds of places as dots: linked ones in their colour, selected ones with the accent around them."""
    content, theme, ratio = scene.content, scene.theme, scene.ratio
    image, pixels = blank(scene.camera.width, scene.camera.height, ratio)
    table = argb([scene.type_colour(kind) for kind in range(len(scene.workspace.item_types))])
    colour = table[content.leading[places]]
    edge, accent = argb([theme.halo, theme.accent])
    chosen = content.selected[places] > 0
    for which, outer in ((~chosen, edge), (chosen, accent)):
        stamp(pixels, x[which] * ratio, y[which] * ratio, colour[which], outer, 2.2 * ratio, 1.6 * ratio)
    painter.drawImage(0, 0, image)


def _draw_names(
    painter: QPainter,
    scene: Scene,
    places: Rows,
    x: Floats,
    y: Floats,
    size: float,
    holders: list[tuple[int, float, float]],
    avoid: QRectF,
) -> None:
    """Name the selected places, the persons at their address, and the linked places, as far as names find room."""
    content, workspace = scene.content, scene.workspace
    taken = Taken(scene.camera.width, scene.camera.height, 3.0)
    taken.take(avoid)
    for at in range(len(places)):
        taken.take(QRectF(x[at] - size / 2, y[at] - size / 2, size, size))
    font = scene.small_font(-0.5)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    direct = content.places.counts((workspace.linked == 1) & content.drawn)
    wanted = [
        (bool(content.selected[place]), int(direct[place]), lit_lead(scene, int(place)), float(x[at]), float(y[at]))
        for at, place in enumerate(places.tolist())
    ]
    wanted += [(bool(workspace.selected[row]), 1, row, px, py) for row, px, py in holders]
    for _, px, py in holders:
        taken.take(QRectF(px - SMALL / 2, py - SMALL / 2, SMALL, SMALL))
    wanted.sort(key=lambda each: (not each[0], -each[1]))
    named = 0
    for _, _, row, px, py in wanted:
        if named >= MOST_LABELS:
            break
        text = metrics.elidedText(workspace.items.label[row], Qt.TextElideMode.ElideRight, 190)
        wide, high = metrics.horizontalAdvance(text) + 4, metrics.height()
        gap = size / 2 + 5
        for left, top in (
            (px + gap, py - high / 2),
            (px - gap - wide, py - high / 2),
            (px - wide / 2, py + gap - 1),
            (px - wide / 2, py - gap - high + 1),
        ):
            box = QRectF(left, top, wide, high)
            if taken.free(box):
                taken.take(box)
                named += 1
                painter.fillRect(box, QColor(*scene.theme.halo, 120))
                halo_text(painter, box, text, QColor(*scene.theme.text), QColor(*scene.theme.halo))
                break


def lit_lead(scene: Scene, place: int) -> int:
    """Return the item whose name stands at a place: a selected one first, then a linked one."""
    content, workspace = scene.content, scene.workspace
    rows = content.places.rows_at(place)
    rows = rows[content.drawn[rows]]
    for flags in (workspace.selected, workspace.linked > 0):
        found = rows[flags[rows]]
        if len(found):
            return int(found[0])
    return content.lead_at(place)


def draw_ties(painter: QPainter, scene: Scene) -> int:
    """Draw the links between places; return how many links that is."""
    content, camera, theme = scene.content, scene.camera, scene.theme
    a, b, times = content.ties()
    if not len(a):
        return 0
    total = int(times.sum())
    if len(a) > _MOST_LINES:
        kept = np.argsort(-times, kind="stable")[:_MOST_LINES]
        a, b, times = a[kept], b[kept], times[kept]
    ax, ay = screen(content, a, camera)
    bx, by = screen(content, b, camera)
    seen = (np.maximum(ax, bx) > 0) & (np.minimum(ax, bx) < camera.width)
    seen &= (np.maximum(ay, by) > 0) & (np.minimum(ay, by) < camera.height)
    few = len(a) <= 1500
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
    for least, most, width in ((1, 1, 1.0), (2, 4, 1.6), (5, 10**9, 2.4)):
        chosen = np.flatnonzero(seen & (times >= least) & (times <= most))
        if len(chosen):
            colour = theme.text if content.picking and content.options.ties == "selection" else theme.link
            painter.setPen(QPen(QColor(*colour, 120 if few else 255), width if few else 1.0))
            lines = [QLineF(ax[at], ay[at], bx[at], by[at]) for at in chosen.tolist()]
            painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return total
