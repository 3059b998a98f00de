"""Building indexes of much that was added: SQLite sorts in small parts, two at a time, in files beside the case."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

_AT_ONCE = -8_000
"""Kilobytes (negative, as SQLite takes them) that are sorted at once: what lies within the processor's reach."""


@contextmanager
def sorting(connection: sqlite3.Connection) -> Generator[None]:
    """Sort large indexes in files beside the case, which have no name that anybody could open and end with the sorting.

    Where SQLite can't be told to put them there, all is sorted in memory: nothing of a case is written anywhere else.
    """
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    try:
        if _beside(connection):
            connection.execute(f"PRAGMA cache_size = {_AT_ONCE}")
            connection.execute("PRAGMA threads = 2")
            connection.execute("PRAGMA temp_store = FILE")
        yield
    finally:
        for each in ("temp_store = MEMORY", "temp_store_directory = ''"):
            with suppress(sqlite3.Error):
                connection.execute(f"PRAGMA {each}")
        connection.execute("PRAGMA threads = 0")
        connection.execute(f"PRAGMA cache_size = {before:d}")


def _beside(connection: sqlite3.Connection) -> bool:
    """Have temporary files put beside the case; return whether SQLite does so."""
    file = next((row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"), "")
    if not file:
        return False
    folder = str(Path(file).parent).replace("'", "''")
    try:
        connection.execute(f"PRAGMA temp_store_directory = '{folder}'")
        row = connection.execute("PRAGMA temp_store_directory").fetchone()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == str(Path(file).parent)
