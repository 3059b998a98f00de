"""Pictures that were looked at and kept: a drawing must still look like them.

Machines draw letters and edges a little differently. So both pictures are made smaller, four by four pixels into one,
and compared by blocks: a few differing blocks may be letters; a mark that moved or is missing changes one by far more.
``INTELVIZ_KEEP_PICTURES=1`` keeps the pictures of this run; look at them before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

KEPT = Path(__file__).parent / "pictures"
_SHRINK = 4
_BLOCK = 4
"""Shrunk pixels a side of a block: 16 of the picture's own."""
MOST = 26.0
"""Mean difference of a block, of 255, from which on it is another drawing."""


def same_picture(image: QImage, name: str) -> None:
    """Fail if a picture differs from the one that was kept under a name; the new one is then written beside it."""
    path = KEPT / f"{name}.png"
    if os.environ.get("INTELVIZ_KEEP_PICTURES"):
        KEPT.mkdir(exist_ok=True)
        image.save(str(path))
        return
    assert path.exists(), f"{path.name} is not kept; look at it, and keep it with INTELVIZ_KEEP_PICTURES=1"
    kept = QImage(str(path))
    assert (kept.width(), kept.height()) == (image.width(), image.height()), f"{name} has another size"
    worst = difference(image, kept)
    if worst > MOST:
        beside = path.with_name(f"{name}.now.png")
        image.save(str(beside))
        raise AssertionError(f"{name} looks different (a block by {worst:.0f} of 255): see {beside}")


def difference(one: QImage, other: QImage) -> float:
    """Return the greatest mean difference of a block of two pictures of one size, 0 to 255."""
    apart = np.abs(_shrunk(one) - _shrunk(other))
    high, wide = (size // _BLOCK * _BLOCK for size in apart.shape[:2])
    if not high or not wide:
        return float(apart.mean())
    blocks = apart[:high, :wide].reshape(high // _BLOCK, _BLOCK, wide // _BLOCK, _BLOCK, 3)
    return float(blocks.mean(axis=(1, 3)).max())


def _shrunk(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    high, wide = plain.height(), plain.width()
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(high, plain.bytesPerLine() // 4, 4)[:, :wide, :3]
    high, wide = high // _SHRINK * _SHRINK, wide // _SHRINK * _SHRINK
    parts = pixels[:high, :wide].reshape(high // _SHRINK, _SHRINK, wide // _SHRINK, _SHRINK, 3)
    return parts.mean(axis=(1, 3))
