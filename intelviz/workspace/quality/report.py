"""The quality report of a case, or of one of its sources."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from intelviz.case import examining
from intelviz.case.coverage import Coverage
from intelviz.case.file import CaseFile
from intelviz.case.values import Alteration, Correction, Source
from intelviz.case.versions import VersionChange
from intelviz.schema.errors import UsageError
from intelviz.schema.progress import Step, silent
from intelviz.workspace.quality.finding import Example, Finding, Findings
from intelviz.workspace.quality.items import ItemChecks
from intelviz.workspace.quality.rows import RowChecks

_IDENTITY = ("name", "surname", "date_of_birth", "sex")
_MANY_HOLDERS = 4
"""So many holders of one telephone or vehicle are worth a look."""
MOST_ALTERATIONS = 100_000
_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class Filled:
    """How many items of a type have a property."""

    type: str
    name: str
    label: str
    filled: int
    of: int

    @property
    def share(self) -> float:
        """The part that has it, 0 to 1."""
        return self.filled / self.of if self.of else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz quality --json`` prints."""
        return {
            "type": self.type,
            "property": self.name,
            "label": self.label,
            "filled": self.filled,
            "of": self.of,
            "share": round(self.share, 4),
        }


@dataclass(frozen=True)
class QualityReport:
    """All that is known of how good the data are; ``source`` is None for the whole case."""

    source: Source | None
    sources: Sequence[Source]
    completeness: Sequence[Filled]
    findings: Sequence[Finding]
    rejections: Sequence[tuple[str, int]]
    """Reason, and how many rows are set aside for it."""
    alterations: Sequence[tuple[str, Alteration]]
    """Name of the source, and the cell."""
    corrections: Sequence[tuple[str, Correction]]
    versions: Sequence[VersionChange] = field(default=())
    coverage: Coverage | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz quality --json`` prints."""
        return {
            "source": self.source.name if self.source else None,
            "made": f"{date.today():%d/%m/%Y}",
            "sources": [
                {
                    "id": each.id,
                    "source": each.name,
                    "rows": each.rows,
                    "loaded": each.loaded,
                    "merged": each.merged,
                    "rejected": each.rejected,
                    "items": each.items,
                    "links": each.links,
                    "expires": each.expires or None,
                    "in_use": each.live,
                }
                for each in self.sources
            ],
            "completeness": [each.as_json() for each in self.completeness],
            "findings": [each.as_json() for each in self.findings],
            "rejections": [{"reason": reason, "count": count} for reason, count in self.rejections],
            "alterations": [
                {
                    "source": name,
                    "row": each.row,
                    "column": each.column,
                    "value": each.value,
                    "became": each.became,
                    "reason": each.reason,
                }
                for name, each in self.alterations
            ],
            "corrections": [{"source": name, **each.as_json()} for name, each in self.corrections],
            "versions": [{"source": each.newer, **each.as_json()} for each in self.versions],
            "coverage": self.coverage.as_json() if self.coverage else None,
        }


def quality_report(case: CaseFile, source_id: int | None = None, step: Step = silent) -> QualityReport:
    """Look at every item and row of a case, or of one source; ``step`` may raise CancelledError.

    Memory grows by some 80 bytes a row, for the search of equal ones and of what is far from the rest.
    """
    sources = [each for each in case.sources() if (each.live if source_id is None else each.id == source_id)]
    source = None
    if source_id is not None:
        if not sources:
            raise UsageError(f"There is no source {source_id} in this case.")
        source = sources[0]
    findings = Findings()
    schema = case.schema
    items = ItemChecks(schema, findings, int(time.time()))
    rows = RowChecks({each.id: each.name for each in sources}, findings)
    total_rows = sum(each.rows for each in sources)
    with case.examining() as connection:
        total = examining.count_items(connection, source_id)
        for at, item in enumerate(examining.examined_items(connection, source_id)):
            if at % _EVERY == 0:
                step("Looking at items", at, total + total_rows)
            items.take(item)
        items.finish()
        for at, row in enumerate(examining.examined_rows(connection, source_id)):
            if at % _EVERY == 0:
                step("Looking at rows", min(total + at, total + total_rows), total + total_rows)
            rows.take(row)
        rows.finish()
        step("Looking for what is at odds", total + total_rows, total + total_rows)
        for number, name, values in examining.keys_at_odds(connection, list(_IDENTITY), source_id):
            example = Example("the same key, and different statements", number, column=name, value=values)
            findings.add("at odds", f"One key, more than one {name.replace('_', ' ')}", example)
        holding = [each.name for each in schema.links.values() if each.reach == "holds"]
        for held in examining.held_by_many(connection, holding, source_id, _MANY_HOLDERS):
            title = f"Held by {_MANY_HOLDERS} or more"
            words = f"{held.holders:,} have it ({schema.link(held.link).label})"
            findings.add("at odds", title, Example(words, held.id, held.label, column=held.type))
    reasons: Counter[str] = Counter()
    alterations: list[tuple[str, Alteration]] = []
    corrections: list[tuple[str, Correction]] = []
    versions: list[VersionChange] = []
    for each in sources:
        reasons.update(rejection.reason for rejection in case.rejections(each.id))
        room = MOST_ALTERATIONS - len(alterations)
        alterations += [(each.name, one) for one in case.alterations(each.id)[: max(room, 0)]]
        corrections += [(each.name, one) for one in case.corrections(each.id) if one.live]
    here = {each.id for each in sources}
    for each in case.sources():
        if each.live and each.replaces is not None and not here.isdisjoint((each.id, each.replaces)):
            version = case.version_change(each.id)
            if version is not None:
                versions.append(version)
    return QualityReport(
        source,
        sources,
        _completeness(items, case),
        _labelled(case, findings.all()),
        reasons.most_common(),
        alterations,
        corrections,
        versions,
        case.coverage(),
    )


def _completeness(items: ItemChecks, case: CaseFile) -> list[Filled]:
    found: list[Filled] = []
    for kind, of in items.total.most_common():
        filled = items.filled[kind]
        known = {each.name: each.label for each in case.schema.properties_of(kind)} if kind in case.schema.items else {}
        labels = {"@when": "time", "@where": "place"}
        found += [
            Filled(kind, name, labels.get(name) or known.get(name, name), count, of)
            for name, count in filled.most_common()
        ]
    return found


def _labelled(case: CaseFile, findings: Sequence[Finding]) -> Sequence[Finding]:
    """Give the items of examples their labels, where a check that looks at numbers alone didn't know them."""
    wanted = {each.item for one in findings for each in one.examples if each.item is not None and not each.label}
    labels = {each.id: each.label for each in case.items(sorted(wanted))}
    for one in findings:
        one.examples = [
            Example(e.words, e.item, e.label or labels.get(e.item or 0, ""), e.source, e.row, e.column, e.value)
            for e in one.examples
        ]
    return findings
