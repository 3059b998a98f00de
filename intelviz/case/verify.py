"""Whether a case is sound: the file, the log's chain, the search index, every reference, every JSON text."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intelviz.case import log
from intelviz.case.opening import missing_lively
from intelviz.schema.model import Schema

_JSON = (
    ("item", "properties"), ("link", "properties"), ("correction", "cells"), ("record", "cells"), ("setting", "value"),
    ("schema_type", "definition"), ("source", "warnings"), ("source", "columns"),
    ("correction", "altered"), ("kept", "body"), ("chart", "body"),
)  # fmt: skip

_RULES = (
    ("SELECT count(*) FROM statement WHERE (item_id IS NULL) = (link_id IS NULL)",
     "{n} assertions speak of no item or link, or of both."),
    ("SELECT count(*) FROM statement WHERE record_id IS NULL AND (at IS NULL OR by IS NULL)",
     "{n} assertions have neither a record nor an analyst's name and time."),
    ("SELECT count(*) FROM statement WHERE said <> '' AND NOT json_valid(said)",
     "{n} assertions can't be read."),
    ("SELECT count(*) FROM statement WHERE said = '' AND NOT EXISTS (SELECT 1 FROM item WHERE item.id = item_id "
     "AND item.record_id IS NOT NULL)", "{n} assertions say the same as a first one that is not there."),
    ("SELECT (SELECT count(*) FROM item WHERE (record_id IS NULL) <> (said_id IS NULL)) + "
     "(SELECT count(*) FROM link WHERE (record_id IS NULL) <> (said_id IS NULL))",
     "{n} first assertions have a number and no record, or the other way round."),
    ("SELECT count(*) - count(DISTINCT id) FROM assertion", "{n} assertions have the number of another."),
    ("SELECT count(*) FROM (SELECT key FROM item WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1)",
     "{n} keys belong to more than one item."),
    ("SELECT count(*) FROM source WHERE rows <> loaded + merged + rejected",
     "{n} sources have rows that are neither loaded, merged nor rejected."),
    ("SELECT count(*) FROM correction JOIN record ON record.id = record_id WHERE correction.live <> record.live",
     "{n} corrections count, though their row is not heard, or the other way round."),
    ("SELECT count(*) FROM correction WHERE live AND NOT EXISTS (SELECT 1 FROM rejection WHERE "
     "rejection.source_id = correction.source_id AND rejection.row = correction.row)",
     "{n} corrections are of rows that were not set aside."),
    ("SELECT count(*) FROM (SELECT 1 FROM correction WHERE live GROUP BY source_id, row HAVING count(*) > 1)",
     "{n} rows are corrected twice."),
    ("SELECT count(*) FROM item WHERE when_end < when_start",
     "{n} items end before they begin."),
    ("SELECT count(*) FROM link WHERE when_end < when_start",
     "{n} links end before they begin."),
    ("SELECT count(*) FROM item WHERE (lon IS NULL) <> (lat IS NULL) OR abs(lon) > 180 OR abs(lat) > 90",
     "{n} items have half a place, or one that is not on earth."),
    ("SELECT count(*) FROM item JOIN schema_type ON schema_type.id = item.type WHERE kind <> 'item'",
     "{n} items are of a type that is for links."),
    ("SELECT count(*) FROM link JOIN schema_type ON schema_type.id = link.type WHERE kind <> 'link'",
     "{n} links are of a type that is for items."),
)  # fmt: skip


def problems(connection: sqlite3.Connection, schema: Schema) -> Iterator[str]:
    """Yield in words everything that is wrong with the case."""
    broken = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    yield from (f"The file is damaged: {words}." for words in broken)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(20):
        yield f"Row {row} of {table} refers to a {parent} that is not there."
    readable = True
    for table, column in _JSON:
        bad = _count(
            connection,
            f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL AND NOT json_valid("{column}")',  # noqa: S608  constants
        )
        if bad:
            readable = readable and table != "item"
            yield f"{bad:,} rows of {table} hold {column} that can't be read."
    for query, words in _RULES:
        count = _count(connection, query)
        if count:
            yield words.format(n=f"{count:,}")
    for name, kind in connection.execute("SELECT name, kind FROM schema_type").fetchall():
        if name not in (schema.items if kind == "item" else schema.links):
            yield f"The type {name} of the case can't be read."
    for missing in missing_lively(connection):
        yield f"The case lacks {missing}, which every case has."
    yield from log.problems(connection)
    if readable and not broken:
        yield from _search_problems(connection)


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _search_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Check the search index, on a copy, as SQLite checks it by a statement that a reader may not give."""
    with (
        tempfile.TemporaryDirectory(prefix="intelviz-verify-", ignore_cleanup_errors=True) as folder,
        contextlib.closing(sqlite3.connect(Path(folder) / "copy")) as copy,
    ):
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        connection.backup(copy)
        # FTS5 compares itself with a table only, not with a view that reads JSON.
        copy.executescript(
            """CREATE TABLE said_now (id INTEGER PRIMARY KEY, label, said);
            INSERT INTO said_now SELECT id, label, said FROM item_text;
            DROP VIEW item_text; ALTER TABLE said_now RENAME TO item_text;"""
        )
        try:
            copy.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"The search index doesn't hold what the items say ({error})."


def as_json(found: list[str]) -> dict[str, Any]:
    """Return what ``intelviz verify --json`` prints."""
    return {"ok": not found, "problems": found}
