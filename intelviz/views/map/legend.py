"""The legend: what is drawn, how many, in what colours, and how many shown items have no place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from intelviz.render.dots import Pixels
from intelviz.render.heat import coloured
from intelviz.render.icons import disc
from intelviz.render.theme import Rgb
from intelviz.schema.place import PlacePrecision
from intelviz.views.map.content import Content, Picture, Way
from intelviz.views.map.furniture import metric_words
from intelviz.views.map.hexagons import cell_colours, width_words
from intelviz.views.map.marks import DENSITY, RINGS, Scene, precision_of, reach_of

_MOST_TYPES = 8
_ROW = 18.0
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Row:
    """One line: its words, a count at the right, and what stands before them; a "swatch" and a "line" have a colour."""

    words: str
    count: str = ""
    sign: str = ""
    kind: int = -1
    faded: bool = False
    colour: Rgb = (0, 0, 0)


@dataclass(frozen=True)
class Raster:
    """A layer that colours the picture by how much lies where: how, of what, the most that it shows, how strongly."""

    way: Way
    content: Content
    peak: float
    opacity: float = 1.0


@dataclass(frozen=True)
class Ramp:
    """Colours from little to much (256 premultiplied ARGB numbers), what both ends and the middle are, and of what."""

    pixels: Pixels
    ticks: tuple[str, str, str]
    note: str
    opacity: float = 1.0


@dataclass
class Legend:
    """The lines of one picture, and where each was drawn, so that a click on a type can switch it."""

    title: str
    rows: list[Row]
    notes: list[str]
    ramps: list[Ramp] = field(default_factory=list)
    places: list[tuple[QRectF, Row]] = field(default_factory=list)
    box: QRectF = field(default_factory=QRectF)

    @property
    def said(self) -> list[str]:
        """All notes, those of the ramps first."""
        return [ramp.note for ramp in self.ramps] + self.notes

    def row_at(self, at: QPointF) -> Row | None:
        """Return the line at a point."""
        return next((row for box, row in self.places if box.contains(at)), None)

    def lay_out(self, scene: Scene) -> None:
        """Find room at the upper right of the picture, no more than it bears."""
        camera, open_ = scene.camera, scene.content.options.legend
        metrics, heads = QFontMetricsF(scene.small_font(-1.0)), QFontMetricsF(scene.small_font(-1.0, bold=True))
        wide = max(
            [heads.horizontalAdvance(self.title) + 34, 180.0]
            + [metrics.horizontalAdvance(row.words) + metrics.horizontalAdvance(row.count) + 52 for row in self.rows]
        )
        wide = min(wide, 300.0, camera.width * 0.55)
        rows, high = self.rows if open_ else [], 26.0
        if open_:
            notes = [metrics.boundingRect(QRectF(0, 0, wide - 20, 200), _WRAPPED, note) for note in self.said]
            high += 30 * len(self.ramps) + sum(box.height() + 3 for box in notes) + (4 if notes else 0)
        room = max(int((camera.height - 70 - high) // _ROW), 0)
        rows = rows[:room]
        self.box = QRectF(camera.width - wide - 8, 8, wide, high + len(rows) * _ROW)
        left, top = self.box.left(), self.box.top()
        self.places = [(QRectF(left, top, wide, 24), Row("title", sign="title"))]
        self.places += [(QRectF(left, top + 25 + number * _ROW, wide, _ROW), row) for number, row in enumerate(rows)]


def legend_of(scene: Scene, rasters: list[Raster], ties: int, far: int, more: list[Row]) -> Legend:
    """Return what the legend of a picture says; ``far`` items lie so far off that the opening left them out.

    ``more`` are lines of other layers.
    """
    content, workspace = scene.content, scene.workspace
    picture = content.picture(scene.camera)
    title = f"{content.total:,} items at {int(np.count_nonzero(content.count)):,} places"
    rows = _type_rows(scene)
    notes: list[str] = []
    if content.picking:
        counts, holders = workspace.counts, workspace.selected[content.at_address()[0]]
        selected = int(content.selected.sum()) + int(np.count_nonzero(holders))
        linked = int(content.linked.sum()) + int(np.count_nonzero(~holders))
        rows.append(Row("selected here", f"{selected:,} of {counts.selected:,}", "selected"))
        rows.append(Row("linked here", f"{linked:,} of {counts.linked + counts.linked_through:,}", "linked"))
    if ties:
        rows.append(Row("links between places", f"{ties:,}", "tie"))
    rows += _precision_rows(scene, picture)
    if content.without_place:
        notes.append(f"{content.without_place:,} shown items have no place")
    if far:
        notes.append(f"{far:,} items lie far from the others")
    return Legend(title, rows + more, notes, [replace(_ramp(scene, each), opacity=each.opacity) for each in rasters])


def _ramp(scene: Scene, raster: Raster) -> Ramp:
    """Return the colours of a layer as they are drawn, with what they stand for."""
    content, peak, theme = raster.content, raster.peak, scene.theme
    share = np.linspace(0, 1, 256)
    kinds = [scene.workspace.item_types[kind].plural for kind in content.heat_kinds().tolist()]
    if raster.way == "heat":
        what = " and ".join(kinds) if len(kinds) < 3 else "items"
        note = f"Density of {what}, quartic kernel, bandwidth {reach_words(scene)}"
        ticks = "0", _number(peak / 4), f"{_number(peak)} a km²"
        return Ramp(coloured(share**2, 1.0, theme.density), ticks, note)
    if raster.way == "hexagons":
        what = " and ".join(kinds) if len(kinds) < 3 else "events" if content.counts_events else "items"
        wide = width_words(content, scene.camera)
        note = f"How many {what} lie in each hexagon, {wide} across; a click picks them"
        # From one item on: what an empty hexagon would have is not drawn.
        low = np.sqrt(1 / max(peak, 1.0))
        count = (low + (1 - low) * share) ** 2 * peak
        ticks = ("1", _number(float(count[128])), f"{_number(peak)} items") if peak > 1 else ("1 item", "", "")
        return Ramp(cell_colours(count, max(peak, 1.0), theme.density), ticks, note)
    pixels = coloured((share * np.log1p(peak)) ** 2, np.log1p(peak) ** 2, theme.density, **DENSITY)
    ticks = "1", _number(np.expm1(np.log1p(peak) / 2)), f"{_number(peak)} items a point"
    why = "Too many places to tell apart here: zoom in" if content.key == "points" else "How many items stand where"
    return Ramp(pixels, ticks, why)


def reach_words(scene: Scene) -> str:
    """Return the bandwidth of heat as it is drawn, and the one that was chosen where that can't be."""
    options, drawn = scene.content.options, reach_of(scene) * scene.camera.metres_per_pixel()
    if options.reach and abs(drawn / options.reach - 1) > 0.01:
        why = "too small" if drawn > options.reach else "too large"
        return f"{metric_words(drawn)} ({metric_words(options.reach)} is {why} to see here)"
    return metric_words(options.reach or drawn)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _type_rows(scene: Scene) -> list[Row]:
    content, types = scene.content, scene.workspace.item_types
    order = np.argsort(-content.of_type, kind="stable")
    order = order[content.of_type[order] > 0].tolist()
    rows = [
        Row(
            types[kind].plural,
            f"{int(content.of_type[kind]):,}",
            "type",
            kind,
            types[kind].name in content.options.hidden_types,
        )
        for kind in order[:_MOST_TYPES]
    ]
    rest = int(content.of_type[order[_MOST_TYPES:]].sum())
    if rest:
        rows.append(Row(f"{len(order) - _MOST_TYPES} more types", f"{rest:,}"))
    return rows


