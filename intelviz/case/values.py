"""What the case file answers with: frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np

from intelviz.case.columns import Ints, Mask
from intelviz.schema.place import Place
from intelviz.schema.when import When

Properties = dict[str, Any]
Float32s = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what its live assertions say, merged."""

    id: int
    type: str
    label: str
    key: str | None
    properties: Properties
    when: When | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link, seen from the item that was asked for: ``other`` is the item across, ``forward`` if that is ``b``."""

    id: int
    type: str
    a: int
    b: int
    properties: Properties
    when: When | None
    other: int
    other_type: str
    other_label: str
    forward: bool


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one record, or an analyst by name, says about an item or a link.

    ``source`` is the file's name and ``row`` its row number, the header being row 1; both are None where an analyst
    says it. ``grade`` is "" where it is ungraded. ``at`` is ISO 8601 in UTC.
    """

    id: int
    record_id: int | None
    source_id: int | None
    source: str | None
    row: int | None
    said: Properties
    grade: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a source as it came: raw text by column."""

    id: int
    source_id: int
    source: str
    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source that is about to be loaded; ``expires`` is an ISO date or ""; ``grade`` is "" where ungraded."""

    name: str
    sha256: str
    path: str = ""
    bytes: int = 0
    recipe: str = ""
    recipe_sha256: str = ""
    recipe_text: str = ""
    marking: str = ""
    grade: str = ""
    expires: str = ""
    columns: Sequence[str] = ()
    replaces: int | None = None
    """Id of the source of which this is a newer version."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was loaded, with what came of its rows; not ``live`` where the import was undone."""

    id: int
    name: str
    path: str
    sha256: str
    bytes: int
    recipe: str
    recipe_sha256: str
    marking: str
    grade: str
    expires: str
    at: str
    by: str
    rows: int
    loaded: int
    merged: int
    rejected: int
    items: int
    links: int
    warnings: tuple[str, ...]
    live: bool
    replaces: int | None = None
    """Id of the source of which this is a newer version."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A cell for which a row was set aside."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is set aside, as it came: ``cells`` by column, empty where it could not be read as cells at all."""

    row: int
    column: str
    value: str
    reason: str
    columns: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """Cells that somebody put right in a row that was set aside: {column: (before, after)}.

    Not ``live`` where the correction was undone.
    """

    id: int
    source_id: int
    row: int
    cells: dict[str, tuple[str, str]]
    record_id: int
    merged: bool
    items: int
    links: int
    at: str
    by: str
    live: bool

    def as_json(self) -> dict[str, Any]:
        """Return what the quality report says of it."""
        return {
            "row": self.row,
            "cells": {name: {"was": was, "now": now} for name, (was, now) in self.cells.items()},
            "merged": self.merged,
            "at": self.at,
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file, or a part of one, that is not in the case: ``kind`` is "failed" or "passed over", ``why`` says why."""

    path: str
    part: str
    name: str
    kind: str
    why: str
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Alteration:
    """A cell that is kept in another form than it came in."""

    row: int
    column: str
    value: str
    became: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that a search found; a higher ``score`` fits better; ``why`` names what matched."""

    id: int
    type: str
    label: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``kind`` is do, undo or redo; ``of`` is the entry that is undone or redone."""

    seq: int
    at: str
    by: str
    kind: str
    command: str
    title: str
    args: Any
    inverse: Any
    of: int | None
    hash: str

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz log --json`` prints."""
        return {
            "seq": self.seq,
            "at": self.at,
            "by": self.by,
            "kind": self.kind,
            "command": self.command,
            "title": self.title,
            "args": self.args,
            "of": self.of,
            "hash": self.hash,
        }


class Arranged(Protocol):
    """The columns of a chart: item ids, canvas units, pinned and hidden flags, all of one length."""

    @property
    def id(self) -> Ints:
        """Item ids."""
        ...

    @property
    def x(self) -> Float32s:
        """Canvas units to the right."""
        ...

    @property
    def y(self) -> Float32s:
        """Canvas units down."""
        ...

    @property
    def pinned(self) -> Mask:
        """Never moved by a layout."""
        ...

    @property
    def hidden(self) -> Mask:
        """Taken off the picture for a while."""
        ...

    @property
    def body(self) -> Properties:
        """What the chart has beside its items, as plain JSON."""
        ...


@dataclass(frozen=True)
class ChartRows:
    """A kept chart; ``body`` is what it has beside its items."""

    name: str
    id: Ints
    x: Float32s
    y: Float32s
    pinned: Mask
    hidden: Mask
    body: Properties = field(default_factory=dict[str, Any])


class KeptThing(NamedTuple):
    """Something that the analyst keeps under a name: plain JSON, when it was kept (ISO 8601, UTC), and by whom."""

    body: Properties
    at: str
    by: str


class ChartHead(NamedTuple):
    """A kept chart by name, and how many items that the case still holds stand on it."""

    name: str
    items: int


@dataclass(frozen=True, slots=True)
class SetDraft:
    """A named set to keep: its items and, where it came from a query, the words of it."""

    name: str
    ids: Sequence[int] = field(default=())
    words: str = ""
