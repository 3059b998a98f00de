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

Identity = Literal["folder", "file", "case", "row"]
OnError = Literal["reject", "leave"]
OnBlank = Literal["reject", "leave", "row"]


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """Where a value comes from: columns (with a template, if several), or a constant; and how it is translated.

    ``part`` takes one part of a person's name or of an address.
    """

    columns: tuple[str, ...] = ()
    template: str = ""
    constant: str | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Literal["keep", "reject"] = "keep"
    on_error: OnError = "reject"
    part: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TypeSpec:
    """The type of an item or link: always the same, or named in a column.

    ``otherwise`` is the type where the column names none that is known. With ``filled`` the column names none: that is
    the type where anything stands in it, ``negative`` where a negative amount does, ``empty`` where nothing does.
    """

    constant: str = ""
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    otherwise: str = ""
    filled: str = ""
    negative: str = ""
    empty: str = ""


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
    """A place from two columns, or from one that holds both coordinates.

    ``x`` and ``y`` are longitude and latitude in degrees (``crs`` EPSG:4326), or eastings and northings in metres of
    another reference system; ``text`` is a column with a pair of degrees or a grid reference.
    """

    x: str
    y: str
    text: str
    crs: str
    precision: PlacePrecision
    on_error: OnError

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it needs."""
        return (self.text,) if self.text else (self.x, self.y)


@dataclass(frozen=True, slots=True)
class GradeSpec:
    """How a row is graded: by one column with the whole grade, or one for each part; ``scheme`` is "" to tell it."""

    columns: tuple[str, ...]
    scheme: str
    scheme_column: str
    on_error: OnError


@dataclass(frozen=True, slots=True)
class Split:
    """A cell that holds several: what parts them, and the columns whose parts go along with them."""

    by: tuple[str, ...]
    along: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One item that each row makes; ``some`` says that one of the columns of its id is enough."""

    name: str
    type: TypeSpec
    id: tuple[str, ...]
    some: bool
    kind: str
    identity: Identity
    blank_id: OnBlank
    wrong_id: OnError
    by_name: bool
    keep_rest: bool
    properties: Mapping[str, ValueSpec]
    label: ValueSpec | None
    when: WhenSpec | None
    where: WhereSpec | None
    split: Split | None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: an item of the same row, or one that is known elsewhere by its id."""

    item: str = ""
    id: tuple[str, ...] = ()
    kind: str = ""
    identity: Identity = "folder"
    type: str = ""
    split: Split | None = None

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
    keep_rest: bool
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
    grade: GradeSpec | None
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
                found.update(item.where.columns)
            if item.label is not None:
                found.update(item.label.columns)
            if item.split is not None:
                found.update(item.split.along)
        if self.grade is not None:
            found.update((*self.grade.columns, self.grade.scheme_column))
        for link in self.links:
            for end in (link.a, link.b):
                found.update((*end.id, *(end.split.along if end.split is not None else ())))
        return found - {""}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as its file says it; ``sha256`` is the hash of that file, ``text`` what stands in it.

    With ``month_first``, dates in figures have the month first; the formats of times are turned already.

    ``readers`` are those whose tables it is for (all, if empty). A ``generic`` recipe is taken where no other fits.
    """

    name: str
    version: int
    title: str
    description: str
    readers: tuple[str, ...]
    generic: bool
    month_first: bool
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
            each.identity in {"folder", "file"}
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
