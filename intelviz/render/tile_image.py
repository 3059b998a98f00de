"""A map tile from its bytes: looked at before it is decoded, whoever made it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

MOST_SIDE = 2_048
"""Pixels along a side of a tile."""


def tile_image(data: bytes, kind: str) -> QImage | None:
    """Return the picture of a tile of a kind ("png", "jpg", "webp"); None where it is none, or far too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MOST_SIDE:
        return None
    image = reader.read()
    if image.isNull():
        return None
    alpha = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)
