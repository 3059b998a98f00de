"""What the timeline says at the pointer of lanes, arrows, bursts and gaps, and what it says of the whole picture."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from intelviz.analysis.time.aoristic import chance_words
from intelviz.analysis.time.lane_events import FROM, TO
from intelviz.schema.when import Precision, When
from intelviz.views.item_words import card_lines
from intelviz.views.timeline.arrows import UNCOUNTED, arrow_at, arrow_words
from intelviz.views.timeline.card import draw_card
from intelviz.views.timeline.frame import AXIS

if TYPE_CHECKING:
    from intelviz.views.timeline.view import TimelineView

_PARTS = {FROM: "went out from it", TO: "came to it"}
_AWAY = {1: "of an entity one link away", 2: "of an entity two links away"}


def item_lines(view: TimelineView, row: int) -> list[str]:
    """Return the lines of an item's card, with how its time is to be read and why it is doubted."""
    index, items = view.index, view.workspace.items
    lines = card_lines(view.workspace, row)
    if index.backwards[row]:
        lines[2] = " and ".join(
            f"{word} {When(at, at + 60, Precision.MINUTE).text()}"
            for word, at in (("begins", int(items.when_start[row])), ("ends", int(items.when_end[row])))
        )
    elif index.timed[row] and not index.open[row] and items.when_precision[row] == Precision.RANGE:
        lines.append(chance_words(int(index.start[row]), int(index.end[row])).capitalize())
    lines += view.zones.lines(row)
    doubt = index.doubt(row, view.image.imported, event=bool(view.image.events[row]))
    return [*lines, *wrap(f"⚠ {doubt}", 58)] if doubt else lines


def focus_lines(view: TimelineView, row: int, at: QPointF) -> list[str]:
    """Return the lines for an item under the pointer: of an arrow both ends, else what the lane makes of it."""
    lines = item_lines(view, row)
    sight = view.sight
    arrows = view.image.arrows(sight)
    arrow = arrow_at(arrows, at)
    if arrow >= 0 and arrows.row[arrow] == row:
        return [lines[0], arrow_words(arrows, arrow, sight), *lines[1:]]
    number = sight.frame.lane_at(at.y())
    if number >= 0 and sight.lanes.of_items:
        lane = sight.lanes[number]
        found = (lane.row == row).nonzero()[0]
        if len(found):
            part, away = int(lane.part[found[0]]), int(lane.away[found[0]])
            if part in _PARTS:
                lines.append(f"{lane.title}: {_PARTS[part]}")
            if away in _AWAY:
                lines.append(f"In this lane as an event {_AWAY[away]}")
    return lines


def draw(painter: QPainter, view: TimelineView, at: QPointF | None) -> None:
    """Draw the card of a lane's name, a burst or a gap at the pointer, where no item is."""
    if at is None or view.workspace.focus >= 0:
        return
    sight = view.sight
    number = sight.frame.lane_at(at.y())
    lines: list[str] = []
    if number < 0:
        if at.x() < sight.frame.gutter and at.y() < AXIS:
            lines = view.zones.corner()
    elif at.x() < sight.frame.gutter:
        lane = sight.lanes[number]
        lines = [lane.title, *(lane.header_words if sight.lanes.of_items else [f"{len(lane):,} with a time"])]
        if sight.lanes.of_items:
            lines.append("Drag to move it, right click for more")
    else:
        link = view.image.links.link_at(sight, at)
        lines = view.image.links.words(link) if link >= 0 else view.image.rhythms.words_at(sight, number, at)
    if lines:
        draw_card(painter, lines, at, QRectF(0, 0, sight.frame.width, sight.frame.height), view.theme)


def said(view: TimelineView) -> list[str]:
    """Return what is to be known about the picture: lanes out of sight, arrows not drawn, events outside the view."""
    lines: list[str] = []
    seen = len(view.frame.seen())
    if view.frame.most_scroll and seen < len(view.lanes):
        lines.append(f"{len(view.lanes):,} lanes, {seen:,} in sight")
    arrows = view.image.arrows(view.sight)
    if arrows.untold:
        many = "Too many" if arrows.untold == UNCOUNTED else f"{arrows.untold:,}{' more' if len(arrows) else ''}"
        lines.append(f"{many} events join these lanes: zoom in for their arrows")
    if view.outside:
        lines.append(view.outside)
    return lines
