"""A row that was set aside, put right by an analyst, taken once more through the recipe that read its file."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from intelviz.case.change import Change
from intelviz.case.correcting import CorrectionDraft
from intelviz.case.file import CaseFile
from intelviz.case.values import SetAside, Source
from intelviz.ingest.header import Header
from intelviz.ingest.keys import Keys, name_place, place_names, row_ids
from intelviz.ingest.loading import Plan, SourceLoader
from intelviz.ingest.makers import RecordMaker
from intelviz.ingest.readers.table import Broken, Chunk, Origin, StructuredTable
from intelviz.ingest.recipe_file import recipe_from_text
from intelviz.ingest.reconcile import Reconciler
from intelviz.ingest.versions import first_version
from intelviz.schema.errors import BadInputError, CaseError, UsageError, Where


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of a correction: its number in the case, and whether the row was loaded or merged."""

    number: int
    cells: Mapping[str, tuple[str, str]]
    merged: bool
    items: int
    links: int


class _OneRow(StructuredTable):
    """A single row, which keeps its number."""

    def __init__(self, origin: Origin, names: Sequence[str], number: int, cells: Sequence[str]) -> None:
        super().__init__(origin, "a corrected row", names)
        self._number, self._cells = number, list(cells)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the row."""
        yield self._cells

    def chunks(self, header: int, size: int = 1, *, fill: bool = False) -> Iterator[Chunk]:
        """Yield the row under its own number."""
        del header, size, fill
        yield Chunk([self._number], [self._cells])


def cells_to_correct(row: SetAside) -> dict[str, str]:
    """Return what a correction starts from, by column.

    Of a row that was broken only its beginning is known, as text: where that has no more cells than the file has
    columns, they are filled in from the left; otherwise all are empty, as nobody can tell which is which.
    """
    if row.cells:
        return {name: row.cells.get(name, "") for name in row.columns}
    parts = next(csv.reader([row.value]), []) if row.value and not row.column else []
    if len(parts) > len(row.columns) or "\n" in row.value:
        parts = []
    return dict(zip(row.columns, [*parts, *[""] * (len(row.columns) - len(parts))], strict=True))


def correct_row(case: CaseFile, change: Change, source: Source, row: int, cells: Mapping[str, str]) -> Corrected:
    """Load a row that is set aside with some of its cells put right; the row as it came stays in the case.

    BadInputError says what is still wrong with it; UsageError, that there is no such column, or nothing to correct.
    """
    if not source.live:
        raise UsageError(f"{source.name} is withdrawn.", remedy="Bring it back first.")
    found = case.set_aside(source.id, row)
    before = cells_to_correct(found)
    given = {_column(name, found): value for name, value in cells.items()}
    changed = {name: (before[name], value) for name, value in given.items() if before[name] != value}
    now = {**before, **given}
    loader, reconciler = _loader(case, change, source, row, now)
    loader.load_items()
    loader.load_links()
    reconciler.finish()
    report = loader.report
    if report.rejections:
        wrong = report.rejections[0]
        raise BadInputError(
            f"it can't be loaded yet: {wrong.reason}.",
            where=Where(source.name, row, wrong.column or None, wrong.value or None),
            remedy="Correct that cell as well.",
        )
    altered = [each for each in case.alterations(source.id) if each.row == row]
    draft = CorrectionDraft(
        source.id,
        row,
        changed,
        case.last_record(source.id, row),
        report.merged == 1,
        loader.tally.items,
        loader.tally.links,
        [(each.column, each.value, each.became, each.reason) for each in altered],
    )
    number = change.add_correction(draft)
    return Corrected(number, changed, draft.merged, draft.items, draft.links)


def _column(name: str, row: SetAside) -> str:
    if name in row.columns:
        return name
    near = [each for each in row.columns if each.casefold() == name.casefold()]
    if len(near) == 1:
        return near[0]
    raise UsageError(
        f"The file has no column “{name}”.", remedy=f"Its columns are: {', '.join(row.columns) or 'not known'}."
    )


def _loader(
    case: CaseFile, change: Change, source: Source, row: int, cells: Mapping[str, str]
) -> tuple[SourceLoader, Reconciler]:
    text, columns = case.recipe_text(source.id)
    if not text or not columns:
        raise CaseError(
            f"{source.name} was loaded by an older intelviz, which kept too little of it.",
            remedy="Correct the file, and load it again: what is in the case already is found again.",
        )
    recipe = recipe_from_text(text, Path(f"{source.recipe or 'kept'}.yaml"), case.schema)
    header = Header(recipe, columns)
    entries = tuple(entry for entry in recipe.files if not header.missing(entry))
    name, _, part = source.name.partition(" › ")
    path = Path(source.path) if source.path else Path(name)
    table = _OneRow(
        Origin(path.with_name(name), source.sha256, source.bytes, part), columns, row, [cells[each] for each in columns]
    )
    sources = case.sources()
    first = first_version(source, sources)
    place = name_place(place_names(sources), recipe.name, Path(first.path).parent)
    keys = Keys(change, case.schema)
    reconciler = Reconciler(change, case.schema, keys)
    plan = Plan(table, recipe, entries, 0, place, known_as=first.name)
    loader = SourceLoader(plan, source.id, change, case.schema, keys, reconciler, [], "", lambda _: None)
    # Equal rows of one file stay apart: this one is counted after those that are in use.
    values = [cells[each] for each in columns]
    digest = row_ids([tuple(values)], {})[0]
    for entry in entries:
        equal = case.equal_rows(source.id, RecordMaker(entry, header).make([[each] for each in values])[0])
        for spec in entry.items:
            loader.row_counts[spec.name] = {digest: equal}
    return loader, reconciler
