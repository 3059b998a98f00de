"""What came of an import, source by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intelviz.case.versions import VersionChange
from intelviz.schema.errors import Where
from intelviz.schema.readable import readable

MOST_LISTED = 10_000
"""Rejected rows that a report lists; the case keeps all of them."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was set aside, the cell for which it was, and why."""

    row: int
    column: str
    value: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz import --json`` prints."""
        return {"row": self.row, "column": self.column, "value": self.value, "reason": self.reason}


@dataclass
class SourceReport:
    """What came of one file; ``rows`` = ``loaded`` + ``merged`` + ``rejected``."""

    path: Path
    sha256: str
    recipe: str
    form: str
    part: str = ""
    """Sheet, layer, table or member of the file, "" where the file is one table."""
    rows: int = 0
    loaded: int = 0
    merged: int = 0
    rejected: int = 0
    items: int = 0
    links: int = 0
    altered: int = 0
    added: dict[str, int] = field(default_factory=dict[str, int])
    """Items that were added, by type."""
    matched: dict[str, int] = field(default_factory=dict[str, int])
    """Items that the case held before and of which rows speak, by type; each counts once in an import."""
    matched_at: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Labels of the first of them."""
    differs: int = 0
    """Rows that say otherwise of an item than was known, of which ``differs_at`` tells the first."""
    differs_at: list[str] = field(default_factory=list[str])
    rejections: list[RejectedRow] = field(default_factory=list[RejectedRow])
    warnings: list[str] = field(default_factory=list[str])
    version: VersionChange | None = None
    """Where it is a newer version of a source: what it added, changed and no longer has."""
    expires: str = ""

    @property
    def name(self) -> str:
        """Name of the source: the file's, with the part of it."""
        return readable(f"{self.path.name} › {self.part}" if self.part else self.path.name)

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz import --json`` prints."""
        return {
            "source": str(self.path),
            "part": self.part,
            "sha256": self.sha256,
            "recipe": self.recipe,
            "form": self.form,
            "rows": self.rows,
            "loaded": self.loaded,
            "merged": self.merged,
            "rejected": self.rejected,
            "items": self.items,
            "links": self.links,
            "altered": self.altered,
            "matched": dict(self.matched),
            "rejections": [each.as_json() for each in self.rejections],
            "warnings": list(self.warnings),
            "expires": self.expires or None,
            **(self.version.as_json() if self.version is not None else {"replaces": None}),
        }


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder, or a part of a file, that was passed over, and why."""

    path: Path
    why: str
    part: str = ""

    @property
    def name(self) -> str:
        """Its name, with the part of it."""
        return readable(f"{self.path.name} › {self.part}" if self.part else self.path.name)

    def as_json(self) -> dict[str, str]:
        """Return what ``intelviz import --json`` prints."""
        return {"source": str(self.path), "part": self.part, "why": self.why}


@dataclass(frozen=True)
class ImportReport:
    """What came of an import."""

    sources: Sequence[SourceReport]
    skipped: Sequence[Skipped]
    dry_run: bool = False

    @property
    def items(self) -> int:
        """Items that were added."""
        return sum(each.items for each in self.sources)

    @property
    def links(self) -> int:
        """Links that were added."""
        return sum(each.links for each in self.sources)

    @property
    def rejected(self) -> int:
        """Rows that were set aside."""
        return sum(each.rejected for each in self.sources)

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz import --json`` prints."""
        return {
            "sources": [each.as_json() for each in self.sources],
            "skipped": [each.as_json() for each in self.skipped],
            "items": self.items,
            "links": self.links,
            "dry_run": self.dry_run,
        }

    def words(self) -> str:
        """Return the report for a reader: a line for each file, then what was set aside and what is to be known."""
        lines: list[str] = []
        for each in self.sources:
            lines.append(
                f"{each.name}: {_count(each.rows, 'row')}, {each.loaded:,} loaded, {each.merged:,} merged, "
                f"{each.rejected:,} rejected; {_count(each.items, 'item')}, {_count(each.links, 'link')} "
                f"(recipe {each.recipe})"
            )
            if each.altered:
                were = "cell was" if each.altered == 1 else "cells were"
                lines.append(f"  {each.altered:,} {were} changed or left out; the quality report lists each.")
            lines += [f"  {readable(words)}" for words in each.warnings]
            for row in each.rejections[:20]:
                place = Where(row=row.row, column=row.column or None, value=row.value or None).words()
                lines.append(f"  {place}: {readable(row.reason)}")
            if each.rejected > 20:
                lines.append(f"  … and {each.rejected - 20:,} more rejected rows")
        lines += [f"{each.name}: passed over: {readable(each.why)}" for each in self.skipped]
        lines.append(
            f"{_count(self.items, 'item')} and {_count(self.links, 'link')} "
            + ("would be added; the case is as it was" if self.dry_run else "added")
        )
        return "\n".join(lines)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
