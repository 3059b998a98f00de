"""The shapes of a .shp file, one by one.

The rings of an area lie in any order: one that runs clockwise is an outer border, the others are holes in the border
around them.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from intelviz.ingest.readers.maps.geometry import ShapeError, area, joined, line, point, shape_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from intelviz.ingest.readers.maps.geometry import Made, Shape

_LONGEST = 1 << 30
_NO_DATA = -1e38
_KINDS = {1: "point", 8: "point", 3: "line", 5: "area"}
Ring = list[list[float]]


class ShpError(ValueError):
    """The file can't be read any further; the words say why."""


def shapes(stream: IO[bytes]) -> Iterator[tuple[Shape | None, str, str]]:
    """Yield the shape of each record, its kind (point, line, area, "") and what is wrong with it."""
    stream.seek(100)
    while head := stream.read(8):
        if len(head) < 8:
            raise ShpError("the file ends in the middle of a shape")
        words = struct.unpack(">i", head[4:])[0]
        if words < 2 or words * 2 > _LONGEST:
            raise ShpError("a shape has a length that can't be right")
        content = stream.read(words * 2)
        if len(content) < words * 2:
            raise ShpError("the file ends in the middle of a shape")
        yield _shape(content)


def _shape(content: bytes) -> tuple[Shape | None, str, str]:
    (code,) = struct.unpack_from("<i", content)
    if code == 0:
        return None, "", ""
    basic = code % 10
    if basic not in _KINDS or code > 28:
        return None, "", f"shapes of type {code} can't be read"
    try:
        shape, problem = _made(content, basic, has_z=10 < code < 20)
    except (struct.error, ValueError) as error:
        return None, "", str(error) if isinstance(error, ShapeError) else "its numbers don't fill its length"
    return shape, _KINDS[basic] if shape is not None else "", problem


def _made(content: bytes, basic: int, *, has_z: bool) -> Made:
    if basic == 1:
        position = list(struct.unpack_from("<3d" if has_z else "<2d", content, 4))
        if position[0] < _NO_DATA or not all(map(math.isfinite, position[:2])):
            return None, "a point has no coordinates"
        return point(position)
    if basic == 8:
        (count,) = struct.unpack_from("<i", content, 36)
        positions = _positions(content, 40, count, has_z=has_z)
        return shape_of({"type": "MultiPoint", "coordinates": positions})
    parts, count = struct.unpack_from("<2i", content, 36)
    if parts < 0 or count < 0 or 44 + parts * 4 > len(content):
        raise ShapeError("its numbers don't fill its length")
    starts = [*struct.unpack_from(f"<{parts}i", content, 44), count]
    positions = _positions(content, 44 + parts * 4, count, has_z=has_z)
    if any(first < 0 or first > last for first, last in pairwise(starts)):
        raise ShapeError("its parts lie in no order")
    pieces = [positions[first:last] for first, last in pairwise(starts)]
    if basic == 3:
        return joined([line(piece) for piece in pieces])
    return joined([area(rings) for rings in areas_of([piece for piece in pieces if piece])])


def _positions(content: bytes, at: int, count: int, *, has_z: bool) -> Ring:
    if count < 0 or at + count * 16 > len(content):
        raise ShapeError("its numbers don't fill its length")
    flat: NDArray[Any] = np.frombuffer(content, "<f8", count * 2, at).reshape(-1, 2)
    heights = at + count * 16 + 16
    if has_z and heights + count * 8 <= len(content):
        flat = np.column_stack([flat, np.frombuffer(content, "<f8", count, heights)])
    return flat.tolist()


def areas_of(rings: list[Ring]) -> list[list[Ring]]:
    """Return outer borders, each with its holes. A hole that lies in no border is a border."""
    if len(rings) < 2:
        return [rings]
    outer = [ring for ring in rings if _is_clockwise(ring)]
    holes = [ring for ring in rings if not _is_clockwise(ring)]
    if len(outer) == 1:
        return [[outer[0], *holes]]
    found = [[ring] for ring in outer]
    if not holes:
        return found
    if not outer:
        return [[ring] for ring in holes]
    boxes = np.array([_box(ring) for ring in outer])
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for hole in holes:
        x0, y0, x1, y1 = _box(hole)
        around = (boxes[:, 0] <= x0) & (boxes[:, 1] <= y0) & (boxes[:, 2] >= x1) & (boxes[:, 3] >= y1)
        candidates = sorted(np.nonzero(around)[0], key=lambda place: sizes[place])
        home = next((place for place in candidates if _holds(outer[place], hole)), None)
        if home is None:
            found.append([hole])
        else:
            found[home].append(hole)
    return found


def _holds(outer: Ring, hole: Ring) -> bool:
    import shapely

    if len(outer) < 4:
        return False
    border = shapely.Polygon([each[:2] for each in outer])
    return any(shapely.intersects_xy(border, each[0], each[1]) for each in (hole[0], hole[len(hole) // 2]))


def _is_clockwise(ring: Ring) -> bool:
    flat = np.array([each[:2] for each in ring])
    flat = flat - flat[0]
    x, y = flat[:, 0], flat[:, 1]
    return bool((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() <= 0)


def _box(ring: Ring) -> tuple[float, float, float, float]:
    flat = np.array([each[:2] for each in ring])
    low, high = flat.min(axis=0), flat.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
