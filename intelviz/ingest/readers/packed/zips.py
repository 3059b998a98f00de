"""Zip files from strangers: what lies in them, and its bytes, with limits that no claim in the file can lift."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

from intelviz.ingest.readers.file import FoundFile
from intelviz.schema.errors import BadInputError

SIGN = b"PK\x03\x04"
MOST_MEMBERS = 100_000
_END_SIGN = b"PK\x05\x06"
_LARGE_END_SIGN = b"PK\x06\x06"
_END_ROOM = 22 + (1 << 16)
BOMB_RATIO = 250
"""How many times its packed size a large member may have; sheets of a million like rows reach about a hundred."""
BOMB_SIZE = 256 << 20
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, struct.error)
"""What ``zipfile`` raises on a damaged or encrypted file."""


def names_of(file: FoundFile) -> frozenset[str]:
    """Return the names of what lies in a zip file; nothing if it is none, is damaged, or holds too much."""
    if not file.start.startswith(SIGN):
        return frozenset()
    return _names(file.path, file.size, file.path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _names(path: Path, size: int, _changed: int) -> frozenset[str]:
    try:
        if _count(path, size) > MOST_MEMBERS:
            return frozenset()
        with zipfile.ZipFile(path) as zipped:
            return frozenset(each.filename for each in zipped.infolist())
    except (*UNREADABLE, ValueError):
        return frozenset()


def _count(path: Path, size: int) -> int:
    """Return how many members the directory of the file can hold at most, with names of usual length."""
    with path.open("rb") as raw:
        raw.seek(max(size - _END_ROOM, 0))
        tail = raw.read()
    at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) < at + 22:
        return 0
    (length,) = struct.unpack_from("<I", tail, at + 12)
    large = tail.rfind(_LARGE_END_SIGN, 0, at)
    if length == 0xFFFFFFFF and large >= 0 and len(tail) >= large + 48:
        (length,) = struct.unpack_from("<Q", tail, large + 40)
    return length // 100


@contextmanager
def opened(file: FoundFile) -> Generator[zipfile.ZipFile]:
    """Open a zip file; BadInputError says in words why it can't be."""
    try:
        if _count(file.path, file.size) > MOST_MEMBERS:
            raise file.wrong(f"it holds more than {MOST_MEMBERS:,} files.", "Unpack what is needed of it.")
        zipped = zipfile.ZipFile(file.path)
    except (*UNREADABLE, ValueError) as error:
        raise damaged(file, error) from error
    try:
        yield zipped
    finally:
        zipped.close()


def damaged(file: FoundFile, error: BaseException, part: str = "") -> BadInputError:
    """Return the error that says that a zip file, or a member of it, can't be unpacked."""
    if "encrypted" in str(error):
        return file.wrong("it is protected by a password.", "Save it without one, and load that.", part=part)
    return file.wrong(
        "it is damaged: its packed content can't be unpacked.",
        "Ask for it again, or copy it again from where it came.",
        part=part,
        details=str(error),
    )


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Return whether a member claims to be larger than any real one of its packed size."""
    return info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * max(info.compress_size, 1)


@contextmanager
def member(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, file: FoundFile) -> Generator[IO[bytes]]:
    """Open a member; what goes wrong while it is read is said in words."""
    if is_bomb(info):
        raise file.wrong(
            f"a part of it claims to unpack from {info.compress_size:,} to {info.file_size:,} bytes, as files do that "
            "are made to fill a disk.",
            "Don't open it; ask who sent it.",
            part=info.filename,
        )
    try:
        opened_member = zipped.open(info)
    except (*UNREADABLE, ValueError) as error:
        raise damaged(file, error, info.filename) from error
    try:
        with opened_member as stream:
            yield stream
    except UNREADABLE as error:
        raise damaged(file, error, info.filename) from error
