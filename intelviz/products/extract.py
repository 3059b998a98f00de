"""What leaves the case in one exchange file: items, the links between them, and the words that go with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from intelviz.schema.when import When, from_epoch


@dataclass(frozen=True)
class Extract:
    """Items and links as plain values, as every exchange format writes them.

    ``items`` have id, type, label, properties, when (When or None), lon and lat (None where unknown); ``links`` have
    id, type, a, b (item ids), properties and when. ``words`` say what was selected, ``marking`` how it is handled.
    """

    items: Sequence[dict[str, Any]]
    links: Sequence[dict[str, Any]]
    marking: str
    words: str
    audience: str = ""
    withheld: Sequence[dict[str, Any]] = field(default=())
    coverage: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Which sources it rests on, and which were not searched, with the reason: ``searched`` and ``not_searched``."""


def when_cells(when: When | None) -> tuple[str, str, str]:
    """Return start and end (ISO 8601, UTC; the end is the first second after) and precision, "" where unknown."""
    if when is None:
        return "", "", ""
    return (
        from_epoch(when.start, UTC).isoformat(),
        from_epoch(when.end, UTC).isoformat(),
        when.precision.name.lower(),
    )


def property_names(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return every property that any row has, in order of first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row["properties"]))


def beside(properties: Mapping[str, Any], taken: Collection[str]) -> dict[str, Any]:
    """Return properties to stand beside columns: one named like a column, as the type of a crime, becomes p_type."""
    return {f"p_{name}" if name in taken else name: value for name, value in properties.items()}


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that would begin one gets an apostrophe before it."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value
