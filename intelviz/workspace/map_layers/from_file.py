"""Makes layers of a file: what the readers of maps, tracks and tables find in it, in degrees (WGS 84)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.maps.features import PLACE_NOTE
from intelviz.ingest.readers.table import Table
from intelviz.schema.errors import BadInputError, UsageError, Where
from intelviz.schema.progress import Step, silent
from intelviz.workspace.map_layers.kept_layer import COLOURS, LayerStyle, MapLayer
from intelviz.workspace.map_layers.shapes import MOST_CELL, MOST_CORNERS, MOST_FEATURES, number_of, packed, shapes_of

_OWN = frozenset({"@kind", "@label", "@code", "@lon", "@lat", "@wkt", "@area_m2", "@length_m", "@note"})
_LONGITUDES = ("longitude", "lon", "lng", "long", "x_longitude", "wgs84_longitude")
_LATITUDES = ("latitude", "lat", "y_latitude", "wgs84_latitude")
_NAMES = ("name", "title", "label", "@id")


@dataclass(frozen=True)
class NewLayer:
    """A layer that is ready to be kept: its name, its body, its packed shapes, and what is in it in words."""

    name: str
    layer: MapLayer
    shapes: dict[str, Any]
    words: str


@dataclass
class _Found:
    """What was read of a table: shapes with their attributes, and what the user should know."""

    shapes: list[Any]
    columns: list[str]
    rows: list[list[str]]
    lost: int = 0
    label: str = ""


def layers_in(path: Path, step: Step = silent) -> list[NewLayer]:
    """Return a layer for each table of a file that has places; BadInputError says in words why there is none.

    ``step`` is told how far it is, and may stop the work.
    """
    made: list[NewLayer] = []
    wrong: list[str] = []
    with Opening(step=step) as opening:
        for table in opening.tables(path):
            try:
                found = _read(table, step)
                if found is None:
                    wrong.append("it has neither shapes nor columns of longitude and latitude")
                else:
                    made.append(_made(table, found, COLOURS[len(made) % len(COLOURS)]))
            except UsageError as error:
                wrong.append(f"{table.origin.part or path.name}: {error.what}")
        wrong += [f"{part}: {why}" for part, why in opening.refused()]
    if not made:
        raise BadInputError(
            f"no layer can be made of it: {'; '.join(wrong[:3]) or 'it is empty'}.",
            where=Where(file=str(path)),
            remedy="Choose GeoJSON, a GeoPackage, a shapefile, KML, GPX, TopoJSON, or a table with longitude and "
            "latitude; or import the file as data.",
        )
    if wrong:
        first, *others = made
        notes = (*first.layer.notes, f"Not shown: {'; '.join(wrong)[:250]}")
        made = [replace(first, layer=replace(first.layer, notes=notes)), *others]
    return made


def _rows(table: Table, step: Step) -> Iterator[list[str]]:
    header = table.likely_header
    for chunk in table.chunks(header, 2_000, fill=True):
        step(f"Reading {table.origin.name}", 0, 0)
        yield from chunk.rows


def _read(table: Table, step: Step) -> _Found | None:
    names = table.columns(table.likely_header)
    if "@wkt" in names:
        return _features(table, names, step)
    if "@track" in names and "@element" in names:
        return _tracks(table, names, step)
    folded = {name.casefold().strip(): at for at, name in reversed(list(enumerate(names)))}
    lon = next((folded[name] for name in _LONGITUDES if name in folded), -1)
    lat = next((folded[name] for name in _LATITUDES if name in folded), -1)
    return _points(table, names, lon, lat, step) if lon >= 0 and lat >= 0 else None


def _features(table: Table, names: list[str], step: Step) -> _Found:
    import shapely

    wkt, title = names.index("@wkt"), names.index("@label")
    own = [at for at, name in enumerate(names) if name not in _OWN]
    found = _Found([], [names[at] for at in own], [])
    titles: list[str] = []
    corners = 0
    for row in _rows(table, step):
        shape = shapely.from_wkt(row[wkt]) if row[wkt] else None
        if shape is None or shape.is_empty:
            found.lost += 1
            continue
        corners += int(shapely.get_num_coordinates(shape))
        _take(found, shape, [row[at] for at in own], corners)
        titles.append(row[title])
    for at, name in enumerate(found.columns):
        if any(titles) and [row[at] for row in found.rows] == titles:
            found.label = name
            break
    return found


def _tracks(table: Table, names: list[str], step: Step) -> _Found:
    """Return waypoints as points, and each part of a track or route as one line."""
    import shapely

    element, track, segment, lon, lat, time = (
        names.index(name) for name in ("@element", "@track", "@segment", "@lon", "@lat", "@time")
    )
    named = names.index("name") if "name" in names else -1
    found = _Found([], ["kind", "name", "from", "to"], [], label="name")
    line: list[tuple[float, float]] = []
    of, times, corners = ("", "", ""), ("", ""), 0

    def end() -> None:
        if len(line) > 1:
            kind = "track" if of[0].startswith("track") else "route"
            _take(found, shapely.LineString(line), [kind, of[1], *times], corners)
        elif line:
            found.lost += 1
        line.clear()

    for row in _rows(table, step):
        at = _place(row[lon], row[lat])
        if at is None:
            found.lost += 1
            continue
        corners += 1
        if row[element] == "waypoint":
            title = row[named] if named >= 0 else ""
            _take(found, shapely.Point(at), ["waypoint", title, row[time], row[time]], corners)
            continue
        if (row[element], row[track], row[segment]) != of:
            end()
            of, times = (row[element], row[track], row[segment]), (row[time], row[time])
        line.append(at)
        times = (times[0], row[time])
        if corners > MOST_CORNERS:
            _take(found, None, [], corners)
    end()
    return found


def _points(table: Table, names: list[str], lon: int, lat: int, step: Step) -> _Found:
    import shapely

    own = [at for at in range(len(names)) if at not in (lon, lat)]
    found = _Found([], [names[at] for at in own], [])
    folded = {name.casefold(): name for name in found.columns}
    found.label = next((folded[name] for name in _NAMES if name in folded), "")
    for row in _rows(table, step):
        at = _place(row[lon], row[lat])
        if at is None:
            found.lost += 1
        else:
            _take(found, shapely.Point(at), [row[each] for each in own], len(found.shapes) + 1)
    return found


def _place(lon: str, lat: str) -> tuple[float, float] | None:
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return None
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 else None


def _take(found: _Found, shape: Any, row: list[str], corners: int) -> None:
    if len(found.shapes) >= MOST_FEATURES or corners > MOST_CORNERS:
        raise UsageError(
            f"it has more than {MOST_FEATURES:,} features or {MOST_CORNERS:,} corners, which a layer may have"
        )
    found.shapes.append(shape)
    found.rows.append(row)


def _made(table: Table, found: _Found, colour: str) -> NewLayer:
    if not found.shapes:
        raise UsageError("none of its rows has a place")
    array = np.empty(len(found.shapes), object)
    array[:] = found.shapes
    values, cut = _columns(found.rows, len(found.columns))
    used = [at for at, column in enumerate(values) if any(column)]
    shapes = shapes_of(array, [found.columns[at][:MOST_CELL] for at in used], [values[at] for at in used])
    body = packed(shapes)
    notes = [each[:300] for each in table.notes if each != PLACE_NOTE]
    if found.lost:
        notes.append(f"{found.lost:,} rows have no place that can be drawn, and are not in the layer.")
    if cut:
        notes.append(f"{cut:,} attributes are longer than {MOST_CELL:,} letters, and were cut there.")
    origin = table.origin
    # Of lines alone there are many, and their names hide more than they say.
    label = found.label if found.label in shapes.columns and set(shapes.kinds) != {"line"} else ""
    layer = MapLayer(
        number_of(body),
        LayerStyle(colour, colour, label=label),
        origin.path.name[:300],
        origin.sha256,
        origin.part[:300],
        table.form[:300],
        tuple(notes[:12]),
        corners=len(shapes.xy),
    )
    kinds = ", ".join(f"{many:,} {word}{'' if many == 1 else 's'}" for word, many in shapes.kinds.items())
    name = (origin.part.rpartition(" › ")[2] or origin.path.stem)[:100]
    return NewLayer(name, layer, body, f"{kinds}, {len(shapes.xy):,} corners")


def _columns(rows: Sequence[Sequence[str]], width: int) -> tuple[list[list[str]], int]:
    """Return the cells column by column, none longer than a layer may hold, and how many were cut."""
    cut = sum(len(cell) > MOST_CELL for row in rows for cell in row)
    return [[row[at][:MOST_CELL] for row in rows] for at in range(width)], cut
