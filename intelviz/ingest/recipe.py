"""A recipe: how the columns of a kind of file, or of a set of files that refer to each other, become items and links.

A recipe is data, in YAML, named, versioned and hashed (``recipe_file.py`` reads it). ``resources/recipes/README.md``
describes every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from intelviz.schema.place import PlacePrecision
from intelviz.schema.when import Precision

Identity = Literal["folder", "case", "row"]
OnError = Literal["reject", "leave"]
OnBlank = Literal["reject", "leave", "row"]


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """Where a value comes from: columns (with a template, if several), or a constant; and how it is translated."""

    columns: tuple[str, ...] = ()
    template: str = ""
    constant: str | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Literal["keep", "reject"] = "keep"
    on_error: OnError = "reject"


@dataclass(frozen=True, slots=True, eq=False)
class TypeSpec:
    """The type of an item or link: always the same, or named in a column."""

    constant: str = ""
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class WhenSpec:
    """A time from the cells of ``at``, joined by spaces; with ``to``, one between the two.

    ``precision`` makes it coarser than it is written; ``is_open`` says that a missing end (or start) is not known yet.
    """

    at: tuple[str, ...]
    to: tuple[str, ...]
    formats: tuple[str, ...]
    zone: str
    precision: Precision | None
    is_open: bool
    on_error: OnError


@dataclass(frozen=True, slots=True)
class WhereSpec:
    """A place from columns with degrees (WGS 84)."""

    lon: str
    lat: str
    precision: PlacePrecision
    on_error: OnError


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One item that each row makes."""

    name: str
    type: TypeSpec
    id: tuple[str, ...]
    kind: str
    identity: Identity
    blank_id: OnBlank
    by_name: bool
    properties: Mapping[str, ValueSpec]
    when: WhenSpec | None
    where: WhereSpec | None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: an item of the same row, or one that is known elsewhere by its id."""

    item: str = ""
    id: tuple[str, ...] = ()
    kind: str = ""
    identity: Identity = "folder"
    type: str = ""

    @property
    def is_reference(self) -> bool:
        """Whether the item is made elsewhere."""
        return not self.item


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """One link that each row makes."""

    type: TypeSpec
    a: End
    b: End
    on_blank: Literal["reject", "leave"]
    by_name: bool
    properties: Mapping[str, ValueSpec]
    when: WhenSpec | None


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows to leave out: those whose columns have one of these values."""

    only: Mapping[str, tuple[str, ...]]
    reason: str


@dataclass(frozen=True, slots=True)
class FileSpec:
    """What the rows of one kind of file make.

    It is for files that have the ``required`` columns, and of their rows for those with one of the values in ``only``.
    """

    name: str
    required: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    leave_out: Mapping[str, str]
    ignore: tuple[str, ...]
    skip_rows: tuple[Skip, ...]
    fill_short_rows: bool
    items: tuple[ItemSpec, ...]
    links: tuple[LinkSpec, ...]

    @property
    def mentioned(self) -> set[str]:
        """Every column that the entry names."""
        found = {*self.required, *self.only, *self.leave_out, *self.ignore}
        for skip in self.skip_rows:
            found.update(skip.only)
        for each in (*self.items, *self.links):
            found.add(each.type.column)
            found.update(column for value in each.properties.values() for column in value.columns)
            if each.when is not None:
                found.update((*each.when.at, *each.when.to))
        for item in self.items:
            found.update(item.id)
            if item.where is not None:
                found.update((item.where.lon, item.where.lat))
        for link in self.links:
            found.update((*link.a.id, *link.b.id))
        return found - {""}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as its file says it; ``sha256`` is the hash of that file, ``text`` what stands in it."""

    name: str
    version: int
    title: str
    description: str
    typed_headers: bool
    blank: frozenset[str]
    files: tuple[FileSpec, ...]
    path: Path
    text: str
    sha256: str

    @property
    def is_local(self) -> bool:
        """Whether ids mean something only within a set of files."""
        return any(
            each.identity == "folder"
            for file in self.files
            for each in (*file.items, *(end for link in file.links for end in (link.a, link.b) if end.is_reference))
        )


def known_column(recipe: Recipe, header: str) -> str:
    """Return the name by which a recipe knows a column of a file: ``latitude`` for ``latitude:double``."""
    if recipe.typed_headers:
        bare, colon, kind = header.rpartition(":")
        if colon and bare and kind.rstrip("[]{}").lower() in _HEADER_KINDS:
            return bare
    return header


_HEADER_KINDS = frozenset(
    {
        "int", "long", "float", "double", "boolean", "byte", "short", "char", "string", "point", "date", "localtime",
        "time", "localdatetime", "datetime", "duration",
    }
)  # fmt: skip