def _precision_rows(scene: Scene, picture: Picture) -> list[Row]:
    if scene.camera.zoom < 13 or picture.way not in ("clusters", "points"):
        return []
    alone = picture.marks.place[picture.marks.place >= 0]
    found = np.unique(precision_of(scene.content, alone)) if len(alone) else np.zeros(0, np.int64)
    return [
        Row(RINGS[PlacePrecision(each)][0], "", f"ring {each}")
        for each in found.tolist()
        if PlacePrecision(each) in RINGS
    ]


def draw_legend(painter: QPainter, scene: Scene, legend: Legend) -> None:
    """Draw the legend where it was laid out."""
    theme, box = scene.theme, legend.box
    usual, bold = scene.small_font(-1.0), scene.small_font(-1.0, bold=True)
    metrics, heads = QFontMetricsF(usual), QFontMetricsF(bold)
    wide, open_ = box.width(), scene.content.options.legend
    painter.setPen(QPen(QColor(*theme.line), 1))
    painter.setBrush(QColor(*theme.raised, 236))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(bold)
    painter.setPen(QColor(*theme.text))
    head = QRectF(box.left() + 10, box.top() + 3, wide - 34, 20)
    title = heads.elidedText(legend.title, Qt.TextElideMode.ElideRight, head.width())
    painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, title)
    _draw_arrow(painter, scene, QPointF(box.right() - 14, box.top() + 13), up=open_)
    if not open_:
        return
    painter.setFont(usual)
    for line, row in legend.places[1:]:
        _draw_row(painter, scene, row, line, metrics)
    y = legend.places[-1][0].bottom() + (1 if len(legend.places) == 1 else 0)
    y += 2
    for number, note in enumerate(legend.said):
        if number < len(legend.ramps):
            _draw_ramp(painter, scene, legend.ramps[number], QRectF(box.left() + 10, y + 1, wide - 20, 9))
            y += 30
        painter.setPen(QColor(*theme.quiet))
        tall = metrics.boundingRect(QRectF(0, 0, wide - 20, 200), _WRAPPED, note).height() + 3
        painter.drawText(QRectF(box.left() + 10, y, wide - 20, tall), _WRAPPED, note)
        y += tall


