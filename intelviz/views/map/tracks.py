"""Tracks on the map: the way of a vehicle, a phone or a person from fix to fix, with stops, gaps and what can't be."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from intelviz.render.mercator import project
from intelviz.schema.errors import IntelvizError
from intelviz.views.action import Action
from intelviz.views.item_words import when_lines
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.legend import Row
from intelviz.workspace.rows import known_rows
from intelviz.workspace.track import Track, track_of
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.map.marks import Scene
    from intelviz.views.map.view import MapView

KEPT = "view/map-tracks"
MOST = 8
"""Tracks at once: as many as there are colours."""
MOST_DRAWN = 5_000
"""Fixes of a track up to which it is drawn with all its signs."""
_FEW_ARROWS, _APART = 1_500, 34.0
"""Legs up to which they have arrows, and pixels that an arrow needs."""


class Tracks:
    """The tracks that the map shows; which items have one is remembered with the case."""

    def __init__(self, view: MapView, case: CaseFile | None) -> None:
        self._view, self._case = view, case
        self._made: dict[int, Track] = {}
        self.ids: list[int] = _ids(case.settings(KEPT, None)) if case is not None else []

    # What is tracked

    def show_selected(self) -> None:
        """Show the tracks of the selected items that have one, in place of those shown."""
        workspace = self._view.workspace
        rows = workspace.selected_rows[: 20 * MOST].tolist()
        found = [track for track in (track_of(workspace, row) for row in rows) if len(track)]
        if not found:
            one = track_of(workspace, rows[0]).left_out if len(rows) == 1 else ()
            why = f": {'; '.join(one)} left out" if one else ""
            self._view.said.emit(f"Nothing selected has events with a place and a time to the minute{why}")
            return
        kept = found[:MOST]
        self.ids = [int(workspace.items.id[track.row]) for track in kept]
        self._view.marked.set_on("tracks", on=True)
        self._changed()
        more = f"; {len(found) - MOST:,} more have one, but {MOST} are shown at once" if len(found) > MOST else ""
        left = "; ".join(kept[0].left_out) if len(kept) == 1 else ""
        words = ", ".join(f"{workspace.items.label[track.row]} ({len(track):,} fixes)" for track in kept[:3])
        others = f" and {len(kept) - 3} others" if len(kept) > 3 else ""
        self._view.said.emit(f"Tracks of {words}{others}{more}{f'; left out: {left}' if left else ''}")

    def hide(self) -> None:
        """Show no tracks."""
        self.ids = []
        self._changed()

    def _changed(self) -> None:
        self._made = {}
        if self._case is not None and not self._case.read_only:
            try:
                self._case.set_setting(KEPT, self.ids)
            except IntelvizError as error:
                self._view.said.emit(error.words())
        self._view.image.forget_selection()
        self._view.update()

    def follow(self, change: Change) -> None:
        """Find the fixes anew if items came or went, or the filter hides others."""
        if change & (Change.ITEMS | Change.FILTER):
            self._made = {}

    def tracks(self) -> list[Track]:
        """Return the tracks that are shown, by the events that the filter shows."""
        workspace = self._view.workspace
        for row in known_rows(workspace.items.id, np.array(self.ids, np.int64)).tolist():
            if row not in self._made:
                self._made[row] = track_of(workspace, row)
        return [track for track in self._made.values() if len(track)]

    # Drawing

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw every track, each with its number and its colour: a layer of the map's picture."""
        for number, track in enumerate(self.tracks()):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw(painter, scene, track, number)
            painter.restore()

    def legend(self, scene: Scene) -> list[Row]:
        """Return the lines of the legend: the number, name and length of each track in its colour."""
        theme, labels = scene.theme, self._view.workspace.items.label
        return [
            Row(
                f"{number + 1} · {labels[track.row]}",
                metric_words(float(track.legs.metres.sum())),
                "line",
                colour=theme.types[number % len(theme.types)],
            )
            for number, track in enumerate(self.tracks())
        ]

    # In words

    def table(self) -> list[list[str]]:
        """Return one line a leg of every track: what, from, to, kilometres, minutes, speed, what is to be noted."""
        workspace = self._view.workspace
        items = workspace.items
        found: list[list[str]] = []
        for track in self.tracks():
            name = items.label[track.row]
            for at in range(len(track) - 1):
                one, other = int(track.events[at]), int(track.events[at + 1])
                speed = float(track.legs.usual[at])
                notes = [
                    f"impossible: at least {track.legs.least[at]:,.0f} km/h" if track.legs.impossible[at] else "",
                    "no fix for long" if track.legs.silent[at] else "",
                    *(
                        f"stop from here of {(track.start[last] - track.end[first]) / 60:,.0f} minutes"
                        for first, last in track.stops
                        if first == at
                    ),
                ]
                found.append(
                    [
                        name,
                        _event(workspace, one),
                        _event(workspace, other),
                        f"{track.legs.metres[at] / 1000:,.2f}",
                        f"{track.legs.seconds[at] / 60:,.0f}",
                        f"{speed:,.0f}" if math.isfinite(speed) else "not known",
                        "; ".join(each for each in notes if each),
                    ]
                )
        return found

    def copy(self) -> None:
        """Put the legs of all tracks on the clipboard, as a table."""
        head = ["Of", "From", "To", "Kilometres", "Minutes without a fix", "km/h, about, from middle to middle", "Note"]
        lines = self.table()
        text = "\n".join(
            "\t".join(each.replace("\t", " ").replace("\n", " ") for each in line) for line in [head, *lines]
        )
        QApplication.clipboard().setText(text)
        self._view.said.emit(f"Copied {len(lines):,} legs as a table")


