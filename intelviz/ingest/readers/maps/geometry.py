"""Shapes from nested coordinates: what can't be a shape is said, and never stops a file.

Coordinates are x, y (and perhaps z), in whatever reference system the file has.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    Shape = BaseGeometry
    Made = tuple[BaseGeometry | None, str]

KINDS = {
    "Point": "point",
    "MultiPoint": "point",
    "LineString": "line",
    "LinearRing": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
    "GeometryCollection": "mixed",
}
"""What each type of shape is, in words."""

_DEEPEST = 20
_NUMBERS = frozenset({int, float})


class ShapeError(ValueError):
    """Coordinates are none; the words finish the sentence "the shape …"."""


def shape_of(geometry: object, depth: int = 0) -> Made:
    """Return the shape of a GeoJSON geometry and what is wrong with it in words.

    A line of one point and an area of two are kept as that point and that line.
    """
    if geometry is None:
        return None, ""
    if not isinstance(geometry, Mapping):
        return None, "the shape is no object"
    if depth > _DEEPEST:
        return None, "shapes lie too deep within each other"
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return None, "a collection of shapes has none"
        made = [shape_of(each, depth + 1) for each in parts]
        return _collected([shape for shape, _ in made if shape is not None], next((why for _, why in made if why), ""))
    coordinates = geometry.get("coordinates")
    if not isinstance(kind, str) or kind not in KINDS:
        return None, f"“{str(kind)[:40]}” is no type of shape"
    try:
        return _MAKERS[kind](coordinates)
    except ShapeError as error:
        return None, str(error)


def point(coordinates: Any) -> Made:
    """Return a point; one without coordinates is none."""
    import shapely

    if coordinates is None or coordinates == []:
        return None, "a point has no coordinates"
    return shapely.Point(_positions([coordinates])[0]), ""


def line(coordinates: Any) -> Made:
    """Return a line; one with a single position is kept as a point, and said."""
    import shapely

    positions = _positions(coordinates)
    if not positions:
        return None, "a line has no points"
    if len(positions) == 1:
        return shapely.Point(positions[0]), "a line has one point only"
    return shapely.LineString(positions), ""


def area(coordinates: Any) -> Made:
    """Return an area with its holes; one whose outer ring encloses nothing is kept as a line or a point, and said."""
    import shapely

    rings = [_positions(ring) for ring in _listed(coordinates)]
    rings = [ring for ring in rings if ring]
    if not rings:
        return None, "an area has no points"
    why = ""
    for ring in rings:
        if ring[0] != ring[-1]:
            ring.append(ring[0])
            why = "a ring was not closed"
    if len(rings[0]) < 4:
        bare = rings[0][:-1]
        what = "an area has fewer than three points"
        return (shapely.Point(bare[0]) if len(bare) < 2 else shapely.LineString(bare)), what
    holes = [ring for ring in rings[1:] if len(ring) >= 4]
    if len(holes) < len(rings) - 1:
        why = "a hole of an area has fewer than three points"
    return shapely.Polygon(rings[0], holes), why


def _points(coordinates: Any) -> Made:
    import shapely

    positions = _positions(coordinates)
    return (shapely.MultiPoint(positions), "") if positions else (None, "there are no points")


def _lines(coordinates: Any) -> Made:
    return joined([line(part) for part in _listed(coordinates)])


def _areas(coordinates: Any) -> Made:
    return joined([area(part) for part in _listed(coordinates)])


def joined(made: Sequence[Made]) -> Made:
    """Return several shapes as one: of one kind if they are, as a collection otherwise."""
    import shapely

    shapes = [shape for shape, _ in made if shape is not None]
    why = next((why for _, why in made if why), "")
    if not shapes:
        return None, why or "there are no points"
    if len(shapes) == 1:
        return shapes[0], why
    lines = [each for each in shapes if isinstance(each, shapely.LineString)]
    areas = [each for each in shapes if isinstance(each, shapely.Polygon)]
    points = [each for each in shapes if isinstance(each, shapely.Point)]
    if len(lines) == len(shapes):
        return shapely.MultiLineString(lines), why
    if len(areas) == len(shapes):
        return shapely.MultiPolygon(areas), why
    if len(points) == len(shapes):
        return shapely.MultiPoint(points), why
    return _collected(shapes, why)


def _collected(shapes: list[Shape], why: str) -> Made:
    import shapely

    return (shapely.GeometryCollection(shapes), why) if shapes else (None, why or "a collection of shapes has none")


def _listed(coordinates: Any) -> list[Any]:
    if not isinstance(coordinates, list):
        raise ShapeError("its coordinates are no list")
    return coordinates


def _is_plain(coordinates: Any) -> bool:
    """Return whether these are positions of finite numbers, all of them pairs or all of them triples."""
    try:
        flat = list(chain.from_iterable(coordinates))
        widths = set(map(len, coordinates))
        return (
            set(map(type, flat)) <= _NUMBERS and len(widths) == 1 and widths <= {2, 3} and all(map(math.isfinite, flat))
        )
    except (TypeError, OverflowError):
        return False


def _positions(coordinates: Any) -> list[tuple[float, ...]]:
    """Return positions of one width; a z that only some have is left off."""
    found: list[tuple[float, ...]] = []
    if _is_plain(coordinates):
        return list(map(tuple, coordinates))
    for each in _listed(coordinates):
        if not isinstance(each, (list, tuple)) or len(each) < 2:
            raise ShapeError("a position has fewer than two numbers")
        position: tuple[Any, ...] = tuple(each[:3])
        for value in position:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ShapeError("a coordinate is not a number")
        try:
            numbers = tuple(map(float, position))
        except OverflowError:
            raise ShapeError("a coordinate is too large") from None
        if not (math.isfinite(numbers[0]) and math.isfinite(numbers[1])):
            raise ShapeError("a coordinate is not a number")
        found.append(numbers if len(numbers) == 2 or math.isfinite(numbers[2]) else numbers[:2])
    if len({len(each) for each in found}) > 1:
        found = [each[:2] for each in found]
    return found


_MAKERS = {
    "Point": point,
    "MultiPoint": _points,
    "LineString": line,
    "LinearRing": line,
    "MultiLineString": _lines,
    "Polygon": area,
    "MultiPolygon": _areas,
}