def _draw_arrow(painter: QPainter, scene: Scene, at: QPointF, *, up: bool) -> None:
    painter.setPen(QPen(QColor(*scene.theme.quiet), 1.5))
    rise = 2 if up else -2
    painter.drawLine(at + QPointF(-4, rise), at + QPointF(0, -rise))
    painter.drawLine(at + QPointF(4, rise), at + QPointF(0, -rise))


def _draw_row(painter: QPainter, scene: Scene, row: Row, line: QRectF, metrics: QFontMetricsF) -> None:
    theme, middle = scene.theme, QPointF(line.left() + 18, line.center().y())
    painter.setOpacity(0.5 if row.faded else 1.0)
    if row.sign == "type":
        kind = scene.workspace.item_types[row.kind]
        picture = disc(kind.icon, scene.type_colour(row.kind), max(round(14 * scene.ratio), 8), theme.halo)
        painter.drawImage(QRectF(middle.x() - 7, middle.y() - 7, 14, 14), picture)
    elif row.sign in ("swatch", "line"):
        high = 10.0 if row.sign == "swatch" else 3.0
        painter.fillRect(QRectF(middle.x() - 7, middle.y() - high / 2, 14, high), QColor(*row.colour))
    elif row.sign:
        _draw_sign(painter, scene, row.sign, middle)
    painter.setPen(QColor(*theme.text))
    count = metrics.horizontalAdvance(row.count)
    text = QRectF(line.left() + 32, line.top(), line.width() - 46 - count, line.height())
    words = f"{row.words} (off)" if row.faded else row.words
    painter.drawText(
        text, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
    )
    painter.setPen(QColor(*theme.quiet))
    right = QRectF(line.right() - count - 12, line.top(), count + 2, line.height())
    painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.count)
    painter.setOpacity(1.0)


def _draw_sign(painter: QPainter, scene: Scene, sign: str, middle: QPointF) -> None:
    theme = scene.theme
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign == "selected":
        painter.setPen(QPen(QColor(*theme.accent), 2))
        painter.drawEllipse(middle, 6, 6)
    elif sign == "linked":
        painter.setPen(QPen(QColor(*theme.text), 1.2, Qt.PenStyle.DotLine))
        painter.drawEllipse(middle, 6, 6)
    elif sign == "tie":
        painter.setPen(QPen(QColor(*theme.text), 1.2))
        painter.drawLine(middle + QPointF(-7, 4), middle + QPointF(7, -4))
    elif sign.startswith("ring"):
        painter.setPen(QPen(QColor(*theme.text), 1.2, RINGS[PlacePrecision(int(sign.split()[1]))][1]))
        painter.drawEllipse(middle, 7, 7)


def _draw_ramp(painter: QPainter, scene: Scene, ramp: Ramp, box: QRectF) -> None:
    theme = scene.theme
    pixels = np.ascontiguousarray(ramp.pixels.reshape(1, -1))
    picture = QImage(pixels.data, pixels.shape[1], 1, 4 * pixels.shape[1], QImage.Format.Format_ARGB32_Premultiplied)
    # Over the land, as on the map: what lets the ground through has another colour over the legend's own.
    painter.fillRect(box, QColor(*theme.land))
    painter.setOpacity(ramp.opacity)
    painter.drawImage(box, picture)
    painter.setOpacity(1.0)
    painter.setPen(QColor(*theme.quiet))
    under = QRectF(box.left(), box.bottom() + 1, box.width(), 15)
    painter.drawText(under, Qt.AlignmentFlag.AlignLeft, ramp.ticks[0])
    painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, ramp.ticks[1])
    painter.drawText(under, Qt.AlignmentFlag.AlignRight, ramp.ticks[2])
