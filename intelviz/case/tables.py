"""The tables of a case file, as the steps from one version to the next.

A new case goes through all steps; an older one through those that it lacks. A step is never changed once released:
what comes later is another step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

APPLICATION_ID = 0x49565A31
"""Marks a SQLite file as a case ("IVZ1")."""

Database = Any
"""A ``sqlite_utils.Database``; the library is imported only where a case is made or migrated."""


def _first(database: Database) -> None:
    make = _maker(database)
    make("meta", {"key": str, "value": str}, pk="key", not_null={"value"})
    make(
        "schema_type",
        {"id": int, "kind": str, "name": str, "definition": str},
        pk="id",
        not_null={"kind", "name", "definition"},
    )
    database["schema_type"].create_index(["name"], unique=True, index_name="schema_type_name")
    make(
        "source",
        {
            "id": int, "name": str, "path": str, "sha256": str, "bytes": int, "recipe": str, "recipe_sha256": str,
            "recipe_text": str, "marking": str, "grade": str, "expires": str, "at": str, "by": str, "rows": int,
            "loaded": int, "merged": int, "rejected": int, "live": int,
        },
        pk="id",
        not_null={"name", "sha256", "at", "by", "live"},
        defaults={"rows": 0, "loaded": 0, "merged": 0, "rejected": 0, "live": 1},
    )  # fmt: skip
    make(
        "record",
        {"id": int, "source_id": int, "row": int, "cells": str},
        pk="id",
        not_null={"source_id", "row", "cells"},
        foreign_keys=[("source_id", "source", "id")],
    )
    make(
        "rejection",
        {"id": int, "source_id": int, "row": int, "column": str, "value": str, "reason": str},
        pk="id",
        not_null={"source_id", "row", "reason"},
        foreign_keys=[("source_id", "source", "id")],
    )
    make(
        "item",
        {
            "id": int, "type": int, "key": str, "label": str, "properties": str, "when_start": int, "when_end": int,
            "when_precision": int, "lon": float, "lat": float, "place_precision": int, "live": int,
        },
        pk="id",
        not_null={"type", "label", "properties", "live"},
        defaults={"live": 1},
        foreign_keys=[("type", "schema_type", "id")],
    )  # fmt: skip
    make(
        "link",
        {
            "id": int, "type": int, "a": int, "b": int, "properties": str, "when_start": int, "when_end": int,
            "when_precision": int, "live": int,
        },
        pk="id",
        not_null={"type", "a", "b", "live"},
        defaults={"live": 1},
        foreign_keys=[("type", "schema_type", "id"), ("a", "item", "id"), ("b", "item", "id")],
    )  # fmt: skip
    make(
        "assertion",
        {
            "id": int, "record_id": int, "item_id": int, "link_id": int, "said": str, "grade": str, "at": str,
            "by": str,
        },
        pk="id",
        foreign_keys=[("record_id", "record", "id"), ("item_id", "item", "id"), ("link_id", "link", "id")],
    )  # fmt: skip
    make("chart", {"id": int, "name": str, "at": str, "by": str}, pk="id", not_null={"name"})
    database["chart"].create_index(["name"], unique=True, index_name="chart_name")
    make(
        "chart_item",
        {"chart_id": int, "item_id": int, "x": float, "y": float, "pinned": int, "hidden": int},
        pk=("chart_id", "item_id"),
        not_null={"x", "y", "pinned", "hidden"},
        foreign_keys=[("chart_id", "chart", "id"), ("item_id", "item", "id")],
    )
    make("item_set", {"id": int, "name": str, "words": str, "at": str, "by": str}, pk="id", not_null={"name"})
    database["item_set"].create_index(["name"], unique=True, index_name="item_set_name")
    make(
        "set_item",
        {"set_id": int, "item_id": int},
        pk=("set_id", "item_id"),
        foreign_keys=[("set_id", "item_set", "id"), ("item_id", "item", "id")],
    )
    make("setting", {"key": str, "value": str}, pk="key", not_null={"value"})
    make(
        "log",
        {
            "seq": int, "at": str, "by": str, "kind": str, "command": str, "title": str, "args": str, "inverse": str,
            "of": int, "hash": str,
        },
        pk="seq",
        not_null={"at", "by", "kind", "command", "title", "args", "inverse", "hash"},
    )  # fmt: skip
    for statement in _FIRST:
        database.execute(statement)


_OLD_INDEXES = {
    "assertion_item": "CREATE INDEX assertion_item ON assertion(item_id) WHERE item_id IS NOT NULL",
    "assertion_link": "CREATE INDEX assertion_link ON assertion(link_id) WHERE link_id IS NOT NULL",
}

INDEXES: Mapping[str, str] = MappingProxyType(
    {
        "item_key": "CREATE UNIQUE INDEX item_key ON item(key) WHERE key IS NOT NULL",
        "link_a": "CREATE INDEX link_a ON link(a)",
        "link_b": "CREATE INDEX link_b ON link(b)",
        "item_place": "CREATE INDEX item_place ON item(lon, lat) WHERE lon IS NOT NULL",
        "statement_item": "CREATE INDEX statement_item ON statement(item_id) WHERE item_id IS NOT NULL",
        "statement_link": "CREATE INDEX statement_link ON statement(link_id) WHERE link_id IS NOT NULL",
    }
)
"""Indexes that are quicker to build anew than to keep up while much is loaded."""

_FIRST = (
    *(INDEXES[name] for name in ("item_key", "link_a", "link_b")),
    *_OLD_INDEXES.values(),
    # What is searched: the label and every value said, each value on a line of its own.
    """CREATE VIEW item_text AS SELECT id, label, (
        SELECT group_concat(atom, char(10)) FROM json_tree(item.properties)
        WHERE atom IS NOT NULL AND type NOT IN ('true', 'false')
    ) AS said FROM item""",
    """CREATE VIRTUAL TABLE item_fts USING fts5(
        label, said, content='item_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    )""",
    """CREATE TRIGGER log_not_changed BEFORE UPDATE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END""",
    """CREATE TRIGGER log_not_replaced BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log WHERE seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END""",
    """CREATE TRIGGER log_not_deleted BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END""",
)

