"""The only hand that writes into a case: everything done through one ``Change`` is one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from intelviz.case import correcting, log, snapshot
from intelviz.case.correcting import CorrectionDraft
from intelviz.case.fulltext import add_from, add_words, merge_later, reindex, unindex
from intelviz.case.inserting import insert, insert_columns
from intelviz.case.keeping import Keeping
from intelviz.case.sorting import sorting
from intelviz.case.statements import Table, keep_last_number, last_number, written_out
from intelviz.case.tables import INDEXES
from intelviz.case.values import Attempt, SourceDraft
from intelviz.case.withdrawal import hear_anew, set_live
from intelviz.schema.errors import CaseError, SchemaError
from intelviz.schema.model import Schema

ItemTuple = tuple[str, str | None, str, str, int | None, int | None, int | None, float | None, float | None, int | None]
"""Type, key, label, properties as JSON, when start, end, precision, longitude, latitude, place precision."""
LinkTuple = tuple[str, int, int, str | None, int | None, int | None, int | None]
"""Type, id of the first end, id of the second, properties as JSON, when start, end, precision."""
AssertionTuple = tuple[int | None, int | None, int | None, str | None]
"""Record, item, link (one of the two), and what is said of it as JSON."""
ItemUpdate = tuple[str, str, int | None, int | None, int | None, float | None, float | None, int | None, int]
"""Label, properties as JSON, when start, end, precision, longitude, latitude, place precision, and the item's id."""
LinkUpdate = tuple[str | None, int | None, int | None, int | None, int]
"""Properties as JSON, when start, end, precision, and the link's id."""

ItemState = tuple[int, str, int | None, int | None, int | None, float | None, float | None, int | None]
"""Whether it is live, properties as JSON, when start, end, precision, longitude, latitude, place precision."""
LinkState = tuple[int, str, int, int, str | None, int | None, int | None, int | None]
"""Id, type, ids of both ends, properties as JSON, when start, end, precision."""


class Said(NamedTuple):
    """Which records speak, and the numbers of their statements, in the order of what they speak of."""

    records: Sequence[int]
    numbers: Sequence[int]


def _inserting(table: str, *columns: str) -> str:
    return f"INSERT INTO {table}({', '.join(columns)}) VALUES ({','.join('?' * len(columns))})"  # noqa: S608  constants


_ITEM_COLUMNS = (
    "type", "key", "label", "properties", "when_start", "when_end", "when_precision", "lon", "lat", "place_precision",
)  # fmt: skip
_LINK_COLUMNS = ("type", "a", "b", "properties", "when_start", "when_end", "when_precision")
_ITEM, _LINK = _inserting("item", *_ITEM_COLUMNS), _inserting("link", *_LINK_COLUMNS)
_FIRST_SAID = ("record_id", "said_id")
_MANY = 4_000
_STEPS = 500_000
"""Steps of SQLite's machine between two looks at whether to go on: some hundredths of a second."""
_UNGRADED: Mapping[int, str] = MappingProxyType({})


