"""The records of an Excel 97 workbook (BIFF8) and of Excel 5 and 95 (BIFF5): its shared parts, and its sheets' cells.

Layout: [MS-XLS]. What is not a cell, a text, a format or a merged range is passed over; nothing is computed or run.
"""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.sheets.compound import Stream
from intelviz.ingest.readers.sheets.excel_dates import kind_of, zeros_of
from intelviz.ingest.readers.sheets.sheet_cells import (
    PLAIN,
    Seen,
    SheetError,
    Style,
    number_meant,
    place,
    reference,
)

_BOF, _EOF, _CONTINUE = 0x809, 0x0A, 0x3C
_FILEPASS, _CODEPAGE, _DATEMODE, _FORMAT, _XF, _BOUNDSHEET, _SST = 0x2F, 0x42, 0x22, 0x41E, 0xE0, 0x85, 0xFC
_ROW, _NUMBER, _RK, _MULRK, _LABELSST, _LABEL, _RSTRING = 0x208, 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6
_FORMULA, _STRING, _BOOLERR, _MERGED = 0x06, 0x207, 0x205, 0xE5
_CELLS = frozenset((_NUMBER, _RK, _MULRK, _LABELSST, _LABEL, _RSTRING, _FORMULA, _BOOLERR))
_BIFF5, _BIFF8 = 0x500, 0x600
_MOST_CELLS = 5_000_000
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

