"""TopoJSON: areas and lines whose shared borders are stored once. Every object of the topology is a table.

The arcs are held in memory while a table is read, as every feature may need any of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.maps.crs import stated_system
from intelviz.ingest.readers.maps.features import Feature, FeatureTable, surveyed
from intelviz.ingest.readers.maps.geometry import KINDS, ShapeError, shape_of
from intelviz.ingest.readers.structured.json_values import cell
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import Content, content_of

_LARGEST = 512 << 20
_MOST_POINTS = 5_000_000
_TOPOLOGY = re.compile(r'"type"\s*:\s*"Topology"')
Line = list[list[float]]


class _Topology:
    """The arcs of a file, and the way from numbers of arcs to coordinates."""

    def __init__(self, file: FoundFile, content: Content) -> None:
        whole = _read(file, content)
        self.crs: object = whole.get("crs")
        objects = whole.get("objects")
        self.objects: dict[str, Any] = dict(objects) if isinstance(objects, Mapping) else {}
        transform = whole.get("transform")
        try:
            self._scale, self._shift = _pair(transform, "scale", (1.0, 1.0)), _pair(transform, "translate", (0.0, 0.0))
            found = whole.get("arcs")
            self._arcs = [self._decoded(arc, delta=transform is not None) for arc in found or []]
        except (TypeError, ValueError, IndexError, OverflowError) as error:
            raise file.wrong(
                "its arcs are not lists of pairs of numbers, so no shape can be made of them.",
                "Ask for the file as GeoJSON.",
                details=str(error),
            ) from error

    def _decoded(self, arc: Any, *, delta: bool) -> Line:
        xs, ys = [float(each[0]) for each in arc], [float(each[1]) for each in arc]
        if delta:
            xs, ys = list(accumulate(xs)), list(accumulate(ys))
        (a, b), (c, d) = self._scale, self._shift
        return [[x * a + c, y * b + d] for x, y in zip(xs, ys, strict=True)]

    def features(self, name: str) -> Iterator[Feature | Broken]:
        """Yield the features of one object."""
        found = self.objects.get(name)
        parts: Any = [found]
        if isinstance(found, Mapping) and found.get("type") == "GeometryCollection" and "properties" not in found:
            parts = found.get("geometries")
        for each in parts if isinstance(parts, list) else []:
            yield self._feature(each)

    def _feature(self, each: Any) -> Feature | Broken:
        if not isinstance(each, Mapping):
            return Broken(cell(each)[:200], "this is no feature of a map")
        properties = each.get("properties")
        stated = properties if isinstance(properties, Mapping) else {}
        attributes = {str(name): cell(value) for name, value in stated.items()}
        kind = KINDS.get(str(each.get("type")), "")
        try:
            shape, problem = shape_of(self._geometry(each, 0)) if each.get("type") is not None else (None, "")
        except ShapeError as error:
            shape, problem = None, str(error)
        return Feature(attributes, shape, kind if shape is not None else "", problem, cell(each.get("id")))

    def _geometry(self, each: Any, depth: int) -> dict[str, Any]:
        if not isinstance(each, Mapping) or depth > 20:
            raise ShapeError("the shape is no object")
        kind, arcs, at = each.get("type"), each.get("arcs"), each.get("coordinates")
        if kind == "GeometryCollection":
            parts = _list(each.get("geometries"))
            return {"type": kind, "geometries": [self._geometry(part, depth + 1) for part in parts]}
        room = [_MOST_POINTS]
        if kind == "LineString":
            coordinates: Any = self._line(arcs, room)
        elif kind in {"MultiLineString", "Polygon"}:
            coordinates = [self._line(part, room) for part in _list(arcs)]
        elif kind == "MultiPolygon":
            coordinates = [[self._line(ring, room) for ring in _list(part)] for part in _list(arcs)]
        elif kind == "Point":
            coordinates = self._position(at)
        elif kind == "MultiPoint":
            coordinates = [self._position(part) for part in _list(at)]
        else:
            coordinates = None
        return {"type": kind, "coordinates": coordinates}

    def _position(self, at: Any) -> list[float]:
        try:
            return [at[0] * self._scale[0] + self._shift[0], at[1] * self._scale[1] + self._shift[1]]
        except (TypeError, IndexError, KeyError, OverflowError):
            raise ShapeError("a coordinate is not a number") from None

    def _line(self, numbers: Any, room: list[int]) -> Line:
        """Return the arcs one after the other; each begins where the one before ends. A number below 0 is backwards."""
        found: Line = []
        for number in _list(numbers):
            if isinstance(number, bool) or not isinstance(number, int):
                raise ShapeError("an arc is not named by its number")
            place = number if number >= 0 else ~number
            if place >= len(self._arcs):
                raise ShapeError(f"arc {number:,} is not there")
            arc = self._arcs[place]
            room[0] -= len(arc)
            if room[0] < 0:
                raise ShapeError(f"it has more than {_MOST_POINTS:,} points")
            found += (arc if number >= 0 else arc[::-1])[1 if found else 0 :]
        return found


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise ShapeError("its arcs are no list")
    return value


def _pair(transform: Any, name: str, default: tuple[float, float]) -> tuple[float, float]:
    if transform is None:
        return default
    first, second = transform[name] if isinstance(transform, Mapping) and name in transform else default
    return float(first), float(second)


def _read(file: FoundFile, content: Content) -> Mapping[str, Any]:
    if content.size > _LARGEST:
        raise file.wrong(
            f"this TopoJSON has {content.size:,} bytes; its borders can be joined up to {_LARGEST:,} only.",
            "Ask for it as GeoJSON or GeoPackage.",
        )
    try:
        with file.path.open(encoding=content.encoding, errors=content.errors) as text:
            found = json.load(text)
    except (ValueError, RecursionError) as error:
        raise file.wrong(
            "it begins as TopoJSON, but is not whole JSON.", "Ask for the file again.", details=str(error)
        ) from error
    except OSError as error:
        raise file.wrong(f"the file could no longer be read ({error.strerror or error}).", "Check the disk.") from error
    if not isinstance(found, Mapping) or found.get("type") != "Topology":
        raise file.wrong("it looks like TopoJSON, but holds no topology.", "Ask for the file again.")
    return found


def _fits(file: FoundFile) -> bool:
    text = file.text_start
    if not text.lstrip().startswith("{"):
        return False
    if _TOPOLOGY.search(text):
        return True
    if '"arcs"' not in text or file.size <= len(file.start):
        return False
    with file.path.open("rb") as stream:
        stream.seek(max(file.size - 4096, 0))
        return _TOPOLOGY.search(stream.read().decode("utf-8", "replace")) is not None


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    content = content_of(file.path, shown=file.where)
    topology = _Topology(file, content)
    found: list[Table] = []
    for name in topology.objects:
        survey = surveyed(lambda name=name: topology.features(name))
        part = name if len(topology.objects) > 1 else ""
        if survey.rows == survey.broken:
            opening.refuse(file.within(name), "it holds no feature")
            continue
        system, words = stated_system(topology.crs, survey.bounds)
        notes = [*content.notes, *([words] if words else [])]
        if not words and topology.crs is None:
            notes.append("The file states no reference system; its numbers were read as longitude and latitude.")

        def stream(name: str = name) -> Iterator[Feature | Broken]:
            yield from _Topology(file, content).features(name)

        form = f"TopoJSON, {content.words}"
        origin = file.origin(content.sha256, part)
        found.append(FeatureTable(origin, form, "topojson", stream, survey, system, notes))
    if not found:
        raise file.wrong("it is TopoJSON without any feature.", "Ask for the file again.")
    return found


READER = Reader("topojson", "TopoJSON: areas of a map with shared borders", 200, _fits, _tables)
