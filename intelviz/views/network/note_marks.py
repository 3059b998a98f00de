"""Painting what lies on a chart beside its items: notes, texts, shapes, images."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from intelviz.render.embedded import decoded
from intelviz.views.network.marks import Scene
from intelviz.workspace.notes import LETTER, LINES, Note
from intelviz.workspace.rows import rows_of

GRIP = 8.0
"""Pixels across a handle."""


@lru_cache(32)
def picture_of(data: str) -> QImage | None:
    """Return a kept image, decoded once."""
    return decoded(data)


def box_of(scene: Scene, note: Note) -> QRectF:
    """Return where a note lies on the screen; of a line, from its beginning to its end, not put in order."""
    camera = scene.camera
    left, top = (
        (note.x - camera.x) * camera.scale + camera.width / 2,
        (note.y - camera.y) * camera.scale + camera.height / 2,
    )
    return QRectF(left, top, note.width * camera.scale, note.height * camera.scale)


def grips(scene: Scene, note: Note) -> list[QPointF]:
    """Return where its handles are: the corners, or the ends of a line."""
    box = box_of(scene, note)
    if note.kind in LINES:
        return [box.topLeft(), box.bottomRight()]
    return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]


def draw_notes(painter: QPainter, scene: Scene, notes: Iterable[Note], images: dict[str, str]) -> None:
    """Draw notes, the lowest first; ``images`` are those that the case keeps, as base64 text."""
    sight = QRectF(0, 0, scene.camera.width, scene.camera.height)
    for note in notes:
        box = box_of(scene, note).normalized().adjusted(-12, -12, 12, 12)
        if box.intersects(sight):
            painter.save()
            _draw(painter, scene, note, images)
            painter.restore()


def _draw(painter: QPainter, scene: Scene, note: Note, images: dict[str, str]) -> None:
    theme, box = scene.theme, box_of(scene, note)
    colour = QColor(*(theme.types[note.colour] if note.colour >= 0 else theme.quiet))
    wide = max(1.0, min(2.0, 2 * scene.camera.scale))
    painter.setPen(QPen(colour, wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match note.kind:
        case "line" | "arrow":
            _line(painter, note.kind, box, wide)
        case "ellipse":
            painter.setBrush(_veil(colour))
            painter.drawEllipse(box)
        case "rectangle":
            painter.setBrush(_veil(colour))
            painter.drawRoundedRect(box, 4, 4)
        case "image":
            picture = picture_of(images.get(note.image, ""))
            if picture is None:
                painter.drawRect(box)
                _text(painter, scene, box, note, Qt.AlignmentFlag.AlignCenter)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(box, picture)
        case "note":
            _thread(painter, scene, note, box)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QColor(*theme.raised))
            painter.drawRoundedRect(box, 3, 3)
            painter.fillRect(
                QRectF(box.left(), box.top(), max(2.0, note.letter / 4 * scene.camera.scale), box.height()), colour
            )
        case _:
            pass
    if note.text and note.kind not in (*LINES, "image"):
        framed = note.kind in ("rectangle", "ellipse")
        side = Qt.AlignmentFlag.AlignHCenter if framed else Qt.AlignmentFlag.AlignLeft
        _text(painter, scene, box, note, side | Qt.AlignmentFlag.AlignTop)
    elif note.text and note.kind in LINES:
        scale = scene.camera.scale * note.letter / LETTER
        middle = QRectF(box.center() - QPointF(80 * scale, 20 * scale), box.center() + QPointF(80 * scale, 0))
        _text(painter, scene, middle, note, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)


def _veil(colour: QColor) -> QColor:
    veil = QColor(colour)
    veil.setAlpha(22)
    return veil


def _text(painter: QPainter, scene: Scene, box: QRectF, note: Note, place: Qt.AlignmentFlag) -> None:
    text = note.text if note.kind != "image" else "The picture can't be shown"
    size = note.letter * scene.camera.scale
    if size < 4:
        return
    font = QFont(scene.font)
    font.setPixelSize(max(4, round(size)))
    painter.setFont(font)
    painter.setPen(QColor(*scene.theme.text))
    edge = size / 2
    painter.setClipRect(box)
    flags = int(place) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(box.adjusted(edge, edge / 2, -edge / 2, -edge / 2), flags, text)


def _line(painter: QPainter, kind: str, box: QRectF, wide: float) -> None:
    line = QLineF(box.topLeft(), box.bottomRight())
    painter.drawLine(line)
    if kind == "arrow" and line.length() > 1:
        angle = math.atan2(line.dy(), line.dx())
        path = QPainterPath(line.p2())
        for turn in (2.7, -2.7):
            path.lineTo(line.p2() + QPointF(math.cos(angle + turn), math.sin(angle + turn)) * (8 + 2 * wide))
        path.closeSubpath()
        painter.fillPath(path, painter.pen().color())


def _thread(painter: QPainter, scene: Scene, note: Note, box: QRectF) -> None:
    """Draw the thread from a note to the item that it is about."""
    content = scene.content
    if not note.of:
        return
    row = int(rows_of(content.workspace.items.id, [note.of])[0])  # type: ignore[arg-type]  one id
    if row < 0 or not content.present[row]:
        return
    chart = content.workspace.chart
    x, y = scene.camera.screen(chart.seen_x[row : row + 1], chart.seen_y[row : row + 1])
    pen = QPen(QColor(*scene.theme.quiet), 1, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(QLineF(box.center(), QPointF(float(x[0]), float(y[0]))))


def draw_chosen(painter: QPainter, scene: Scene, notes: Iterable[Note], *, handles: bool) -> None:
    """Mark chosen notes, with handles to resize one."""
    painter.setPen(QPen(QColor(*scene.theme.accent), 1.5, Qt.PenStyle.DashLine))
    for note in notes:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box_of(scene, note).normalized().adjusted(-3, -3, 3, 3))
        for at in grips(scene, note) if handles else ():
            painter.fillRect(QRectF(at.x() - GRIP / 2, at.y() - GRIP / 2, GRIP, GRIP), QColor(*scene.theme.accent))


def hit(scene: Scene, note: Note, at: QPointF) -> bool:
    """Return whether a point is on a note; a shape is taken hold of at its edge, so that one can pick within it."""
    box = box_of(scene, note)
    if note.kind in LINES:
        gap = box.bottomRight() - box.topLeft()
        length = max(gap.x() ** 2 + gap.y() ** 2, 1e-6)
        along = min(1.0, max(0.0, QPointF.dotProduct(at - box.topLeft(), gap) / length))
        away = at - (box.topLeft() + gap * along)
        return math.hypot(away.x(), away.y()) < 6
    if not box.adjusted(-5, -5, 5, 5).contains(at):
        return False
    if note.kind == "rectangle":
        return not box.adjusted(6, 6, -6, -6).contains(at)
    if note.kind == "ellipse":
        x, y = (
            (at.x() - box.center().x()) / max(box.width() / 2, 1),
            (at.y() - box.center().y()) / max(box.height() / 2, 1),
        )
        return abs(math.hypot(x, y) - 1) * min(box.width(), box.height()) / 2 < 7
    return True
