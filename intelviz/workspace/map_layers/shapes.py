"""Points, lines and areas of a layer as arrays, and as a case keeps them: packed, and checked when they are read."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Floats, Ints
from intelviz.schema.errors import UsageError

MOST_FEATURES = 200_000
MOST_CORNERS = 2_000_000
MOST_COLUMNS = 200
MOST_LETTERS = 40_000_000
"""Of all attributes together, as JSON."""
MOST_CELL = 1_000
"""Letters of one attribute."""
MOST_PACKED = 32_000_000
"""Letters of a packed layer: what it may add to the case."""
POINT, LINE, OUTLINE, HOLE = range(4)
_STEP = 1e7
"""Steps of a degree that are kept: a centimetre."""
_FORM = 1


@dataclass(frozen=True, eq=False)
class Shapes:
    """Parts of features: ``xy`` in degrees (WGS 84), of which part p has ``length[p]``, one after the other.

    ``part`` is POINT, LINE, OUTLINE or HOLE (of the outline before it); rings are closed. ``of`` is the number of the
    feature, rising. ``values`` holds a tuple a column with a text a feature.
    """

    xy: Floats
    length: Ints
    part: NDArray[np.uint8]
    of: Ints
    features: int
    columns: tuple[str, ...] = ()
    values: tuple[tuple[str, ...], ...] = ()

    @property
    def first(self) -> Ints:
        """Where each part begins in ``xy``, and the end of the last."""
        return np.concatenate([[0], np.cumsum(self.length)]).astype(np.int64)

    @property
    def kinds(self) -> dict[str, int]:
        """How many features are points, lines and areas; one that is several counts for each."""
        words = {"point": POINT, "line": LINE, "area": OUTLINE}
        found = {word: len(np.unique(self.of[self.part == kind])) for word, kind in words.items()}
        return {word: count for word, count in found.items() if count}

    def cells(self, feature: int) -> dict[str, str]:
        """Return what is said of a feature, without what is empty."""
        pairs = zip(self.columns, self.values, strict=True)
        return {column: values[feature] for column, values in pairs if values[feature]}

    def shape(self, feature: int) -> Any:
        """Return a feature as a shape of shapely, in degrees."""
        import shapely

        first = self.first
        rings = [
            (int(self.part[at]), self.xy[first[at] : first[at + 1]])
            for at in np.flatnonzero(self.of == feature).tolist()
        ]
        found: list[Any] = []
        outlines: list[list[Floats]] = []
        for kind, xy in rings:
            if kind == OUTLINE:
                outlines.append([xy])
            elif kind == HOLE:
                outlines[-1].append(xy)
            else:
                found.append(shapely.Point(xy[0]) if kind == POINT else shapely.LineString(xy))
        found += [shapely.Polygon(each[0], each[1:]) for each in outlines]
        return found[0] if len(found) == 1 else shapely.GeometryCollection(found)


def shapes_of(geometries: NDArray[np.object_], columns: Sequence[str], values: Sequence[Sequence[str]]) -> Shapes:
    """Return shapes of shapely (degrees) as arrays; none of them is None or empty."""
    import shapely

    parts, of = geometries, np.arange(len(geometries), dtype=np.int64)
    while (shapely.get_type_id(parts) > 3).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        of = of[inner]
    kept = ~shapely.is_empty(parts)
    parts, of = parts[kept], of[kept]
    kinds = shapely.get_type_id(parts)
    is_area = kinds == 3
    rings, owner = shapely.get_rings(parts[is_area], return_index=True)
    owner = np.flatnonzero(is_area)[owner]
    others = np.flatnonzero(~is_area)
    order = np.argsort(np.concatenate([owner, others]), kind="stable")
    whole = np.concatenate([rings, parts[others]])[order]
    inside = np.zeros(len(rings), bool)
    inside[1:] = owner[1:] == owner[:-1]
    kind = np.concatenate([np.where(inside, HOLE, OUTLINE), np.where(kinds[others] == 0, POINT, LINE)])[order]
    xy, ring = shapely.get_coordinates(whole, return_index=True)
    length = np.bincount(ring, minlength=len(whole)).astype(np.int64)
    belongs = of[np.concatenate([owner, others])[order]]
    texts = tuple(tuple(column) for column in values)
    return Shapes(xy, length, kind.astype(np.uint8), belongs, len(geometries), tuple(columns), texts)


def packed(shapes: Shapes) -> dict[str, Any]:
    """Return shapes as a case keeps them; UsageError if they are more than a case may hold."""
    if not shapes.features:
        raise UsageError("There is no shape in it.")
    _limit(shapes.features, MOST_FEATURES, "features")
    _limit(len(shapes.xy), MOST_CORNERS, "corners")
    _limit(len(shapes.columns), MOST_COLUMNS, "attributes")
    table = json.dumps({"columns": shapes.columns, "values": shapes.values}, ensure_ascii=False)
    _limit(len(table.encode()), MOST_LETTERS, "letters of attributes")
    steps = np.round(shapes.xy * _STEP).astype(np.int32)
    body = {
        "form": _FORM,
        "features": shapes.features,
        "xy": _text(np.diff(steps, axis=0, prepend=np.zeros((1, 2), np.int32)).astype("<i4").tobytes()),
        "length": _text(shapes.length.astype("<i4").tobytes()),
        "part": _text(shapes.part.tobytes()),
        "of": _text(shapes.of.astype("<i4").tobytes()),
        "table": _text(table.encode()),
    }
    _limit(sum(len(each) for each in body.values() if isinstance(each, str)), MOST_PACKED, "letters when packed")
    return body


def number_of(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 by which packed shapes are kept."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def unpacked(said: object) -> Shapes:
    """Return the shapes that a case keeps; UsageError says what is wrong with them."""
    if not isinstance(said, Mapping):
        raise UsageError("The shapes of the layer are none.")
    body = cast("Mapping[str, object]", said)
    if body.get("form") != _FORM:
        raise UsageError("The shapes of the layer are of a form that is not known.", remedy="Use a newer intelviz.")
    features = body.get("features")
    if isinstance(features, bool) or not isinstance(features, int) or not 0 < features <= MOST_FEATURES:
        raise UsageError(f"A layer has 1 to {MOST_FEATURES:,} features.")
    xy = np.frombuffer(_bytes(body, "xy", MOST_CORNERS * 8, 8), "<i4").reshape(-1, 2)
    length = np.frombuffer(_bytes(body, "length", MOST_CORNERS * 4, 4), "<i4").astype(np.int64)
    part = np.frombuffer(_bytes(body, "part", MOST_CORNERS, 1), np.uint8)
    of = np.frombuffer(_bytes(body, "of", MOST_CORNERS * 4, 4), "<i4").astype(np.int64)
    # A step around half the earth wraps in 32 bits, and so does its sum: nothing is lost.
    degrees = np.cumsum(xy, axis=0, dtype=np.int32) / _STEP
    if not len(part) or len(part) != len(length) or len(part) != len(of) or int(length.sum()) != len(xy):
        raise UsageError("The parts of the layer do not fit together.")
    if (np.abs(degrees) > (180, 90)).any():
        raise UsageError("The layer lies off the earth.")
    least = np.array([1, 2, 3, 3])
    if (part > HOLE).any() or (length < least[np.minimum(part, HOLE)]).any() or (length[part == POINT] != 1).any():
        raise UsageError("A part of the layer is no point, line or area.")
    if of[0] < 0 or of[-1] >= features or (np.diff(of) < 0).any():
        raise UsageError("The parts of the layer belong to no feature.")
    holes = np.flatnonzero(part == HOLE)
    if len(holes) and (holes[0] == 0 or (part[holes - 1] < OUTLINE).any() or (of[holes - 1] != of[holes]).any()):
        raise UsageError("A hole of the layer is in no area.")
    columns, values = _table(_bytes(body, "table", MOST_LETTERS, 1), features)
    return Shapes(degrees, length, part, of, features, columns, values)


def _table(data: bytes, features: int) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    try:
        said: Any = json.loads(data)
        columns, values = said["columns"], said["values"]
        fine = isinstance(columns, list) and isinstance(values, list) and len(columns) == len(values) <= MOST_COLUMNS
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageError("The attributes of the layer can't be read.") from error
    if not fine or not all(isinstance(each, list) and len(each) == features for each in values):
        raise UsageError("The attributes of the layer do not fit its features.")
    rows = [columns, *values]
    if not all(isinstance(cell, str) and len(cell) <= MOST_CELL for row in rows for cell in row):
        raise UsageError(f"An attribute of the layer is no text of at most {MOST_CELL:,} letters.")
    return tuple(columns), tuple(tuple(each) for each in values)


def _limit(many: int, most: int, words: str) -> None:
    if many > most:
        raise UsageError(
            f"It has {many:,} {words}; a layer may have {most:,}.",
            remedy="Simplify it, or cut it to the region that is needed, with another program.",
        )


def _text(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 6)).decode("ascii")


def _bytes(body: Mapping[str, object], key: str, most: int, each: int) -> bytes:
    """Return what was packed under a key, never more than ``most`` bytes of it; a multiple of ``each``."""
    text = body.get(key)
    if not isinstance(text, str) or len(text) > MOST_PACKED:
        raise UsageError(f"The layer has no “{key}” that can be read.")
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(base64.b64decode(text, validate=True), most + 1)
    except (ValueError, zlib.error) as error:
        raise UsageError(f"“{key}” of the layer is damaged.") from error
    if len(data) > most or not engine.eof or len(data) % each:
        raise UsageError(f"“{key}” of the layer is damaged, or larger than a layer may be.")
    return data