def _ids(said: object) -> list[int]:
    """Return the ids that a setting holds; anything else is none."""
    if not isinstance(said, list):
        return []
    return [each for each in said[:MOST] if isinstance(each, int) and not isinstance(each, bool) and 0 < each < 2**63]


def _event(workspace: Workspace, row: int) -> str:
    """Return when and what an event was; many a label says when by itself."""
    label, when = workspace.items.label[row], when_lines(workspace, row)[0]
    return label if when in label else f"{when} {label}"


def _draw(painter: QPainter, scene: Scene, track: Track, number: int) -> None:
    theme, camera = scene.theme, scene.camera
    x, y = camera.many_to_screen(*project(track.lon, track.lat))
    points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    if len(points) > MOST_DRAWN:
        # So many fixes are a scribble: their line alone, without halo, signs and arrows.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(*theme.types[number % len(theme.types)]), 0))
        # Of fixes on one pixel the first stands for all.
        column, line = np.round(x).astype(np.int64), np.round(y).astype(np.int64)
        other = np.append(True, (np.diff(column) != 0) | (np.diff(line) != 0))
        painter.drawPolyline(QPolygonF([points[at] for at in np.flatnonzero(other).tolist()]))
        return
    colour = QColor(*theme.types[number % len(theme.types)])
    for marked, width, style in (
        (~track.legs.silent & ~track.legs.impossible, 2.2, Qt.PenStyle.SolidLine),
        (track.legs.silent & ~track.legs.impossible, 1.6, Qt.PenStyle.DashLine),
        (track.legs.impossible, 2.6, Qt.PenStyle.DotLine),
    ):
        _legs(painter, points, marked, QPen(QColor(*theme.halo), width + 2.4))
        pen = QPen(QColor(*theme.warning) if marked is track.legs.impossible else colour, width, style)
        _legs(painter, points, marked, pen)
    if len(points) <= _FEW_ARROWS:
        _arrows(painter, points, colour, camera.width, camera.height)
    font = QFont(scene.small_font())
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for first, last in track.stops:
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(points[first], 11, 11)
        minutes = (int(track.start[last]) - int(track.end[first])) / 60
        words = f"{minutes:,.0f} min" if minutes < 120 else f"{minutes / 60:,.0f} h"
        _tag(painter, scene, metrics, points[first] + QPointF(13, -8), words)
    for at in np.flatnonzero(track.legs.impossible)[:50].tolist():
        middle = (points[at] + points[at + 1]) / 2
        least = float(track.legs.least[at])
        words = f"! at least {least:,.0f} km/h"
        _tag(painter, scene, metrics, middle, words)
    name = scene.workspace.items.label[track.row]
    words = metrics.elidedText(f"{number + 1} · {name}", Qt.TextElideMode.ElideRight, 180)
    _tag(painter, scene, metrics, points[0] + QPointF(8, 8), words, colour)
    _tag(painter, scene, metrics, points[-1] + QPointF(8, 8), f"{number + 1} end", colour)
    # Where it was last: while time is played, this runs along the track.
    painter.setPen(QPen(QColor(*theme.halo), 2))
    painter.setBrush(colour)
    painter.drawEllipse(points[-1], 6.5, 6.5)


