"""Texts as pictures, drawn once and stamped often: a name with its halo costs a tenth of writing it anew each frame."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from intelviz.render.theme import Rgb

MARGIN = 2
"""Pixels around a text that its halo needs."""
_AROUND = tuple((dx, dy) for dx in (-1.3, 0.0, 1.3) for dy in (-1.3, 0.0, 1.3) if dx or dy)
"""Where the halo of a text is drawn: stamping it eight times costs a tenth of stroking its outline."""


@lru_cache(maxsize=6_000)
def _drawn(text: str, font_key: str, colour: Rgb, halo: Rgb, ratio: float) -> QImage:
    font = QFont()
    font.fromString(font_key)
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(text) + 2 * MARGIN, metrics.height() + 2 * MARGIN
    image = QImage(
        max(1, round(wide * ratio + 0.5)), max(1, round(high * ratio + 0.5)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    base = QPointF(MARGIN, MARGIN + metrics.ascent())
    painter.setPen(QColor(*halo, 150))
    for dx, dy in _AROUND:
        painter.drawText(base + QPointF(dx, dy), text)
    painter.setPen(QColor(*colour))
    painter.drawText(base, text)
    painter.end()
    return image


def name_picture(text: str, font: QFont, colour: Rgb, halo: Rgb, ratio: float) -> QImage:
    """Return a text with its halo; its upper left corner lies MARGIN left of and above the text's own."""
    return _drawn(text, font.toString(), colour, halo, ratio)