_ASSERTION = """CREATE VIEW assertion(id, record_id, item_id, link_id, grade, at, by) AS
    SELECT id, record_id, item_id, link_id, grade, at, by FROM statement
    UNION ALL SELECT said_id, record_id, id, NULL, NULL, NULL, NULL FROM item WHERE record_id IS NOT NULL
    UNION ALL SELECT said_id, record_id, NULL, id, NULL, NULL, NULL FROM link WHERE record_id IS NOT NULL"""

LIVELY = MappingProxyType(
    {
        " ".join(each.split()): each.split()[3 if each.startswith("CREATE VIRTUAL") else 2].partition("(")[0]
        for each in (*_FIRST, _ASSERTION)
        if each.startswith(("CREATE VIEW", "CREATE TRIGGER", "CREATE VIRTUAL TABLE"))
    }
)
"""Names of the views, triggers and virtual tables of a case, by their statement with single spaces."""


def _second(database: Database) -> None:
    """Keep what cleaning altered, and what each import brought."""
    make = _maker(database)
    make(
        "alteration",
        {"id": int, "source_id": int, "row": int, "column": str, "value": str, "became": str, "reason": str},
        pk="id",
        not_null={"source_id", "row", "reason"},
        foreign_keys=[("source_id", "source", "id")],
    )
    for column in ("items", "links"):
        database["source"].add_column(column, int, not_null_default=0)
    database["source"].add_column("warnings", str, not_null_default="[]")


def _third(database: Database) -> None:
    """Keep corrections of rows set aside, what could not be loaded, which version replaces which, and the columns."""
    make = _maker(database)
    make(
        "correction",
        {
            "id": int, "source_id": int, "row": int, "cells": str, "record_id": int, "merged": int, "items": int,
            "links": int, "altered": str, "at": str, "by": str, "live": int,
        },
        pk="id",
        not_null={"source_id", "row", "cells", "record_id", "merged", "items", "links", "altered", "at", "by", "live"},
        foreign_keys=[("source_id", "source", "id"), ("record_id", "record", "id")],
    )  # fmt: skip
    make(
        "attempt",
        {"id": int, "path": str, "part": str, "name": str, "kind": str, "why": str, "at": str, "by": str},
        pk="id",
        not_null={"path", "part", "name", "kind", "why", "at", "by"},
    )
    database["attempt"].create_index(["path", "part"], unique=True, index_name="attempt_path")
    database["record"].add_column("live", int, not_null_default=1)
    database["source"].add_column("columns", str, not_null_default="[]")
    database["source"].add_column("replaces", int)


def _fourth(database: Database) -> None:
    """Keep what an analyst makes and names (filters, areas, layers, styles), and what a chart has beside its items."""
    make = _maker(database)
    make(
        "kept",
        {"id": int, "kind": str, "name": str, "body": str, "at": str, "by": str},
        pk="id",
        not_null={"kind", "name", "body", "at", "by"},
    )
    database["kept"].create_index(["kind", "name"], unique=True, index_name="kept_name")
    database["chart"].add_column("body", str, not_null_default="{}")


def _fifth(database: Database) -> None:
    """Let an item and a link hold their first statement themselves (``case/statements.py``)."""
    last = database.execute("SELECT coalesce(max(id), 0) FROM assertion").fetchone()[0]
    for statement in (
        *(f"DROP INDEX {name}" for name in _OLD_INDEXES),
        "ALTER TABLE assertion RENAME TO statement",
        *(f"ALTER TABLE {table} ADD COLUMN record_id INTEGER REFERENCES record(id)" for table in ("item", "link")),
        *(f"ALTER TABLE {table} ADD COLUMN said_id INTEGER" for table in ("item", "link")),
        *(INDEXES[name] for name in ("statement_item", "statement_link", "item_place")),
        _ASSERTION,
    ):
        database.execute(statement)
    database["meta"].insert({"key": "statements", "value": str(last)})


STEPS: Mapping[int, Callable[[Database], None]] = MappingProxyType(
    {1: _first, 2: _second, 3: _third, 4: _fourth, 5: _fifth}
)
"""The step that leads to each version."""

VERSION = max(STEPS)


def _maker(database: Database) -> Callable[..., None]:
    def make(name: str, columns: dict[str, type], **more: Any) -> None:
        database[name].create(columns, strict=True, **more)

    return make


def build(connection: sqlite3.Connection, start: int = 0, stop: int = VERSION) -> None:
    """Take the tables in ``connection`` from version ``start`` to ``stop``."""
    from sqlite_utils import Database as Tables
    from sqlite_utils.db import AlterError

    database = Tables(connection, execute_plugins=False)
    for version in range(start + 1, stop + 1):
        try:
            STEPS[version](database)
        except AlterError as error:
            raise sqlite3.DatabaseError(f"no such table or column ({error})") from error
        connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.commit()
