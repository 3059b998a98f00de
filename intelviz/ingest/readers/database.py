"""SQLite databases from strangers: tables and views as tables, opened so that nothing in them can act.

The file is opened for reading alone and as unchangeable, its schema is not trusted, and of SQL nothing is allowed but
reading. A view that never ends is stopped.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from intelviz.ingest.readers.file import TILES_REMEDY, FoundFile, Opening, Reader
from intelviz.ingest.readers.sheets.sheet_cells import number_text
from intelviz.ingest.readers.table import Broken, StructuredTable, Table
from intelviz.ingest.readers.text.records import LONGEST
from intelviz.schema.errors import BadInputError

SIGN = b"SQLite format 3\x00"
_CASE = b"IVZ1"
_MOST_TABLES = 1_000
_MOST_NAMES = 2_000
_LONGEST_CELL = 64 << 20
_STEPS = 100_000
_PATIENCE = 60.0
"""Seconds in which a row must come."""
_MOST_ROWS_OF_A_VIEW = 20_000_000
_MOST_OF_A_VIEW = 4 << 30
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_MAP_TILES = {"tiles", "metadata"}


class Unreadable(str):
    """A text that is not UTF-8."""

    __slots__ = ()


class SqliteTable(StructuredTable):
    """A table or view of a database."""

    reader = "database"

    def __init__(
        self, file: FoundFile, sha256: str, name: str, kind: str, names: Sequence[str], order: str, notes: Sequence[str]
    ) -> None:
        self._file, self._name, self._kind, self._order = file, name, kind, order
        self._blobs = 0
        super().__init__(file.origin(sha256, name), f"SQLite {kind}", names, notes)

    @property
    def late_notes(self) -> list[str]:
        """How many cells held no text."""
        return blob_notes(self._blobs)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the rows, in the order of their numbers where the table has them."""
        self._blobs = 0
        size = 0
        with opened(self._file.path, self._file, self.origin.part) as (connection, patience):
            cursor = connection.execute(f"SELECT * FROM {quoted(self._name)}{self._order}")  # noqa: S608  a quoted name
            for number, values in enumerate(cursor, 1):
                patience.renew()
                if self._kind == "view" and number > _MOST_ROWS_OF_A_VIEW:
                    raise self._file.wrong(
                        f"the view gives more than {_MOST_ROWS_OF_A_VIEW:,} rows.",
                        "Ask for its rows as a table.",
                        part=self._name,
                    )
                row = [text_of(value) for value in values]
                size += sum(map(len, row))
                if self._kind == "view" and size > _MOST_OF_A_VIEW:
                    raise self._file.wrong(
                        f"the rows of the view have more than {_MOST_OF_A_VIEW:,} characters.",
                        "Ask for its rows as a table.",
                        part=self._name,
                    )
                self._blobs += sum(isinstance(value, bytes) for value in values)
                yield checked(values, row)


