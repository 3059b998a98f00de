"""Keeping the search index in step with the items: it holds no text of its own, so it must be told of every change."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from intelviz.case.inserting import insert_columns

_BY_AND_BY = 4
"""Parts of the index on one level from which on FTS5 merges them by and by: its default."""


def add_from(connection: sqlite3.Connection, first: int) -> None:
    """Put all items from id ``first`` on into the search index."""
    connection.execute(
        "INSERT INTO item_fts(rowid, label, said) SELECT id, label, said FROM item_text WHERE id >= ?", (first,)
    )


def add_words(connection: sqlite3.Connection, ids: Sequence[int], labels: Sequence[str], said: Sequence[str]) -> None:
    """Put items into the search index of which it is known what ``item_text`` says."""
    insert_columns(connection, "item_fts", {"rowid": ids, "label": labels, "said": said})


def merge_later(connection: sqlite3.Connection, *, later: bool) -> None:
    """Let the parts of the index be merged in one go once they are sixteen, as much is added; or by and by again."""
    connection.execute("INSERT INTO item_fts(item_fts, rank) VALUES ('automerge', ?)", (0 if later else _BY_AND_BY,))


def unindex(connection: sqlite3.Connection, ids: str) -> None:
    """Take items (a JSON list of ids) out of the search index, before they are altered."""
    connection.execute(
        """INSERT INTO item_fts(item_fts, rowid, label, said)
        SELECT 'delete', id, label, said FROM item_text WHERE id IN (SELECT value FROM json_each(?))""",
        (ids,),
    )


def reindex(connection: sqlite3.Connection, ids: str) -> None:
    """Put items into the search index as they now are."""
    connection.execute(
        """INSERT INTO item_fts(rowid, label, said)
        SELECT id, label, said FROM item_text WHERE id IN (SELECT value FROM json_each(?))""",
        (ids,),
    )
