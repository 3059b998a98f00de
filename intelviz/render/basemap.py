"""The base map that ships with the program: lines, areas and names, read when a picture first needs them.

scripts/make_basemap writes the files and tells their form; resources/basemap/NOTICE.md tells where they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Ints, Rows
from intelviz.render.mercator import Camera
from intelviz.resources_path import resource

UNIT = 2.0**-25
"""One step of the stored coordinates: 1.2 m at the equator, 0.7 m in Britain."""
LEVEL_ZOOMS = (2.0, 4.0, 5.5, 7.0, 8.5, 10.0, 11.5, 13.0)
"""Up to which zoom each level of detail is drawn; the last level goes on for ever."""
ATTRIBUTION = (
    "Natural Earth · Contains OS, Royal Mail and National Statistics data © Crown copyright and database right"
)

COUNTRY, PLACE, DISTRICT, WARD, WATER, POSTCODE, FORCE = range(7)


@dataclass(frozen=True)
class Lines:
    """Polylines or rings at one level of detail: ``xy`` world coordinates, part p from ``first[p]`` to ``first[p+1]``.

    ``box`` holds left, top, right, bottom of each part.
    """

    xy: Floats
    first: Ints
    box: Floats

    def seen(self, camera: Camera, moved: Callable[[Floats], Floats] = lambda xy: xy) -> Iterator[Floats]:
        """Yield the vertices of each part that may be in the picture, ``moved`` all at once."""
        if not len(self.box):
            return
        left, top, right, bottom = camera.bounds
        box = self.box
        near = (box[:, 0] <= right) & (box[:, 2] >= left) & (box[:, 1] <= bottom) & (box[:, 3] >= top)
        parts = np.flatnonzero(near)
        if not len(parts):
            return
        begin = int(self.first[parts[0]])
        xy = moved(self.xy[begin : self.first[parts[-1] + 1]])
        for first, last in zip(
            (self.first[parts] - begin).tolist(), (self.first[parts + 1] - begin).tolist(), strict=True
        ):
            yield xy[first:last]


@dataclass
class Layer:
    """One kind of line or area, with all its levels of detail."""

    xy: Floats
    part: Rows
    level: NDArray[np.uint8]
    _lines: dict[int, Lines] = field(default_factory=dict[int, Lines])

    def at(self, zoom: float) -> Lines:
        """Return the lines as precise as a zoom needs them."""
        level = sum(zoom > limit for limit in LEVEL_ZOOMS)
        if level not in self._lines:
            self._lines[level] = self._made(level)
        return self._lines[level]

    def _made(self, level: int) -> Lines:
        keep = self.level <= level
        xy, part = self.xy[keep], self.part[keep]
        if not len(xy):
            return Lines(xy, np.zeros(1, np.int64), np.zeros((0, 4)))
        begins = np.flatnonzero(np.concatenate([[True], part[1:] != part[:-1]]))
        first = np.append(begins, len(part)).astype(np.int64)
        box = np.column_stack([np.minimum.reduceat(xy, begins), np.maximum.reduceat(xy, begins)])
        return Lines(xy, first, box)


@lru_cache(maxsize=8)
def _file(name: str) -> Any:
    path = resource("basemap", f"{name}.npz")
    return np.load(path) if path.is_file() else {}


@lru_cache(maxsize=64)
def layer(file: str, name: str) -> Layer | None:
    """Return a layer of one of the files, None where it isn't there."""
    held = _file(file)
    if f"{name}.start" not in held:
        return None
    start, step, length, level = (held[f"{name}.{part}"] for part in ("start", "step", "length", "level"))
    count = int(length.sum())
    first = np.concatenate([[0], np.cumsum(length)[:-1]])
    gaps = np.zeros((count, 2), np.int64)
    inside = np.ones(count, bool)
    inside[first] = False
    gaps[inside] = step
    # A running sum over all parts, from which the sum before each part is taken away again.
    total = np.cumsum(gaps, axis=0)
    part = np.repeat(np.arange(len(length), dtype=np.int32), length)
    whole = total - total[first][part] + start[part]
    return Layer(whole * UNIT, part, level)


@dataclass(frozen=True)
class Names:
    """Names of places, most important first: world coordinates, from and up to which zoom, kind and text."""

    x: Floats
    y: Floats
    zoom: Floats
    last: Floats
    kind: NDArray[np.uint8]
    text: tuple[str, ...]

    def seen(self, camera: Camera, margin: float = 60.0) -> Rows:
        """Return the numbers of the names that may be drawn in a picture, most important first."""
        left, top, right, bottom = camera.bounds
        gap = margin / camera.scale
        found = (self.zoom <= camera.zoom) & (self.last > camera.zoom)
        found &= (self.x >= left - gap) & (self.x <= right + gap) & (self.y >= top - gap) & (self.y <= bottom + gap)
        return np.flatnonzero(found).astype(np.int32)


@lru_cache(maxsize=1)
def names() -> Names:
    """Return all names."""
    held = _file("names")
    if "x" not in held:
        none = np.zeros(0)
        return Names(none, none, none, none, np.zeros(0, np.uint8), ())
    text = tuple(held["text"].tobytes().decode().split("\n"))
    return Names(held["x"] * UNIT, held["y"] * UNIT, held["zoom"] / 10, held["last"] / 10, held["kind"], text)
