"""Type icons: a Material Design glyph in a disc of the type's colour, as pictures of any size."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPen

from intelviz.render.theme import Rgb


@lru_cache(maxsize=1)
def _font() -> tuple[str, dict[str, int]]:
    folder = Path(qtawesome.__file__).parent / "fonts"
    file = next(iter(sorted(folder.glob("materialdesignicons6-webfont-*.ttf"))))
    chart = next(iter(sorted(folder.glob("materialdesignicons6-webfont-charmap-*.json"))))
    number = QFontDatabase.addApplicationFont(str(file))
    names = QFontDatabase.applicationFontFamilies(number)
    glyphs: dict[str, str] = json.loads(chart.read_text(encoding="utf-8"))
    return names[0], {name: int(code, 16) for name, code in glyphs.items()}


def has_icon(name: str) -> bool:
    """Return whether the icon family holds that name."""
    return name in _font()[1]


@lru_cache(maxsize=512)
def disc(name: str, colour: Rgb, size: int, ground: Rgb, opacity: float = 1.0) -> QImage:
    """Return the glyph ``name`` in a disc of ``colour``, ``size`` device pixels wide, on a transparent ground.

    The glyph is drawn in ``ground``, so that it reads on the disc in either theme; ``opacity`` fades the whole.
    """
    family, glyphs = _font()
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(opacity)
    painter.setPen(QPen(QColor(*ground), max(1.0, size / 24)))
    painter.setBrush(QColor(*colour))
    edge = max(0.5, size / 48)
    painter.drawEllipse(QRectF(edge, edge, size - 2 * edge, size - 2 * edge))
    if size >= 10 and name in glyphs:
        font = QFont(family)
        font.setPixelSize(round(size * 0.62))
        painter.setFont(font)
        painter.setPen(QColor(*ground))
        painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, chr(glyphs[name]))
    painter.end()
    return image
