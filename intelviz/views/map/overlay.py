"""What changes with the pointer: the focus with its card, coordinates, a radius, a place that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from intelviz.render.basepaint import halo_text
from intelviz.render.mercator import project_point, world_per_metre
from intelviz.render.points import radius_of
from intelviz.views.item_picture import whole_picture
from intelviz.views.item_words import card_lines
from intelviz.views.map.content import screen
from intelviz.views.map.furniture import draw_coordinates, metric_words
from intelviz.views.map.marks import ICON, Scene
from intelviz.views.timeline.card import draw_card

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView


@dataclass(frozen=True)
class Circle:
    """A distance around a point in degrees, drawn until the selection changes; 0 metres marks the point alone."""

    lon: float
    lat: float
    metres: float
    words: str


def draw_over(painter: QPainter, scene: Scene, view: MapView) -> None:
    """Draw what lies over the kept picture."""
    if view.circle is not None:
        _draw_circle(painter, scene, view.circle)
    if view.measuring is not None:
        centre, edge = view.measuring
        _tag(painter, scene, edge + QPointF(12, 4), metric_words(view.distance(centre, edge)))
        painter.setPen(QPen(QColor(*scene.theme.accent), 1))
        painter.drawLine(centre, edge)
    view.fan.draw(painter, scene)
    view.hands.draw(painter, scene)
    painter.setFont(scene.font)
    _draw_focus(painter, scene, view)
    if view.cursor is not None:
        draw_coordinates(painter, scene, view.cursor, view.image.right, view.image.left)


def _draw_circle(painter: QPainter, scene: Scene, circle: Circle) -> None:
    camera, theme = scene.camera, scene.theme
    x, y = camera.to_screen(*project_point(circle.lon, circle.lat))
    at = QPointF(x, y)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(*theme.accent), 1.5))
    painter.drawLine(at - QPointF(6, 0), at + QPointF(6, 0))
    painter.drawLine(at - QPointF(0, 6), at + QPointF(0, 6))
    radius = circle.metres * world_per_metre(circle.lat) * camera.scale
    if radius:
        painter.setPen(QPen(QColor(*theme.accent), 1.5, Qt.PenStyle.DashLine))
        painter.drawEllipse(at, radius, radius)
    else:
        painter.drawEllipse(at, 10, 10)
    _tag(painter, scene, at + QPointF(0, max(radius, 10) + 12), circle.words, middle=True)


def _tag(painter: QPainter, scene: Scene, at: QPointF, text: str, *, middle: bool = False) -> None:
    painter.setFont(scene.small_font(-0.5, bold=True))
    metrics = QFontMetricsF(painter.font())
    wide = metrics.horizontalAdvance(text) + 4
    box = QRectF(at.x() - (wide / 2 if middle else 0), at.y() - metrics.height() / 2, wide, metrics.height())
    box.moveLeft(min(max(box.left(), 4), scene.camera.width - wide - 4))
    halo_text(painter, box, text, QColor(*scene.theme.text), QColor(*scene.theme.halo))


def _draw_focus(painter: QPainter, scene: Scene, view: MapView) -> None:
    content, camera, theme = scene.content, scene.camera, scene.theme
    row, cursor = view.workspace.focus, view.cursor
    bounds = QRectF(0, 0, camera.width, camera.height)
    place = int(content.places.of[row]) if row >= 0 else -1
    if place >= 0:
        x, y = (float(value[0]) for value in screen(content, np.array([place]), camera))
        fanned = view.fan.place_of(row)
        if fanned is not None:
            x, y = fanned.x(), fanned.y()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((theme.halo, 3.5), (theme.focus, 1.5)):
            painter.setPen(QPen(QColor(*colour), width))
            painter.drawEllipse(QPointF(x, y), ICON / 2 + 3, ICON / 2 + 3)
        if cursor is None or np.hypot(cursor.x() - x, cursor.y() - y) > ICON:
            if bounds.contains(QPointF(x, y)):
                label = view.workspace.items.label[row]
                _tag(painter, scene, QPointF(x, y + ICON / 2 + 12), label[:48], middle=True)
            return
        lines = card_lines(view.workspace, row)
        others = int(content.count[place]) - 1
        if others > 0 and fanned is None:
            more = f"{others:,} more item{'s' if others > 1 else ''}"
            lines.append(f"and {more} at this place: a click picks all and opens them")
        picture, words = whole_picture(view.workspace, view.areas.case, row)
        draw_card(painter, [*lines, *words], cursor, bounds, theme, picture)
    elif cursor is not None and row < 0:
        _draw_cluster_card(painter, scene, view, cursor)


def _draw_cluster_card(painter: QPainter, scene: Scene, view: MapView, cursor: QPointF) -> None:
    mark = view.cluster_at(cursor)
    if mark < 0:
        _draw_feature_card(painter, scene, view, cursor)
        return
    content, types = scene.content, scene.workspace.item_types
    picture = content.picture(scene.camera)
    marks, kinds = picture.marks, picture.kinds[mark]
    x, y = scene.camera.to_screen(float(marks.x[mark]), float(marks.y[mark]))
    reach = float(radius_of(marks.count[mark : mark + 1])[0]) + 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(*scene.theme.focus), 1.5))
    painter.drawEllipse(QPointF(x, y), reach, reach)
    places = marks.places_in(mark)
    lines = [f"{int(marks.count[mark]):,} items at {len(places):,} places"]
    order = np.argsort(-kinds, kind="stable")
    lines += [f"{int(kinds[kind]):,} {types[kind].plural}" for kind in order[kinds[order] > 0][:5].tolist()]
    if content.picking:
        lines.append(f"{int(content.selected[places].sum()):,} selected, {int(content.linked[places].sum()):,} linked")
    lines.append("Click opens it, Ctrl+click picks all")
    draw_card(painter, lines, cursor, QRectF(0, 0, scene.camera.width, scene.camera.height), scene.theme)


def _draw_feature_card(painter: QPainter, scene: Scene, view: MapView, cursor: QPointF) -> None:
    """Say what a layer from a file has at the pointer, while nothing is being drawn or measured."""
    if view.hands.now is not None or view.held or view.image.legend_has(cursor):
        return
    found = view.own.at(cursor)
    if found:
        lines = view.own.words(*found[0])
        others = len(found) - 1
        lines += [f"and {others:,} more here: a right click lists them"] if others else []
        draw_card(painter, lines, cursor, QRectF(0, 0, scene.camera.width, scene.camera.height), scene.theme)
