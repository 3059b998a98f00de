"""Workbooks of Excel since 2007 (XLSX, XLSM), sheet by sheet, as a stream.

Cells are text as the sheet means them: dates as ISO text, numbers in full, the values of formulas as they were saved.
Nothing in a workbook is run or followed: no formula, macro, link or foreign file.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.packed.zips import UNREADABLE, damaged, member, names_of, opened
from intelviz.ingest.readers.sheets.excel_dates import kind_of, zeros_of
from intelviz.ingest.readers.sheets.sheet import Merge, Sheet
from intelviz.ingest.readers.sheets.sheet_cells import REPAIR, Seen, SheetError, Style
from intelviz.ingest.readers.sheets.xlsx_sheet import Book, feed, parser_of, reference_of, rows
from intelviz.ingest.readers.sheets.xlsx_strings import shared_strings
from intelviz.ingest.readers.table import Broken, Table
from intelviz.schema.errors import BadInputError

_MOST_SHEETS = 1_000
_MOST_MERGES = 100_000
_BLOCK = 1 << 20
_MERGED = re.compile(rb"""mergeCell\s+ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_AFTER_ROWS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_LONGEST_TAG = 64
_HIDDEN = {"hidden", "veryHidden"}


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    name: str
    path: str
    hidden: bool


class XlsxSheet(Sheet):
    """One sheet of a workbook."""

    reader = "xlsx"

    def __init__(self, file: FoundFile, sha256: str, entry: _SheetEntry, book: Book) -> None:
        self._file, self._path, self._book = file, entry.path, book
        self._raw: IO[bytes] | None = None
        notes = ("The sheet is hidden in the workbook.",) if entry.hidden else ()
        super().__init__(file.origin(sha256, entry.name), "Excel workbook", notes)

    def position(self) -> int:
        """Return about how many bytes of the file have been read."""
        return self._raw.tell() if self._raw is not None and not self._raw.closed else self.origin.size

    def grid(self, seen: Seen) -> Generator[list[str] | Broken]:
        """Yield the rows of the sheet as they are stored."""
        with opened(self._file) as zipped, member(zipped, zipped.getinfo(self._path), self._file) as stream:
            self._raw = zipped.fp
            try:
                yield from rows(stream, self._book, seen)
            except SheetError as error:
                raise self._wrong(error) from error

    def merges(self) -> list[Merge]:
        """Return the merged ranges: they stand after the rows."""
        with opened(self._file) as zipped, member(zipped, zipped.getinfo(self._path), self._file) as stream:
            tail, found = b"", False
            while block := stream.read(_BLOCK):
                tail += block
                if not found:
                    ending = _AFTER_ROWS.search(tail)
                    found = ending is not None
                    tail = tail[-_LONGEST_TAG:] if ending is None else tail[ending.end() :]
                if len(tail) > 16 * _BLOCK:
                    break
        return [reference_of(*(each.decode() for each in match)) for match in _MERGED.findall(tail)[:_MOST_MERGES]]

    def _wrong(self, error: SheetError) -> BadInputError:
        return self._file.wrong(f"the sheet can't be read: {error}.", REPAIR, part=self.origin.part)


def _fits(file: FoundFile) -> bool:
    names = names_of(file)
    return "xl/workbook.xml" in names or ("[Content_Types].xml" in names and any(map(_is_sheet, names)))


def _is_sheet(name: str) -> bool:
    return name.lower().endswith(".xml") and "/worksheets/" in f"/{name}"


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    try:
        with opened(file) as zipped:
            book, entries = _book(zipped, file, opening)
    except SheetError as error:
        raise file.wrong(f"the workbook can't be read: {error}.", REPAIR) from error
    except UNREADABLE as error:
        raise damaged(file, error) from error
    sha256 = file.sha256()
    found: list[Table] = []
    for entry in entries:
        try:
            sheet = XlsxSheet(file, sha256, entry, book)
            if sheet.is_empty:
                opening.refuse(file.within(entry.name), "the sheet is empty")
            else:
                found.append(sheet)
        except BadInputError as error:
            if len(entries) == 1:
                raise
            opening.refuse(file.within(entry.name), error.what)
    if not found:
        raise file.wrong("all sheets of the workbook are empty.", "Check that it was saved with its data.")
    return found