class Change(Keeping):
    """Adds to and alters a case; made by ``CaseFile.changing`` and of use only inside its ``with``.

    Rows are plain tuples, ids are given in their order and without gaps: the id of the n-th row added is the returned
    first id plus n. JSON is passed as text, already written.
    """

    def __init__(self, connection: sqlite3.Connection, schema: Schema, by: str) -> None:
        super().__init__(connection, by)
        self._schema = schema
        self._codes = snapshot.codes(connection)
        self._starts = {table: self._next(table) for table in ("item", "link", "statement")}
        self._not_indexed = self._starts["item"]
        self._dropped: list[str] = []
        self._merges_later = False
        self._said = self._said_before = last_number(connection)

    # Sources and records

    def add_source(self, draft: SourceDraft) -> int:
        """Add a source and return its id."""
        cursor = self._connection.execute(
            """INSERT INTO source(name, path, sha256, bytes, recipe, recipe_sha256, recipe_text, marking, grade,
            expires, "columns", replaces, at, by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
            (
                draft.name,
                draft.path,
                draft.sha256,
                draft.bytes,
                draft.recipe,
                draft.recipe_sha256,
                draft.recipe_text,
                draft.marking,
                draft.grade,
                draft.expires,
                json.dumps(list(draft.columns), ensure_ascii=False),
                draft.replaces,
                log.now(),
                self._by,
            ),
        )
        return cast(int, cursor.lastrowid)

    def finish_source(
        self,
        source_id: int,
        *,
        rows: int,
        loaded: int,
        merged: int,
        rejected: int,
        items: int = 0,
        links: int = 0,
        warnings: Sequence[str] = (),
    ) -> None:
        """Say what came of the rows of a source; they must add up."""
        if rows != loaded + merged + rejected:
            raise ValueError(f"{rows} rows are not {loaded} loaded + {merged} merged + {rejected} rejected")
        self._connection.execute(
            """UPDATE source SET rows = ?, loaded = ?, merged = ?, rejected = ?, items = ?, links = ?, warnings = ?
            WHERE id = ?""",
            (rows, loaded, merged, rejected, items, links, json.dumps(list(warnings), ensure_ascii=False), source_id),
        )

    def add_records(self, source_id: int, rows: Sequence[int], cells: Sequence[str]) -> int:
        """Add rows as they came: their numbers, and their cells as JSON; return the first id."""
        first = self._next("record")
        insert_columns(self._connection, "record", {"row": rows, "cells": cells}, {"source_id": source_id})
        return first

    def reject(self, source_id: int, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Keep why rows were set aside: (row number, column, value, reason)."""
        self._connection.executemany(
            'INSERT INTO rejection(source_id, row, "column", value, reason) VALUES (?, ?, ?, ?, ?)',
            ((source_id, *row) for row in rows),
        )

    def alter(self, source_id: int, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Keep what cleaning altered: (row number, column, value, what it became, reason)."""
        self._connection.executemany(
            'INSERT INTO alteration(source_id, row, "column", value, became, reason) VALUES (?, ?, ?, ?, ?, ?)',
            ((source_id, *row) for row in rows),
        )

    def withdraw_source(self, source_id: int) -> None:
        """Take back what a source says; items and links that nothing else speaks of are no longer there."""
        self._set_source(source_id, live=False)

    def restore_source(self, source_id: int) -> None:
        """Hear a source again that was taken back."""
        self._set_source(source_id, live=True)

    def _set_source(self, source_id: int, *, live: bool) -> None:
        self.index()
        set_live(self._connection, self._schema, source_id, live=live)

    def set_expiry(self, source_id: int, expires: str) -> None:
        """Say until when a source may be used: an ISO date, or "" for ever."""
        self._connection.execute("UPDATE source SET expires = ? WHERE id = ?", (expires, source_id))

    def remember_attempts(self, attempts: Iterable[Attempt]) -> None:
        """Keep which files could not be loaded or were passed over, and why; the last word on each counts."""
        correcting.remember(self._connection, self._by, attempts)

    def add_correction(self, draft: CorrectionDraft) -> int:
        """Keep that a row which was set aside was corrected and loaded, and return the number of the correction."""
        return correcting.add(self._connection, self._by, draft)

    def set_correction(self, number: int, *, live: bool) -> None:
        """Take a correction back, or let it count again."""
        self.index()
        correcting.set_live(self._connection, self._schema, number, live=live)

    # Items, links, and what is said of them

    def keys(self, which: str | Iterable[str]) -> dict[str, tuple[int, str]]:
        """Return id and type of items by key: of the keys given, or of all that begin with a given text."""
        base = "SELECT item.key, item.id, schema_type.name FROM item JOIN schema_type ON schema_type.id = item.type"
        if isinstance(which, str):
            rows = self._connection.execute(
                f"{base} WHERE item.key >= ?1 AND item.key < ?1 || char(1114111)",
                (which,),
            ).fetchall()
        else:
            rows = self._connection.execute(
                f"{base} WHERE item.key IN (SELECT value FROM json_each(?))",  # noqa: S608  a constant
                (json.dumps(list(which)),),
            ).fetchall()
        return {key: (number, kind) for key, number, kind in rows}

    def add_items(self, rows: Iterable[ItemTuple]) -> int:
        """Add items and return the first id; a key that an item has already is refused."""
        code = self._code
        with _keys_told():
            return self._insert_many("item", _ITEM, ((code(row[0]), *row[1:]) for row in rows))

    def add_items_of(
        self,
        of: str,
        *columns: Sequence[Any],
        said: Said | None = None,
        words: Sequence[str] | None = None,
    ) -> int:
        """Add many items of one type, the rest of an ``ItemTuple`` given as columns; return the first id.

        With ``said``, these records speak of them for the first time, and what each says is what the item's row holds.
        ``words`` is what the view ``item_text`` will say of each beside its label, where that is known: then they are
        searchable at once.
        """
        if words is not None:
            self.make_searchable()
        with _keys_told():
            first = self._insert_columns("item", _ITEM_COLUMNS, self._code(of), columns, said)
        if words is not None:
            if not self._merges_later and first - self._starts["item"] >= _MANY:
                merge_later(self._connection, later=True)
                self._merges_later = True
            add_words(self._connection, range(first, first + len(words)), columns[1], words)
            self._not_indexed = first + len(words)
        return first

    def add_links(self, rows: Iterable[LinkTuple]) -> int:
        """Add links and return the first id."""
        code = self._code
        return self._insert_many("link", _LINK, ((code(row[0]), *row[1:]) for row in rows))

    def add_links_of(self, of: str, *columns: Sequence[Any], said: Said | None = None) -> int:
        """Add many links of one type, the rest of a ``LinkTuple`` given as columns; return the first id.

        With ``said``, these records speak of them for the first time.
        """
        return self._insert_columns("link", _LINK_COLUMNS, self._code(of), columns, said)

    def add_assertions(self, rows: Iterable[AssertionTuple], grades: Mapping[int, str] = _UNGRADED) -> int:
        """Add what records say (or, without a record, what the user says) and return the first id.

        ``grades`` are the grades of records that have one of their own, in the form in which a case keeps them.
        """
        moment, by = log.now(), self._by

        def complete() -> Iterator[tuple[Any, ...]]:
            for row in rows:
                record = row[0]
                self._said += 1
                rest = (None, moment, by) if record is None else (grades.get(record), None, None)
                yield self._said, *row, *rest

        first = self._said + 1
        self._insert_many(
            "statement",
            "INSERT INTO statement(id, record_id, item_id, link_id, said, grade, at, by) VALUES (?,?,?,?,?,?,?,?)",
            complete(),
        )
        return first

    def number_sayings(self, count: int) -> range:
        """Return numbers for so many statements, in the order in which they are said; none is given twice."""
        first = self._said + 1
        self._said += count
        return range(first, first + count)

    def add_sayings(
        self,
        about: Table,
        said: Said,
        ids: Sequence[int],
        words: Sequence[str | None],
        grades: Mapping[int, str] = _UNGRADED,
    ) -> None:
        """Add what records say of an item (or a link) each, given as columns; ``SAME`` for the words of its first."""
        self._make_room("statement")
        columns: dict[str, Sequence[Any]] = {
            "id": said.numbers, "record_id": said.records, f"{about}_id": ids, "said": words,
        }  # fmt: skip
        if grades:
            columns["grade"] = list(map(grades.get, said.records))
        insert_columns(self._connection, "statement", columns)

    def update_items(self, rows: Iterable[ItemUpdate]) -> None:
        """Give items another label, other properties, time and place (all of them, as they now are)."""
        self.index()
        given = list(rows)
        written_out(self._connection, "item", (row[-1] for row in given))
        ids = json.dumps([row[-1] for row in given])
        unindex(self._connection, ids)
        self._connection.executemany(
            """UPDATE item SET label = ?, properties = ?, when_start = ?, when_end = ?, when_precision = ?, lon = ?,
            lat = ?, place_precision = ? WHERE id = ?""",
            given,
        )
        reindex(self._connection, ids)

    def update_links(self, rows: Iterable[LinkUpdate]) -> None:
        """Give links other properties and another time."""
        self.index()
        given = list(rows)
        written_out(self._connection, "link", (row[-1] for row in given))
        self._connection.executemany(
            "UPDATE link SET properties = ?, when_start = ?, when_end = ?, when_precision = ? WHERE id = ?", given
        )

    def states(self, ids: Iterable[int]) -> dict[int, ItemState]:
        """Return items as they now are, withdrawn ones included."""
        rows = self._connection.execute(
            """SELECT id, live, properties, when_start, when_end, when_precision, lon, lat, place_precision
            FROM item WHERE id IN (SELECT value FROM json_each(?))""",
            (json.dumps(list(ids)),),
        )
        return {row[0]: row[1:] for row in rows}

    def withdrawn_items(self) -> set[int]:
        """Return the ids of the items that no live source speaks of any more."""
        return {row[0] for row in self._connection.execute("SELECT id FROM item WHERE NOT live")}

    def hear_anew(self, item_ids: Iterable[int]) -> None:
        """Make items anew from all that is said of them, once assertions of items that were there have been added."""
        self.index()
        hear_anew(self._connection, self._schema, item_ids)

    def links_said_by(self, source_ids: Iterable[int]) -> Iterator[LinkState]:
        """Yield the live links of which records of those sources speak, oldest first."""
        yield from self._connection.execute(
            """SELECT link.id, schema_type.name, a, b, link.properties, when_start, when_end, when_precision
            FROM link JOIN schema_type ON schema_type.id = link.type WHERE live AND link.id IN (
                SELECT link_id FROM assertion JOIN record ON record.id = assertion.record_id
                WHERE link_id IS NOT NULL AND record.live AND record.source_id IN (SELECT value FROM json_each(?))
            ) ORDER BY link.id""",
            (json.dumps(list(source_ids)),),
        )

    # The log

    def append_log(
        self, command: str, args: Any, inverse: Any = None, title: str = "", *, kind: str = "do", of: int | None = None
    ) -> int:
        """Add a line to the log and return its number; ``args`` and ``inverse`` are plain JSON values."""
        return log.append(self._connection, self._by, kind, command, title, args, inverse, of)

    # The transaction

    def mark(self) -> tuple[int, list[str], dict[str, int]]:
        """Return where this change stands, for ``go_back``."""
        return self._not_indexed, list(self._dropped), dict(self._codes)

    def go_back(self, mark: tuple[int, list[str], dict[str, int]]) -> None:
        """Forget what was done since ``mark``, once the database has."""
        self._not_indexed, self._dropped, self._codes = mark[0], list(mark[1]), dict(mark[2])

    def finish(self) -> None:
        """Bring indexes and search up to date; called once before the commit."""
        self.index()
        if self._merges_later:
            merge_later(self._connection, later=False)
        if self._said != self._said_before:
            keep_last_number(self._connection, self._said)

    def index(self) -> None:
        """Make what was added so far quick to find, and searchable."""
        self._restore_indexes()
        self.make_searchable()

    def make_searchable(self) -> None:
        """Put what was added so far into the search index."""
        after = self._next("item")
        if self._not_indexed < after:
            add_from(self._connection, self._not_indexed)
            self._not_indexed = after

    @contextmanager
    def watched(self, look: Callable[[], None]) -> Generator[None]:
        """Call ``look`` again and again while the database works on one thing; what it raises ends that.

        The whole change is lost then, also where this is a part of one.
        """
        raised: list[BaseException] = []

        def handler() -> int:
            try:
                look()
            except BaseException as error:  # noqa: BLE001  it is raised again, outside of SQLite
                raised.append(error)
            return len(raised)

        self._connection.set_progress_handler(handler, _STEPS)
        try:
            yield
        except sqlite3.OperationalError:
            if raised:
                raise raised[0] from None
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    # Within

    def _insert_many(self, table: str, statement: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Insert rows and return the first id."""
        first = self._make_room(table)
        insert(self._connection, statement, rows)
        return first

    def _insert_columns(
        self, table: str, names: Sequence[str], code: int, columns: Sequence[Sequence[Any]], said: Said | None
    ) -> int:
        """Insert items or links of one type, perhaps with what is said of them first, and return the first id."""
        first = self._make_room(table)
        named = dict(zip(names[1:], columns, strict=True))
        if said is not None:
            named |= zip(_FIRST_SAID, said, strict=True)
        insert_columns(self._connection, table, named, {names[0]: code})
        return first

    def _make_room(self, table: str) -> int:
        """Return the next id; where much is being added to little, indexes are dropped, to be built anew at the end."""
        first, start = self._next(table), self._starts[table]
        if first - start >= _MANY and start <= 2 * _MANY:
            self._drop_indexes(table)
        return first

    def _drop_indexes(self, table: str) -> None:
        for name in INDEXES:
            if name.startswith(table) and name not in self._dropped:
                self._connection.execute(f"DROP INDEX {name}")
                self._dropped.append(name)

    def _restore_indexes(self) -> None:
        if not self._dropped:
            return
        with _keys_told(), sorting(self._connection):
            for name in self._dropped:
                self._connection.execute(INDEXES[name])
        self._dropped.clear()
        self._starts = {table: self._next(table) for table in self._starts}

    def _code(self, name: str) -> int:
        try:
            return self._codes[name]
        except KeyError:
            return self._learn(name)

    def _learn(self, name: str) -> int:
        if name not in self._schema.items and name not in self._schema.links:
            raise SchemaError(f"There is no type “{name}”.", remedy="Correct the name, or define the type first.")
        snapshot.keep(self._connection, self._schema)
        self._codes = snapshot.codes(self._connection)
        return self._codes[name]

    def _next(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max(rowid), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608  a constant


@contextmanager
def _keys_told() -> Generator[None]:
    """Say in words that two items have the same key."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if "item.key" in str(error):
            raise CaseError("Two items would have the same key.", details=str(error)) from error
        raise
