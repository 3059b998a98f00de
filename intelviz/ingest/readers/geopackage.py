"""GeoPackage: a database of map layers. Each layer, and each table without shapes, is a table.

The database is read as it lies, without writing, loading extensions or running what it brings along: views, triggers
and virtual tables are left alone. Format: OGC 12-128r18.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.maps.crs import WGS84, ReferenceSystem, UnknownSystemError, likely_system, reference_system
from intelviz.ingest.readers.maps.features import Feature, FeatureTable, surveyed
from intelviz.ingest.readers.maps.geometry import KINDS
from intelviz.ingest.readers.structured.json_values import cell
from intelviz.ingest.readers.table import Broken, Origin, StructuredTable, Table

if TYPE_CHECKING:
    from intelviz.ingest.readers.maps.geometry import Shape

_SQLITE = b"SQLite format 3\0"
_MARKS = (b"GPKG", b"GP10", b"GP11")
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_MOST_SECONDS = 60.0
_UNSAVED = "Its newest changes lie in a file beside it (-wal) and were not read: close the program that has it open."
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})


@dataclass(frozen=True, slots=True)
class _Layer:
    """A table of the database: what its shapes lie in, and the number of their reference system."""

    name: str
    shapes: str
    system: int | None
    columns: tuple[str, ...]


@contextmanager
def _opened(file: FoundFile) -> Generator[sqlite3.Connection]:
    """Open the database for reading alone; what goes wrong in it is said in words."""
    try:
        uri = f"file:{quote(str(file.path.resolve()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.text_factory = _decoded
            connection.execute("PRAGMA trusted_schema = 0")
            connection.execute("PRAGMA mmap_size = 0")
            connection.set_authorizer(_may)
            yield connection
    except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
        raise file.wrong(
            "it begins as a GeoPackage, but its tables can't be read.",
            "Ask for the file again, or export its layers as GeoJSON.",
            details=str(error),
        ) from error


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _may(act: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if act in _ALLOWED else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _layers(connection: sqlite3.Connection, file: FoundFile, opening: Opening) -> list[_Layer]:
    statements = {str(name): str(sql or "") for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")}  # fmt: skip  # noqa: E501
    shapes: dict[str, tuple[str, int | None]] = {}
    if "gpkg_geometry_columns" in statements:
        for name, column, system in connection.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"):  # fmt: skip  # noqa: E501
            shapes[str(name)] = (str(column), system if isinstance(system, int) else None)
    found: list[_Layer] = []
    for table, kind in connection.execute("SELECT table_name, data_type FROM gpkg_contents ORDER BY rowid"):
        name, where = str(table), file.within(str(table))
        if kind not in {"features", "attributes", "aspatial"}:
            opening.refuse(where, f"it holds {kind}, which are pictures of a map and no rows")
        elif name not in statements or statements[name].lstrip().upper().startswith("CREATE VIRTUAL"):
            opening.refuse(where, "it is no plain table but is made while it is read, which a file may not do here")
        else:
            column, system = shapes.get(name, ("", None))
            found.append(_Layer(name, column, system, _columns(connection, name)))
    return found


def _columns(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    cursor = connection.execute(f"SELECT * FROM {_quoted(name)} LIMIT 0")  # noqa: S608  quoted
    return tuple(str(each[0]) for each in cursor.description)


def _rows(file: FoundFile, layer: _Layer) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table; a row that takes longer than a minute to find ends the reading."""
    with _opened(file) as connection:
        last = [time.monotonic()]
        connection.set_progress_handler(lambda: time.monotonic() - last[0] > _MOST_SECONDS, 100_000)
        for row in connection.execute(f"SELECT * FROM {_quoted(layer.name)}"):  # noqa: S608  quoted
            yield row
            last[0] = time.monotonic()


def _text(value: object) -> str:
    return f"({len(value):,} bytes)" if isinstance(value, bytes) else cell(value)


def _features(file: FoundFile, layer: _Layer) -> Iterator[Feature | Broken]:
    at = layer.columns.index(layer.shapes)
    names = [name for place, name in enumerate(layer.columns) if place != at]
    for row in _rows(file, layer):
        shape, kind, problem = _shape(row[at])
        values = [_text(value) for place, value in enumerate(row) if place != at]
        yield Feature(dict(zip(names, values, strict=True)), shape, kind, problem)


def _shape(blob: object) -> tuple[Shape | None, str, str]:
    """Return the shape in a GeoPackage's binary, its kind and what is wrong with it."""
    import shapely

    if blob is None:
        return None, "", ""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None, "", "the shape is no GeoPackage shape"
    flags = blob[3]
    start = 8 + _ENVELOPES.get(flags >> 1 & 7, len(blob))
    if flags & 0x20:
        return None, "", "the shape is of a kind of its own"
    if flags & 0x10 and len(blob) <= start:
        return None, "", ""
    try:
        shape = shapely.from_wkb(blob[start:])
    except (shapely.errors.ShapelyError, ValueError, struct.error) as error:
        return None, "", f"the shape can't be read ({str(error).partition(':')[0][:80]})"
    if shape.is_empty:
        return None, "", ""
    return shape, KINDS.get(shape.geom_type, "mixed"), ""


class AttributeTable(StructuredTable):
    """A table without shapes."""

    reader = "geopackage"

    def __init__(self, origin: Origin, file: FoundFile, layer: _Layer) -> None:
        super().__init__(origin, "GeoPackage", layer.columns)
        self._file, self._layer = file, layer

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the rows."""
        for row in _rows(self._file, self._layer):
            yield [_text(value) for value in row]


def _system(
    connection: sqlite3.Connection, number: int | None, bounds: tuple[float, float, float, float] | None
) -> tuple[ReferenceSystem | None, str]:
    if number == 4326:
        return WGS84, ""
    if number in {None, 0, -1}:
        return likely_system(bounds, "The number of a reference system")
    query = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    row = connection.execute(query, (number,)).fetchone()
    stated = [f"{row[0]}:{row[1]}", str(row[2] or "")] if row else [f"EPSG:{number}"]
    for each in stated:
        try:
            return reference_system(each), ""
        except UnknownSystemError:
            continue
    found, words = likely_system(bounds, "A reference system that is known")
    return found, f"It names the reference system {number}, which is not known. {words}"


def _fits(file: FoundFile) -> bool:
    if not file.start.startswith(_SQLITE):
        return False
    return file.start[68:72] in _MARKS or b"gpkg_contents" in file.start


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    sha256 = file.sha256()
    found: list[Table] = []
    unsaved = file.path.with_name(f"{file.path.name}-wal")
    newer = [_UNSAVED] if unsaved.is_file() and unsaved.stat().st_size else []
    with _opened(file) as connection:
        layers = _layers(connection, file, opening)
        for layer in layers:
            part = layer.name if len(layers) > 1 else ""
            origin = file.origin(sha256, part)
            if layer.shapes not in layer.columns:
                found.append(AttributeTable(origin, file, layer))
                continue
            survey = surveyed(lambda layer=layer: _features(file, layer))
            if not survey.rows:
                opening.refuse(file.within(layer.name), "the layer is empty")
                continue
            system, words = _system(connection, layer.system, survey.bounds)

            def stream(layer: _Layer = layer) -> Iterator[Feature | Broken]:
                yield from _features(file, layer)

            notes = [*newer, *([words] if words else [])]
            found.append(FeatureTable(origin, "GeoPackage", "geopackage", stream, survey, system, notes))
    if not found:
        raise file.wrong("it is a GeoPackage without rows.", "Ask for the file again.")
    return found


READER = Reader("geopackage", "GeoPackage: layers of a map", 110, _fits, _tables)
