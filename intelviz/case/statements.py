"""Who says what: the first statement of an item or a link lies in its own row, all others in ``statement``.

Most items and links are spoken of once, so a row of their own for that would double the case. ``record_id`` of an
item is the record that spoke of it first, and ``said_id`` the number of that statement; what it said is what the row
holds, until the item is altered: before that, its first statement is ``written_out``. A further record that says the
very same of an item as the first has ``SAME`` for its words. The view ``assertion`` shows all statements alike, without
their words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from intelviz.case.merging import PLACE, WHEN

Table = Literal["item", "link"]

SAME = ""
"""Stands for the words of a record that says the same of an item as was said first."""

_COUNTER = "statements"
_FIRST_OF = {
    "item": "id, record_id, said_id, properties, when_start, when_end, when_precision, lon, lat, place_precision",
    "link": "id, record_id, said_id, properties, NULL, NULL, NULL, NULL, NULL, NULL",
}


def heard(table: Table, also: str = "1") -> str:
    """Return the SQL condition that a source in use, or an analyst, speaks of the ``item`` (or ``link``) at hand.

    ``also`` is what must hold of ``source`` besides; an analyst's statement has none.
    """
    return f"""(EXISTS (SELECT 1 FROM record JOIN source ON source.id = record.source_id
            WHERE record.id = {table}.record_id AND source.live AND record.live AND {also})
        OR EXISTS (SELECT 1 FROM statement LEFT JOIN record ON record.id = statement.record_id
            LEFT JOIN source ON source.id = record.source_id
            WHERE statement.{table}_id = {table}.id AND coalesce(source.live AND record.live AND {also}, 1)))"""  # noqa: S608  constants


def first_said(row: Sequence[Any]) -> str | None:
    """Return as JSON what the first statement said, from properties, time (3) and place (3) of an item's own row."""
    properties, *when_and_place = row
    parts = [
        f'"{name}":{_three(some)}'
        for name, some in ((WHEN, when_and_place[:3]), (PLACE, when_and_place[3:]))
        if some[0] is not None
    ]
    if properties is None or not parts:
        return properties
    inside = str(properties).strip()[1:-1].strip()
    return f"{{{','.join([inside, *parts] if inside else parts)}}}"


def _three(values: Sequence[float | None]) -> str:
    return json.dumps(list(values), separators=(",", ":"))


def written_out(connection: sqlite3.Connection, table: Table, ids: Iterable[int]) -> None:
    """Give the first statements of items (or links) rows of their own, before what lies in theirs is altered."""
    some = json.dumps(list(ids))
    rows = connection.execute(
        f"""SELECT {_FIRST_OF[table]} FROM {table} WHERE record_id IS NOT NULL
        AND id IN (SELECT value FROM json_each(?))""",  # noqa: S608  constants
        (some,),
    ).fetchall()
    if not rows:
        return
    out = [(said_id, record, number, first_said(said)) for number, record, said_id, *said in rows]
    connection.executemany(f"INSERT INTO statement(id, record_id, {table}_id, said) VALUES (?,?,?,?)", out)  # noqa: S608  a constant
    if table == "item":
        connection.executemany(
            "UPDATE statement SET said = ? WHERE item_id = ? AND said = ''",
            ((said, number) for _, _, number, said in out),
        )
    connection.executemany(
        f"UPDATE {table} SET record_id = NULL, said_id = NULL WHERE id = ?",  # noqa: S608  a constant
        ((number,) for _, _, number, _ in out),
    )


def said_by_all(connection: sqlite3.Connection, table: Table, number: int) -> list[tuple[Any, ...]]:
    """Return id, record, words (JSON), grade, time and author of all statements on an item or a link, oldest first."""
    found: list[tuple[Any, ...]] = []
    first: str | None = None
    for _, record, said_id, *said in connection.execute(
        f"SELECT {_FIRST_OF[table]} FROM {table} WHERE id = ? AND record_id IS NOT NULL",  # noqa: S608  constants
        (number,),
    ):
        first = first_said(said)
        found.append((said_id, record, first, None, None, None))
    found += [
        (each, record, first if said == SAME else said, *rest)
        for each, record, said, *rest in connection.execute(
            f"SELECT id, record_id, said, grade, at, by FROM statement WHERE {table}_id = ?",  # noqa: S608  a constant
            (number,),
        )
    ]
    return sorted(found, key=lambda row: row[0])


def last_number(connection: sqlite3.Connection) -> int:
    """Return the highest number that a statement was given."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_COUNTER,)).fetchone()
    return int(row[0]) if row else 0


def keep_last_number(connection: sqlite3.Connection, number: int) -> None:
    """Keep the highest number that a statement was given."""
    connection.execute(
        "INSERT INTO meta(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
        (_COUNTER, str(number)),
    )
