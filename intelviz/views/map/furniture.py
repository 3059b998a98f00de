"""Scale bar, north, coordinates, attribution and the words of an empty map."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from intelviz.render.basemap import ATTRIBUTION
from intelviz.render.basepaint import halo_text
from intelviz.render.mercator import Camera
from intelviz.schema import national_grid
from intelviz.views.map.layers.state import MARKS
from intelviz.views.map.marks import Scene

_MILE = 1609.344
_FOOT = 0.3048


def round_length(most: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is no more than ``most``."""
    power = 10.0 ** math.floor(math.log10(most))
    return next(factor * power for factor in (5.0, 2.0, 1.0) if factor * power <= most * (1 + 1e-9))


def metric_words(metres: float) -> str:
    """Return a distance: 350 m, 1.2 km, 12 km."""
    if metres < 1000:
        return f"{metres:,.0f} m" if metres >= 10 else f"{metres:.1f} m"
    return f"{metres / 1000:.3g} km" if metres < 100_000 else f"{metres / 1000:,.0f} km"


def _imperial(most: float) -> tuple[float, str]:
    if most >= _MILE * 0.2:
        miles = round_length(most / _MILE)
        return miles * _MILE, f"{miles:g} mile{'s' if miles > 1 else ''}"
    feet = round_length(most / _FOOT)
    return feet * _FOOT, f"{feet:,.0f} ft"


def draw_scale(painter: QPainter, scene: Scene) -> QRectF:
    """Draw the scale bar, metres over miles; return where it stands. It is right at the middle of the picture."""
    camera, theme = scene.camera, scene.theme
    each = camera.metres_per_pixel()
    most = min(130.0, camera.width * 0.22) * each
    metres = round_length(most)
    far, words = _imperial(most)
    left, middle = 12.5, camera.height - 26.5
    painter.setFont(scene.small_font(-1.5))
    high = QFontMetricsF(painter.font()).height()
    back = QRectF(left - 8, middle - high - 5, max(metres, far) / each + 16, 2 * high + 12)
    painter.fillRect(back, QColor(*theme.land, 190))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for colour, width in ((theme.halo, 3), (theme.text, 1)):
        painter.setPen(QPen(QColor(*colour), width))
        for length, tick in ((metres / each, -5), (far / each, 5)):
            painter.drawLine(QPointF(left, middle), QPointF(left + length, middle))
            painter.drawLine(QPointF(left, middle), QPointF(left, middle + tick))
            painter.drawLine(QPointF(left + length, middle), QPointF(left + length, middle + tick))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(*theme.halo)
    for text, length, top in ((metric_words(metres), metres, middle - high - 3), (words, far, middle + 4)):
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 4
        box = QRectF(left + max((length / each - wide) / 2, 2), top, wide, high)
        halo_text(painter, box, text, QColor(*theme.text), ground)
    return back


def draw_north(painter: QPainter, scene: Scene) -> None:
    """Draw the north arrow: up, always, on this projection."""
    theme, x, y = scene.theme, 22.0, 16.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*theme.land, 190))
    painter.drawRoundedRect(QRectF(x - 14, y - 12, 28, 40), 4, 4)
    painter.setPen(QPen(QColor(*theme.halo), 2))
    painter.setBrush(QColor(*theme.quiet))
    arrow = [QPointF(x, y - 8), QPointF(x + 6, y + 10), QPointF(x, y + 6), QPointF(x - 6, y + 10)]
    painter.drawPolygon(QPolygonF(arrow))
    painter.setPen(QPen(QColor(*theme.quiet), 1))
    painter.drawPolygon(QPolygonF(arrow))
    painter.setFont(scene.small_font(-1.5, bold=True))
    halo_text(painter, QRectF(x - 10, y + 11, 20, 14), "N", QColor(*theme.quiet), QColor(*theme.halo))


def draw_attribution(painter: QPainter, scene: Scene, others: list[str]) -> float:
    """Draw whose data the base map and the other layers are; return its left edge."""
    camera, theme, words = scene.camera, scene.theme, " · ".join([*others, ATTRIBUTION])
    painter.setFont(scene.small_font(-2.5))
    metrics = QFontMetricsF(painter.font())
    wide = metrics.horizontalAdvance(words) + 8
    if wide > camera.width * 0.5:
        wide = max(camera.width * 0.5, 150.0)
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
    room = QRectF(0, 0, wide - 8, 80)
    needed = metrics.boundingRect(room, int(flags), words)
    box = QRectF(
        camera.width - needed.width() - 8, camera.height - needed.height() - 3, needed.width() + 8, needed.height() + 3
    )
    painter.fillRect(box, QColor(*theme.land, 190))
    painter.setPen(QColor(*theme.quiet))
    painter.drawText(box.adjusted(4, 0, -4, -1), int(flags), words)
    return box.left()


