"""Images from files that anybody may have made: looked at before they are decoded, and made small enough to keep."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from intelviz.schema.errors import UsageError, Where

MOST_BYTES = 20_000_000
"""Of a file that is read."""
MOST_PIXELS = 50_000_000
LONGEST = 1_600
"""Pixels along the longer side of what is kept."""
KEPT_BYTES = 3_000_000
PORTRAIT, PORTRAIT_BYTES, SMALL = 640, 300_000, 128
"""Of an item's picture: pixels along its longer side, bytes of it without loss at most, pixels of its small square."""
_SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_REMEDY = "Choose a PNG or JPEG picture, or save it as one with another program."


@dataclass(frozen=True)
class Embedded:
    """An image as a case keeps it: its SHA-256, its bytes as base64 text, and its size in pixels."""

    number: str
    data: str
    width: int
    height: int


@dataclass(frozen=True)
class Portrait:
    """An image of an item as a case keeps it; ``small`` is the middle square of it as base64 text.

    ``file`` and ``original`` are the name and the SHA-256 of the file that it came from.
    """

    image: Embedded
    small: str
    file: str
    original: str


def embed(path: Path) -> Embedded:
    """Read a PNG or JPEG file and make it fit to keep; UsageError says in words why one can't be.

    It is decoded and encoded anew, so that nothing of the file but its picture comes into the case.
    """
    return _kept(_read(path)[0], LONGEST, KEPT_BYTES)


def portrait(path: Path) -> Portrait:
    """Read a PNG or JPEG file as the picture of an item, as ``embed`` does, but smaller."""
    image, data = _read(path)
    side = min(image.width(), image.height())
    square = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    small = _bare(_scaled(square, SMALL))
    kept = _encode(small, "PNG") if small.hasAlphaChannel() else _encode(small, "JPEG")
    return Portrait(
        _kept(image, PORTRAIT, PORTRAIT_BYTES),
        base64.b64encode(kept).decode("ascii"),
        path.name,
        hashlib.sha256(data).hexdigest(),
    )


def _read(path: Path) -> tuple[QImage, bytes]:
    """Return what a file shows, and its bytes."""
    where = Where(file=str(path))
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UsageError(
                f"The picture has {size:,} bytes; {MOST_BYTES:,} are the most.", where=where, remedy=_REMEDY
            )
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("The picture can't be read.", where=where, details=str(error)) from error
    image = _decode(data)
    if image is None:
        raise UsageError("This is no PNG or JPEG picture, or it is damaged or too large.", where=where, remedy=_REMEDY)
    return image, data


def _kept(image: QImage, longest: int, most: int) -> Embedded:
    """Return an image as it is kept: at most ``longest`` pixels along a side, without loss up to ``most`` bytes."""
    image = _bare(_scaled(image, longest))
    kept = _encode(image, "PNG")
    if len(kept) > most:
        kept = _encode(image.convertToFormat(QImage.Format.Format_RGB32), "JPEG")
    return Embedded(
        hashlib.sha256(kept).hexdigest(), base64.b64encode(kept).decode("ascii"), image.width(), image.height()
    )


def decoded(data: object) -> QImage | None:
    """Return the image that a case keeps as base64 text; None where it is none, or none that may be decoded."""
    if not isinstance(data, str) or len(data) > 2 * KEPT_BYTES:
        return None
    try:
        return _decode(base64.b64decode(data, validate=True))
    except ValueError:
        return None


def _decode(data: bytes) -> QImage | None:
    kind = next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size: QSize = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image


def _scaled(image: QImage, longest: int) -> QImage:
    """Return an image whose longer side has at most so many pixels."""
    if max(image.width(), image.height()) <= longest:
        return image
    way = Qt.TransformationMode.SmoothTransformation
    return image.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio, way)


def _bare(image: QImage) -> QImage:
    """Return the pixels alone, without words, profiles and whatever else a file may carry."""
    kind = QImage.Format.Format_ARGB32 if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    bare = QImage(image.size(), kind)
    bare.fill(Qt.GlobalColor.transparent)
    painter = QPainter(bare)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare


def _encode(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 85 if kind == "JPEG" else -1)  # type: ignore[call-overload]  Qt takes the name as text
    return bytes(buffer.data().data())
