"""A hundred thousand lines in a few milliseconds: how many lines cross each pixel, by a compiled loop."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from intelviz.render import compiled
from intelviz.render.theme import Rgb

Counts = NDArray[np.uint16]
Column = NDArray[np.float32]
Numbers = NDArray[np.int32]
_ALONE = 20_000
"""Lines up to which one thread counts them all."""
_MOST_HANDS = 4
_AT_ONCE = 65_535
"""Lines that can be counted into one picture: what a pixel holds."""
_FULL = 400
"""Lines through one pixel from which on it has their full colour."""
OUT, THROUGH, ENDING = 0, 1, 2
"""How a line stands to the picture: out of sight, only passing through, ending in it."""
ready, prepare = compiled.ready, compiled.prepare


def between(x0: Column, y0: Column, x1: Column, y1: Column) -> tuple[Column, Column, Numbers, Numbers]:
    """Return lines given by their ends as points (x, y) and the numbers of the two points that each joins."""
    first = np.arange(len(x0), dtype=np.int32)
    return np.concatenate([x0, x1]), np.concatenate([y0, y1]), first, first + np.int32(len(x0))


def standing(x: Column, y: Column, a: Numbers, b: Numbers, wide: float, high: float) -> NDArray[np.uint8]:
    """Return of each line from point ``a`` to point ``b`` how it stands to a picture: OUT, THROUGH or ENDING."""
    found = np.zeros(len(a), np.uint8)
    if len(a) > _ALONE and ready():
        compiled.loop("stand")(x, y, a, b, np.float32(wide), np.float32(high), found)
        return found
    x0, y0, x1, y1 = x[a], y[a], x[b], y[b]
    found[
        (np.maximum(x0, x1) > 0) & (np.minimum(x0, x1) < wide) & (np.maximum(y0, y1) > 0) & (np.minimum(y0, y1) < high)
    ] = THROUGH
    for px, py in ((x0, y0), (x1, y1)):
        found[(found != OUT) & (px >= 0) & (px <= wide) & (py >= 0) & (py <= high)] = ENDING
    return found


def counted(x: Column, y: Column, a: Numbers, b: Numbers, wide: int, high: int) -> Counts:
    """Return for each pixel (rows by columns) how many lines from point ``a`` to ``b`` cross it, at most 65,535."""
    count, add = compiled.loop("count"), compiled.loop("add")
    # Each thread counts parts of the lines into a picture of its own; the loop lets go of the interpreter.
    hands = min(os.cpu_count() or 1, _MOST_HANDS) if len(a) > _ALONE else 1
    each = max(1, math.ceil(len(a) / (hands * max(1, math.ceil(len(a) / (hands * _AT_ONCE))))))
    parts = [slice(begin, begin + each) for begin in range(0, len(a), each)]
    pictures = [np.zeros((high, wide), np.uint16) for _ in range(hands)]

    def work(hand: int) -> None:
        for number, part in enumerate(parts[hand::hands]):
            picture = np.zeros((high, wide), np.uint16) if number else pictures[hand]
            count(x, y, a[part], b[part], picture)
            if number:
                add(pictures[hand], picture)

    others = [threading.Thread(target=work, args=(hand,)) for hand in range(1, hands)]
    for thread in others:
        thread.start()
    work(0)
    for thread in others:
        thread.join()
    for picture in pictures[1:]:
        add(pictures[0], picture)
    return pictures[0]


def toned(counts: Counts, ground: Rgb, line: Rgb, strength: float = 1.0, *, clear: bool = False) -> NDArray[np.uint32]:
    """Return the picture as ARGB: from the ground towards the line's colour, by the logarithm of the count.

    Where no line is it has the ground's colour, or with ``clear`` none at all, so that it can lie over another.
    """
    share = _shares(int(counts.max()) if counts.size else 0, strength)
    base, full = np.array(ground, np.float64), np.array(line, np.float64)
    mixed = np.round(base + (full - base) * share[:, None]).astype(np.uint32)
    table = np.uint32(0xFF000000) | mixed[:, 0] << np.uint32(16) | mixed[:, 1] << np.uint32(8) | mixed[:, 2]
    if clear:
        table[0] = 0
    return table[counts]


def mixed(parts: Iterable[tuple[Counts, Rgb]], ground: Rgb, strength: float = 1.0) -> NDArray[np.uint32]:
    """Return the picture of lines of several colours as ARGB, clear where no line is.

    Each pixel goes from the ground towards the mean of the colours of its lines, by the logarithm of how many there
    are, as datashader shades categories. There is at least one part, and all have one size.
    """
    tint, mix = compiled.loop("tint"), compiled.loop("mix")
    sums, shape = np.zeros((0, 4), np.float32), (0, 0)
    for counts, colour in parts:
        if not len(sums):
            sums, shape = np.zeros((counts.size, 4), np.float32), counts.shape
        tint(counts, *(np.float32(each) for each in colour), sums)
    into = np.zeros(len(sums), np.uint32)
    shares = _shares(min(int(sums[:, 0].max()), _AT_ONCE), strength)
    mix(sums, np.array(ground, np.float32), shares.astype(np.float32), into)
    return into.reshape(shape)


def _shares(top: int, strength: float) -> NDArray[np.float64]:
    """Return for each count of lines up to ``top`` how much of their colour a pixel has."""
    scale = np.log1p(min(max(top, 8), _FULL))
    shares = np.clip((0.18 + 0.82 * np.log1p(np.arange(top + 1, dtype=np.float64)) / scale) * strength, 0, 1)
    shares[0] = 0
    return shares


def over(counts: Counts, line: Rgb) -> NDArray[np.uint32]:
    """Return the picture as premultiplied ARGB to lie over another: clear where no line is, fuller where many are."""
    alpha = np.minimum(60 + 60 * np.arange(5, dtype=np.uint32), np.uint32(255))
    alpha[0] = 0
    red, green, blue = (np.uint32(part) * alpha // np.uint32(255) for part in line)
    table = alpha << np.uint32(24) | red << np.uint32(16) | green << np.uint32(8) | blue
    return table[np.minimum(counts, 4)]
