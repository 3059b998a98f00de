"""A table: rows of text under named columns, whatever file they come from.

Every reader gives tables, and everything after it knows nothing else. Rows are counted as records: the first record of
a sheet is row 1, as a spreadsheet shows it, and blank rows are counted. Where a format has no header row (JSON, maps,
graphs), the header is made by the reader and stands for row 0, so the first object is row 1.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from intelviz.schema.readable import is_text, readable

CHUNK = 8_192
HEAD = 60
"""Records among which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What can't be read as a record, and why."""

    text: str
    reason: str


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
    columns: Sequence[Sequence[str]] = ()
    """The same cells column by column, () where they have not been turned yet."""

    def turned(self) -> Sequence[Sequence[str]]:
        """Return the cells column by column."""
        return self.columns or list(zip(*self.rows, strict=True))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from: a file as the user knows it, the hash of what was read, and the part of it.

    ``part`` is the member of an archive, the sheet, the layer or the table, "" where the file is one table.
    """

    path: Path
    sha256: str
    size: int
    part: str = ""

    @property
    def name(self) -> str:
        """Name of the source: ``calls.xlsx › June``."""
        return readable(f"{self.path.name} › {self.part}" if self.part else self.path.name)

    @property
    def where(self) -> str:
        """The same with its folder, for messages."""
        return f"{self.path} › {self.part}" if self.part else str(self.path)


class Table(ABC):
    """Rows of text; a reader says what the records are, the rest is alike for all.

    ``form`` says in words how the file was read ("UTF-8, comma"), ``notes`` what the user should know of that;
    ``ended`` is False if the file may have been cut off in its last row. ``reader`` is the name of the reader, by which
    a recipe may ask for it.
    """

    reader = ""
    first_row = 1
    """Number of the first record: 1, or 0 where the header is not in the file."""
    fixed_header = False
    """Whether the first record is the header for certain."""
    ended = True
    can_be_read_anew = False
    """Whether another process can read it as well, knowing no more than this object."""

    def __init__(self, origin: Origin, form: str, notes: Sequence[str] = ()) -> None:
        self.origin, self.form, self.notes = origin, form, tuple(notes)

    @property
    def late_notes(self) -> Sequence[str]:
        """What the user should know that only reading all ``records`` shows; asked for after the last of them."""
        return ()

    @abstractmethod
    def records(self) -> Generator[list[str] | Broken]:
        """Yield all records from the first, the header among them. It may be asked several times."""

    def position(self) -> int:
        """Return how many bytes of the file the ``records`` that run have read, as far as it is known."""
        return 0

    @cached_property
    def head(self) -> list[list[str]]:
        """The first records, in order; a broken one counts as an empty one."""
        stream = self.records()
        try:
            found = list(islice(stream, HEAD))
        finally:
            stream.close()
        return [[] if isinstance(each, Broken) else each for each in found]

    @cached_property
    def likely_header(self) -> int:
        """Place in ``head`` of what looks like the header: the first full row of the usual width without numbers."""
        if self.fixed_header:
            return 0
        widths = Counter(len(row) for row in self.head if any(cell.strip() for cell in row))
        if not widths:
            return 0
        usual = max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]
        for place, row in enumerate(self.head):
            cells = [cell.strip() for cell in row]
            if len(cells) == usual and all(cells) and not any(is_number(cell) for cell in cells):
                return place
        return next((place for place, row in enumerate(self.head) if len(row) == usual), 0)

    def columns(self, header: int) -> list[str]:
        """Return the names of the columns where the header is ``head[header]``; each name once, none empty.

        A negative ``header`` is a table without one, whose columns are numbered.
        """
        if header < 0:
            width = max((len(row) for row in self.head), default=0)
            return [f"column {place}" for place in range(1, width + 1)]
        names: dict[str, None] = {}
        copies: Counter[str] = Counter()
        for place, cell in enumerate(self.head[header] if header < len(self.head) else [], 1):
            name = bare = " ".join(cell.replace("\ufeff", "").replace("\0", "").split()) or f"column {place}"
            while name in names:
                copies[bare] += 1
                name = f"{bare} ({copies[bare] + 1})"
            names[name] = None
        return [each.encode("utf-8", "backslashreplace").decode() for each in names]

    def chunks(self, header: int, size: int = CHUNK, *, fill: bool = False) -> Iterator[Chunk]:
        """Yield the rows after the header; with ``fill``, rows that are too short get empty cells at their end."""
        width = len(self.columns(header))
        stream = self.records()
        try:
            for _ in islice(stream, header + 1):
                pass
            number = header + 1 + self.first_row
            while block := list(islice(stream, size)):
                last = len(block) < size
                yield self.chunk(block, number, width, self.position(), last=last, fill=fill)
                number += len(block)
        finally:
            stream.close()

    def chunk(
        self, block: list[list[str] | Broken], number: int, width: int, at: int, *, last: bool, fill: bool
    ) -> Chunk:
        """Return the records of a block, of which ``number`` is the first, parted into rows, broken and blank ones."""
        if not self.may_hold_broken and (whole := _all_whole(block, width)):
            rows, columns = whole
            return Chunk(list(range(number, number + len(block))), rows, at=at, columns=columns)
        chunk = Chunk([], [], at=at)
        for place, row in enumerate(block):
            here = number + place
            if isinstance(row, Broken):
                chunk.broken.append((here, row.text, row.reason))
            elif is_blank(row):
                chunk.blank += 1
            elif self.may_hold_broken and (reason := self.broken(row)):
                chunk.broken.append((here, _quoted(row), reason))
            elif not all(map(is_text, row)):
                chunk.broken.append((here, _quoted(row), "half of a character stands here, which is no text"))
            elif len(row) == width:
                chunk.numbers.append(here)
                chunk.rows.append(row)
            else:
                cut = last and place == len(block) - 1 and not self.ended
                if len(row) > width and not any(row[width:]):
                    chunk.numbers.append(here)
                    chunk.rows.append(row[:width])
                elif len(row) < width and fill and not cut:
                    chunk.numbers.append(here)
                    chunk.rows.append(row + [""] * (width - len(row)))
                else:
                    chunk.broken.append((here, _quoted(row), _width_words(len(row), width, cut=cut)))
        return chunk

    may_hold_broken = False
    """Whether a record of the right width may still be unreadable, as ``broken`` says."""

    def broken(self, row: list[str]) -> str:
        """Return why a record can't be read, "" if it can."""
        return ""


