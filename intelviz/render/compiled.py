"""The compiled loops: made once, off the interface's thread, and kept on disk between runs.

Its compiler takes a moment, so a caller asks ``ready`` and draws in another way until it is.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

_ready = threading.Event()
_begun = threading.Lock()
_loops: dict[str, Callable[..., Any]] = {}


def ready() -> bool:
    """Return whether the compiled loops can be used at once; asking begins their making, off this thread."""
    if not _ready.is_set() and _begun.acquire(blocking=False):
        threading.Thread(target=prepare, name="compile loops", daemon=True).start()
    return _ready.is_set()


def prepare() -> None:
    """Make the compiled loops, each for the kinds of arrays that it is given."""
    from intelviz.render.dot_kernel import stamp_dots
    from intelviz.render.line_kernel import add_counts, count_lines, mix, stand, tint
    from intelviz.render.near_kernel import near_lines, near_points
    from intelviz.render.pair_kernel import choose_pairs, gather_pairs

    points, numbers, counts = np.zeros(1, np.float32), np.zeros(0, np.int32), np.zeros((1, 1), np.uint16)
    count_lines(points, points, numbers, numbers, counts)
    add_counts(counts, counts)
    sums, part = np.zeros((1, 4), np.float32), np.float32(0)
    tint(counts, part, part, part, sums)
    mix(sums, np.zeros(3, np.float32), np.zeros(1, np.float32), np.zeros(1, np.uint32))
    stand(points, points, numbers, numbers, np.float32(1), np.float32(1), np.zeros(0, np.uint8))
    places, colours = np.zeros(0, np.float64), np.zeros(0, np.uint32)
    stamp_dots(np.zeros((1, 1), np.uint32), places, places, colours, np.zeros((1, 2), np.int64), 0, 0, np.uint32(0))
    choose_pairs(np.zeros(1, bool), numbers, numbers, np.zeros(0, np.int64))
    _loops.update(count=count_lines, add=add_counts, stand=stand, tint=tint, mix=mix)
    bytes_, begin, many = np.zeros(1, np.int8), np.zeros(1, np.int64), np.zeros(1, np.int32)
    gather_pairs(numbers, numbers, numbers, np.zeros(1, bool), bytes_, 7, many, many, many, bytes_, many, begin, many)
    _loops.update(gather=gather_pairs)
    near_points(points, points, numbers, 0.0, 0.0, 1.0, np.zeros(0, np.int64))
    near_lines(points, points, numbers, numbers, 0.0, 0.0, 1.0, np.zeros(0, np.int64))
    _loops.update({"near points": near_points, "near lines": near_lines})
    _loops.update(stamp=stamp_dots, choose=choose_pairs)
    _ready.set()


def loop(name: str) -> Callable[..., Any]:
    """Return a compiled loop, waiting for it to be made."""
    if not _ready.is_set():
        prepare()
    return _loops[name]
