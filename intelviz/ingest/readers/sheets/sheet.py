"""A sheet of a spreadsheet as a table: merged cells filled, two-row headers joined, rows numbered as in the sheet."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from intelviz.ingest.readers.sheets.sheet_cells import Seen, column_letters
from intelviz.ingest.readers.table import HEAD, Broken, Chunk, Origin, Table, is_number

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Merge = tuple[int, int, int, int]
"""First row, first column, last row and last column of a range, from 1."""

_LATE = {
    "error": "{cells} an error such as #N/A, read as blank (the first is {first}).",
    "formula": "{cells} a formula whose value was not saved, read as blank (the first is {first}). Formulas are never "
    "computed here: open the workbook in a spreadsheet program, save it, and load that.",
    "undated": "{cells} a number that is no date in a format of dates (the first is {first}); the number was kept.",
    "rounded": "{cells} a whole number of more than 15 digits, of which a spreadsheet keeps 15 (the first is {first}): "
    "the digits after them are noughts and lost. Ask for such numbers as text.",
    "zeros": "{cells} a number that the sheet shows with leading zeros (the first is {first}); it was read with them.",
    "hidden": "{rows} hidden in the sheet (the first is row {first}), and read all the same.",
}


@dataclass(slots=True)
class _Layout:
    """How the sheet's rows become records."""

    width: int
    merges: list[Merge]
    joined: dict[int, list[str]]
    """The row of a header (from 1) that was made of two, and the one above it, in which nothing is left."""


class Sheet(Table):
    """A grid of cells that a spreadsheet program wrote."""

    def __init__(self, origin: Origin, form: str, notes: Sequence[str] = ()) -> None:
        super().__init__(origin, form, ())
        self._seen = Seen()
        self.notes = (*notes, *self._layout_notes())

    @abstractmethod
    def grid(self, seen: Seen) -> Generator[list[str] | Broken]:
        """Yield the rows from row 1 as they are stored, each as long as its last cell; count what is odd."""

    @abstractmethod
    def merges(self) -> list[Merge]:
        """Return the merged ranges."""

    @property
    def is_empty(self) -> bool:
        """Whether no cell of the sheet holds anything."""
        return self._layout.width == 0

    def records(self) -> Generator[list[str] | Broken]:
        """Yield the rows, merged cells filled, as wide as the sheet at least."""
        self._seen = seen = Seen()
        width, joined = self._layout.width, self._layout.joined
        filled = _filled(self.grid(seen), self._layout.merges, width)
        try:
            for number, row in enumerate(filled, 1):
                if isinstance(row, Broken):
                    yield row
                elif number in joined:
                    yield list(joined[number])
                elif len(row) < width and row:
                    yield row + [""] * (width - len(row))
                else:
                    yield row
        finally:
            filled.close()

    @property
    def late_notes(self) -> list[str]:
        """What was met while the rows were read, as far as they were."""
        notes: list[str] = []
        for what, words in _LATE.items():
            count = self._seen.counts.get(what, 0)
            if count:
                cells = "1 cell holds" if count == 1 else f"{count:,} cells hold"
                rows = "1 row is" if count == 1 else f"{count:,} rows are"
                notes.append(words.format(cells=cells, rows=rows, first=self._seen.first[what]))
        return notes

    @cached_property
    def likely_header(self) -> int:
        """Place in ``head`` of what looks like the header: words in most of the columns that are filled below it."""
        filled = [sum(1 for cell in row if cell.strip()) for row in self.head]
        counts = Counter(count for count in filled if count > 1)
        if not counts:
            return next((place for place, count in enumerate(filled) if count), 0)
        usual = max(counts.items(), key=lambda pair: (pair[1], pair[0]))[0]
        worded = [
            (place, filled[place])
            for place, row in enumerate(self.head)
            if filled[place] * 4 >= usual * 3
            and len({cell for cell in row if cell.strip()}) * 4 >= usual * 3
            and not any(map(_is_value, row))
        ]
        full = [place for place, count in worded if count >= usual]
        if len(full) == 1:
            return full[0]
        if worded:
            return worded[0][0]
        return next((place for place, count in enumerate(filled) if count >= usual), 0)

    def chunk(
        self, block: list[list[str] | Broken], number: int, width: int, at: int, *, last: bool, fill: bool
    ) -> Chunk:
        """Return the records of a block; blank cells at the end of a row are not stored, so rows are filled."""
        return super().chunk(block, number, width, at, last=last, fill=True)

    # How the sheet is laid out

    @cached_property
    def _layout(self) -> _Layout:
        merges = sorted(each for each in self.merges() if each[0] <= each[2] and each[1] <= each[3])
        first: list[list[str]] = []
        held = False
        stream = self.grid(Seen())
        try:
            for row in stream:
                first.append([] if isinstance(row, Broken) else row)
                held = held or bool(first[-1])
                if len(first) >= HEAD and held:
                    break
        finally:
            stream.close()
        width = max((len(row) for row in first), default=0)
        rows = [list(row) for row in islice(_filled(iter(first), merges, width), HEAD) if not isinstance(row, Broken)]
        return _Layout(width, merges, _joined(rows, merges, width))

    def _layout_notes(self) -> list[str]:
        notes: list[str] = []
        merges = self._layout.merges
        if merges:
            what = "1 merged cell was" if len(merges) == 1 else f"{len(merges):,} merged cells were"
            first = f"{column_letters(merges[0][1])}{merges[0][0]}"
            notes.append(f"{what} read as the same value in each row and column that it covers (the first is {first}).")
        header = next((number for number, cells in self._layout.joined.items() if cells), 0)
        if header:
            notes.append(f"The header has two rows, {header - 1} and {header}; they were joined as “above / below”.")
        return notes