class StructuredTable(Table):
    """A table whose columns the reader knows: what a JSON, map or graph file holds, the header being no part of it."""

    first_row = 0
    fixed_header = True

    def __init__(self, origin: Origin, form: str, names: Sequence[str], notes: Sequence[str] = ()) -> None:
        super().__init__(origin, form, notes)
        self.names = list(names)

    @abstractmethod
    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the rows, each as wide as ``names``."""

    def records(self) -> Generator[list[str] | Broken]:
        """Yield the names of the columns, then the rows."""
        yield self.names
        yield from self.objects()


def _all_whole(block: list[list[str] | Broken], width: int) -> tuple[list[list[str]], Sequence[Sequence[str]]] | None:
    """Return a block all of whose records are rows of that width with something in them, and its columns.

    None if one is not.
    """
    rows = [row for row in block if not isinstance(row, Broken)]
    if len(rows) < len(block) or set(map(len, rows)) != {width}:
        return None
    columns = list(zip(*rows, strict=True))
    if not any(map(_is_filled, columns)) and any(map(is_blank, rows)):
        return None
    return (rows, columns) if all(map(is_text, map("".join, columns))) else None


def _is_filled(cells: Sequence[str]) -> bool:
    """Return whether something stands in every one of some cells."""
    return "" not in cells and not any(map(str.isspace, cells))


def is_blank(row: list[str]) -> bool:
    """Return whether nothing stands in any cell."""
    if row and row[0] and row[0][0] > " ":
        return False
    return not any(cell and not cell.isspace() for cell in row)


def is_number(text: str) -> bool:
    """Return whether a cell holds a number."""
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True


def _width_words(cells: int, width: int, *, cut: bool) -> str:
    had = "1 cell" if cells == 1 else f"{cells:,} cells"
    if cut and cells < width:
        return f"the file ends in the middle of this row: it has {had}, the header has {width:,}"
    return f"the row has {had}, the header has {width:,}"


def _quoted(row: list[str]) -> str:
    return ",".join(row)[:200].encode("utf-8", "replace").decode()
