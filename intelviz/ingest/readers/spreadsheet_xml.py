"""Workbooks of Excel 2003 in XML (SpreadsheetML), as report servers write them, often under the ending ``.xls``.

Cells tell their type, dates are ISO already. Nothing else of the file is followed.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
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

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_ROOT = re.compile(r"<(?:\w+:)?Workbook\b")
_MOST_SHEETS = 1_000
_MOST_MERGES = 100_000
_LAST_ROW = 1 << 20
_MIDNIGHT = "T00:00:00.000"
_NO_DAY = "1899-12-31T"


@dataclass(slots=True)
class _SheetEntry:
    name: str
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list[Merge])


class XmlSheet(Sheet):
    """One sheet of the workbook."""

    reader = "spreadsheet_xml"

    def __init__(self, file: FoundFile, sha256: str, number: int, entry: _SheetEntry) -> None:
        self._file, self._number, self._entry = file, number, entry
        notes = ("The sheet is hidden in the workbook.",) if entry.hidden else ()
        super().__init__(file.origin(sha256, entry.name), "Excel 2003 workbook in XML", notes)

    def grid(self, seen: Seen) -> Generator[list[str] | Broken]:
        """Yield the rows of the sheet as they are stored."""
        yield from _run(self._file, _Parser(self._number, seen), self.origin.part)

    def merges(self) -> list[Merge]:
        """Return the merged ranges."""
        return self._entry.merges


def _run(file: FoundFile, parser: _Parser, part: str = "") -> Generator[list[str] | Broken]:
    try:
        with file.path.open("rb") as stream:
            for _ in feed(parser_of(parser.start, parser.end, parser.text), stream):
                yield from parser.done
                parser.done.clear()
                if parser.ended:
                    return
    except SheetError as error:
        raise file.wrong(f"the sheet can't be read: {error}.", REPAIR, part=part) from error
    except OSError as error:
        raise file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error


class _Parser:
    """Makes rows of the tags of one sheet; with ``wanted`` below 0, it only learns what sheets there are."""

    def __init__(self, wanted: int, seen: Seen) -> None:
        self._wanted, self._seen = wanted, seen
        self.done: list[list[str] | Broken] = []
        self.sheets: list[_SheetEntry] = []
        self.ended = False
        self._row: list[str] = []
        self._number = self._column = self._across = self._length = 0
        self._kind = ""
        self._text: list[str] = []
        self._inside = self._has_data = self._has_formula = self._too_long = False

    @property
    def _reading(self) -> bool:
        return len(self.sheets) - 1 == self._wanted

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else attributes
        if name == "Cell":
            self._column = _index(bare.get("Index"), self._column + self._across + 1, LAST_COLUMN)
            self._begin_cell(bare)
        elif name == "Data":
            self._kind, self._text, self._length = bare.get("Type", "String"), [], 0
            self._inside = self._has_data = True
        elif name == "Row":
            number = _index(bare.get("Index"), self._number + 1, _LAST_ROW)
            if self._reading:
                self.done.extend([] for _ in range(number - self._number - 1))
                if bare.get("Hidden") == "1":
                    self._seen.add("hidden", str(number))
            self._number, self._row, self._column, self._across, self._too_long = number, [], 0, 0, False
        elif name == "Worksheet":
            if len(self.sheets) >= _MOST_SHEETS:
                raise SheetError(f"there are more than {_MOST_SHEETS:,} sheets")
            self.sheets.append(_SheetEntry(bare.get("Name", f"sheet {len(self.sheets) + 1}")))
            self._number = 0

    def _begin_cell(self, bare: Mapping[str, str]) -> None:
        across, down = (_count(bare.get(each)) for each in ("MergeAcross", "MergeDown"))
        self._across = min(across, LAST_COLUMN)
        self._has_data, self._has_formula = False, "Formula" in bare
        if across + down and self._wanted < 0 and self.sheets and len(self.sheets[-1].merges) < _MOST_MERGES:
            top, left = self._number, self._column
            self.sheets[-1].merges.append((top, left, top + down, left + across))

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "Data":
            self._inside = False
            if self._reading:
                self._too_long = self._too_long or self._length > LONGEST
                value = self._meant("".join(self._text))
                if value:
                    place(self._row, self._column, value)
        elif name == "Cell":
            if self._has_formula and not self._has_data and self._reading:
                self._seen.add("formula", reference(self._column, self._number))
        elif name == "Row":
            if self._reading:
                words = f"a cell has more than {LONGEST:,} characters"
                self.done.append(Broken("", words) if self._too_long else self._row)
        elif name == "Worksheet":
            self.ended = self._reading
        elif name == "Visible" and self.sheets:
            self.sheets[-1].hidden = True

    def text(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._length <= LONGEST:
                self._text.append(text)

    def _meant(self, text: str) -> str:
        if self._kind == "Number":
            return number_text(text)
        if self._kind == "DateTime":
            if text.startswith(_NO_DAY):
                return text.removeprefix(_NO_DAY).removesuffix(".000")
            return text.removesuffix(_MIDNIGHT).removesuffix(".000").replace("T", " ")
        if self._kind == "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if self._kind == "Error":
            self._seen.add("error", f"{reference(self._column, self._number)} ({text[:20]})")
            return ""
        return text


def _index(text: str | None, usual: int, most: int) -> int:
    """Return the number of a row or column; it may not go back."""
    number = usual if text is None else int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not usual <= number <= most:
        raise SheetError(f"a row or a cell has the number “{(text or str(usual))[:20]}”")
    return number


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _fits(file: FoundFile) -> bool:
    text = file.text_start
    return _SPACE in text and text.lstrip().startswith("<") and _ROOT.search(text) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    parser = _Parser(-1, Seen())
    for _ in _run(file, parser):
        pass
    sha256 = file.sha256()
    found: list[Table] = []
    for number, entry in enumerate(parser.sheets):
        sheet = XmlSheet(file, sha256, number, entry)
        if sheet.is_empty:
            opening.refuse(file.within(entry.name), "the sheet is empty")
        else:
            found.append(sheet)
    if not found:
        raise file.wrong("no sheet of it holds anything.", "Check that it was saved with its data.")
    return found


READER = Reader("spreadsheet_xml", "Excel 2003 workbook in XML", 190, _fits, _tables)