def degrees_words(lon: float, lat: float) -> str:
    """Return "53.48080° N 2.24260° W"."""
    return f"{abs(lat):.5f}° {'N' if lat >= 0 else 'S'} {abs(lon):.5f}° {'E' if lon >= 0 else 'W'}"


def grid_words(lon: float, lat: float) -> str:
    """Return "SJ 83997 98258 (E 383997 N 398258, ±5 m)", or "" outside the National Grid."""
    found = national_grid.to_grid(lon, lat)
    if found is None:
        return ""
    east, north = found
    return f"{national_grid.reference(east, north)} (E {east:.0f} N {north:.0f}, {national_grid.accuracy_words()})"


def place_words(camera: Camera, at: QPointF) -> str:
    """Return the coordinates of a point of the picture in degrees and on the National Grid."""
    lon, lat = camera.degrees(at.x(), at.y())
    grid = grid_words(lon, lat)
    return f"{degrees_words(lon, lat)}  ·  {grid}" if grid else degrees_words(lon, lat)


def draw_coordinates(painter: QPainter, scene: Scene, at: QPointF, right: float, left: float) -> None:
    """Draw the coordinates of the pointer between scale bar and attribution, in as much as fits."""
    theme, camera = scene.theme, scene.camera
    painter.setFont(scene.small_font(-1.5))
    metrics = QFontMetricsF(painter.font())
    lon, lat = camera.degrees(at.x(), at.y())
    found = national_grid.to_grid(lon, lat)
    grid = national_grid.reference(*found) if found else ""
    choices = [degrees_words(lon, lat)]
    if found:
        near = national_grid.accuracy_words().split(" (")[0]
        choices = [f"{choices[0]}   {grid} {near}", f"{grid} {near}", *choices]
    for text in choices:
        wide = metrics.horizontalAdvance(text) + 6
        if left + 10 + wide < right - 4:
            box = QRectF(left + 10, camera.height - metrics.height() - 5, wide, metrics.height())
            halo_text(painter, box, text, QColor(*theme.text), QColor(*theme.halo))
            return


def empty_words(scene: Scene) -> tuple[str, str] | None:
    """Return what an empty map says: what is so, and what would fill it; None where something is drawn."""
    content = scene.content
    if content.total:
        return None
    hidden = int(content.of_type.sum())
    if len(scene.workspace) and not any(content.options.layers.of(key).on for key in MARKS):
        return "All layers that draw items are off.", "Choose in Layers… what is to be drawn."
    if not len(scene.workspace):
        return "The case is empty.", "Import files with places: their items appear here."
    if hidden:
        return "All types with a place are switched off.", f"Switch them on in the legend: {hidden:,} items wait there."
    if int((content.places.of >= 0).sum()):
        return "No shown item has a place.", "Widen the filter or the time window to see more."
    return (
        "No item of this case has a place.",
        "Import files with coordinates or postcodes, or name the columns in a recipe.",
    )


def draw_empty(painter: QPainter, scene: Scene) -> None:
    """Say why the map is empty."""
    words = empty_words(scene)
    if words is None:
        return
    camera, theme = scene.camera, scene.theme
    box = QRectF(
        camera.width / 2 - min(camera.width * 0.45, 220), camera.height / 2 - 40, min(camera.width * 0.9, 440), 80
    )
    painter.setPen(QPen(QColor(*theme.line), 1))
    painter.setBrush(QColor(*theme.raised, 240))
    painter.drawRoundedRect(box, 4, 4)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
    painter.setFont(scene.small_font(0.5, bold=True))
    painter.setPen(QColor(*theme.text))
    painter.drawText(box.adjusted(8, 6, -8, -40), flags, words[0])
    painter.setFont(scene.small_font(-0.5))
    painter.setPen(QColor(*theme.quiet))
    painter.drawText(box.adjusted(8, 34, -8, -6), flags, words[1])