def _book(zipped: zipfile.ZipFile, file: FoundFile, opening: Opening) -> tuple[Book, list[_SheetEntry]]:
    """Return what the sheets share, and the sheets in their order; charts are none."""
    names = {each.filename.lower(): each.filename for each in zipped.infolist()}
    start = _target(zipped, file, names, "", "/officedocument") or names.get("xl/workbook.xml", "")
    if not start:
        raise SheetError("it has no list of its sheets")
    folder = posixpath.dirname(start)
    listed: list[dict[str, str]] = []
    from_1904 = False
    for tag, attributes in _tags(zipped, start, file):
        if tag == "sheet":
            listed.append(attributes)
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in {"1", "true"}
    related = _relations(zipped, file, names, start)
    entries: list[_SheetEntry] = []
    for place, each in enumerate(listed[:_MOST_SHEETS], 1):
        name = each.get("name", f"sheet {place}")
        kind, path = next(((kind, path) for id_, kind, path in related if id_ == each.get("id", "")), ("", ""))
        if kind and not kind.endswith("/worksheet"):
            opening.refuse(file.within(name), "it is a chart, not a sheet")
        elif path not in names.values():
            opening.refuse(file.within(name), "the workbook names this sheet and does not hold it")
        else:
            entries.append(_SheetEntry(name, path, each.get("state", "") in _HIDDEN))
    if len(listed) > _MOST_SHEETS:
        opening.refuse(file.where, f"only the first {_MOST_SHEETS:,} of {len(listed):,} sheets were read")
    if not entries:
        raise SheetError("it holds no sheet")
    by_kind = {kind.rpartition("/")[2]: path for _, kind, path in related if path in names.values()}
    texts = by_kind.get("sharedStrings", names.get(f"{folder}/sharedstrings.xml", ""))
    styles = by_kind.get("styles", names.get(f"{folder}/styles.xml", ""))
    strings: Sequence[str | None] = ()
    if texts:
        with member(zipped, zipped.getinfo(texts), file) as stream:
            strings = shared_strings(stream, zipped.getinfo(texts).file_size, opening)
    return Book(strings, _styles(zipped, styles, file) if styles else (), from_1904), entries


def _target(zipped: zipfile.ZipFile, file: FoundFile, names: dict[str, str], part: str, kind: str) -> str:
    found = (path for _, of, path in _relations(zipped, file, names, part) if of.lower().endswith(kind))
    return next((path for path in found if path in names.values()), "")


def _relations(
    zipped: zipfile.ZipFile, file: FoundFile, names: dict[str, str], part: str
) -> list[tuple[str, str, str]]:
    """Return what a part of the workbook refers to within the file: id, kind, path."""
    folder, name = posixpath.split(part)
    path = names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
    if path is None:
        return []
    found: list[tuple[str, str, str]] = []
    for tag, each in _tags(zipped, path, file):
        if tag == "Relationship" and each.get("TargetMode", "") != "External":
            target = each.get("Target", "").replace("\\", "/")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            whole = posixpath.normpath(whole)
            found.append((each.get("Id", ""), each.get("Type", ""), names.get(whole.lower(), whole)))
    return found


def _styles(zipped: zipfile.ZipFile, path: str, file: FoundFile) -> list[Style]:
    """Return what each format of cells makes of numbers."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = False
    for tag, each in _tags(zipped, path, file):
        if tag == "numFmt":
            codes[_whole(each.get("numFmtId"))] = each.get("formatCode", "")
        elif tag in {"cellXfs", "/cellXfs"}:
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            formats.append(_whole(each.get("numFmtId")))
    known: dict[int, Style] = {}
    for each in formats:
        if each not in known:
            known[each] = Style(kind_of(each, codes.get(each)), zeros_of(codes.get(each)))
    return [known[each] for each in formats]


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 10 else 0


def _tags(zipped: zipfile.ZipFile, path: str, file: FoundFile) -> Generator[tuple[str, dict[str, str]]]:
    """Yield the tags of a part of the workbook with their attributes, names without prefix; ends as ``/name``."""
    waiting: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, Any]) -> None:
        bare = {key.rpartition(":")[2]: str(value) for key, value in attributes.items()}
        waiting.append((name.rpartition(":")[2], bare))

    def end(name: str) -> None:
        waiting.append((f"/{name.rpartition(':')[2]}", {}))

    with member(zipped, zipped.getinfo(path), file) as stream:
        for _ in feed(parser_of(start, end, None), stream):
            yield from waiting
            waiting.clear()


READER = Reader("xlsx", "Excel workbook", 100, _fits, _tables)