Record = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet of a workbook: its name, where its records begin, whether it is hidden, and whether it holds cells."""

    name: str
    at: int
    hidden: bool
    has_cells: bool


@dataclass(slots=True)
class Globals:
    """What the sheets of a workbook share."""

    version: int = _BIFF8
    encrypted: bool = False
    encoding: str = "cp1252"
    from_1904: bool = False
    codes: dict[int, str] = field(default_factory=dict[int, str])
    formats: list[int] = field(default_factory=list[int])
    sheets: list[SheetEntry] = field(default_factory=list[SheetEntry])
    texts_at: int = -1
    styles: list[Style] = field(default_factory=list[Style])


def records(stream: Stream, at: int) -> Iterator[Record]:
    """Yield the records from a place on: kind and content."""
    stream.seek(at)
    held, start = b"", 0
    while True:
        if len(held) - start < 4 + 0x2100:
            held, start = held[start:] + stream.read(1 << 18), 0
        if len(held) - start < 4:
            return
        kind, length = struct.unpack_from("<HH", held, start)
        if len(held) - start < 4 + length:
            held, start = held[start:] + stream.read(4 + length), 0
            if len(held) < 4 + length:
                return
        yield kind, held[start + 4 : start + 4 + length]
        start += 4 + length


def globals_of(stream: Stream) -> Globals:
    """Return what the sheets share; the texts are read by ``texts``."""
    found = Globals()
    at = 0
    for place_, (kind, data) in enumerate(records(stream, 0)):
        if place_ == 0:
            if kind != _BOF or len(data) < 4:
                raise SheetError("it does not begin as a workbook does")
            found.version = struct.unpack_from("<H", data)[0]
            if found.version not in {_BIFF5, _BIFF8}:
                raise SheetError("it was written by a version of Excel before 5")
        elif kind == _EOF:
            break
        elif kind == _FILEPASS:
            found.encrypted = True
            return found
        else:
            _shared(found, kind, data, at)
        at += 4 + len(data)
    known: dict[int, Style] = {}
    for each in found.formats:
        if each not in known:
            known[each] = Style(kind_of(each, found.codes.get(each)), zeros_of(found.codes.get(each)))
    found.styles = [known[each] for each in found.formats]
    return found


def _shared(found: Globals, kind: int, data: bytes, at: int) -> None:
    try:
        if kind == _CODEPAGE:
            found.encoding = _encoding(struct.unpack_from("<H", data)[0])
        elif kind == _DATEMODE:
            found.from_1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", data)[0]
            found.codes[number] = _text(data, 2, found) if found.version == _BIFF8 else _short_text(data, 2, found)
        elif kind == _XF:
            found.formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUNDSHEET:
            begins, state, what = struct.unpack_from("<IBB", data)
            name = _short_text(data, 6, found)
            found.sheets.append(SheetEntry(name, begins, bool(state & 3), what == 0))
        elif kind == _SST:
            found.texts_at = at
    except (struct.error, IndexError):
        raise SheetError("a record of it is cut short") from None


def _encoding(page: int) -> str:
    import codecs

    names = {1200: "utf-16-le", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}
    try:
        return codecs.lookup(names.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"


def _text(data: bytes, at: int, book: Globals) -> str:
    """Return a text whose length has two bytes."""
    count = struct.unpack_from("<H", data, at)[0]
    if book.version != _BIFF8:
        return data[at + 2 : at + 2 + count].decode(book.encoding, "replace")
    return _letters(data, at + 2, count)


def _short_text(data: bytes, at: int, book: Globals) -> str:
    """Return a text whose length has one byte."""
    if book.version != _BIFF8:
        return data[at + 1 : at + 1 + data[at]].decode(book.encoding, "replace")
    return _letters(data, at + 1, data[at])


def _letters(data: bytes, at: int, count: int) -> str:
    flags = data[at]
    start = at + 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if flags & 1:
        return data[start : start + 2 * count].decode("utf-16-le", "replace")
    return data[start : start + count].decode("latin-1")


# Shared texts


def texts(stream: Stream, book: Globals) -> Generator[str]:
    """Yield the shared texts, which may run on over several records."""
    if book.texts_at < 0:
        return
    pieces = _Pieces(records(stream, book.texts_at))
    try:
        _, count = struct.unpack("<II", pieces.take(8))
        for _ in range(count):
            yield pieces.text()
    except (EOFError, struct.error):
        return


class _Pieces:
    """The content of a record and of those that continue it; where letters run on, each begins with how it is told."""

    def __init__(self, found: Iterator[Record]) -> None:
        self._records = found
        self._data, self._at = next(found, (0, b""))[1], 0

    def _more(self) -> None:
        kind, self._data = next(self._records, (0, b""))
        self._at = 0
        if kind != _CONTINUE:
            raise EOFError

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        found = b""
        while len(found) < count:
            if self._at >= len(self._data):
                self._more()
            piece = self._data[self._at : self._at + count - len(found)]
            self._at += len(piece)
            found += piece
        return found

    def _skip(self, count: int) -> None:
        while count > 0:
            if self._at >= len(self._data):
                self._more()
            step = min(count, len(self._data) - self._at)
            self._at += step
            count -= step

    def text(self) -> str:
        """Return the next text, without its fonts and how it is said."""
        count, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        said = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        found: list[str] = []
        while count:
            if self._at >= len(self._data):
                self._more()
                flags = self._data[0] if self._data else 0
                self._at = 1
            wide = 2 if flags & 1 else 1
            some = min(count, (len(self._data) - self._at) // wide)
            if not some:
                raise EOFError
            piece = self._data[self._at : self._at + some * wide]
            found.append(piece.decode("utf-16-le" if flags & 1 else "latin-1", "replace"))
            self._at += some * wide
            count -= some
        self._skip(4 * runs + said)
        return "".join(found)


# Sheets


@dataclass(slots=True)
class SheetShape:
    """What a look through the records of a sheet shows: whether rows come in order, and the merged ranges."""

    ordered: bool = True
    merges: list[tuple[int, int, int, int]] = field(default_factory=list[tuple[int, int, int, int]])


def shape_of(stream: Stream, at: int) -> SheetShape:
    """Look through a sheet once."""
    found = SheetShape()
    row = -1
    for kind, data in _of_sheet(stream, at):
        if kind in _CELLS and len(data) >= 2:
            here = data[0] | data[1] << 8
            if here < row:
                found.ordered = False
            row = here
        elif kind == _MERGED and len(data) >= 2:
            for start in range(2, len(data) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", data, start)
                found.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return found


def _of_sheet(stream: Stream, at: int) -> Iterator[Record]:
    """Yield the records of a sheet, without those of charts in it."""
    depth = 0
    for kind, data in records(stream, at):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, data
        elif not depth:
            raise SheetError("its place in the file holds something else")


def rows(
    stream: Stream, at: int, book: Globals, shared: Sequence[str | None], seen: Seen, *, ordered: bool
) -> Generator[list[str]]:
    """Yield the rows from row 1, blank ones among them, each as long as its last cell that holds something."""
    cells = _cells(stream, at, book, shared, seen)
    if ordered:
        number, row = 1, list[str]()
        for here, column, value in cells:
            while number < here:
                yield row
                number, row = number + 1, []
            if value:
                place(row, column, value)
        if row:
            yield row
        return
    held: dict[int, list[str]] = {}
    for count, (here, column, value) in enumerate(cells):
        if count > _MOST_CELLS:
            raise SheetError("its cells come in no order, and there are too many to put them in one")
        if value:
            place(held.setdefault(here, []), column, value)
    for number in range(1, max(held, default=0) + 1):
        yield held.get(number, [])


def _cells(
    stream: Stream, at: int, book: Globals, shared: Sequence[str | None], seen: Seen
) -> Generator[tuple[int, int, str]]:
    waiting: tuple[int, int] | None = None
    styles = book.styles

    def number(value: float, format_: int, column: int, row: int) -> str:
        style = styles[format_] if format_ < len(styles) else PLAIN
        return number_meant(repr(value), style, seen, column, row, from_1904=book.from_1904)

    try:
        for kind, data in _of_sheet(stream, at):
            if kind == _STRING and waiting is not None:
                yield *waiting, _text(data, 0, book)
                waiting = None
                continue
            if kind == _ROW and len(data) >= 16 and data[12] & 0x20:
                seen.add("hidden", str((data[0] | data[1] << 8) + 1))
            if kind not in _CELLS:
                continue
            row, column, format_ = struct.unpack_from("<HHH", data)
            row, column = row + 1, column + 1
            if kind == _LABELSST:
                which = struct.unpack_from("<I", data, 6)[0]
                if which >= len(shared):
                    raise SheetError(f"cell {reference(column, row)} names a text that is not there")
                yield row, column, shared[which] or ""
            elif kind == _NUMBER:
                yield row, column, number(struct.unpack_from("<d", data, 6)[0], format_, column, row)
            elif kind == _RK:
                yield row, column, number(_rk(struct.unpack_from("<I", data, 6)[0]), format_, column, row)
            elif kind == _MULRK:
                for place_, start in enumerate(range(4, len(data) - 7, 6)):
                    format_, packed = struct.unpack_from("<HI", data, start)
                    yield row, column + place_, number(_rk(packed), format_, column + place_, row)
            elif kind == _BOOLERR:
                yield row, column, _bool_or_error(data[6], data[7], column, row, seen)
            elif kind == _FORMULA:
                if data[12:14] != b"\xff\xff":
                    yield row, column, number(struct.unpack_from("<d", data, 6)[0], format_, column, row)
                elif data[6] == 0:
                    waiting = (row, column)
                elif data[6] in {1, 2}:
                    yield row, column, _bool_or_error(data[8], data[6] - 1, column, row, seen)
            else:
                yield row, column, _text(data, 6, book)
    except (struct.error, IndexError):
        raise SheetError("a record of it is cut short") from None


def _bool_or_error(value: int, is_error: int, column: int, row: int, seen: Seen) -> str:
    if not is_error:
        return "TRUE" if value else "FALSE"
    seen.add("error", f"{reference(column, row)} ({ERRORS.get(value, 'an error')})")
    return ""


def _rk(packed: int) -> float:
    """Return a number that was packed into four bytes."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value
