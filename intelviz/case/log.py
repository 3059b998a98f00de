"""The log: append-only, each line holding the hash of all before it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from intelviz.case.values import Entry

_COLUMNS = "seq, at, by, kind, command, title, args, inverse, of, hash"


def canonical(value: Any) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def now() -> str:
    """Return this moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _hash(before: str, fields: tuple[Any, ...]) -> str:
    return hashlib.sha256(f"{before}\n{canonical(fields)}".encode()).hexdigest()


def append(
    connection: sqlite3.Connection,
    by: str,
    kind: str,
    command: str,
    title: str,
    args: Any,
    inverse: Any,
    of: int | None,
) -> int:
    """Add a line and return its number."""
    last = connection.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    seq, before = (int(last[0]) + 1, str(last[1])) if last else (1, origin(connection))
    fields = (seq, now(), by, kind, command, title, canonical(args), canonical(inverse), of)
    digest = _hash(before, fields)
    connection.execute(f"INSERT INTO log({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", (*fields, digest))  # noqa: S608  a constant
    connection.execute(
        "INSERT INTO meta(key, value) VALUES ('log_head', ?1) ON CONFLICT(key) DO UPDATE SET value = ?1",
        (f"{seq} {digest}",),
    )
    return seq


def origin(connection: sqlite3.Connection) -> str:
    """Return what the first line is chained to: the case's own number."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'case_id'").fetchone()
    return str(row[0]) if row else ""


def entries(connection: sqlite3.Connection, tail: int | None = None) -> list[Entry]:
    """Return the log, oldest first, or its last ``tail`` lines."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM log ORDER BY seq DESC LIMIT ?",  # noqa: S608  a constant
        (-1 if tail is None else max(0, tail),),
    ).fetchall()
    return [_entry(row) for row in reversed(rows)]


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, at, by, kind, command, title, args, inverse, of, digest = row
    return Entry(seq, at, by, kind, command, title, json.loads(args), json.loads(inverse), of, digest)


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield in words where the chain is broken."""
    before, expected = origin(connection), 1
    rows = cast("Iterator[tuple[Any, ...]]", connection.execute(f"SELECT {_COLUMNS} FROM log ORDER BY seq"))  # noqa: S608  a constant
    for row in rows:
        seq, digest = int(row[0]), str(row[-1])
        if seq != expected:
            yield f"The log lacks line {expected}."
            expected = seq
        if _hash(before, row[:-1]) != digest:
            yield f"Line {seq} of the log (“{row[5]}”) was changed after it was written, or a line before it was."
        before, expected = digest, expected + 1
    head = connection.execute("SELECT value FROM meta WHERE key = 'log_head'").fetchone()
    if head and head[0] != f"{expected - 1} {before}":
        yield "The log ends before the last line that was written."
