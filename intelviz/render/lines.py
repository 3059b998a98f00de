"""A hundred thousand lines in a few milliseconds: how many lines cross each pixel, by a compiled loop."""

from __future__ import annotations

import os
import threading
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from intelviz.render.theme import Rgb

if TYPE_CHECKING:
    from collections.abc import Callable

Counts = NDArray[np.uint16]
_ALONE = 20_000
"""Lines up to which one thread counts them all."""
_MOST_HANDS = 4
_ready = threading.Event()
_begun = threading.Lock()
_state: dict[str, Callable[..., None]] = {}


def ready() -> bool:
    """Return whether the compiled loop can be used at once; asking begins its making, off this thread."""
    if not _ready.is_set() and _begun.acquire(blocking=False):
        threading.Thread(target=prepare, name="compile lines", daemon=True).start()
    return _ready.is_set()


def prepare() -> None:
    """Make the compiled loop (kept on disk between runs)."""
    from intelviz.render.line_kernel import count_lines

    none = np.zeros(0, np.float32)
    count_lines(none, none, none, none, np.zeros((1, 1), np.uint16))
    _state["count"] = count_lines
    _ready.set()


def counted(
    x0: NDArray[np.float32],
    y0: NDArray[np.float32],
    x1: NDArray[np.float32],
    y1: NDArray[np.float32],
    wide: int,
    high: int,
) -> Counts:
    """Return for each pixel (rows by columns) how many of the lines cross it, at most 65,535."""
    if not _ready.is_set():
        prepare()
    count = _state["count"]
    # Each thread counts a part of the lines into a picture of its own; the loop lets go of the interpreter.
    hands = min(os.cpu_count() or 1, _MOST_HANDS) if len(x0) > _ALONE else 1
    bounds = np.linspace(0, len(x0), hands + 1).astype(int).tolist()
    parts = [tuple(each[begin:end] for each in (x0, y0, x1, y1)) for begin, end in pairwise(bounds)]
    pictures = [np.zeros((high, wide), np.uint16) for _ in parts]
    others = [
        threading.Thread(target=count, args=(*part, picture))
        for part, picture in zip(parts[1:], pictures[1:], strict=True)
    ]
    for thread in others:
        thread.start()
    count(*parts[0], pictures[0])
    for thread in others:
        thread.join()
    if not others:
        return pictures[0]
    total = pictures[0].astype(np.uint32)
    for picture in pictures[1:]:
        total += picture
    return np.minimum(total, 65_535).astype(np.uint16)


def toned(counts: Counts, ground: Rgb, line: Rgb, strength: float = 1.0, *, clear: bool = False) -> NDArray[np.uint32]:
    """Return the picture as ARGB: from the ground towards the line's colour, by the logarithm of the count.

    Where no line is it has the ground's colour, or with ``clear`` none at all, so that it can lie over another.
    """
    top = int(counts.max()) if counts.size else 0
    levels = np.arange(top + 1, dtype=np.float64)
    scale = np.log1p(min(max(top, 8), 400))
    share = np.clip((0.18 + 0.82 * np.log1p(levels) / scale) * strength, 0, 1)
    share[0] = 0
    base, full = np.array(ground, np.float64), np.array(line, np.float64)
    mixed = np.round(base + (full - base) * share[:, None]).astype(np.uint32)
    table = np.uint32(0xFF000000) | mixed[:, 0] << np.uint32(16) | mixed[:, 1] << np.uint32(8) | mixed[:, 2]
    if clear:
        table[0] = 0
    return table[counts]


def over(counts: Counts, line: Rgb) -> NDArray[np.uint32]:
    """Return the picture as premultiplied ARGB to lie over another: clear where no line is, fuller where many are."""
    alpha = np.minimum(60 + 60 * np.arange(5, dtype=np.uint32), np.uint32(255))
    alpha[0] = 0
    red, green, blue = (np.uint32(part) * alpha // np.uint32(255) for part in line)
    table = alpha << np.uint32(24) | red << np.uint32(16) | green << np.uint32(8) | blue
    return table[np.minimum(counts, 4)]
