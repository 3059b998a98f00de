"""What the first rows of a table become, as a small case in memory, and what would come of it in the open case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from intelviz.app.assistant.group import Group
from intelviz.case.file import CaseFile
from intelviz.case.values import Item
from intelviz.ingest.preview import Sample, dry_run, sample
from intelviz.ingest.report import ImportReport
from intelviz.schema.errors import IntelvizError
from intelviz.schema.model import Schema
from intelviz.workspace.jobs import Progress
from intelviz.workspace.workspace import Workspace

MARKED = 40
"""Rows of a table that are tried."""
DRAWN = 8
"""Items that the small chart draws, of as many rows as make no more; all of the first row in any case."""


@dataclass(frozen=True, slots=True)
class RowMade:
    """What a row makes, in words; or why it is set aside."""

    row: int
    words: str
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell for which a row is set aside, or that is kept in another form; ``column`` may be ""."""

    row: int
    column: str
    words: str
    set_aside: bool


@dataclass(frozen=True)
class Sampled:
    """The first rows of a table as items and links, and what was said of them; or why it can't be."""

    workspace: Workspace | None = None
    words: str = ""
    rows: list[RowMade] = field(default_factory=list[RowMade])
    marks: list[CellMark] = field(default_factory=list[CellMark])
    error: str = ""


def sampled(group: Group, progress: Progress) -> Sampled:
    """Load the first rows of a group's first table into a case of their own, and return what came of them."""
    progress.step("Trying the first rows")
    try:
        with sample(group.first, group.as_decided(), group.schema, MARKED) as small:
            progress.step("Trying the first rows")
            workspace = Workspace(small.case.columns(), small.case.schema)
            marks = _marks(small)
            by_row = _items_by_row(small.case, len(workspace))
        rows = _rows(by_row, marks, group.schema)
        words, drawn = _counted(workspace, len(rows)), _drawn(by_row)
        if drawn < len(by_row):
            progress.step("Drawing the first rows")
            before = [number for number, _ in group.first.rows(group.header, MARKED)].index(sorted(by_row)[drawn])
            with sample(group.first, group.as_decided(), group.schema, before) as small:
                workspace = Workspace(small.case.columns(), small.case.schema)
            words += f" The chart draws the first {drawn:,}." if drawn > 1 else " The chart draws the first."
        workspace.chart.drawn[:] = True
        return Sampled(workspace, words, rows, marks)
    except IntelvizError as error:
        return Sampled(error=error.words())
    except OSError as error:
        return Sampled(error=f"{group.first.name} can't be read any more: {error.strerror or error}.")


def _marks(small: Sample) -> list[CellMark]:
    found = [
        CellMark(each.row, each.column, f"set aside: {each.reason}", set_aside=True)
        for each in small.report.sources[0].rejections
    ]
    for source in small.case.sources():
        for each in small.case.alterations(source.id):
            became = f"kept as “{each.became}”" if each.became else "left out of the item"
            found.append(CellMark(each.row, each.column, f"{became}: {each.reason}", set_aside=False))
    return found


def _items_by_row(case: CaseFile, count: int) -> dict[int, list[Item]]:
    """Return the items that each row speaks of; of an item that many rows speak of, each of them."""
    found: dict[int, list[Item]] = {}
    for item in case.items(range(1, count + 1)):
        for said in case.assertions(item.id):
            if said.row is not None:
                found.setdefault(said.row, []).append(item)
    return found


def _drawn(by_row: dict[int, list[Item]]) -> int:
    """Return how many of the first rows make few enough items to be drawn and named."""
    items: set[int] = set()
    for count, row in enumerate(sorted(by_row)):
        items.update(each.id for each in by_row[row])
        if len(items) > DRAWN:
            return max(count, 1)
    return len(by_row)


def _rows(by_row: dict[int, list[Item]], marks: Sequence[CellMark], schema: Schema) -> list[RowMade]:
    """Return for each row what it makes: "6 Jan 2014 07:28, Brew've Been Served"."""
    rows = [RowMade(row, _row_words(items, schema)) for row, items in by_row.items()]
    for each in marks:
        if each.set_aside:
            place = f"“{each.column}” " if each.column else ""
            rows.append(RowMade(each.row, f"{place}{each.words}", set_aside=True))
    return sorted(rows, key=lambda each: each.row)


