"""What happens before a case is open: is it one, is it whole, is it of this version, may it be written."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from intelviz.case import faults
from intelviz.case.tables import APPLICATION_ID, LIVELY, VERSION, build
from intelviz.schema.errors import CaseError, CaseNewerError, CaseReadOnlyError, Where

_MAGIC = b"SQLite format 3\0"
_WRITE_BITS = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def check_file(path: Path) -> None:
    """Raise what stands against ``path`` being a case, as far as the file's first bytes tell."""
    with faults.told(path):
        if path.is_dir():
            raise faults.foreign(path, "this is a folder, not a case.")
        if not path.exists():
            raise CaseError(
                "there is no such file.",
                where=Where(file=str(path)),
                remedy="Check the name, or make a new case there.",
            )
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    if not head:
        raise faults.foreign(path, "the file is empty.")
    if not head.startswith(_MAGIC):
        raise faults.foreign(path, "the file is something else than a case.")
    if len(head) < 100:
        raise faults.damaged(path, "the file is cut short: not even its head is whole.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise faults.foreign(path, "this is a database of another program, not a case.")
    page = int.from_bytes(head[16:18], "big")
    page = 65_536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    if size < page * pages and not _has_journal(path):
        raise faults.damaged(path, f"the file is cut short: {size:,} bytes of {page * pages:,} are there.")


def _has_journal(path: Path) -> bool:
    """Return whether the last changes still lie beside the file, as after a killed writer."""
    journals = (beside(path, ending) for ending in ("-wal", "-journal"))
    return any(each.exists() and each.stat().st_size > 0 for each in journals)


def beside(path: Path, ending: str) -> Path:
    """Return the name of a file that SQLite keeps beside the case."""
    return path.with_name(path.name + ending)


def check_writable(path: Path) -> None:
    """Raise CaseReadOnlyError if the file or its folder can't be written, even for an administrator."""
    reason = ""
    if path.exists() and not may_write(path):
        reason = "the file is write-protected."
    elif not may_write(path.parent):
        reason = "its folder is write-protected."
    if reason:
        raise CaseReadOnlyError(
            reason,
            where=Where(file=str(path)),
            remedy="Open it read-only to look at it, or copy it to a folder that you can write to.",
        )


def may_write(path: Path) -> bool:
    """Return whether writing is allowed; write bits that are all off count for every user, root included."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return bool(mode & _WRITE_BITS) and os.access(path, os.W_OK)


def connect(path: Path, *, read_only: bool, immutable: bool = False) -> sqlite3.Connection:
    """Return a connection with the settings that every connection to a case has."""
    mode = "ro&immutable=1" if immutable else "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=5.0,
        cached_statements=64,
    )
    try:
        # A case may come from a stranger: what its tables define can call nothing that reaches outside it.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -8000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class ReadOnlyAccess:
    """How a case is read that may not be written: beside a writer, from a disk that can't be written, or as a copy.

    SQLite wants to write an index beside the case even for reading. Where it can't, and no changes lie beside the
    case, the file is read as one that nobody changes; where some do, they are read from a copy.
    """

    def __init__(self, path: Path) -> None:
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._immutable = False
        self._to_clear: Path | None = path if not beside(path, "-shm").exists() else None
        self.path = path
        try:
            self.connect().close()
        except sqlite3.OperationalError:
            if _has_journal(path):
                self.copy()
            else:
                self._immutable = True

    def connect(self) -> sqlite3.Connection:
        """Return another connection for reading."""
        return connect(self.path, read_only=True, immutable=self._immutable)

    def copy(self) -> Path:
        """Read from a copy from now on, and return it."""
        self._scratch = tempfile.TemporaryDirectory(prefix="intelviz-reading-", ignore_cleanup_errors=True)
        target = Path(self._scratch.name) / self.path.name
        for ending in ("", "-wal", "-journal"):
            file = beside(self.path, ending)
            if file.exists():
                shutil.copyfile(file, beside(target, ending))
        # What a killed writer left unfinished is taken back, which a reader may not do.
        connect(target, read_only=False).close()
        self.path, self._immutable = target, False
        return target

    def close(self) -> None:
        """Take away what reading made: a copy, or SQLite's files beside the case, which a reader can't clear."""
        if self._scratch is not None:
            self._scratch.cleanup()
        path = self._to_clear
        if path is not None and not self._immutable and may_write(path) and may_write(path.parent):
            with contextlib.suppress(sqlite3.Error):
                connect(path, read_only=False).close()


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of a case's tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(path: Path, version: int) -> None:
    """Raise if a newer program wrote the case, or if it has no version at all."""
    if version > VERSION:
        raise CaseNewerError(
            f"it is a case of version {version}; this intelviz knows versions up to {VERSION}.",
            where=Where(file=str(path)),
            remedy="Install the newer intelviz that wrote it. Nothing was changed.",
        )
    if version < 1:
        raise faults.damaged(path, "the file doesn't say of which version it is.")


def check_lively(path: Path, connection: sqlite3.Connection) -> None:
    """Raise if the file has a view, trigger or virtual table of its own: it would act when the case is used."""
    with faults.told(path):
        strange = [name for name, statement in _lively(connection).items() if statement not in LIVELY]
    if strange:
        raise CaseError(
            f"the file carries instructions that no case has ({', '.join(sorted(strange)[:5])}). It was not opened.",
            where=Where(file=str(path)),
            remedy="Ask whoever sent it how it was made; don't open it in another program.",
        )


def missing_lively(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the views, triggers and virtual tables that a case has and this one lacks."""
    found = set(_lively(connection).values())
    return [name for statement, name in LIVELY.items() if statement not in found]


def _lively(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') OR sql LIKE 'CREATE VIRTUAL TABLE%'"
    )
    return {str(name): " ".join(str(statement).split()) for name, statement in rows}


def check_whole(path: Path, connection: sqlite3.Connection) -> None:
    """Raise CaseDamagedError if the pages of the file don't hang together."""
    with faults.told(path):
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise faults.damaged(path, "part of the file doesn't hold what it should.", "\n".join(found))


def migrate(path: Path, version: int) -> Path:
    """Bring an older case to this version and return its backup; a failure leaves the case as it was.

    The new form is made in a copy that takes the case's place at the end, in one step.
    """
    backup = _free_name(path, f"version-{version}-{datetime.now():%Y%m%d-%H%M%S}")
    making = path.with_name(f"{path.name}.making")
    with faults.told(path):
        try:
            _copy_database(path, backup)
            _copy_database(path, making)
            with contextlib.closing(sqlite3.connect(making)) as connection:
                build(connection, version)
                connection.execute(
                    "INSERT INTO meta(key, value) VALUES (?, ?)",
                    (f"migrated_to_{VERSION}", f"from {version}, backup {backup.name}"),
                )
                connection.commit()
                connection.execute("PRAGMA journal_mode = WAL")
            making.replace(path)
        except BaseException:
            making.unlink(missing_ok=True)
            raise
        for ending in ("-wal", "-shm"):
            beside(path, ending).unlink(missing_ok=True)
    return backup


def _copy_database(path: Path, target: Path) -> None:
    with (
        contextlib.closing(connect(path, read_only=False)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _free_name(path: Path, words: str) -> Path:
    names: Iterator[str] = (f"{path.stem}.{words}{extra}{path.suffix}" for extra in _endings())
    return next(each for each in (path.with_name(name) for name in names) if not each.exists())


def _endings() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1
