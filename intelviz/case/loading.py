"""The case as columns: what every view draws from."""

from __future__ import annotations

import sqlite3
from typing import Any, cast

import numpy as np

from intelviz.case.columns import Codes, Columns, Floats, Ints, ItemColumns, LinkColumns, Rows, Small
from intelviz.schema.errors import CaseDamagedError
from intelviz.schema.model import Schema
from intelviz.schema.place import PlacePrecision
from intelviz.schema.when import NO_TIME, Precision

_ITEMS = """SELECT id, type, label, when_start, when_end, when_precision, lon, lat, place_precision
    FROM item WHERE live ORDER BY id"""
_CHUNK = 20_000
_MOST_TYPES = 30_000


def load_columns(connection: sqlite3.Connection, schema: Schema) -> Columns:
    """Return all live items and the live links between them, in order of id.

    An event without a place of its own takes that of the first location that a link of reach ``locates`` leads to.
    """
    items = _items(connection, schema)
    links = _links(connection, schema, items.id)
    return Columns(_placed(items, links, schema), links)


def _types(connection: sqlite3.Connection, names: tuple[str, ...]) -> Codes:
    """Return for each number of a type in the file its index in ``names``; -1 where it is of the other kind."""
    index = {name: position for position, name in enumerate(names)}
    rows = cast("list[tuple[int, str]]", connection.execute("SELECT id, name FROM schema_type").fetchall())
    _check(np.array([row[0] for row in rows], np.int64), 0, _MOST_TYPES, "number of a type")
    codes = np.full(max((row[0] for row in rows), default=0) + 1, -1, np.int16)
    for number, name in rows:
        codes[number] = index.get(name, -1)
    return codes


def _items(connection: sqlite3.Connection, schema: Schema) -> ItemColumns:
    names = tuple(schema.items)
    codes = _types(connection, names)
    count = int(connection.execute("SELECT count(*) FROM item WHERE live").fetchone()[0])
    ids, types = np.zeros(count, np.int64), np.zeros(count, np.int64)
    labels: list[str] = []
    start, end = np.full(count, NO_TIME), np.full(count, NO_TIME)
    precision, place_precision = np.zeros(count, np.int8), np.zeros(count, np.int8)
    lon, lat = np.full(count, np.nan), np.full(count, np.nan)
    cursor = connection.execute(_ITEMS)
    at = 0
    while rows := cursor.fetchmany(_CHUNK):
        part = slice(at, at + len(rows))
        c_id, c_type, c_label, c_start, c_end, c_precision, c_lon, c_lat, c_place = zip(*rows, strict=True)
        ids[part], types[part] = c_id, c_type
        labels.extend(c_label)
        _fill(start[part], c_start)
        _fill(end[part], c_end)
        _fill(precision[part], c_precision)
        _fill(lon[part], c_lon)
        _fill(lat[part], c_lat)
        _fill(place_precision[part], c_place)
        at += len(rows)
    _check(types, 0, len(codes) - 1, "type")
    _check(precision, min(Precision), max(Precision), "precision of a time")
    _check(place_precision, 0, max(PlacePrecision), "precision of a place")
    end = np.where((start != NO_TIME) & (end == NO_TIME), start, end)
    own = np.where(np.isnan(lon) | np.isnan(lat), -1, np.arange(count)).astype(np.int32)
    return ItemColumns(ids, codes[types], names, labels, start, end, precision, lon, lat, place_precision, own)


def _check(found: np.ndarray[Any, Any], least: int, most: int, what: str) -> None:
    """Raise CaseDamagedError if a code in the file stands for nothing: views take every code for granted."""
    wrong = found[(found < least) | (found > most)]
    if len(wrong):
        raise CaseDamagedError(
            f"the case holds a {what} that there is not ({wrong[0]}).",
            remedy="Go back to a copy of the case from before; ask whoever sent it how it was made.",
        )


def _fill(target: np.ndarray[Any, Any], values: tuple[Any, ...]) -> None:
    """Put those values into ``target`` that are not None."""
    try:
        target[:] = values
    except TypeError:
        known = np.fromiter((value is not None for value in values), bool, len(values))
        if known.any():
            target[known] = [value for value in values if value is not None]


def _links(connection: sqlite3.Connection, schema: Schema, item_ids: Ints) -> LinkColumns:
    names = tuple(schema.links)
    codes = _types(connection, names)
    parts: list[Ints] = [np.zeros((0, 4), np.int64)]
    cursor = connection.execute("SELECT id, type, a, b FROM link WHERE live ORDER BY id")
    while rows := cursor.fetchmany(_CHUNK):
        parts.append(np.array(rows, np.int64))
    table = np.concatenate(parts)
    a, b = _rows(item_ids, table[:, 2]), _rows(item_ids, table[:, 3])
    whole = (a >= 0) & (b >= 0)
    if not whole.all():
        table, a, b = table[whole], a[whole], b[whole]
    _check(table[:, 1], 0, len(codes) - 1, "type")
    ids = np.ascontiguousarray(table[:, 0])
    start, end = np.full(len(ids), NO_TIME), np.full(len(ids), NO_TIME)
    precision = np.zeros(len(ids), np.int8)
    dated = connection.execute(
        """SELECT id, when_start, coalesce(when_end, when_start), coalesce(when_precision, 0) FROM link
        WHERE live AND when_start IS NOT NULL ORDER BY id"""
    ).fetchall()
    if dated and len(ids):
        said = np.array(dated, np.int64)
        at = np.clip(np.searchsorted(ids, said[:, 0]), 0, len(ids) - 1)
        there = ids[at] == said[:, 0]
        _check(said[:, 3], min(Precision), max(Precision), "precision of a time")
        start[at[there]], end[at[there]], precision[at[there]] = (said[there, column] for column in (1, 2, 3))
    return LinkColumns(ids, codes[table[:, 1]], names, a, b, start, end, precision)


def _rows(ids: Ints, wanted: Ints) -> Rows:
    if not len(ids):
        return np.full(len(wanted), -1, np.int32)
    if int(ids[-1]) - int(ids[0]) + 1 == len(ids):
        rows = wanted - ids[0]
        return np.where((rows >= 0) & (rows < len(ids)), rows, -1).astype(np.int32)
    at = np.clip(np.searchsorted(ids, wanted), 0, len(ids) - 1)
    return np.where(ids[at] == wanted, at, -1).astype(np.int32)


def _placed(items: ItemColumns, links: LinkColumns, schema: Schema) -> ItemColumns:
    """Return the items with each event at the place of the location where it happened."""
    locates = np.array([schema.link(name).reach == "locates" for name in links.type_names], bool)
    if not len(links) or not locates.any():
        return items
    at = np.flatnonzero(locates[links.type])
    event, place = links.a[at], links.b[at]
    wanted = (items.place_row[event] < 0) & (items.place_row[place] >= 0)
    event, first = np.unique(event[wanted], return_index=True)
    place = place[wanted][first]
    lon, lat, precision, row = _copies(items)
    lon[event], lat[event] = items.lon[place], items.lat[place]
    precision[event], row[event] = items.place_precision[place], place
    return ItemColumns(
        items.id,
        items.type,
        items.type_names,
        items.label,
        items.when_start,
        items.when_end,
        items.when_precision,
        lon,
        lat,
        precision,
        row,
    )


def _copies(items: ItemColumns) -> tuple[Floats, Floats, Small, Rows]:
    return items.lon.copy(), items.lat.copy(), items.place_precision.copy(), items.place_row.copy()
