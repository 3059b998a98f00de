"""One case file, open for reading or for changing it."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from intelviz.case import correcting, faults, log, opening, reading, snapshot, verify
from intelviz.case.change import Change
from intelviz.case.columns import Columns, Ints, Rows
from intelviz.case.coverage import Coverage, coverage, only_expired
from intelviz.case.info import info_of
from intelviz.case.loading import load_columns
from intelviz.case.lock import WriterLock, user_name
from intelviz.case.search import matching, search
from intelviz.case.tables import build
from intelviz.case.values import (
    Alteration,
    Assertion,
    Attempt,
    ChartHead,
    ChartRows,
    Correction,
    Entry,
    Hit,
    Item,
    KeptThing,
    LinkRow,
    Properties,
    Record,
    Rejection,
    SetAside,
    Source,
)
from intelviz.case.versions import VersionChange, version_change
from intelviz.case.writer import Writer
from intelviz.schema.errors import CaseDamagedError, CaseError, CaseReadOnlyError, SchemaError, UsageError, Where
from intelviz.schema.load import load_schema
from intelviz.schema.model import Schema

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Ask = Callable[Concatenate[sqlite3.Connection, _P], _T]


class CaseFile:
    """One case file. Questions may be asked from any thread; changes are made by one at a time.

    A question sees the case as it was when it was last committed; inside ``changing`` the same thread sees its own
    changes. ``warnings`` hold in words what was odd at opening but stood not in the way.
    """

    def __init__(
        self, path: Path, schema: Schema, access: opening.ReadOnlyAccess | None, lock: WriterLock | None
    ) -> None:
        self.path = path
        self.schema = schema
        self.warnings: list[str] = []
        self._access, self._lock = access, lock
        self.nobody_reads = False
        """Whether no other thread asks anything of the case while it is changed: set by whoever opened it."""
        self._idle: list[sqlite3.Connection] = []
        self._pool = threading.Lock()
        self._writer: Writer | None = None
        self._closed = False

    # Opening and closing

    @classmethod
    def create(cls, path: str | Path, schema: Schema | None = None) -> CaseFile:
        """Make an empty case and open it for writing; refuses to overwrite anything."""
        path = Path(path).resolve()
        schema = load_schema() if schema is None else schema
        if path.exists():
            raise CaseError(
                "there is a file of this name already.",
                where=Where(file=str(path)),
                remedy="Choose another name; nothing is ever overwritten.",
            )
        if not path.parent.is_dir():
            raise CaseError(
                "the folder for it does not exist.", where=Where(file=str(path)), remedy="Make the folder first."
            )
        opening.check_writable(path)
        making = path.with_name(f"{path.name}.making")
        with faults.told(path):
            try:
                making.unlink(missing_ok=True)
                with contextlib.closing(sqlite3.connect(making)) as connection:
                    build(connection)
                    snapshot.keep(connection, schema)
                    rows = {"case_id": uuid.uuid4().hex, "made_at": log.now(), "made_by": user_name()}
                    connection.executemany("INSERT INTO meta(key, value) VALUES (?, ?)", rows.items())
                    connection.commit()
                    connection.execute("PRAGMA journal_mode = WAL")
                _take_name(making, path)
            finally:
                making.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path, read_only: bool = False) -> CaseFile:
        """Open a case; each way in which that may fail has an error of its own, with what to do.

        For writing, nobody else may have it open for writing; an older case is migrated after a backup. Read-only, a
        case can be looked at while somebody changes it, and on a disk that can't be written.
        """
        path = Path(path).resolve()
        opening.check_file(path)
        return cls._open_to_read(path) if read_only else cls._open_to_write(path)

    @classmethod
    def _open_to_read(cls, path: Path) -> CaseFile:
        with faults.told(path):
            access = opening.ReadOnlyAccess(path)
        try:
            with faults.told(path), contextlib.closing(access.connect()) as connection:
                version = opening.version_of(connection)
                opening.check_version(path, version)
                opening.check_lively(path, connection)
                if version < opening.VERSION:
                    opening.migrate(access.copy(), version)
            with faults.told(path), contextlib.closing(access.connect()) as connection:
                schema = _kept(path, connection)
        except BaseException:
            access.close()
            raise
        return cls(path, schema, access, None)

    @classmethod
    def _open_to_write(cls, path: Path) -> CaseFile:
        opening.check_writable(path)
        lock = WriterLock(path)
        with faults.told(path):
            lock.take()
        case: CaseFile | None = None
        try:
            with faults.told(path):
                with contextlib.closing(opening.connect(path, read_only=False)) as connection:
                    version = opening.version_of(connection)
                    opening.check_version(path, version)
                    opening.check_lively(path, connection)
                    opening.check_whole(path, connection)
                backup = opening.migrate(path, version) if version < opening.VERSION else None
                case = cls(path, Schema(), None, lock)
                case._writer = Writer(path)
                case.schema = _kept(path, case._writer.connection)
            case._learn_types()
            if backup is not None:
                case.warnings.append(f"The case was brought up to date; {backup.name} is as it was before.")
        except BaseException:
            if case is not None:
                case.close()
            else:
                lock.release()
            raise
        return case

    def _learn_types(self) -> None:
        try:
            self.schema = snapshot.joined(self.schema, load_schema())
        except SchemaError as error:
            self.warnings.append(f"The type definitions of this computer were left out: {error.words()}")

    @property
    def read_only(self) -> bool:
        """Whether the case was opened only to look at it."""
        return self._lock is None

    @property
    def closed(self) -> bool:
        """Whether the case was closed."""
        return self._closed

    def close(self) -> None:
        """Close the case and let others write to it; a change under way is waited for."""
        if self._closed:
            return
        if self._writer is not None:
            self._writer.settle()
        self._closed = True
        with self._pool:
            for connection in self._idle:
                connection.close()
            self._idle.clear()
        # The writer last: as the last to leave, it clears away the files that lie beside the case.
        if self._writer is not None:
            self._writer.connection.close()
        if self._access is not None:
            self._access.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Changing

    @contextmanager
    def changing(self, *, much: bool = False) -> Generator[Change]:
        """Change the case: all that is done inside is kept together at the end, or, on any exception, none of it.

        Inside a change of the same thread this is a part of it, which an exception takes back alone. Another thread
        waits until the change under way has ended. ``much`` says that a whole import comes, which is quicker where the
        case has no items yet and ``nobody_reads`` it meanwhile.
        """
        writer, straight = self._writable(), much and self.nobody_reads
        if straight:
            with self._pool:
                for connection in self._idle:
                    connection.close()
                self._idle.clear()
        with writer.changing(self.schema, straight=straight) as change:
            yield change

    def set_setting(self, key: str, value: Any) -> None:
        """Keep how something is looked at, outside the log; None forgets it.

        It never waits: while a change is under way it is kept in mind, and written when that has ended.
        """
        self._writable().set_setting(key, value)

    def _writable(self) -> Writer:
        if self._closed:
            raise self._closed_error()
        if self._writer is None:
            raise CaseReadOnlyError(
                "it was opened read-only.", where=Where(file=str(self.path)), remedy="Open it for writing to change it."
            )
        return self._writer

    # Asking

    def columns(self) -> Columns:
        """Return all items and links as columns; an event has the place of the location where it occurred."""
        return self._ask(load_columns, self.schema)

    def info(self) -> dict[str, Any]:
        """Return what the case holds."""
        return info_of(self.columns(), self.sources())

    def resolve(self, text: str | int) -> int:
        """Return the id of the item that is meant, by id, key, or a label that only one item has."""
        return self._ask(reading.resolve, text)

    def item(self, number: int) -> Item:
        """Return one item; CaseError if there is none."""
        return self._ask(reading.item, number)

    def items(self, ids: Iterable[int]) -> list[Item]:
        """Return many items, in the order of their ids; those that the case doesn't hold are left out."""
        return self._ask(reading.items, ids)

    def assertions(self, item_id: int | None = None, *, link_id: int | None = None) -> list[Assertion]:
        """Return what live records and analysts say of an item or a link, oldest first."""
        if item_id is not None:
            return self._ask(reading.assertions, "item", item_id)
        if link_id is not None:
            return self._ask(reading.assertions, "link", link_id)
        raise ValueError("assertions of what: item_id or link_id")

    def links_of(self, item_id: int) -> list[LinkRow]:
        """Return the links at an item, by type."""
        return self._ask(reading.links_of, item_id)

    def record(self, record_id: int) -> Record:
        """Return one row of a source as it came."""
        return self._ask(reading.record, record_id)

    def property_column(self, type_name: str, prop: str) -> tuple[Ints, Rows, list[str]]:
        """Return ids, codes and values of one property over all items of a type and the types under it.

        A code of -1 says that the item states none; values are text as kept, in order of appearance.
        """
        return self._ask(reading.property_column, self._type_numbers(type_name), prop)

    def stated_properties(self) -> set[tuple[str, str]]:
        """Return every type beside every property that an item of it states; what is stated by none is not there."""
        names = {number: name for name, number in self._ask(snapshot.codes).items()}
        return {(names[kind], name) for kind, name in self._ask(reading.stated_properties) if kind in names}

    def search(self, text: str, type: str | None = None, limit: int = 50) -> list[Hit]:
        """Return the items that fit a text best; of one type (and the types under it), if given."""
        numbers = None if type is None else self._type_numbers(type)
        return self._ask(search, self.schema, text, numbers, limit)

    def matching(self, text: str) -> Ints:
        """Return the ids of all items that a text finds, in order of id: quicker than ``search`` for very many."""
        return self._ask(matching, text)

    def sources(self) -> list[Source]:
        """Return all sources in the order in which they were loaded; those taken back are not ``live``."""
        return self._ask(reading.sources)

    def spoken_of(self) -> tuple[Ints, Ints]:
        """Return item ids and, beside each, the id of a live source that speaks of it."""
        return self._ask(reading.spoken_of)

    def item_grades(self) -> list[tuple[int, str]]:
        """Return item ids and, beside each, a grade of what is said of it, "" for none."""
        return self._ask(reading.item_grades)

    def rejections(self, source_id: int) -> list[Rejection]:
        """Return why rows of a source were set aside."""
        return self._ask(reading.rejections, source_id)

    def alterations(self, source_id: int) -> list[Alteration]:
        """Return which cells of a source are kept in another form than they came in."""
        return self._ask(reading.alterations, source_id)

    def rows_altered(self, reason: str) -> dict[int, set[int]]:
        """Return for each source the numbers of its rows with an alteration whose reason holds these words."""
        return self._ask(reading.rows_altered, reason)

    def set_aside(self, source_id: int, row: int) -> SetAside:
        """Return one row that is set aside, as it came; CaseError if there is none of that number."""
        return self._ask(correcting.set_aside, source_id, row)

    def corrections(self, source_id: int) -> list[Correction]:
        """Return the rows of a source that were set aside and then corrected and loaded, those undone included."""
        return self._ask(correcting.corrections, source_id)

    def recipe_text(self, source_id: int) -> tuple[str, tuple[str, ...]]:
        """Return the recipe by which a source was read, as it then was, and the names of the file's columns."""
        return self._ask(correcting.recipe_text, source_id)

    def last_record(self, source_id: int, row: int) -> int:
        """Return the id of the last record of a row: as it came, or as it was corrected last."""
        return self._ask(correcting.last_record, source_id, row)

    def equal_rows(self, source_id: int, cells: str) -> int:
        """Return how many rows of a source that are in use hold exactly these cells, as a record keeps them."""
        return self._ask(correcting.equal_rows, source_id, cells)

    def attempts(self) -> list[Attempt]:
        """Return the files that could not be loaded or were passed over, and were not loaded since."""
        return self._ask(correcting.attempts)

    def coverage(self, today: date | None = None) -> Coverage:
        """Return which sources a search reads, and which it doesn't, with the reason."""
        return self._ask(coverage, today)

    def version_change(self, source_id: int) -> VersionChange | None:
        """Return what a newer version of a file added, changed and no longer has; None where it replaces nothing."""
        return self._ask(version_change, source_id)

    # Looking at all of it

    @contextmanager
    def examining(self) -> Generator[sqlite3.Connection]:
        """Read much in one go, as it stands now: for the functions of ``case.examining``."""
        with faults.told(self.path), self._reader() as connection:
            yield connection

    def only_expired(self, ids: Iterable[int] | None = None, today: date | None = None) -> Ints:
        """Return those items (of ``ids``, or of all) of which only sources past their date speak."""
        return self._ask(only_expired, ids, today)

    def sets(self) -> dict[str, Ints]:
        """Return the item ids of each named set."""
        return self._ask(reading.sets)

    def has_sets(self) -> bool:
        """Return whether any set is kept."""
        return self._ask(reading.has_sets)

    def set_queries(self) -> dict[str, str]:
        """Return the query by which each named set was made; sets made by hand are not among them."""
        return self._ask(reading.set_queries)

    def kept(self, kind: str) -> dict[str, Properties]:
        """Return what the analyst keeps of one kind (filters, areas, layers, styles …), by name: plain JSON."""
        return self._ask(reading.kept, kind)

    def kept_one(self, kind: str, name: str) -> KeptThing | None:
        """Return one thing that the analyst keeps, None where there is none of that name."""
        return self._ask(reading.kept_one, kind, name)

    def link_grades(self, link_ids: Iterable[int]) -> dict[int, frozenset[str]]:
        """Return the grades of what is said of each link, "" for what has none."""
        return self._ask(reading.link_grades, link_ids)

    def graded_links(self) -> list[int]:
        """Return the ids of the links of which something graded is said."""
        return self._ask(reading.graded_links)

    def chart_heads(self) -> list[ChartHead]:
        """Return the kept charts, names and sizes alone, in the analyst's order."""
        return self._ask(reading.chart_heads)

    def charts(self) -> dict[str, ChartRows]:
        """Return the kept charts by name."""
        return self._ask(reading.charts)

    def settings(self, key: str, default: Any = None) -> Any:
        """Return what was kept under a key, or ``default``."""
        if self._writer is not None and key in self._writer.waiting:
            value = self._writer.waiting[key]
            return default if value is None else value
        row = self._ask(_setting, key)
        return default if row is None else json.loads(row)

    def log(self, tail: int | None = None) -> list[Entry]:
        """Return the log, oldest first, or only its last lines."""
        return self._ask(log.entries, tail)

    def verify(self) -> list[str]:
        """Return in words everything that is wrong with the case; nothing, if it is sound."""
        try:
            return self._ask(lambda connection: list(verify.problems(connection, self.schema)))
        except CaseDamagedError as error:
            return [f"The file is damaged: {error.details or error.what}"]

    # Within

    def _type_numbers(self, name: str) -> list[int]:
        if name not in self.schema.items:
            import difflib

            near = difflib.get_close_matches(name, list(self.schema.items), 1, 0.5)
            raise UsageError(
                f"There is no item type “{name}”.",
                remedy=f"Did you mean {near[0]}?" if near else f"There are: {', '.join(self.schema.items)}.",
            )
        codes = self._ask(snapshot.codes)
        return sorted(codes[each] for each in self.schema.items if each in codes and self.schema.is_a(each, name))

    def _ask(self, question: _Ask[_P, _T], *args: _P.args, **more: _P.kwargs) -> _T:
        try:
            with faults.told(self.path), self._reader() as connection:
                return question(connection, *args, **more)
        except json.JSONDecodeError as error:
            raise faults.damaged(self.path, "what the file holds is not what a case holds.", str(error)) from error

    @contextmanager
    def _reader(self) -> Generator[sqlite3.Connection]:
        if self._writer is not None and self._writer.is_mine:
            yield self._writer.connection
            return
        if self._closed:
            raise self._closed_error()
        with self._pool:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._access.connect() if self._access else opening.connect(self.path, read_only=True)
        try:
            yield connection
        finally:
            with self._pool:
                if self._closed:
                    connection.close()
                else:
                    self._idle.append(connection)

    def _closed_error(self) -> CaseError:
        return CaseError("the case is closed.", where=Where(file=str(self.path)), remedy="Open it again.")


def _setting(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def _kept(path: Path, connection: sqlite3.Connection) -> Schema:
    try:
        return snapshot.kept(connection)
    except (ValueError, TypeError) as error:
        raise faults.damaged(path, "the types that it uses can't be read.", str(error)) from error


def _take_name(made: Path, path: Path) -> None:
    """Give the finished file its name without ever replacing another."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(str(path)) from None
        made.rename(path)
