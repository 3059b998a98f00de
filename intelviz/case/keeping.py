"""What the analyst keeps in a case: sets, charts, things with names, and settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from intelviz.case import log
from intelviz.case.values import Arranged
from intelviz.schema.errors import CaseError


class Keeping:
    """The part of a change that keeps what the analyst makes; it knows nothing of items but their ids."""

    def __init__(self, connection: sqlite3.Connection, by: str) -> None:
        self._connection, self._by = connection, by

    def save_set(self, name: str, ids: Iterable[int], words: str | None = None) -> None:
        """Keep a named set in place of one of that name; ``words`` are its query, None leaves what it has."""
        self._connection.execute(
            """INSERT INTO item_set(name, words, at, by) VALUES (?1, coalesce(?2, ''), ?3, ?4)
            ON CONFLICT(name) DO UPDATE SET words = coalesce(?2, words), at = ?3, by = ?4""",
            (name, words, log.now(), self._by),
        )
        number = self._id_of("item_set", name)
        self._connection.execute("DELETE FROM set_item WHERE set_id = ?", (number,))
        self._connection.executemany(
            "INSERT OR IGNORE INTO set_item(set_id, item_id) VALUES (?, ?)", ((number, int(each)) for each in ids)
        )

    def delete_set(self, name: str) -> None:
        """Forget a named set; its items stay."""
        number = self._id_of("item_set", name)
        self._connection.execute("DELETE FROM set_item WHERE set_id = ?", (number,))
        self._connection.execute("DELETE FROM item_set WHERE id = ?", (number,))

    def rename_set(self, name: str, new: str) -> None:
        """Give a set another name; CaseError if it is taken."""
        number = self._id_of("item_set", name)
        taken = self._connection.execute("SELECT 1 FROM item_set WHERE name = ? AND id <> ?", (new, number)).fetchone()
        if taken:
            raise CaseError(f"There is a set “{new}” already.", remedy="Choose another name.")
        self._connection.execute("UPDATE item_set SET name = ? WHERE id = ?", (new, number))

    def save_chart(self, name: str, state: Arranged) -> None:
        """Keep a chart in place of one of that name."""
        number = self._chart(name)
        self._connection.execute("DELETE FROM chart_item WHERE chart_id = ?", (number,))
        self.move_in_chart(name, state)

    def move_in_chart(self, name: str, state: Arranged) -> None:
        """Put those items on a chart, or move those that stand there; all others stay as they are."""
        number = self._chart(name)
        columns = (state.id, state.x, state.y, np.asarray(state.pinned, np.int8), np.asarray(state.hidden, np.int8))
        self._connection.executemany(
            """INSERT INTO chart_item(chart_id, item_id, x, y, pinned, hidden) VALUES (?,?,?,?,?,?)
            ON CONFLICT(chart_id, item_id) DO UPDATE SET x = excluded.x, y = excluded.y, pinned = excluded.pinned,
            hidden = excluded.hidden""",
            ((number, *row) for row in zip(*(column.tolist() for column in columns), strict=True)),
        )

    def take_off_chart(self, name: str, ids: Iterable[int]) -> None:
        """Take items off a chart."""
        number = self._chart(name)
        self._connection.executemany(
            "DELETE FROM chart_item WHERE chart_id = ? AND item_id = ?", ((number, int(each)) for each in ids)
        )

    def delete_chart(self, name: str) -> None:
        """Forget a chart; its items stay."""
        number = self._id_of("chart", name)
        self._connection.execute("DELETE FROM chart_item WHERE chart_id = ?", (number,))
        self._connection.execute("DELETE FROM chart WHERE id = ?", (number,))

    def set_chart_body(self, name: str, body: Mapping[str, Any]) -> None:
        """Keep what a chart has beside its items (groups, notes, styles …): plain JSON."""
        number = self._chart(name)
        self._connection.execute("UPDATE chart SET body = ? WHERE id = ?", (log.canonical(body), number))

    def rename_chart(self, name: str, new: str) -> None:
        """Give a chart another name; CaseError if it is taken."""
        number = self._id_of("chart", name)
        taken = self._connection.execute("SELECT 1 FROM chart WHERE name = ? AND id <> ?", (new, number)).fetchone()
        if taken:
            raise CaseError(f"There is a chart “{new}” already.", remedy="Choose another name.")
        self._connection.execute("UPDATE chart SET name = ? WHERE id = ?", (new, number))

    def keep(self, kind: str, name: str, body: Mapping[str, Any]) -> None:
        """Keep something that the analyst made (a filter, an area, a style …) in place of one of that kind and name."""
        self._connection.execute(
            """INSERT INTO kept(kind, name, body, at, by) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT(kind, name) DO UPDATE SET body = ?3, at = ?4, by = ?5""",
            (kind, name, log.canonical(body), log.now(), self._by),
        )

    def forget(self, kind: str, name: str) -> None:
        """Forget something that was kept; nothing happens if it isn't there."""
        self._connection.execute("DELETE FROM kept WHERE kind = ? AND name = ?", (kind, name))

    def set_setting(self, key: str, value: Any) -> None:
        """Keep how something is looked at; None forgets it."""
        if value is None:
            self._connection.execute("DELETE FROM setting WHERE key = ?", (key,))
            return
        self._connection.execute(
            "INSERT INTO setting(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2",
            (key, log.canonical(value)),
        )

    def _chart(self, name: str) -> int:
        self._connection.execute(
            """INSERT INTO chart(name, at, by) VALUES (?1, ?2, ?3)
            ON CONFLICT(name) DO UPDATE SET at = ?2, by = ?3""",
            (name, log.now(), self._by),
        )
        return self._id_of("chart", name)

    def _id_of(self, table: str, name: str) -> int:
        row = self._connection.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()  # noqa: S608  a constant
        if row is None:
            raise CaseError(f"There is no {'set' if table == 'item_set' else 'chart'} “{name}” in this case.")
        return int(row[0])