class _Patience:
    """Stops a statement that gives no row for long."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def renew(self) -> None:
        """Begin to wait for the next row."""
        self._since = time.monotonic()

    def __call__(self) -> int:
        return int(time.monotonic() - self._since > _PATIENCE)


@contextmanager
def opened(path: Path, file: FoundFile, part: str = "") -> Generator[tuple[sqlite3.Connection, _Patience]]:
    """Open a database for reading alone; what goes wrong in it is said in words."""
    patience = _Patience()
    where = part.rpartition(" › ")[2]
    try:
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.text_factory = _text
            for setting in ("trusted_schema = 0", "mmap_size = 0", "cell_size_check = 1", "query_only = 1"):
                connection.execute(f"PRAGMA {setting}")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            connection.set_authorizer(_may)
            connection.set_progress_handler(patience, _STEPS)
            yield connection, patience
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise file.wrong(
                f"it gave no row in {_PATIENCE:.0f} seconds.", "Ask for its rows as a table.", part=where
            ) from error
        raise _wrong(file, where, error) from error
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError) as error:
        raise _wrong(file, where, error) from error


def _wrong(file: FoundFile, part: str, error: Exception) -> BadInputError:
    return file.wrong(
        f"the database can't be read ({error}).", "Ask for it again, or for its tables as CSV.", part=part
    )


def _may(act: int, first: str | None, second: str | None, *_: object) -> int:
    if act == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN:
        return sqlite3.SQLITE_DENY
    if act == sqlite3.SQLITE_PRAGMA and first == "table_list" and second is None:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if act in _ALLOWED else sqlite3.SQLITE_DENY


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Unreadable(raw.decode("utf-8", "replace"))


def text_of(value: object) -> str:
    """Return a value of a database as the text of a cell; what is no text or number is blank."""
    if value is None or isinstance(value, bytes):
        return ""
    return number_text(repr(value)) if isinstance(value, float) else str(value)


def checked(values: Sequence[object], row: list[str]) -> list[str] | Broken:
    """Return a row, or why it can't be one."""
    if any(isinstance(value, Unreadable) for value in values):
        return Broken(",".join(row)[:200], "a byte here is no sign of UTF-8, in which the database says it is written")
    if sum(map(len, row)) > LONGEST:
        return Broken(max(row, key=len)[:200], f"the row has more than {LONGEST:,} characters")
    return row


def blob_notes(count: int) -> list[str]:
    """Return the note on cells that hold pictures and the like."""
    if not count:
        return []
    return [f"{'1 cell holds' if count == 1 else f'{count:,} cells hold'} no text but bytes, read as blank."]


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def _fits(file: FoundFile) -> bool:
    return file.start.startswith(SIGN)


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    if file.start[68:72] == _CASE:
        raise file.wrong(
            "this is a case of intelviz, not a file to load.",
            "Open it as a case; to take over what is in it, export it there and load the export here.",
        )
    notes: list[str] = []
    waiting = file.path.with_name(f"{file.path.name}-wal")
    if waiting.is_file() and waiting.stat().st_size:
        notes.append(
            f"The last changes lie in {waiting.name} beside it and were not read. Close the program that has the "
            "database open, and load it again, to have them."
        )
    found: list[Table] = []
    sha256 = file.sha256()
    with opened(file.path, file) as (connection, _):
        listed = [
            (str(name), str(kind), bool(without_rowid))
            for _, name, kind, _, without_rowid, *_ in connection.execute("PRAGMA table_list")
            if not str(name).lower().startswith("sqlite_") and kind in {"table", "view", "virtual"}
        ]
        if {name for name, _, _ in listed} >= _MAP_TILES:
            raise file.wrong("this is a map picture in tiles (MBTiles).", TILES_REMEDY)
        for name, kind, without_rowid in sorted(listed)[:_MOST_TABLES]:
            part = file.within(name)
            if kind == "virtual":
                opening.refuse(part, "it is made by an extension of the database, which is not run here")
                continue
            order = " ORDER BY rowid" if kind == "table" and not without_rowid else ""
            try:
                cursor = connection.execute(f"SELECT * FROM {quoted(name)}{order} LIMIT 1")  # noqa: S608  a quoted name
                names = [each[0] for each in cursor.description]
                any_row = cursor.fetchone() is not None
            except (sqlite3.Error, OverflowError) as error:
                opening.refuse(part, f"it can't be read ({error})")
                continue
            if len(names) > _MOST_NAMES:
                opening.refuse(part, f"it has more than {_MOST_NAMES:,} columns")
            elif any_row:
                found.append(SqliteTable(file, sha256, name, kind, names, order, notes))
            else:
                opening.refuse(part, f"the {kind} is empty")
        if len(listed) > _MOST_TABLES:
            opening.refuse(file.within("more tables"), f"tables after the first {_MOST_TABLES:,} were not read")
    if not listed:
        raise file.wrong("there is no table in the database.", "Check that it was saved with its data.")
    return found


READER = Reader("database", "SQLite databases", 140, _fits, _tables)
