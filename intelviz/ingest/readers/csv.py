"""CSV files, whatever their ending: found by content, read in chunks, each row with its number in the file.

Rows are counted as records: the first record of the file is row 1, as a spreadsheet shows it, blank rows are counted,
and a line end within quotation marks does not begin a row. So the number is that of the line only while no cell holds
a line end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BufferedReader
from itertools import islice
from pathlib import Path

from intelviz.ingest.readers.content import Content, content_of, is_broken
from intelviz.ingest.readers.dialect import Dialect, dialect_of
from intelviz.ingest.readers.records import LONGEST, Broken, records
from intelviz.schema.errors import BadInputError, Where

CHUNK = 8_192
HEAD = 60
"""Records among which the header is looked for."""
_SAMPLE_LINES = 200


@dataclass(slots=True)
class Chunk:
    """Some rows of one width, their numbers in the file, and those that are none: (number, text, reason).

    ``at`` is how many bytes of the file have been read, ``blank`` how many rows had nothing in any cell.
    """

    numbers: list[int]
    rows: list[list[str]]
    broken: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    blank: int = 0
    at: int = 0


class CsvFile:
    """A CSV file: its content, its dialect and its first records; the rest is read by ``chunks``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: Content = content_of(path)
        with self._opened() as (_, lines):
            sample = [line for line in islice(lines, _SAMPLE_LINES) if len(line) < LONGEST]
        self.dialect: Dialect = dialect_of(sample)

    @contextmanager
    def _opened(self) -> Generator[tuple[BufferedReader, Iterator[str]]]:
        try:
            with self.path.open("rb") as raw:
                from io import TextIOWrapper

                text = TextIOWrapper(raw, encoding=self.content.encoding, errors=self.content.errors, newline="")
                pieces = iter(lambda: text.readline(LONGEST + 2), "") if self.content.long_lines else text
                yield raw, iter(pieces)
        except OSError as error:
            raise BadInputError(
                f"the file could no longer be read ({error.strerror or error}).",
                where=Where(file=str(self.path)),
                remedy="Check that the disk is still connected, then load it again.",
            ) from error

    @cached_property
    def head(self) -> list[list[str]]:
        """The first records, in order; a broken one counts as an empty one."""
        with self._opened() as (_, lines):
            found = list(islice(records(lines, self.dialect), HEAD))
        return [[] if isinstance(each, Broken) else each for each in found]

    @cached_property
    def likely_header(self) -> int:
        """Place in ``head`` of what looks like the header: the first full row of the usual width without numbers."""
        widths = Counter(len(row) for row in self.head if any(cell.strip() for cell in row))
        if not widths:
            return 0
        usual = max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]
        for place, row in enumerate(self.head):
            cells = [cell.strip() for cell in row]
            if len(cells) == usual and all(cells) and not any(_is_number(cell) for cell in cells):
                return place
        return next((place for place, row in enumerate(self.head) if len(row) == usual), 0)

    def columns(self, header: int) -> list[str]:
        """Return the names of the columns where the header is ``head[header]``; each name once, none empty."""
        names: dict[str, None] = {}
        copies: Counter[str] = Counter()
        for place, cell in enumerate(self.head[header] if header < len(self.head) else [], 1):
            name = bare = " ".join(cell.replace("\ufeff", "").replace("\0", "").split()) or f"column {place}"
            while name in names:
                copies[bare] += 1
                name = f"{bare} ({copies[bare] + 1})"
            names[name] = None
        return list(names)

    def chunks(self, header: int, size: int = CHUNK, *, fill: bool = False) -> Iterator[Chunk]:
        """Yield the rows after the header; with ``fill``, rows that are too short get empty cells at their end."""
        width = len(self.columns(header))
        with self._opened() as (raw, lines):
            stream = records(lines, self.dialect)
            for _ in islice(stream, header + 1):
                pass
            number = header + 2
            while block := list(islice(stream, size)):
                last = len(block) < size
                yield self._chunk(block, number, width, raw.tell(), last=last, fill=fill)
                number += len(block)

    def _chunk(
        self, block: list[list[str] | Broken], number: int, width: int, at: int, *, last: bool, fill: bool
    ) -> Chunk:
        whole = self.content.whole
        rows = [row for row in block if not isinstance(row, Broken) and len(row) == width and not _is_blank(row)]
        if len(rows) == len(block) and whole:
            return Chunk(list(range(number, number + len(block))), rows, at=at)
        chunk = Chunk([], [], at=at)
        for place, row in enumerate(block):
            here = number + place
            if isinstance(row, Broken):
                chunk.broken.append((here, row.text, row.reason))
            elif _is_blank(row):
                chunk.blank += 1
            elif not whole and any(is_broken(cell) for cell in row):
                chunk.broken.append((here, _quoted(row), f"a byte here is no sign of {self.content.words}"))
            elif len(row) == width:
                chunk.numbers.append(here)
                chunk.rows.append(row)
            else:
                cut = last and place == len(block) - 1 and not self.content.ended
                if len(row) > width and not any(row[width:]):
                    chunk.numbers.append(here)
                    chunk.rows.append(row[:width])
                elif len(row) < width and fill and not cut:
                    chunk.numbers.append(here)
                    chunk.rows.append(row + [""] * (width - len(row)))
                else:
                    chunk.broken.append((here, _quoted(row), _width_words(len(row), width, cut=cut)))
        return chunk


def _is_blank(row: list[str]) -> bool:
    if row and row[0] and row[0][0] > " ":
        return False
    return not any(cell and not cell.isspace() for cell in row)


def _width_words(cells: int, width: int, *, cut: bool) -> str:
    had = "1 cell" if cells == 1 else f"{cells:,} cells"
    if cut and cells < width:
        return f"the file ends in the middle of this row: it has {had}, the header has {width:,}"
    return f"the row has {had}, the header has {width:,}"


def _quoted(row: list[str]) -> str:
    return ",".join(row)[:200].encode("utf-8", "replace").decode()


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
