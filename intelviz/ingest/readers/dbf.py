"""dBASE tables (.dbf): the attributes of shapefiles, and tables of old databases. Cells are kept as they stand."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.structured.json_values import number
from intelviz.ingest.readers.table import Broken, Origin, StructuredTable, Table

_VERSIONS = frozenset({0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8C, 0xCB, 0xF5, 0xFB})
_TYPES = frozenset(b"CNFDLIMBGPOTY@+VQWX0")
_MEMO = frozenset("MGPBQW0")
_LANGUAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x08: "cp865", 0x09: "cp437", 0x0A: "cp850",
    0x13: "cp932", 0x1B: "cp437", 0x1D: "cp850", 0x26: "cp866", 0x37: "cp850", 0x4D: "cp936", 0x4E: "cp949",
    0x4F: "cp950", 0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x6A: "cp737", 0x6B: "cp857", 0x78: "cp950", 0x79: "cp949", 0x7A: "cp936", 0x7B: "cp932", 0x7C: "cp874",
    0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
"""Python's names of the encodings that the byte of the language stands for."""
_JULIAN_DAY_OF_YEAR_1 = 1_721_425


class DbfError(ValueError):
    """The file is no dBASE table; the words say why."""


@dataclass(frozen=True, slots=True)
class DbfField:
    """A column: where its bytes lie in a record."""

    name: str
    type: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class DbfHeader:
    """What the beginning of a table says of it."""

    rows: int
    start: int
    length: int
    fields: tuple[DbfField, ...]
    language: int


def header_of(start: bytes, encoding: str = "") -> DbfHeader:
    """Return what the beginning of a table says; DbfError where it can't be one."""
    if len(start) < 33 or start[0] not in _VERSIONS:
        raise DbfError("it does not begin as a dBASE table")
    rows, size, length = struct.unpack_from("<IHH", start, 4)
    if size < 33 or length < 2 or size > len(start) or not (start[1] < 200 and 0 <= start[2] <= 12 and start[3] <= 31):
        raise DbfError("its header can't be right")
    fields: list[DbfField] = []
    at, place = 32, 1
    while at + 32 <= size and start[at] != 0x0D:
        raw, kind, width, decimals = start[at : at + 11], start[at + 11], start[at + 16], start[at + 17]
        if kind not in _TYPES:
            raise DbfError("a column has a type that is none")
        width += (decimals << 8) if kind == ord("C") else 0
        name = raw.split(b"\0")[0]
        fields.append(DbfField(_decoded(name, encoding or "utf-8").strip(), chr(kind), place, place + width))
        at, place = at + 32, place + width
    if not fields or start[at : at + 1] != b"\r" or place > length:
        raise DbfError("its columns don't fill its rows")
    return DbfHeader(rows, size, length, tuple(fields), start[29])


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


class DbfRows:
    """The rows of a table as cells of text."""

    def __init__(self, path: Path, code_page: str = "") -> None:
        with path.open("rb") as stream:
            start = stream.read(1 << 16)
            self.header = header_of(start)
            sample = start[self.header.start :] + stream.read(1 << 20)
        self.encoding, self.notes = self._encoding(code_page, sample)
        self.header = header_of(start, self.encoding)
        self._path = path
        memos = [each.name for each in self.header.fields if each.type in _MEMO]
        if memos:
            self.notes.append(f"The long texts of {', '.join(memos)} lie in another file and were not read.")
        size = path.stat().st_size
        self.held = max(size - self.header.start, 0) // self.header.length
        if self.held < self.header.rows:
            self.notes.append(
                f"The table says that it has {self.header.rows:,} rows, but the file ends after {self.held:,}."
            )

    @property
    def count(self) -> int:
        """How many rows can be read."""
        return min(self.header.rows, self.held)

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [each.name for each in self.header.fields]

    def _encoding(self, code_page: str, sample: bytes) -> tuple[str, list[str]]:
        if code_page:
            found = python_name(code_page)
            if found:
                return found, []
            note = f"Its .cpg file names the encoding “{code_page[:40]}”, which is not known; "
        else:
            note = ""
            if self.header.language in _LANGUAGES:
                return _LANGUAGES[self.header.language], []
        try:
            codecs.getincrementaldecoder("utf-8")().decode(sample)
        except UnicodeDecodeError:
            words = "it was read as Windows-1252 (Western European): check names with accents and the pound sign."
            return "cp1252", [f"{note}{words}" if note else f"The table does not say how its text is encoded; {words}"]
        return "utf-8", [f"{note}it was read as UTF-8."] if note else []

    def rows(self) -> Generator[list[str] | Broken]:
        """Yield the rows; one that is marked as deleted is a broken one."""
        fields, length = self.header.fields, self.header.length
        with self._path.open("rb") as stream:
            stream.seek(self.header.start)
            for _ in range(self.count):
                record = stream.read(length)
                if len(record) < length:
                    return
                cells = [self._cell(record[each.start : each.stop], each.type) for each in fields]
                if record[:1] == b"*":
                    yield Broken(",".join(cells)[:200], "the row is marked as deleted in the table")
                else:
                    yield cells

    def _cell(self, raw: bytes, kind: str) -> str:
        if kind in "CVX":
            return raw.decode(self.encoding, "replace").rstrip(" \0").replace("\0", "")
        if kind in "NF":
            return _number(raw.decode("ascii", "replace").replace("\0", "").strip())
        if kind == "D":
            return _day(raw.decode("ascii", "replace").replace("\0", "").strip())
        if kind == "L":
            return {"T": "true", "Y": "true", "F": "false", "N": "false"}.get(chr(raw[0]).upper() if raw else "", "")
        return _binary(raw, kind)


