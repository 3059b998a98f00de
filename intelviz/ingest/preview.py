"""Files before they are loaded: what tables they hold, which recipes fit, and what their first rows would make."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from intelviz.case.file import CaseFile
from intelviz.case.values import Source
from intelviz.ingest.choosing import Chosen, Decision, accompanies, fit_as_decided, walk
from intelviz.ingest.draft import Draft, blank_draft
from intelviz.ingest.fit import Fit, fits_of, nearest
from intelviz.ingest.guessing import all_texts, differs, guess
from intelviz.ingest.importing import import_chosen
from intelviz.ingest.known import known_recipes
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Broken, Chunk, Table
from intelviz.ingest.recipe import Recipe
from intelviz.ingest.report import ImportReport, Skipped
from intelviz.ingest.table_shape import header_of
from intelviz.schema.errors import CancelledError, IntelvizError
from intelviz.schema.model import Schema
from intelviz.schema.progress import Step, silent

SAMPLE = 50
KEPT = 200
"""Rows of a table that are kept once they were read."""
_COUNTED = 1_000
_MOST_COUNTED = 20_000
_GUESSED_FROM = 2_000


@dataclass(frozen=True, slots=True)
class _Read:
    """The first rows under one header, and how many there are in all, as ``Seen.counted`` has it."""

    rows: list[tuple[int, list[str]]]
    broken: list[tuple[int, str, str]]
    count: int
    word: str


@dataclass(frozen=True)
class Seen:
    """One table that was found, not yet loaded.

    ``fits`` are the recipes that fit, best first; ``problem`` says why none does, and what the nearest misses.
    """

    table: Table
    fits: tuple[Fit, ...]
    problem: str = ""
    _read: dict[int, _Read] = field(default_factory=dict[int, _Read], repr=False, compare=False)

    @property
    def where(self) -> str:
        """Name of the table, with its folder: what a decision is kept under."""
        return self.table.origin.where

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.table.origin.name

    @property
    def header(self) -> int:
        """Where its header stands: as the best recipe has it, or as it looks."""
        return self.fits[0].header if self.fits else header_of(self.table)

    @property
    def group(self) -> str:
        """What tables have in common that can be decided at once: reader and columns."""
        return "\x1f".join((self.table.reader, *self.table.columns(self.header)))

    def read(self, header: int) -> _Read:
        """Read the first rows under a header, once; this may take a moment, and needs the file."""
        found = self._read.get(header)
        if found is None:
            found = self._read[header] = self._first(header)
        return found

    def is_read(self, header: int) -> bool:
        """Return whether ``rows`` and ``estimate`` answer at once."""
        return header in self._read

    def _first(self, header: int) -> _Read:
        origin = self.table.origin
        rows: list[tuple[int, list[str]]] = []
        broken: list[tuple[int, str, str]] = []
        count = 0
        for number, chunk in enumerate(self.table.chunks(header, _COUNTED, fill=True)):
            count += len(chunk.rows) + len(chunk.broken)
            if not number:
                rows = list(zip(chunk.numbers[:KEPT], chunk.rows[:KEPT], strict=True))
                broken = list(chunk.broken[:KEPT])
                if count >= _COUNTED and 0 < chunk.at < origin.size:
                    # The file is read ahead in blocks, so how far it was read says nothing of so few rows.
                    signs = sum(len(cell) + 1 for row in chunk.rows for cell in row) / max(len(chunk.rows), 1)
                    return _Read(rows, broken, max(round(origin.size / signs), count), "about")
            if count >= _MOST_COUNTED:
                return _Read(rows, broken, count, "more than")
        return _Read(rows, broken, count, "")

    def rows(self, header: int, count: int = SAMPLE) -> list[tuple[int, list[str]]]:
        """Return the first rows with their numbers, as they stand in the file; at most ``KEPT``."""
        return self.read(header).rows[:count]

    def broken(self, header: int) -> list[tuple[int, str, str]]:
        """Return which of the first rows can't be read as rows: number, text and reason."""
        return self.read(header).broken

    def counted(self, header: int) -> tuple[int, str]:
        """Return how many rows it has, and whether that is so ("") or "about" or "more than" what it has."""
        found = self.read(header)
        return found.count, found.word

    def draft(self, header: int, schema: Schema) -> Draft:
        """Return a recipe made from its columns, to begin with."""
        columns = self.table.columns(header)
        rows: list[list[str]] = []
        for chunk in islice(self.table.chunks(header, _GUESSED_FROM, fill=True), 1):
            rows += chunk.rows
        if not rows or not columns:
            return blank_draft(columns)
        table = self.table
        return guess(
            columns,
            rows,
            schema,
            lambda place: all_texts(table, header, place),
            lambda place: differs(table, header, place),
        )


