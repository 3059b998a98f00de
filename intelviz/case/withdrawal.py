"""Taking an import back, and hearing it again: nothing is deleted, what is no longer said is no longer live."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, cast

from intelviz.case.fulltext import reindex, unindex
from intelviz.case.merging import LABEL, PLACE, WHEN, first, merged
from intelviz.case.statements import Table, heard, written_out
from intelviz.schema.caption import Labeller, labeller
from intelviz.schema.model import Schema
from intelviz.schema.when import Precision, When


def set_live(connection: sqlite3.Connection, schema: Schema, source_id: int, *, live: bool) -> None:
    """Let a source speak, or silence it, and bring everything that it speaks of up to date."""
    connection.execute("UPDATE source SET live = ? WHERE id = ?", (int(live), source_id))
    _bring_up_to_date(connection, schema, "source_id", source_id)


def set_record_live(connection: sqlite3.Connection, schema: Schema, record_id: int, *, live: bool) -> None:
    """Let one record speak, or silence it, and bring everything that it speaks of up to date."""
    connection.execute("UPDATE record SET live = ? WHERE id = ?", (int(live), record_id))
    _bring_up_to_date(connection, schema, "id", record_id)


def _bring_up_to_date(connection: sqlite3.Connection, schema: Schema, which: str, number: int) -> None:
    """Hear anew what is said of all items and links of which the records speak that have ``number`` in a column."""
    tables: tuple[Table, ...] = ("item", "link")
    for table in tables:
        connection.execute(
            f"""CREATE TEMP TABLE touched_{table} AS
            SELECT id FROM {table} WHERE record_id IN (SELECT id FROM record WHERE {which} = ?1)
            UNION SELECT {table}_id FROM statement
            WHERE {table}_id IS NOT NULL AND record_id IN (SELECT id FROM record WHERE {which} = ?1)""",  # noqa: S608  constants
            (number,),
        )
        connection.execute(
            f"UPDATE {table} SET live = {heard(table)} WHERE id IN (SELECT id FROM temp.touched_{table})"  # noqa: S608  constants
        )
    _make_items_anew(connection, schema)
    _make_links_anew(connection)
    connection.execute("DROP TABLE temp.touched_item")
    connection.execute("DROP TABLE temp.touched_link")


def hear_anew(connection: sqlite3.Connection, schema: Schema, item_ids: Iterable[int]) -> None:
    """Make items anew from all that is now said of them; withdrawn ones that are spoken of again come back."""
    connection.execute("CREATE TEMP TABLE touched_item(id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT OR IGNORE INTO temp.touched_item VALUES (?)", ((each,) for each in item_ids))
    connection.execute(
        f"UPDATE item SET live = 1 WHERE id IN (SELECT id FROM temp.touched_item) AND {heard('item')}"  # noqa: S608  constants
    )
    _make_items_anew(connection, schema)
    connection.execute("DROP TABLE temp.touched_item")


def _statements(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield those touched live items or links of which more than one statement speaks, with what is heard of each.

    Who spoke first is heard first; but a newer version of a file speaks before the older one, be it from the same place
    or said to replace it.
    """
    column = f"{table}_id"
    several = connection.execute(
        f"""SELECT {table}.id FROM {table} WHERE live AND id IN (SELECT id FROM temp.touched_{table})
        AND (record_id IS NOT NULL) + (SELECT count(*) FROM statement WHERE {column} = {table}.id) > 1"""  # noqa: S608  constants
    ).fetchall()
    written_out(connection, table, (row[0] for row in several))
    rows = connection.execute(
        f"""WITH RECURSIVE root(id, root) AS (
            SELECT id, coalesce(nullif(path, ''), id) FROM source WHERE replaces IS NULL
            UNION ALL SELECT source.id, root.root FROM source JOIN root ON source.replaces = root.id
        )
        SELECT statement.{column}, statement.said FROM statement
        LEFT JOIN record ON record.id = statement.record_id LEFT JOIN source ON source.id = record.source_id
        LEFT JOIN root ON root.id = source.id
        WHERE statement.{column} IN (SELECT value FROM json_each(?))
        AND coalesce(source.live AND record.live, 1) ORDER BY statement.{column}, min(statement.id) OVER (
            PARTITION BY statement.{column}, coalesce(root.root, -statement.id)
        ), source.id DESC, statement.id""",  # noqa: S608  constants
        (json.dumps([row[0] for row in several]),),
    ).fetchall()
    for number, group in groupby(rows, key=lambda row: cast(int, row[0])):
        yield number, [cast("dict[str, Any]", json.loads(row[1])) if row[1] else {} for row in group]


def _make_items_anew(connection: sqlite3.Connection, schema: Schema) -> None:
    labellers: dict[str, Labeller] = {}
    updates: list[tuple[Any, ...]] = []
    for number, statements in list(_statements(connection, "item")):
        kind, *place_and_time = connection.execute(
            """SELECT schema_type.name, when_start, when_end, when_precision, lon, lat, place_precision
            FROM item JOIN schema_type ON schema_type.id = item.type WHERE item.id = ?""",
            (number,),
        ).fetchone()
        when, place = tuple(place_and_time[:3]), tuple(place_and_time[3:])
        if _ever_said(connection, number, WHEN):
            when = tuple(first(statements, WHEN) or (None, None, None))
        if _ever_said(connection, number, PLACE):
            place = tuple(first(statements, PLACE) or (None, None, None))
        properties = merged(statements)
        label = first(statements, LABEL)
        if label is None:
            start, end, precision = cast("tuple[int | None, int | None, int | None]", when)
            known = None if start is None else When(start, start if end is None else end, Precision(precision or 0))
            label = labellers.setdefault(kind, labeller(schema, kind))(properties, known)
        updates.append((label, _text(properties), *when, *place, number))
    ids = json.dumps([row[-1] for row in updates])
    unindex(connection, ids)
    connection.executemany(
        """UPDATE item SET label = ?, properties = ?, when_start = ?, when_end = ?, when_precision = ?, lon = ?,
        lat = ?, place_precision = ? WHERE id = ?""",
        updates,
    )
    reindex(connection, ids)


def _ever_said(connection: sqlite3.Connection, number: int, name: str) -> bool:
    """Return whether any statement of an item, all written out, heard or not, speaks of its time (or place)."""
    row = connection.execute(
        """SELECT 1 FROM statement WHERE item_id = ? AND json_type(said, ?) IS NOT NULL LIMIT 1""",
        (number, f'$."{name}"'),
    ).fetchone()
    return row is not None


def _make_links_anew(connection: sqlite3.Connection) -> None:
    updates = [(_text(merged(statements)), number) for number, statements in list(_statements(connection, "link"))]
    connection.executemany("UPDATE link SET properties = ? WHERE id = ?", updates)


def _text(properties: dict[str, Any]) -> str:
    return json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
