"""Spreadsheets of LibreOffice and OpenOffice (ODS), sheet by sheet, as a stream.

Cells have types of their own (OpenDocument 1.3 part 3, 19.385): dates are dates already, and numbers are told in full.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.packed.zips import damaged, member, names_of, opened
from intelviz.ingest.readers.sheets.sheet import Merge, Sheet
from intelviz.ingest.readers.sheets.sheet_cells import (
    LAST_COLUMN,
    REPAIR,
    Seen,
    SheetError,
    number_text,
    place,
    reference,
)
from intelviz.ingest.readers.sheets.xlsx_sheet import feed, parser_of
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.records import LONGEST
from intelviz.schema.errors import BadInputError

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_SHEETS = 1_000
_MOST_MERGES = 100_000
_LAST_ROW = 1 << 20
_LASTED = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_NUMBERS = {"float", "currency", "percentage"}


@dataclass(slots=True)
class _SheetEntry:
    name: str
    hidden: bool
    merges: list[Merge] = field(default_factory=list[Merge])


class OdsSheet(Sheet):
    """One sheet of a spreadsheet."""

    reader = "ods"

    def __init__(self, file: FoundFile, sha256: str, number: int, entry: _SheetEntry) -> None:
        self._file, self._number, self._entry = file, number, entry
        notes = ("The sheet is hidden in the workbook.",) if entry.hidden else ()
        super().__init__(file.origin(sha256, entry.name), "OpenDocument spreadsheet", notes)

    def grid(self, seen: Seen) -> Generator[list[str] | Broken]:
        """Yield the rows of the sheet as they are stored."""
        parser = _Parser(self._number, seen)
        yield from _run(self._file, parser, self.origin.part)

    def merges(self) -> list[Merge]:
        """Return the merged ranges."""
        return self._entry.merges


def _run(file: FoundFile, parser: _Parser, part: str = "") -> Generator[list[str] | Broken]:
    with opened(file) as zipped, member(zipped, zipped.getinfo(_CONTENT), file) as stream:
        try:
            for _ in feed(parser_of(parser.start, parser.end, parser.text), stream):
                yield from parser.done
                parser.done.clear()
                if parser.ended:
                    return
        except SheetError as error:
            raise file.wrong(f"the sheet can't be read: {error}.", REPAIR, part=part) from error


class _Parser:
    """Makes rows of the tags of one sheet; with ``wanted`` below 0, it only learns what sheets there are."""

    def __init__(self, wanted: int, seen: Seen) -> None:
        self._wanted, self._seen = wanted, seen
        self.done: list[list[str] | Broken] = []
        self.sheets: list[_SheetEntry] = []
        self.ended = False
        self._hidden: set[str] = set()
        self._style = ""
        self._depth = 0
        self._row: list[str] = []
        self._row_number = self._column = self._blank = 0
        self._row_repeated = self._cell_repeated = 1
        self._cell: Mapping[str, str] = {}
        self._text: list[str] = []
        self._length = self._paragraphs = self._note = 0
        self._inside = self._too_long = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._begin_sheet(attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties":
            if attributes.get("table:display") == "false":
                self._hidden.add(self._style)
        elif self._depth != 1:
            return
        elif name == "table:table-row":
            self._row, self._column, self._too_long = [], 0, False
            self._row_repeated = _count(attributes.get("table:number-rows-repeated"))
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._begin_cell(attributes)
        elif name == "office:annotation":
            self._note += 1
        elif name == "text:p":
            if self._paragraphs and not self._note:
                self._text.append("\n")
            self._paragraphs += not self._note
            self._inside = True
        elif name == "text:s":
            self.text(" " * min(_count(attributes.get("text:c")), 1_000))
        elif name == "text:tab":
            self.text("\t")
        elif name == "text:line-break":
            self.text("\n")

    def end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
            if not self._depth and len(self.sheets) - 1 == self._wanted:
                self.ended = True
        elif self._depth != 1:
            return
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "office:annotation":
            self._note -= 1
        elif name == "text:p":
            self._inside = False

    def text(self, text: str) -> None:
        if self._inside and not self._note:
            self._length += len(text)
            if self._length <= LONGEST:
                self._text.append(text)

    def _begin_sheet(self, attributes: Mapping[str, str]) -> None:
        if len(self.sheets) >= _MOST_SHEETS:
            raise SheetError(f"there are more than {_MOST_SHEETS:,} sheets")
        name = attributes.get("table:name", f"sheet {len(self.sheets) + 1}")
        self.sheets.append(_SheetEntry(name, attributes.get("table:style-name", "") in self._hidden))
        self._row_number = self._blank = 0

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell, self._text, self._length, self._paragraphs = attributes, [], 0, 0
        self._cell_repeated = _count(attributes.get("table:number-columns-repeated"))
        across = _count(attributes.get("table:number-columns-spanned"))
        down = _count(attributes.get("table:number-rows-spanned"))
        merges = self.sheets[-1].merges
        if (across > 1 or down > 1) and self._wanted < 0 and len(merges) < _MOST_MERGES:
            top, left = self._row_number + 1, self._column + 1
            merges.append((top, left, top + down - 1, left + across - 1))

    def _end_cell(self) -> None:
        first = self._column + 1
        self._column += self._cell_repeated
        if self._wanted < 0 or len(self.sheets) - 1 != self._wanted:
            return
        if self._length > LONGEST:
            self._too_long = True
            return
        value = self._meant(first)
        if not value:
            return
        if self._column > LAST_COLUMN:
            raise SheetError(f"a row has more than {LAST_COLUMN:,} cells")
        for column in range(first, self._column + 1):
            place(self._row, column, value)

    def _meant(self, column: int) -> str:
        cell = self._cell
        kind = cell.get("office:value-type", "")
        if cell.get("calcext:value-type") == "error":
            self._seen.add("error", f"{reference(column, self._row_number + 1)} ({''.join(self._text)[:20]})")
            return ""
        if kind in _NUMBERS:
            return number_text(cell.get("office:value", ""))
        if kind == "date":
            return cell.get("office:date-value", "").replace("T", " ")
        if kind == "time":
            return _hours(cell.get("office:time-value", ""))
        if kind == "boolean":
            return cell.get("office:boolean-value", "").upper()
        if not kind and "table:formula" in cell:
            self._seen.add("formula", reference(column, self._row_number + 1))
        return "".join(self._text) or cell.get("office:string-value", "")

    def _end_row(self) -> None:
        repeated = self._row_repeated
        self._row_number += repeated
        if self._wanted < 0 or len(self.sheets) - 1 != self._wanted:
            return
        if not self._row and not self._too_long:
            self._blank += repeated
            return
        if self._row_number > _LAST_ROW:
            raise SheetError(f"it has more than {_LAST_ROW:,} rows")
        self.done.extend([] for _ in range(self._blank))
        self._blank = 0
        broken = Broken("", f"a cell has more than {LONGEST:,} characters") if self._too_long else None
        self.done.extend(broken or list(self._row) for _ in range(repeated))


def _count(text: str | None) -> int:
    return max(int(text), 1) if text is not None and text.isdigit() and len(text) < 9 else 1


def _hours(text: str) -> str:
    """Return ``PT14H30M00S`` as ``14:30:00``: a time of day or a duration, which the file does not tell apart."""
    found = _LASTED.fullmatch(text)
    if found is None:
        return text
    sign, *parts, fraction = found.groups()
    days, hours, minutes, seconds = (int(each or 0) for each in parts)
    minutes, seconds = minutes + seconds // 60, seconds % 60
    hours, minutes = 24 * days + hours + minutes // 60, minutes % 60
    rest = f".{fraction[:3]}" if fraction and fraction.strip("0") else ""
    return f"{sign}{hours:02}:{minutes:02}:{seconds:02}{rest}"


def _fits(file: FoundFile) -> bool:
    if _KIND in file.start[:256]:
        return True
    names = names_of(file)
    return _CONTENT in names and _MANIFEST in names and _KIND in _manifest(file)


def _manifest(file: FoundFile) -> bytes:
    try:
        with opened(file) as zipped, member(zipped, zipped.getinfo(_MANIFEST), file) as stream:
            return stream.read(1 << 20)
    except (BadInputError, KeyError):
        return b""


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    if b"encryption-data" in _manifest(file):
        raise file.wrong("it is protected by a password.", "Open it, save it without one, and load that.")
    if _CONTENT not in names_of(file):
        raise damaged(file, KeyError(_CONTENT))
    parser = _Parser(-1, Seen())
    for _ in _run(file, parser):
        pass
    sha256 = file.sha256()
    found: list[Table] = []
    for number, entry in enumerate(parser.sheets):
        sheet = OdsSheet(file, sha256, number, entry)
        if sheet.is_empty:
            opening.refuse(file.within(entry.name), "the sheet is empty")
        else:
            found.append(sheet)
    if not found:
        raise file.wrong("no sheet of it holds anything.", "Check that it was saved with its data.")
    return found


READER = Reader("ods", "OpenDocument spreadsheet", 120, _fits, _tables)