def _legs(painter: QPainter, points: list[QPointF], marked: np.ndarray, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    at = np.flatnonzero(marked)
    if not len(at):
        return
    # Legs one after another are one line.
    for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1):
        painter.drawPolyline(QPolygonF(points[int(run[0]) : int(run[-1]) + 2]))


def _arrows(painter: QPainter, points: list[QPointF], colour: QColor, width: float, height: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for one, other in pairwise(points):
        gap = other - one
        if math.hypot(gap.x(), gap.y()) < _APART:
            continue
        tip = one + gap * 0.6
        if not (0 <= tip.x() <= width and 0 <= tip.y() <= height):
            continue
        turn = math.atan2(gap.y(), gap.x())
        sides = [tip + QPointF(9 * math.cos(turn + each), 9 * math.sin(turn + each)) for each in (2.6, -2.6)]
        painter.drawPolygon(QPolygonF([tip, *sides]))


def _tag(
    painter: QPainter, scene: Scene, metrics: QFontMetricsF, at: QPointF, words: str, edge: QColor | None = None
) -> None:
    box = QRectF(at.x(), at.y(), metrics.horizontalAdvance(words) + 8, metrics.height() + 2)
    if at.x() < scene.camera.width < box.right() + 4:
        box.moveRight(scene.camera.width - 4)
    painter.setPen(QPen(edge or QColor(*scene.theme.line), 1.2))
    painter.setBrush(QColor(*scene.theme.raised, 235))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def words_of(track: Track) -> str:
    """Return "12 fixes, 34.5 km, 2 stops, 1 impossible leg" for a track."""
    parts = [f"{len(track):,} fixes", metric_words(float(track.legs.metres.sum()))]
    for count, one in ((len(track.stops), "stop"), (int(track.legs.impossible.sum()), "impossible leg")):
        if count:
            parts.append(f"{count:,} {one}{'' if count == 1 else 's'}")
    return ", ".join(parts)


def actions(view: MapView) -> list[Action]:
    """Return what can be done with tracks."""
    return [
        Action(
            "track_show",
            "Show tracks of the selection",
            view.tracks.show_selected,
            "Draw the way of the selected items from event to event, with stops, gaps and legs that can't be",
            "T",
            "map-marker-path",
            enabled=lambda: bool(view.workspace.selected.any()),
        ),
        Action(
            "track_hide",
            "Hide tracks",
            view.tracks.hide,
            "Draw no tracks",
            "Shift+T",
            enabled=lambda: bool(view.tracks.ids),
        ),
        Action(
            "track_copy",
            "Copy tracks as a table",
            view.tracks.copy,
            "Every leg with its times, distance and speed, to paste into a document",
            icon="table-arrow-right",
            enabled=lambda: bool(view.tracks.ids),
        ),
    ]