def _is_value(cell: str) -> bool:
    """Return whether a cell is a number or a date, as headers seldom are."""
    return is_number(cell) or _DAY.match(cell) is not None


def _filled(rows: Iterator[list[str] | Broken], merges: Sequence[Merge], width: int) -> Generator[list[str] | Broken]:
    """Yield rows in which every cell that a merged cell covers has its value; a blank row stays blank."""
    if not merges:
        yield from rows
        return
    place = 0
    active: list[tuple[Merge, str]] = []
    for number, row in enumerate(rows, 1):
        active = [each for each in active if each[0][2] >= number]
        while place < len(merges) and merges[place][0] <= number:
            top, left, bottom, _ = merge = merges[place]
            place += 1
            if bottom >= number == top and not isinstance(row, Broken) and left <= len(row) and row[left - 1]:
                active.append((merge, row[left - 1]))
        if active and not isinstance(row, Broken) and any(row):
            row = row + [""] * (width - len(row))  # noqa: PLW2901  the row as it is meant
            for (_, left, _, right), value in active:
                for column in range(left - 1, min(right, width)):
                    row[column] = row[column] or value
        yield row


def _joined(rows: Sequence[list[str]], merges: Sequence[Merge], width: int) -> dict[int, list[str]]:
    """Find a header of two rows, of which cells of the upper span several of the lower.

    Every other cell of it must reach over both rows, or stand in one of them alone: so a row of data under a header is
    no part of it.
    """
    for number in sorted({top for top, left, bottom, right in merges if top == bottom and left < right}):
        if number >= len(rows) or number > 30:
            return {}
        upper, lower = ([*row, *[""] * (width - len(row))] for row in rows[number - 1 : number + 1])
        spanned = {
            column
            for top, left, bottom, right in merges
            if top == bottom == number and left < right
            for column in range(left - 1, min(right, width))
        }
        tall = {
            column
            for top, left, bottom, right in merges
            if top <= number < bottom == number + 1
            for column in range(left - 1, min(right, width))
        }
        others = [column for column in range(width) if column not in spanned | tall]
        names = [
            above if above == below or not below else below if not above else f"{above} / {below}"
            for above, below in zip(upper, lower, strict=True)
        ]
        told = sum(map(bool, names))
        if (
            len({cell for cell in upper if cell}) > 1
            and all(lower[column] for column in spanned)
            and not any(upper[column] and lower[column] for column in others)
            and len({names[column] for column in spanned}) == len(spanned)
            and told * 4 >= width * 3
            and not any(is_number(cell) for cell in lower if cell)
        ):
            return {number: [], number + 1: names}
    return {}
