"""Mailboxes (.mbox): many emails in one file, a row each, read one after the other."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import IO

from intelviz.ingest.readers.documents.mail_message import COLUMNS, message_of, row_of
from intelviz.ingest.readers.eml import is_message
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Broken, Chunk, Origin, StructuredTable, Table

_LONGEST_MESSAGE = 64 << 20
_LONGEST_LINE = 1 << 20
_ROWS = 512
"""Messages that are held at once."""
_FROM = re.compile(rb"From (?:\S+ |- ).{0,60}\d{4}[^\r\n]{0,20}\r?\n")
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def messages(stream: IO[bytes]) -> Iterator[bytes | Broken]:
    """Yield the bytes of each message; one that is too long to be held is said. A line “From …” begins each."""
    lines: list[bytes] = []
    size, after_blank, begun = 0, True, False
    while line := stream.readline(_LONGEST_LINE):
        if after_blank and line.startswith(b"From ") and _FROM.match(line):
            if begun:
                yield _whole(lines, size)
            lines, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= _LONGEST_MESSAGE:
                lines.append(line)
        after_blank = not line.strip()
    if begun:
        yield _whole(lines, size)


def _whole(lines: list[bytes], size: int) -> bytes | Broken:
    if size > _LONGEST_MESSAGE:
        start = b"".join(lines[:20])[:200].decode("utf-8", "replace")
        return Broken(start, f"the message has {size:,} bytes, more than {_LONGEST_MESSAGE:,}")
    return _QUOTED.sub(rb"\1", b"".join(lines))


class MailboxTable(StructuredTable):
    """The emails of a mailbox."""

    reader = "mbox"
    may_hold_broken = True

    def __init__(self, origin: Origin, file: FoundFile) -> None:
        super().__init__(origin, "mailbox", COLUMNS)
        self._file = file
        self._stream: IO[bytes] | None = None

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield a row for each email."""
        try:
            with self._file.path.open("rb") as self._stream:
                for each in messages(self._stream):
                    yield each if isinstance(each, Broken) else row_of(message_of(each))
        except OSError as error:
            raise self._file.wrong(
                f"the file could no longer be read ({error.strerror or error}).", "Check the disk, then load it again."
            ) from error

    def chunks(self, header: int, size: int = _ROWS, *, fill: bool = False) -> Iterator[Chunk]:
        """Yield the rows in few at once, for an email may be long."""
        return super().chunks(header, min(size, _ROWS), fill=fill)

    def position(self) -> int:
        """Return how many bytes have been read."""
        return self._stream.tell() if self._stream is not None and not self._stream.closed else self.origin.size


def _fits(file: FoundFile) -> bool:
    start = file.start
    first = _FROM.match(start)
    return first is not None and is_message(start[first.end() :])


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    return [MailboxTable(file.origin(file.sha256()), file)]


READER = Reader("mbox", "mailboxes: many emails in a file", 160, _fits, _tables)
