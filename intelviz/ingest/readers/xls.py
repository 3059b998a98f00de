"""Workbooks of Excel 5 to 2003 (XLS), sheet by sheet."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.sheets.biff import Globals, SheetEntry, SheetShape, globals_of, rows, shape_of, texts
from intelviz.ingest.readers.sheets.compound import SIGN, Compound, CompoundError, Stream, names_of
from intelviz.ingest.readers.sheets.sheet import Merge, Sheet
from intelviz.ingest.readers.sheets.sheet_cells import REPAIR, Seen, SheetError
from intelviz.ingest.readers.sheets.xlsx_strings import kept
from intelviz.ingest.readers.table import Table
from intelviz.schema.errors import BadInputError

_STREAMS = ("Workbook", "Book")
_ENCRYPTED = "EncryptedPackage"


class XlsSheet(Sheet):
    """One sheet of an old workbook."""

    reader = "xls"

    def __init__(
        self, file: FoundFile, sha256: str, entry: SheetEntry, book: Globals, shared: Sequence[str | None]
    ) -> None:
        self._file, self._entry, self._book, self._shared = file, entry, book, shared
        self._stream: Stream | None = None
        with workbook(file) as stream:
            self._shape: SheetShape = shape_of(stream, entry.at)
        notes = ("The sheet is hidden in the workbook.",) if entry.hidden else ()
        super().__init__(file.origin(sha256, entry.name), "old Excel workbook", notes)

    def position(self) -> int:
        """Return about how many bytes of the file have been read."""
        return self._stream.at if self._stream is not None else self.origin.size

    def grid(self, seen: Seen) -> Generator[list[str]]:
        """Yield the rows of the sheet as they are stored."""
        with workbook(self._file, self.origin.part) as stream:
            self._stream = stream
            yield from rows(stream, self._entry.at, self._book, self._shared, seen, ordered=self._shape.ordered)

    def merges(self) -> list[Merge]:
        """Return the merged ranges."""
        return self._shape.merges


@contextmanager
def workbook(file: FoundFile, part: str = "") -> Generator[Stream]:
    """Open the stream of a workbook; what is wrong with it is said in words."""
    try:
        with file.path.open("rb") as raw:
            compound = Compound(raw)
            yield compound.stream(next(each for each in _STREAMS if each in compound.names))
    except SheetError as error:
        raise file.wrong(f"the workbook can't be read: {error}.", REPAIR, part=part) from error
    except (CompoundError, KeyError) as error:
        raise file.wrong(f"the workbook is damaged: {error}.", REPAIR, part=part) from error
    except OSError as error:
        raise file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error


def _fits(file: FoundFile) -> bool:
    return file.start.startswith(SIGN) and not names_of(file.path).isdisjoint((*_STREAMS, _ENCRYPTED))


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    protected = file.wrong(
        "the workbook is protected by a password.", "Open it with the password, save it without one, and load that."
    )
    if _ENCRYPTED in names_of(file.path):
        raise protected
    with workbook(file) as stream:
        book = globals_of(stream)
        if book.encrypted:
            raise protected
        shared = kept(texts(stream, book), stream.size, opening)
    sha256 = file.sha256()
    found: list[Table] = []
    for entry in book.sheets:
        if not entry.has_cells:
            opening.refuse(file.within(entry.name), "it is a chart or a macro, not a sheet")
            continue
        try:
            sheet = XlsSheet(file, sha256, entry, book, shared)
            if sheet.is_empty:
                opening.refuse(file.within(entry.name), "the sheet is empty")
            else:
                found.append(sheet)
        except BadInputError as error:
            if len(book.sheets) == 1:
                raise
            opening.refuse(file.within(entry.name), error.what)
    if not found:
        raise file.wrong("no sheet of the workbook holds anything.", "Check that it was saved with its data.")
    return found


READER = Reader("xls", "old Excel workbook", 110, _fits, _tables)