def _row_words(items: Sequence[Item], schema: Schema) -> str:
    when = next((each.when for each in items if each.when is not None), None)
    place = next((each.place for each in items if each.place is not None), None)
    kinds = {each.id: schema.items.get(each.type) for each in items}
    parts = [when.text()] if when is not None else []
    located = False
    for each in items:
        kind = kinds[each.id]
        name = kind.label if kind is not None else each.type
        if each.label and each.label.casefold() != name.casefold():
            parts.append(each.label)
            located = located or (kind is not None and kind.category == "location")
        elif len(items) == 1:
            parts.append(name)
    if place is not None and not located:
        parts.append(
            f"at {abs(place.lat):.4f}° {'N' if place.lat >= 0 else 'S'} {abs(place.lon):.4f}° "
            f"{'E' if place.lon >= 0 else 'W'}"
        )
    parts = [each for at, each in enumerate(parts) if not any(each in other for other in parts[at + 1 :])]
    return ", ".join(parts) or ", ".join(kind.label if kind is not None else "item" for kind in kinds.values())


def _counted(workspace: Workspace, rows: int) -> str:
    """Return "The first 40 rows make 40 crimes and 9 locations."."""
    numbers = np.bincount(workspace.items.type, minlength=len(workspace.item_types)).tolist()
    listed = [
        f"{count:,} {kind.label if count == 1 else kind.plural}"
        for kind, count in zip(workspace.item_types, numbers, strict=True)
        if count
    ]
    if not listed:
        return "The first rows make nothing."
    said = f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else listed[0]
    first = "The only row makes" if rows == 1 else f"The first {rows:,} rows make"
    return f"{first} {said}."


# In the open case


@dataclass(frozen=True)
class Tried:
    """What would come of tables in the open case."""

    report: ImportReport
    whole: bool
    schema: Schema

    def words(self) -> list[str]:
        """Return what would come of the rows, for a reader."""
        sources = self.report.sources
        rows = sum(each.rows for each in sources)
        loaded = sum(each.loaded for each in sources)
        merged = sum(each.merged for each in sources)
        altered = sum(each.altered for each in sources)
        of = ("The only row" if rows == 1 else f"All {rows:,} rows") if self.whole else f"The first {rows:,} rows"
        lines = [
            f"{of}: {loaded:,} would be loaded, {merged:,} would add nothing new, {self.report.rejected:,} would "
            f"be set aside, and {altered:,} cells would be kept in another form.",
            f"{self.report.items:,} items and {self.report.links:,} links would be added.",
            *self.matched(),
        ]
        reasons: dict[str, int] = {}
        for each in sources:
            for row in each.rejections:
                reason = f"{row.column}: {row.reason}" if row.column else row.reason
                reasons[reason] = reasons.get(reason, 0) + 1
        for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1])[:8]:
            lines.append(f"Set aside ({count:,}): {reason}")
        said = {words for each in sources for words in each.warnings}
        for each in sources:
            for words in each.warnings[:6]:
                if words in said:
                    said.discard(words)
                    lines.append(words if len(sources) == 1 else f"{each.name}: {words}")
        return lines

    def matched(self) -> list[str]:
        """Return what the case holds already: "214 of 328 telephone numbers are in the case already, such as …"."""
        known: dict[str, int] = {}
        added: dict[str, int] = {}
        such: dict[str, list[str]] = {}
        differs, examples = 0, list[str]()
        for each in self.report.sources:
            for of, count in each.matched.items():
                known[of] = known.get(of, 0) + count
                such.setdefault(of, []).extend(each.matched_at.get(of, ()))
            for of, count in each.added.items():
                added[of] = added.get(of, 0) + count
            differs += each.differs
            examples += each.differs_at
        lines = [
            f"{self._of(count, count + added.get(of, 0), of)}, such as {', '.join(such[of][:3])}."
            for of, count in sorted(known.items(), key=lambda pair: -pair[1])
        ]
        if not lines and any(each.rows for each in self.report.sources):
            lines.append("Nothing of it is in the case already.")
        if differs:
            rows = "1 row differs" if differs == 1 else f"{differs:,} rows differ"
            lines.append(f"{rows} from what is known: {'; '.join(examples[:3])}.")
        return lines

    def _of(self, count: int, of_all: int, of: str) -> str:
        kind = self.schema.items.get(of)
        one, many = (kind.label, kind.plural) if kind is not None else (of, of)
        if of_all == 1:
            return f"The {one} is in the case already"
        if count == of_all:
            return f"All {count:,} {many} are in the case already"
        return f"{count:,} of {of_all:,} {many} {'is' if count == 1 else 'are'} in the case already"


def tried(case: CaseFile, groups: Sequence[Group], count: int | None, progress: Progress) -> Tried:
    """Return what would come of groups of tables in a case that stays as it is; of the first rows, or of all."""
    seen = [(each, group.as_decided()) for group in groups if not group.problem() for each in group.tables]
    return Tried(dry_run(case, seen, count, progress.step), count is None, case.schema)
