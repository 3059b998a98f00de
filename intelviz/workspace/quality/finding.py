"""What a check found: a title, how often, the items it is about, and examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 200
"""Examples that are kept of one finding; all are counted."""
MOST_ITEMS = 50_000
"""Items of one finding that are named, to be selected in the views."""


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a finding: an item, or a row of a source, and in words what is odd."""

    words: str
    item: int | None = None
    label: str = ""
    source: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz quality --json`` prints."""
        return {
            "item": self.item,
            "label": self.label,
            "source": self.source,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "words": self.words,
        }


@dataclass
class Finding:
    """All that one check found of one kind."""

    check: str
    title: str
    count: int = 0
    items: list[int] = field(default_factory=list[int])
    examples: list[Example] = field(default_factory=list[Example])

    def add(self, example: Example) -> None:
        """Count one more."""
        self.count += 1
        if example.item is not None and len(self.items) < MOST_ITEMS:
            self.items.append(example.item)
        if len(self.examples) < EXAMPLES:
            self.examples.append(example)

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz quality --json`` prints."""
        return {
            "check": self.check,
            "title": self.title,
            "count": self.count,
            "items": self.items,
            "examples": [each.as_json() for each in self.examples],
        }


class Findings:
    """Findings by check and title, in the order in which they first appeared."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Finding] = {}

    def add(self, check: str, title: str, example: Example) -> None:
        """Count one more of a kind."""
        key = (check, title)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = Finding(check, title)
        found.add(example)

    def all(self) -> list[Finding]:
        """Return them, by check, the most frequent first."""
        return sorted(self._found.values(), key=lambda each: (CHECKS.index(each.check), -each.count))


CHECKS = ("impossible", "at odds", "duplicate", "outlier", "default", "truncated")
"""Kinds of findings, the gravest first."""
CHECK_WORDS = {
    "impossible": "Can't be so",
    "at odds": "At odds with each other",
    "duplicate": "Stands there twice",
    "outlier": "Far from the rest",
    "default": "Looks like a default",
    "truncated": "Looks cut off",
}
