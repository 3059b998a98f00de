"""The files of a case as each system sends them, written row by row; what is wrong in them is noted at once."""

from __future__ import annotations

import csv
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from intelviz.practice.chance import stream
from intelviz.practice.workbook import Workbook

Outcome = Literal["rejected", "altered", "loaded"]
Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class Planted:
    """A cell or row that is wrong on purpose: where it stands (the header is row 1), and what becomes of it.

    ``outcome``: the row is ``rejected`` with the cell; loaded with the cell ``altered`` or left out, which is listed;
    or ``loaded`` as it stands: nothing shows that it is wrong, or it stands there twice, and its items are one. Row 0
    means every row of the column.
    """

    file: str
    row: int
    column: str
    value: str
    kind: str
    outcome: Outcome
    true: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows to put in that are wrong: copies of others in which ``column`` holds one of the ``values``.

    ``every``: how many rows come on one of them, about. ``fresh``: cells that make the copy another record, with a
    number in place of ``{n}``. Without a column the copy is the very same row again.
    """

    kind: str
    outcome: Outcome
    every: int
    column: str = ""
    values: tuple[str, ...] = ()
    fresh: Mapping[str, str] = field(default_factory=dict[str, str])


class _Writer(Protocol):
    def row(self, cells: Cells) -> None: ...
    def close(self) -> None: ...


class _Csv:
    def __init__(self, path: Path, delimiter: str, encoding: str) -> None:
        self._file = path.open("w", encoding=encoding, newline="")
        self._csv = csv.writer(self._file, delimiter=delimiter, lineterminator="\r\n")

    def row(self, cells: Cells) -> None:
        self._csv.writerow(cells)

    def close(self) -> None:
        self._file.close()


@dataclass
class Story:
    """A planted story: what an analysis must find, and by which ids; ``rows`` are the row numbers where it stands."""

    name: str
    finding: str
    keys: dict[str, object] = field(default_factory=dict[str, object])
    rows: dict[str, list[int]] = field(default_factory=dict[str, list[int]])


class Sheet:
    """One file being written; rows are numbered as in the file."""

    def __init__(
        self, out: Output, name: str, header: tuple[str, ...], writer: _Writer, preamble: Sequence[Cells]
    ) -> None:
        self.out, self.name, self.header = out, name, header
        self._writer = writer
        self._place = {column: at for at, column in enumerate(header)}
        self._random = stream(out.seed, f"faults {name}")
        self._due: list[tuple[Fault, int]] = []
        for each in preamble:
            writer.row(each)
        writer.row(header)
        self.row = len(preamble) + 1
        self.count = 0

    def plan_faults(self, faults: Sequence[Fault]) -> None:
        """Put in such rows from now on, the first of each soon."""
        self._due = [(each, int(self._random.integers(3, 3 + min(40, max(2, each.every // 3))))) for each in faults]

    def add(self, cells: Cells, story: str = "") -> int:
        """Write a row and return its number; one of a story is noted with it, and never copied as a mistake."""
        number = self._write(cells)
        if story:
            self.out.stories[story].rows.setdefault(self.name, []).append(number)
        elif self._due:
            for at, (fault, due) in enumerate(self._due):
                if self.count >= due:
                    self._due[at] = (fault, self.count + 1 + int(self._random.integers(1, 2 * fault.every)))
                    self._plant(fault, cells)
        return number

    def note(self, row: int, column: str, said: object, true: object, kind: str, outcome: Outcome = "loaded") -> None:
        """Note that a cell that was just written is wrong."""
        self.out.planted.append(Planted(self.name, row, column, str(said), kind, outcome, str(true)))

    def _write(self, cells: Cells) -> int:
        self._writer.row(cells)
        self.row += 1
        self.count += 1
        return self.row

    def _plant(self, fault: Fault, cells: Cells) -> None:
        row = list(cells)
        value, column = "", fault.column or self.header[0]
        self.out.number += 1
        for name, text in fault.fresh.items():
            row[self._place[name]] = text.format(n=self.out.number)
        if fault.column:
            value = fault.values[self.out.number % len(fault.values)]
            row[self._place[fault.column]] = value
        number = self._write(row)
        self.out.planted.append(Planted(self.name, number, column, value, fault.kind, fault.outcome))


class Output:
    """The folder of a case, and all that must be remembered of what was written into it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.rows: dict[str, int] = {}
        self.columns: dict[str, list[str]] = {}
        self.planted: list[Planted] = []
        self.stories: dict[str, Story] = {}
        self.facts: dict[str, object] = {}
        """Further truths by name, each as JSON can hold it."""
        self.number = 9_000_000

    @contextmanager
    def sheet(
        self,
        name: str,
        header: Sequence[str],
        faults: Sequence[Fault] = (),
        *,
        delimiter: str = ",",
        encoding: str = "utf-8",
        preamble: Sequence[Cells] = (),
    ) -> Generator[Sheet]:
        """Open a file for writing, as a workbook if its name ends so."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = Workbook(path) if path.suffix == ".xlsx" else _Csv(path, delimiter, encoding)
        try:
            found = Sheet(self, name, tuple(header), writer, preamble)
            found.plan_faults(faults)
            yield found
        finally:
            writer.close()
        self.rows[name] = found.count
        self.columns[name] = list(header)

    def story(self, name: str, finding: str, **keys: object) -> Story:
        """Begin a story."""
        found = self.stories[name] = Story(name, finding, keys)
        return found
