"""The one connection that writes: a change at a time, each a transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from intelviz.case import faults, opening
from intelviz.case.change import Change
from intelviz.case.lock import user_name
from intelviz.schema.model import Schema


class Writer:
    """Makes changes for whichever thread asks, one after the other; ``waiting`` are settings not yet written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.connection = opening.connect(path, read_only=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.waiting: dict[str, Any] = {}
        self._turn = threading.Lock()
        self._thread: int | None = None
        self._change: Change | None = None

    @property
    def is_mine(self) -> bool:
        """Whether this thread is making a change."""
        return self._thread == threading.get_ident()

    @contextmanager
    def changing(self, schema: Schema, *, straight: bool = False) -> Generator[Change]:
        """Begin a change, or a part of the one that this thread is making.

        With ``straight``, what is added to a case without items is written where it is to stay, not beside the case
        first: half the work on the disk. Nobody can read the case meanwhile; while somebody has it open, all goes on
        as ever.
        """
        if self._change is not None and self.is_mine:
            with self._part(self._change) as change:
                yield change
            return
        with self._turn, faults.told_by_sqlite(self._path):
            if straight:
                self._write_straight()
            try:
                with self._transaction(schema) as change:
                    yield change
            finally:
                if straight:
                    self.connection.execute("PRAGMA foreign_keys = ON")
                    # Somebody may have begun to read since; then it goes back to its log when it is opened next.
                    with suppress(sqlite3.OperationalError):
                        self.connection.execute("PRAGMA journal_mode = WAL")
        self._keep_settings()

    def _write_straight(self) -> None:
        if self.connection.execute("SELECT EXISTS (SELECT 1 FROM item)").fetchone()[0]:
            return
        self.connection.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):
            self.connection.execute("PRAGMA journal_mode = DELETE")
            # Whatever is referred to is new as well, and numbered by the very hand that refers to it.
            self.connection.execute("PRAGMA foreign_keys = OFF")
        self.connection.execute("PRAGMA busy_timeout = 5000")

    @contextmanager
    def _transaction(self, schema: Schema) -> Generator[Change]:
        writer = self.connection
        writer.execute("BEGIN IMMEDIATE")
        try:
            writer.execute("PRAGMA cache_size = -64000")
            change = Change(writer, schema, user_name())
            self._change, self._thread = change, threading.get_ident()
            yield change
            change.finish()
            writer.execute("COMMIT")
        except BaseException:
            if writer.in_transaction:
                writer.execute("ROLLBACK")
            raise
        finally:
            self._thread = self._change = None
            writer.execute("PRAGMA cache_size = -8000")
            writer.execute("PRAGMA shrink_memory")

    @contextmanager
    def _part(self, change: Change) -> Generator[Change]:
        writer, mark = self.connection, change.mark()
        writer.execute("SAVEPOINT part")
        try:
            yield change
        except BaseException:
            if writer.in_transaction:
                writer.execute("ROLLBACK TO part")
                writer.execute("RELEASE part")
            change.go_back(mark)
            raise
        writer.execute("RELEASE part")

    def set_setting(self, key: str, value: Any) -> None:
        """Write a setting now, or when the change under way has ended."""
        self.waiting[key] = value
        self._keep_settings()

    def _keep_settings(self) -> None:
        if not self.waiting or not self._turn.acquire(blocking=False):
            return
        try:
            waiting = dict(self.waiting)
            with faults.told_by_sqlite(self._path), self._transaction(Schema()) as change:
                for key, value in waiting.items():
                    change.set_setting(key, value)
            for key, value in waiting.items():
                if self.waiting.get(key) is value:
                    del self.waiting[key]
        finally:
            self._turn.release()

    def settle(self) -> None:
        """Wait for the change under way, and write the settings that wait."""
        if not self.is_mine:
            self._turn.acquire()
            self._turn.release()
        self._keep_settings()
