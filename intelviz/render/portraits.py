"""Pictures of items as charts draw them: round, in a ring of the type's colour, with the type's icon at the edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from intelviz.render.icons import disc
from intelviz.render.theme import Rgb

_WITH_ICON = 26
"""Device pixels from which on there is room for the icon."""


def framed(square: QImage, icon: str, colour: Rgb, size: int, ground: Rgb, opacity: float = 1.0) -> QImage:
    """Return a square image as a round one, ``size`` device pixels wide, on a transparent ground.

    ``colour`` and ``icon`` are those of the item's type, told by both as on every mark; ``opacity`` fades the whole.
    """
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(opacity)
    thick = max(1.5, size / 18)
    box = QRectF(thick / 2, thick / 2, size - thick, size - thick)
    inside = QPainterPath()
    inside.addEllipse(box)
    painter.setClipPath(inside)
    # What is clear in a picture lets the ground through, not the lines behind it.
    painter.fillRect(box, QColor(*ground))
    way = Qt.TransformationMode.SmoothTransformation
    painter.drawImage(0, 0, square.scaled(size, size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, way))
    painter.setClipping(False)
    painter.setPen(QPen(QColor(*colour), thick))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    if size >= _WITH_ICON:
        small = round(size * 0.4)
        painter.drawImage(size - small, size - small, disc(icon, colour, small, ground))
    painter.end()
    return image
