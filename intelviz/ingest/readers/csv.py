"""CSV files, whatever their ending: found by content, read in chunks, each row with its number in the file.

A line end within quotation marks does not begin a row. So the number of a row is that of its line only while no cell
holds a line end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from itertools import islice

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Broken, Table
from intelviz.ingest.readers.text.content import content_of, is_broken
from intelviz.ingest.readers.text.dialect import Dialect, dialect_of
from intelviz.ingest.readers.text.records import LONGEST, records
from intelviz.schema.errors import BadInputError, Where

_SAMPLE_LINES = 200


class CsvTable(Table):
    """A CSV file: its content, its dialect and its first records; the rest is read by ``chunks``."""

    reader = "csv"
    can_be_read_anew = True

    def __init__(self, file: FoundFile) -> None:
        self._file = file
        self.content = content_of(file.path, shown=file.where)
        with self._opened() as (_, lines):
            sample = [line for line in islice(lines, _SAMPLE_LINES) if len(line) < LONGEST]
        self.dialect: Dialect = dialect_of(sample)
        super().__init__(
            file.origin(self.content.sha256), f"{self.content.words}, {self.dialect.words}", self.content.notes
        )
        self.ended = self.content.ended
        self.may_hold_broken = not self.content.whole
        self._raw: BufferedReader | None = None

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs to read it."""
        return {**vars(self), "_raw": None}

    @contextmanager
    def _opened(self) -> Generator[tuple[BufferedReader, Iterator[str]]]:
        try:
            with self._file.path.open("rb") as raw:
                text = TextIOWrapper(raw, encoding=self.content.encoding, errors=self.content.errors, newline="")
                pieces = iter(lambda: text.readline(LONGEST + 2), "") if self.content.long_lines else text
                yield raw, iter(pieces)
        except OSError as error:
            raise BadInputError(
                f"the file could no longer be read ({error.strerror or error}).",
                where=Where(file=self._file.where),
                remedy="Check that the disk is still connected, then load it again.",
            ) from error

    def records(self) -> Generator[list[str] | Broken]:
        """Yield all records."""
        with self._opened() as (raw, lines):
            self._raw = raw
            yield from records(lines, self.dialect)

    def position(self) -> int:
        """Return how many bytes have been read."""
        return self._raw.tell() if self._raw is not None and not self._raw.closed else self.origin.size

    def broken(self, row: list[str]) -> str:
        """Return why a record can't be read."""
        return f"a byte here is no sign of {self.content.words}" if any(map(is_broken, row)) else ""


def _fits(file: FoundFile) -> bool:
    return not file.is_binary


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    return [CsvTable(file)]


READER = Reader("csv", "CSV or other text with delimiters", 1000, _fits, _tables)
