"""Single compressed files (GZ, BZ2, XZ): read as what they hold, a table or an archive."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from intelviz.ingest.readers.archive import is_tar
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.packed.unpacking import Bytes, TooMuchError, check_depth, pour
from intelviz.ingest.readers.table import Table

_MEMORY = 256 << 20
"""Bytes that unpacking XZ may hold."""


class _Xz:
    """Unpacks XZ within a limit of memory, which ``lzma.open`` has not."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
        self._ended = False

    def __enter__(self) -> _Xz:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, count: int) -> bytes:
        """Return the next bytes, b"" at the end."""
        while not self._ended:
            if self._unpacker.eof:
                rest = self._unpacker.unused_data.lstrip(b"\0") or self._file.read(1 << 16).lstrip(b"\0")
                if not rest:
                    self._ended = True
                    break
                self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
                found = self._unpacker.decompress(rest, count)
            else:
                block = self._file.read(1 << 16) if self._unpacker.needs_input else b""
                if self._unpacker.needs_input and not block:
                    raise EOFError
                found = self._unpacker.decompress(block, count)
            if found:
                return found
        return b""


def _gz(path: Path) -> AbstractContextManager[Bytes]:
    return gzip.open(path, "rb")


def _bz2(path: Path) -> AbstractContextManager[Bytes]:
    return bz2.open(path, "rb")


_KINDS: dict[bytes, Callable[[Path], AbstractContextManager[Bytes]]] = {
    b"\x1f\x8b\x08": _gz,
    b"BZh": _bz2,
    b"\xfd7zXZ\0": _Xz,
}


def _kind(start: bytes) -> Callable[[Path], AbstractContextManager[Bytes]] | None:
    found = next((unpack for sign, unpack in _KINDS.items() if start.startswith(sign)), None)
    if found is _bz2 and start[4:10] not in {b"1AY&SY", b"\x17rE8P\x90"}:
        return None
    return found


def _fits(file: FoundFile) -> bool:
    return _kind(file.start) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    check_depth(file, opening)
    unpack = _kind(file.start)
    assert unpack is not None
    try:
        with unpack(file.path) as stream:
            path = pour(stream, opening, file.size)
    except TooMuchError as error:
        raise file.wrong(f"{error}.", "Don't unpack it; ask who sent it.") from error
    except lzma.LZMAError as error:
        raise file.wrong("it is damaged, or needs too much memory to unpack.", "Unpack it first.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise file.wrong("it is damaged or cut off, and can't be unpacked.", "Ask for it again.") from error
    if not path.stat().st_size:
        raise file.wrong("nothing is in it.", "Ask for it again.")
    layer = 0 if is_tar(FoundFile.at(path).start) else 1
    opening.depth += layer
    try:
        return opening.tables(path, shown=file.shown, part=file.part)
    finally:
        opening.depth -= layer


READER = Reader("compressed", "compressed files: GZ, BZ2, XZ", 710, _fits, _tables)
