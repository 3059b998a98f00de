"""What the first rows of a table become, as a small case in memory. No widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from intelviz.app.assistant.group import Group
from intelviz.case.file import CaseFile
from intelviz.ingest.preview import dry_run, sample
from intelviz.ingest.report import ImportReport
from intelviz.schema.errors import IntelvizError
from intelviz.workspace.jobs import Progress
from intelviz.workspace.workspace import Workspace

DRAWN = 12
"""Rows of a table that the small chart draws."""
TRIED = 200
"""Rows that are tried for the words beside it."""


@dataclass(frozen=True)
class Sampled:
    """The first rows of a table as items and links, and what was said of them; or why it can't be."""

    workspace: Workspace | None = None
    words: list[str] = field(default_factory=list[str])
    error: str = ""


def sampled(group: Group, progress: Progress) -> Sampled:
    """Load the first rows of a group's first table into a case of their own, and return what came of them."""
    progress.step("Trying the first rows")
    try:
        with sample(group.first, group.as_decided(), group.schema, DRAWN) as small:
            workspace = Workspace(small.case.columns(), small.case.schema)
            workspace.chart.drawn[:] = True
            rejected = [f"Row {each.row:,}: {each.reason}" for each in small.report.sources[0].rejections[:5]]
        words = _items(workspace)
    except IntelvizError as error:
        return Sampled(error=error.words())
    return Sampled(workspace, [*words, *rejected])


def _items(workspace: Workspace) -> list[str]:
    """Return "12 crimes, 9 locations", and when and where the first of them is."""
    counts: dict[str, int] = {}
    for code in workspace.items.type.tolist():
        kind = workspace.item_types[code]
        counts[kind.plural] = counts.get(kind.plural, 0) + 1
    if not counts:
        return ["The first rows make nothing."]
    listed = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    return [f"The first {DRAWN} rows make {listed}."]


@dataclass(frozen=True)
class Tried:
    """What would come of tables in the open case."""

    report: ImportReport
    whole: bool

    def words(self) -> list[str]:
        """Return what would come of the rows, for a reader."""
        rows = sum(each.rows for each in self.report.sources)
        loaded = sum(each.loaded for each in self.report.sources)
        merged = sum(each.merged for each in self.report.sources)
        altered = sum(each.altered for each in self.report.sources)
        of = f"All {rows:,} rows" if self.whole else f"The first {rows:,} rows"
        lines = [
            f"{of}: {loaded:,} would be loaded, {merged:,} would add nothing new, {self.report.rejected:,} would "
            f"be set aside, and {altered:,} cells would be kept in another form.",
            f"{self.report.items:,} items and {self.report.links:,} links would be added.",
        ]
        reasons: dict[str, int] = {}
        for each in self.report.sources:
            for row in each.rejections:
                reason = f"{row.column}: {row.reason}" if row.column else row.reason
                reasons[reason] = reasons.get(reason, 0) + 1
        for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1])[:8]:
            lines.append(f"Set aside ({count:,}): {reason}")
        for each in self.report.sources:
            lines += [f"{each.name}: {words}" for words in each.warnings[:6]]
        return lines


def tried(case: CaseFile, groups: list[Group], count: int | None, progress: Progress) -> Tried:
    """Return what would come of groups of tables in a case that stays as it is; of the first rows, or of all."""
    seen = [(each, group.as_decided()) for group in groups if not group.problem() for each in group.tables]
    return Tried(dry_run(case, seen, count, progress.step), count is None)
