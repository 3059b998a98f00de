"""What is drawn over the lanes: the line of time at the pointer, the focus with its card, today, and words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from intelviz.render.theme import Theme
from intelviz.render.timewords import cursor_words, short_window_words, window_words
from intelviz.views.item_picture import Shown
from intelviz.views.timeline import pick
from intelviz.views.timeline.card import draw_card
from intelviz.views.timeline.frame import AXIS, Frame, draw_dashed, rgb, small
from intelviz.views.timeline.histogram import Histogram
from intelviz.views.timeline.picture import TimelinePicture
from intelviz.views.timeline.sight import Sight
from intelviz.workspace.workspace import Workspace


def draw_cursor(painter: QPainter, sight: Sight, histogram: Histogram, at: QPointF) -> None:
    """Draw the line of time at the pointer, its time in words on the axis (or over the histogram)."""
    frame, theme = sight.frame, sight.theme
    if at.x() < frame.gutter:
        return
    inside = frame.histogram.contains(at)
    if inside and not len(histogram):
        return
    scale = histogram.scale(frame.histogram) if inside else sight.scale
    text = cursor_words(scale.time(at.x()), scale.per_pixel)
    top, bottom = (frame.histogram.top(), frame.height - 16) if inside else (AXIS, frame.area.bottom())
    painter.setPen(QPen(rgb(theme.text, 120), 1))
    painter.drawLine(QPointF(round(at.x()) + 0.5, top), QPointF(round(at.x()) + 0.5, bottom))
    usual = painter.font()
    painter.setFont(small(usual))
    wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 12
    left = min(max(at.x() - wide / 2, frame.gutter + 1), frame.width - wide - 1)
    box = QRectF(left, frame.histogram.top() - 19 if inside else 20, wide, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(rgb(theme.raised))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(rgb(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(usual)


def draw_said(painter: QPainter, sight: Sight, lines: list[str], theme: Theme) -> None:
    """Say over the histogram what the picture leaves out."""
    usual = painter.font()
    painter.setFont(small(usual))
    metrics = QFontMetricsF(painter.font())
    area = sight.frame.area
    text = metrics.elidedText("  ·  ".join(lines), Qt.TextElideMode.ElideRight, area.width() - 24)
    if text:
        wide = metrics.horizontalAdvance(text) + 14
        box = QRectF(area.right() - wide - 4, sight.frame.histogram.top() + 6, wide, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(rgb(theme.raised, 215))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(rgb(theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(usual)


def draw_focus(
    painter: QPainter,
    image: TimelinePicture,
    sight: Sight,
    at: QPointF | None,
    words: Callable[[int, QPointF], list[str]],
    picture: Callable[[int], Shown] = lambda _: (None, []),
) -> None:
    """Draw a thin ring around every mark of the focus; at the pointer, the card of it or of the bar there."""
    workspace, theme = image.workspace, sight.theme
    row = workspace.focus
    if row >= 0:
        painter.save()
        painter.setClipRect(sight.frame.area)
        painter.setPen(QPen(rgb(theme.focus), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        boxes = pick.boxes_of(image, sight, row)
        for box in boxes:
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 8, 8)
        painter.restore()
        here = at is not None and any(box.adjusted(-4, -4, 4, 4).contains(at) for box in boxes)
        if at is not None and (here or pick.row_at(image, sight, at) == row):
            shown, said = picture(row)
            draw_card(painter, [*words(row, at), *said], at, _bounds(sight), theme, shown)
        return
    found = pick.bar_at(image, sight, at) if at is not None and at.x() >= sight.frame.gutter else None
    if found is not None and at is not None:
        lane = sight.lanes[found.lane]
        lines = [f"{len(found.rows):,} of {lane.title}", window_words(found.begin, found.end)]
        picked = int(np.count_nonzero(workspace.selected[found.rows]))
        linked = int(np.count_nonzero(workspace.linked[found.rows]))
        if picked or linked:
            lines.append(f"{picked:,} selected, {linked:,} linked to the selection")
        lines.append("Click picks them, zooming in shows them one by one")
        draw_card(painter, lines, at, _bounds(sight), theme)


def _bounds(sight: Sight) -> QRectF:
    return QRectF(0, 0, sight.frame.width, sight.frame.height)


def draw_today(painter: QPainter, sight: Sight, now: float) -> None:
    """Mark the present."""
    x, area, theme = sight.scale.x(now), sight.frame.area, sight.theme
    if not area.left() <= x <= area.right():
        return
    draw_dashed(painter, x, area.top(), area.bottom(), rgb(theme.warning), 2.0)
    usual = painter.font()
    painter.setFont(small(usual))
    text = "today" if sight.scale.per_pixel > 300 else "now"
    wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 6
    painter.setPen(rgb(theme.warning))
    painter.drawText(QRectF(min(x + 3, area.right() - wide), area.top() + 1, wide, 14), 0, text)
    painter.setFont(usual)


def histogram_words(workspace: Workspace, histogram: Histogram) -> list[str]:
    """Return how many items the lanes show, the window if one is set, and how many shown items have no time."""
    shown = int(np.count_nonzero(workspace.shown & histogram.index.timed))
    without = int(np.count_nonzero(workspace.shown & ~histogram.index.timed))
    last = f"{without:,} shown items have no time" if without != 1 else "1 shown item has no time"
    if histogram.window is None:
        return [f"{shown:,} with a time", last]
    return [f"{shown:,} of {len(histogram):,} times", short_window_words(*histogram.window), last]


def draw_words(painter: QPainter, frame: Frame, workspace: Workspace, histogram: Histogram, theme: Theme) -> None:
    """Say beside the histogram what it counts, which window is set, and how many shown items have no time."""
    box = QRectF(0, frame.histogram.top(), frame.gutter, frame.histogram.height())
    painter.fillRect(box, rgb(theme.surface))
    painter.setPen(QPen(rgb(theme.line), 1))
    painter.drawLine(box.topLeft() - QPointF(0, 0.5), box.topRight() - QPointF(0, 0.5))
    usual = painter.font()
    painter.setFont(small(usual))
    metrics = QFontMetricsF(painter.font())
    words = histogram_words(workspace, histogram)
    if metrics.horizontalAdvance(words[-1]) > frame.gutter - 14:
        words[-1] = words[-1].replace(" shown items", "").replace(" shown item", "")
    y = box.top() + 5
    lines = [(text, theme.text) for text in words[:-1]] + [(words[-1], theme.quiet)]
    step = min(metrics.height() + 2, (box.height() - 8) / len(lines))
    for text, colour in lines:
        painter.setPen(rgb(colour))
        shown_text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, frame.gutter - 14)
        painter.drawText(QRectF(8, y, frame.gutter - 10, step), Qt.AlignmentFlag.AlignVCenter, shown_text)
        y += step
    painter.setFont(usual)


def draw_empty(painter: QPainter, frame: Frame, words: tuple[str, str], theme: Theme) -> None:
    """Say what would fill an empty view."""
    area = frame.area
    usual = painter.font()
    strong = QFont(usual)
    strong.setBold(True)
    painter.setFont(strong)
    painter.setPen(rgb(theme.text))
    middle = area.center().y()
    painter.drawText(QRectF(area.left(), middle - 24, area.width(), 22), Qt.AlignmentFlag.AlignCenter, words[0])
    painter.setFont(usual)
    painter.setPen(rgb(theme.quiet))
    box = QRectF(area.left() + 16, middle, area.width() - 32, 48)
    painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, words[1])
