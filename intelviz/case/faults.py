"""From what SQLite and the operating system say to what the reader is told."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from intelviz.schema.errors import (
    CaseDamagedError,
    CaseError,
    CaseInUseError,
    CaseReadOnlyError,
    DiskFullError,
    NotACaseError,
    Where,
)

_FULL, _IO = 13, 10
_ROOM_NEEDED = 256 * 1024
_SIGNS_OF_DAMAGE = ("no such table", "no such column", "malformed JSON", "Could not decode")
_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)


@contextmanager
def told(path: Path) -> Generator[None]:
    """Turn errors of SQLite and of the disk into the case family, naming the case."""
    with told_by_sqlite(path):
        try:
            yield
        except OSError as error:
            raise disk_words(error, path) from error


@contextmanager
def told_by_sqlite(path: Path) -> Generator[None]:
    """Turn errors of SQLite into the case family; those that only a mistake in this program can cause pass through."""
    try:
        yield
    except _MISTAKES:
        raise
    except sqlite3.Error as error:
        raise in_words(error, path) from error


def in_words(error: sqlite3.Error, path: Path) -> CaseError:
    """Return what to raise for an error of SQLite."""
    where, details = Where(file=str(path)), f"{type(error).__name__}: {error}"
    code = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code == _IO and _room(path) < _ROOM_NEEDED:
        code = _FULL
    match code:
        case 13:
            return full(path, details)
        case 8:
            return CaseReadOnlyError(
                "the disk doesn't let this case be changed; nothing was changed.",
                where=where,
                remedy="Copy the case to a disk that you can write to, and open the copy.",
                details=details,
            )
        case 11 | 26:
            return damaged(path, "part of the file doesn't hold what it should.", details)
        case 5 | 6:
            return CaseInUseError(
                "another program is writing to the case.",
                where=where,
                remedy="Close it there, or try again in a moment.",
                details=details,
            )
        case 10:
            return CaseError(
                "the disk could not be read or written; nothing was changed.",
                where=where,
                remedy="Check that the disk or the network drive is still connected, then open the case again.",
                details=details,
            )
        case 0 | 1 if any(sign in str(error) for sign in _SIGNS_OF_DAMAGE):
            return damaged(path, "what the file holds is not what a case holds.", details)
        case 14:
            return CaseError(
                "the file, or a file beside it, can't be opened.",
                where=where,
                remedy="Check that you may read and write in this folder.",
                details=details,
            )
        case _:
            return CaseError(
                "the case could not be read or written; nothing was changed.",
                where=where,
                remedy="`intelviz verify` says whether the file is sound.",
                details=details,
            )


def disk_words(error: OSError, path: Path) -> CaseError:
    """Return what to raise for an error of the operating system."""
    details = f"{type(error).__name__}: {error}"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return full(path, details)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return CaseReadOnlyError(
            "you may not write here.",
            where=Where(file=str(path)),
            remedy="Choose a folder that you can write to, or open the case read-only.",
            details=details,
        )
    return CaseError(f"the disk refused ({error.strerror or error}).", where=Where(file=str(path)), details=details)


def full(path: Path, details: str = "") -> DiskFullError:
    """Return the error for a disk without room."""
    return DiskFullError(
        "there is no room left on this disk; the case is as it was before.",
        where=Where(file=str(path)),
        remedy="Free some space, or copy the case to a larger disk, then do it again.",
        details=details,
    )


def damaged(path: Path, what: str, details: str = "") -> CaseDamagedError:
    """Return the error for a case that is no longer whole."""
    return CaseDamagedError(
        what,
        where=Where(file=str(path)),
        remedy="Go back to a copy of the case from before; keep this file, as parts of it may be recovered.",
        details=details,
    )


def foreign(path: Path, what: str) -> NotACaseError:
    """Return the error for a file that is something else."""
    return NotACaseError(
        what,
        where=Where(file=str(path)),
        remedy="Choose a case (.intelviz), or make a new case and import this file into it.",
    )


def _room(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return _ROOM_NEEDED