@dataclass
class Look:
    """What was found in files and folders; the files stay open until it is closed."""

    opening: Opening
    tables: list[Seen] = field(default_factory=list[Seen])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    problems: list[str] = field(default_factory=list[str])
    recipes: list[Recipe] = field(default_factory=list[Recipe])

    def close(self) -> None:
        """Forget the temporary copies."""
        self.opening.__exit__(None, None, None)


def look(paths: Sequence[str | Path], schema: Schema, step: Step = silent) -> Look:
    """Look at files, and at all files in folders, and say for each table which recipes fit; close the result."""
    found = Look(Opening(step=step))
    try:
        found.recipes = known_recipes(schema, found.problems)
        files = walk(paths)
        for number, (path, named) in enumerate(files):
            step(f"Looking at {path.name}", number, len(files))
            why = "" if named else accompanies(path)
            if why:
                found.skipped.append(Skipped(path, why))
                continue
            _look_at(path, schema, found)
    except BaseException:
        found.close()
        raise
    return found


def older_version(sources: Sequence[Source], seen: Seen, recipe: str) -> tuple[Source, bool] | None:
    """Return the source in use of which a table looks like a newer version, and whether an import finds that itself.

    It does where file and recipe are the same; one of the same name from elsewhere has to be named.
    """
    origin = seen.table.origin
    alike = [each for each in sources if each.live and each.name == origin.name]
    same = [each for each in alike if (each.path, each.recipe) == (str(origin.path), recipe)]
    if same:
        return same[-1], True
    return (alike[-1], False) if alike else None


def _look_at(path: Path, schema: Schema, found: Look) -> None:
    try:
        tables = found.opening.tables(path)
    except CancelledError:
        raise
    except IntelvizError as error:
        found.skipped.append(Skipped(path, error.what))
        return
    found.skipped += [Skipped(path, why, part) for part, why in found.opening.refused()]
    for table in tables:
        try:
            fits = tuple(fits_of(table, found.recipes, schema))
            problem = "" if fits else f"No recipe fits. {nearest(table, found.recipes)}".strip()
            found.tables.append(Seen(table, fits, problem))
        except IntelvizError as error:
            found.skipped.append(Skipped(path, error.what, table.origin.part))


class _FirstRows(Table):
    """The first rows of a table, as a table."""

    def __init__(self, table: Table, header: int, count: int) -> None:
        super().__init__(table.origin, table.form, table.notes)
        self._table, self._stop = table, header + 1 + count
        self.first_row, self.fixed_header = table.first_row, table.fixed_header
        self.reader = table.reader

    def records(self) -> Generator[list[str] | Broken]:
        """Yield the first records."""
        stream = self._table.records()
        try:
            yield from islice(stream, self._stop)
        finally:
            stream.close()

    def chunk(
        self, block: list[list[str] | Broken], number: int, width: int, at: int, *, last: bool, fill: bool
    ) -> Chunk:
        """Return the records of a block as the whole table has them."""
        return self._table.chunk(block, number, width, at, last=False, fill=fill)


@dataclass(frozen=True)
class Sample:
    """What the first rows of a table make: a case of their own, open, and the report."""

    case: CaseFile
    report: ImportReport


@contextmanager
def sample(seen: Seen, decision: Decision, schema: Schema, count: int = SAMPLE) -> Generator[Sample]:
    """Load the first rows of a table into a case of their own, which is gone afterwards."""
    first = _FirstRows(seen.table, decision.header, count)
    fit = fit_as_decided(seen.table, decision, schema)
    with tempfile.TemporaryDirectory(prefix="intelviz-") as folder:
        case = CaseFile.create(Path(folder) / "sample.intelviz", schema)
        with case:
            yield Sample(case, import_chosen(case, Chosen([(first, fit)])))


def dry_run(
    case: CaseFile, seen: Sequence[tuple[Seen, Decision]], count: int | None, step: Step = silent
) -> ImportReport:
    """Return what would come of tables (of the first ``count`` rows of each) in a case, which stays as it is."""
    chosen = Chosen()
    for each, decision in seen:
        fit = fit_as_decided(each.table, decision, case.schema)
        table = each.table if count is None else _FirstRows(each.table, decision.header, count)
        chosen.tables.append((table, fit))
    return import_chosen(case, chosen, dry_run=True, step=step)