def _number(text: str) -> str:
    if "e" not in text and "E" not in text:
        return "" if text.strip("*") == "" else text
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return number(float(found)) if found.is_finite() and abs(found.adjusted()) < 30 else text


def _day(text: str) -> str:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat() if len(text) == 8 else ""
    except ValueError:
        return "" if text.strip("0") == "" else text


def _binary(raw: bytes, kind: str) -> str:
    if kind in "I+" and len(raw) == 4:
        return str(struct.unpack("<i", raw)[0])
    if kind in "OB" and len(raw) == 8:
        return number(struct.unpack("<d", raw)[0])
    if kind == "Y" and len(raw) == 8:
        return format(Decimal(struct.unpack("<q", raw)[0]) / 10_000, "f")
    if kind in "T@" and len(raw) == 8:
        day, milliseconds = struct.unpack("<ii", raw)
        try:
            base = date.fromordinal(day - _JULIAN_DAY_OF_YEAR_1)
        except (ValueError, OverflowError):
            return ""
        clock = timedelta(milliseconds=max(milliseconds, 0))
        return f"{base.isoformat()}T{str(clock).zfill(8)}" if clock < timedelta(days=1) else base.isoformat()
    return ""


def python_name(code_page: str) -> str:
    """Return Python's name of the encoding that a .cpg file names, "" if there is none."""
    text = code_page.strip().strip("\ufeff\0").lower()
    digits = "".join(sign for sign in text if sign.isdigit())
    guesses = [text, text.replace("ansi ", "cp"), text.replace("oem ", "cp"), f"cp{digits}"]
    if digits == "65001":
        guesses.insert(0, "utf-8")
    if digits.startswith("8859") and len(digits) > 4:
        guesses.insert(0, f"iso8859-{digits[4:]}")
    for each in guesses:
        try:
            found = codecs.lookup(each).name
        except (LookupError, ValueError):
            continue
        if found not in {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}:
            return found
    return ""


class DbfTable(StructuredTable):
    """A dBASE table by itself."""

    reader = "dbf"
    may_hold_broken = True

    def __init__(self, origin: Origin, rows: DbfRows, notes: list[str]) -> None:
        super().__init__(origin, f"dBASE table, {rows.encoding}", rows.names, notes)
        self._rows = rows

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the rows."""
        yield from self._rows.rows()


def beside(path: Path, ending: str) -> Path | None:
    """Return the file of the same name with another ending, in small or capital letters."""
    for each in (ending, ending.upper()):
        found = path.with_suffix(each)
        if found.is_file():
            return found
    return None


@contextmanager
def in_words(file: FoundFile) -> Generator[None]:
    """Turn what goes wrong with a dBASE table into an error in words."""
    try:
        yield
    except DbfError as error:
        raise file.wrong(f"it begins as a dBASE table, but {error}.", "Export the table again, as CSV.") from error
    except OSError as error:
        raise file.wrong(f"the file could no longer be read ({error.strerror or error}).", "Check the disk.") from error


def code_page_of(path: Path | None) -> str:
    """Return what a .cpg file says."""
    if path is None:
        return ""
    with path.open("rb") as stream:
        return _first(stream)


def _first(stream: IO[bytes]) -> str:
    return stream.read(200).decode("ascii", "replace").strip()


def _fits(file: FoundFile) -> bool:
    if file.start[:1] == b"\x02" or len(file.start) < 33:
        return False
    try:
        header = header_of(file.start)
    except DbfError:
        return False
    return all(each.name and each.name.isprintable() for each in header.fields)


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    if beside(file.path, ".shp") is not None:
        raise file.wrong("it belongs to the shapefile of the same name, and is read with it.", "Load the .shp file.")
    with in_words(file):
        rows = DbfRows(file.path, code_page_of(beside(file.path, ".cpg")))
    if not rows.count:
        raise file.wrong("it is a dBASE table without rows.", "Export it again; nothing was loaded from it.")
    return [DbfTable(file.origin(file.sha256()), rows, rows.notes)]


READER = Reader("dbf", "dBASE tables", 250, _fits, _tables)
