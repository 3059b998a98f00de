"""Items and rows of a case, or of one source, one by one: for what looks at all of them without holding them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from intelviz.case.cells import cells_of

_BLOCK = 5_000


@dataclass(frozen=True, slots=True)
class ExaminedItem:
    """One item as it now is; times are seconds since the epoch, ``precision`` as the case keeps it."""

    id: int
    type: str
    label: str
    key: str
    properties: dict[str, Any]
    start: int | None
    end: int | None
    precision: int
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class ExaminedRow:
    """One row as it came."""

    source_id: int
    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class HeldBy:
    """An object (a telephone, a vehicle) and how many hold it."""

    id: int
    type: str
    label: str
    link: str
    holders: int


def count_items(connection: sqlite3.Connection, source_id: int | None) -> int:
    """Return how many items the case holds, or how many a source speaks of."""
    found = connection.execute(
        f"SELECT count(*) FROM item WHERE item.live {_of(source_id)}",  # noqa: S608  constants
        _given(source_id),
    )
    return int(found.fetchone()[0])


def _of(source_id: int | None) -> str:
    if source_id is None:
        return ""
    return """AND item.id IN (SELECT item_id FROM assertion JOIN record ON record.id = assertion.record_id
        WHERE record.source_id = ? AND record.live AND item_id IS NOT NULL)"""


def _given(source_id: int | None) -> tuple[int, ...]:
    return () if source_id is None else (source_id,)


def examined_items(connection: sqlite3.Connection, source_id: int | None) -> Iterator[ExaminedItem]:
    """Yield all live items, or those of which a source speaks."""
    cursor = connection.execute(
        f"""SELECT item.id, schema_type.name, item.label, coalesce(item.key, ''), item.properties, when_start, when_end,
        coalesce(when_precision, 0), lon, lat FROM item JOIN schema_type ON schema_type.id = item.type
        WHERE item.live {_of(source_id)}""",  # noqa: S608  constants
        _given(source_id),
    )
    while block := cursor.fetchmany(_BLOCK):
        for number, kind, label, key, said, start, end, precision, lon, lat in block:
            properties = cast("dict[str, Any]", json.loads(said))
            yield ExaminedItem(number, kind, label, key, properties, start, end, precision, lon, lat)


def examined_rows(connection: sqlite3.Connection, source_id: int | None) -> Iterator[ExaminedRow]:
    """Yield the rows of all sources in use, or of one, as they came; what was corrected comes as it came."""
    which = "source.live" if source_id is None else "source.id = ?"
    cursor = connection.execute(
        f"""SELECT record.source_id, record.row, record.cells, source.columns
        FROM record JOIN source ON source.id = record.source_id
        WHERE {which} AND record.id NOT IN (SELECT record_id FROM correction)""",  # noqa: S608  constants
        _given(source_id),
    )
    known: dict[str, list[str]] = {}
    while block := cursor.fetchmany(_BLOCK):
        for source, row, cells, columns in block:
            names = known.get(columns)
            if names is None:
                names = known[columns] = json.loads(columns)
            yield ExaminedRow(source, row, cells_of(cells, names))


def held_by_many(connection: sqlite3.Connection, links: list[str], source_id: int | None, least: int) -> list[HeldBy]:
    """Return the items that at least so many different others hold, by links of those types; the most held first."""
    rows = connection.execute(
        f"""SELECT item.id, kind.name, item.label, of.name, count(DISTINCT link.a) AS holders FROM link
        JOIN schema_type AS of ON of.id = link.type AND of.name IN (SELECT value FROM json_each(?))
        JOIN item ON item.id = link.b AND item.live JOIN schema_type AS kind ON kind.id = item.type
        WHERE link.live {_of(source_id)} GROUP BY item.id, link.type HAVING holders >= ? ORDER BY holders DESC, item.id
        """,  # noqa: S608  constants
        (json.dumps(links), *_given(source_id), least),
    ).fetchall()
    return [HeldBy(*row) for row in rows]


def keys_at_odds(connection: sqlite3.Connection, names: list[str], source_id: int | None) -> list[tuple[int, str, str]]:
    """Return (item, property, values) where statements of one item give more than one value for one of ``names``."""
    rows = connection.execute(
        f"""WITH several AS (
            SELECT id, record_id, properties FROM item WHERE live AND id IN (SELECT item_id FROM statement)
            AND (record_id IS NOT NULL) + (SELECT count(*) FROM statement WHERE item_id = item.id) > 1 {_of(source_id)}
        ), told(id, said, record_id) AS (
            SELECT id, properties, record_id FROM several WHERE record_id IS NOT NULL
            UNION ALL SELECT item_id, said, statement.record_id FROM several
            JOIN statement ON statement.item_id = several.id WHERE said <> ''
        )
        SELECT told.id, atom.key, group_concat(DISTINCT atom.value) FROM told
        LEFT JOIN record ON record.id = told.record_id LEFT JOIN source ON source.id = record.source_id
        JOIN json_each(told.said) AS atom ON atom.key IN (SELECT value FROM json_each(?))
        WHERE coalesce(source.live AND record.live, 1)
        GROUP BY told.id, atom.key HAVING count(DISTINCT lower(atom.value)) > 1 ORDER BY told.id""",  # noqa: S608  constants
        (*_given(source_id), json.dumps(names)),
    ).fetchall()
    return [(int(number), str(name), str(values)) for number, name, values in rows]
