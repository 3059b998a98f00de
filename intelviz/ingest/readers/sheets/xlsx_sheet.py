"""The rows of one sheet of an XLSX workbook, read as a stream of XML.

Cells: ECMA-376 part 1, 18.3.1.4. A number is taken as it is written as far as a spreadsheet can hold it; a formula is
never computed: what the program that saved it last had found stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from intelviz.ingest.readers.sheets.sheet_cells import (
    LAST_COLUMN,
    PLAIN,
    Seen,
    SheetError,
    Style,
    column_number,
    number_meant,
    place,
    reference,
)
from intelviz.ingest.readers.table import Broken
from intelviz.ingest.readers.text.records import LONGEST

_BLOCK = 1 << 17
_UNREAD = 1 << 24
"""Bytes that may have come without one whole tag among them."""
_LAST_ROW = 1 << 20
_DIGITS = "0123456789"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share."""

    strings: Sequence[str | None]
    styles: Sequence[Style]
    from_1904: bool


def parser_of(start: Any, end: Any, text: Any) -> expat.XMLParserType:
    """Return a parser of XML that takes no document type: bombs and foreign files are declared in one."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text

    def refuse(*_: object) -> None:
        raise SheetError("it declares a document type, as files do that are made to do harm")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, stream: IO[bytes]) -> Generator[None]:
    """Read a stream of XML, and pause after every block."""
    fed = 0
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
            fed += len(block)
            if fed - parser.CurrentByteIndex > _UNREAD:
                raise SheetError(f"it has a tag of more than {_UNREAD:,} bytes")
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise SheetError(f"it is no whole XML ({error})") from error


def rows(stream: IO[bytes], book: Book, seen: Seen) -> Generator[list[str] | Broken]:
    """Yield the rows from row 1, blank ones among them, each as long as its last cell that holds something."""
    done: list[list[str] | Broken] = []
    parser = _SheetParser(book, seen, done)
    for _ in feed(parser_of(parser.start, parser.end, parser.text), stream):
        yield from done
        done.clear()
        if parser.ended:
            return


class _SheetParser:
    """Makes rows of the tags of a sheet."""

    def __init__(self, book: Book, seen: Seen, done: list[list[str] | Broken]) -> None:
        self._book, self._seen, self._done = book, seen, done
        self._strings, self._styles = book.strings, book.styles
        self._row: list[str] = []
        self._number = 0
        self._column = 0
        self._columns: dict[str, int] = {}
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._length = 0
        self._inside = self._phonetic = self._formula = False
        self._too_long = False
        self._prefix = ""
        self._begun = self.ended = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._begun:
            self._prefix = name[: name.find(":") + 1]
            self._begun = True
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "c":
            self._column = self._place(attributes.get("r"))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._pieces, self._length = [], 0
            self._formula = False
        elif name in {"v", "t"}:
            self._inside = not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name in {"v", "t"}:
            self._inside = False
        elif name == "c":
            self._end_cell()
        elif name == "rPh":
            self._phonetic = False
        elif name == "row":
            if self._too_long:
                self._done.append(Broken("", f"a cell has more than {LONGEST:,} characters"))
            else:
                self._done.append(self._row)
        elif name == "sheetData":
            self.ended = True

    def text(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._length <= LONGEST:
                self._pieces.append(text)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("r")
        number = self._number + 1
        if told is not None:
            try:
                number = int(told)
            except ValueError:
                raise SheetError(f"a row has the number “{told[:20]}”") from None
            if not self._number < number <= _LAST_ROW:
                raise SheetError(f"row {number:,} comes after row {self._number:,}")
        for _ in range(number - self._number - 1):
            self._done.append([])
        self._number, self._column, self._row, self._too_long = number, 0, [], False
        if attributes.get("hidden") in {"1", "true"}:
            self._seen.add("hidden", str(number))

    def _place(self, told: str | None) -> int:
        """Return the number of a cell's column, from 1."""
        if told is None:
            return self._column + 1
        letters = told.rstrip(_DIGITS)
        number = self._columns.get(letters)
        if number is None:
            number = column_number(letters)
            if not 0 < number <= LAST_COLUMN:
                raise SheetError(f"a cell lies at “{told[:20]}”")
            self._columns[letters] = number
        return number

    def _end_cell(self) -> None:
        if self._length > LONGEST:
            self._too_long = True
            return
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        if not text:
            if self._formula and self._kind != "str":
                self._seen.add("formula", self._reference())
            return
        value = self._meant(text)
        if value:
            place(self._row, self._column, value)

    def _meant(self, text: str) -> str:
        kind = self._kind
        if kind == "s":
            try:
                found = self._strings[int(text)]
            except (ValueError, IndexError):
                raise SheetError(f"cell {self._reference()} names a text that is not there") from None
            if found is None:
                self._too_long = True
                return ""
            return found
        if kind == "n":
            return self._number_meant(text)
        if kind in {"str", "inlineStr"}:
            return unescaped(text)
        if kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if kind == "e":
            self._seen.add("error", f"{self._reference()} ({text[:20]})")
            return ""
        return text

    def _number_meant(self, text: str) -> str:
        style = PLAIN
        if self._style and self._style != "0":
            try:
                style = self._styles[int(self._style)]
            except (ValueError, IndexError):
                style = PLAIN
        return number_meant(text, style, self._seen, self._column, self._number, from_1904=self._book.from_1904)

    def _reference(self) -> str:
        return reference(self._column, self._number)


def unescaped(text: str) -> str:
    """Return a text with the signs that XML can't hold, which workbooks write as ``_x000D_``."""
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def reference_of(left: str, top: str, right: str, bottom: str) -> tuple[int, int, int, int]:
    """Return a range as its first row, first column, last row and last column, from 1."""
    return int(top), column_number(left), int(bottom), column_number(right)
