"""Items and links as a graph or an exchange file has them, and the table that they make.

A file is read once: what it holds is checked to its end before anything is loaded, and kept meanwhile, in the order of
the file, in a temporary file. So memory does not grow with it, and a file that breaks off is refused as a whole.
"""

from __future__ import annotations

import marshal
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from intelviz.ingest.readers.file import FoundFile, Opening
from intelviz.ingest.readers.graphs.element_sense import Sensed, Senses
from intelviz.ingest.readers.table import Broken, Origin, StructuredTable
from intelviz.ingest.readers.text.records import LONGEST
from intelviz.schema.errors import BadInputError

OWN = (
    "@element", "@id", "@type", "@label", "@name", "@source", "@target", "@start", "@end", "@lon", "@lat",
)  # fmt: skip
"""Columns of every such table, before one for each attribute of the file."""
_BLOCK = 2_048
_MOST_COLUMNS = 2_000
_HELD = 4 << 20
"""Characters that are kept in memory before they are written."""
_Packed = tuple[str, str, str, str, str, str, str, str, dict[str, str]]


@dataclass(slots=True)
class Element:
    """One node or link: what the format itself says of it, and its attributes by name.

    ``kind`` is item or link, or another word that a recipe knows. ``start`` and ``end`` are ISO.
    """

    kind: str
    id: str = ""
    type: str = ""
    label: str = ""
    source: str = ""
    target: str = ""
    start: str = ""
    end: str = ""
    attributes: dict[str, str] = field(default_factory=dict[str, str])


class GraphError(ValueError):
    """The file is not what it should be; its words make a sentence with "it"."""


@dataclass(slots=True)
class Gathered:
    """What a file was found to hold: where it is kept, the names of its attributes, and how many of each kind."""

    path: Path
    columns: tuple[str, ...]
    counts: dict[str, int]
    senses: Senses
    broken: int
    is_typed: bool
    """Whether the format itself says of some element what it is."""


def gather(file: FoundFile, opening: Opening, stream: Iterable[Element | Broken]) -> Gathered:
    """Read a file to its end; BadInputError says in words why it can't be used."""
    columns: dict[str, None] = {}
    counts: dict[str, int] = {}
    senses = Senses()
    broken = held = 0
    is_typed = False
    path = _free(opening.folder)
    block: list[tuple[object, ...]] = []
    try:
        with path.open("wb") as out:
            for each, size in map(_bounded, stream):
                held += size
                if isinstance(each, Broken):
                    broken += 1
                    block.append((each.text, each.reason))
                else:
                    counts[each.kind] = counts.get(each.kind, 0) + 1
                    for name in each.attributes:
                        if name not in columns:
                            columns[name] = None
                            if len(columns) > _MOST_COLUMNS:
                                raise GraphError(f"has more than {_MOST_COLUMNS:,} different attributes")
                    is_typed = is_typed or bool(each.type)
                    senses.take(each.kind, each.attributes)
                    block.append(_packed(each))
                if len(block) >= _BLOCK or held > _HELD:
                    _write(out, block)
                    block, held = [], 0
            _write(out, block)
    except GraphError as error:
        raise wrong(file, error) from error
    except OSError as error:
        raise file.wrong(
            f"the file could no longer be read, or there is no room for a copy ({error.strerror or error}).",
            "Check the disk, then load it again.",
        ) from error
    if not sum(counts.values()):
        raise file.wrong("it holds no items and no links.", "Check that the right file was exported.")
    return Gathered(path, tuple(columns), counts, senses, broken, is_typed)


def wrong(file: FoundFile, error: GraphError) -> BadInputError:
    """Return the error that says why a file can't be used as a whole."""
    return file.wrong(f"it {error}; nothing was loaded from it.", "Ask for the file again, or export it anew.")


def _free(folder: Path) -> Path:
    number = 1
    while (path := folder / f"elements-{number}").exists():
        number += 1
    return path


def _bounded(each: Element | Broken) -> tuple[Element | Broken, int]:
    """Return an element and how long it is; one that is too long for a row is none."""
    if isinstance(each, Broken):
        return each, len(each.text)
    size = (
        sum(map(len, each.attributes.values())) + len(each.id) + len(each.label) + len(each.source) + len(each.target)
    )
    if size > LONGEST:
        return Broken(each.id[:200], f"what stands here has more than {LONGEST:,} characters"), 200
    return each, size


def _packed(each: Element) -> _Packed:
    return (
        each.kind, each.id, each.type, each.label, each.source, each.target, each.start, each.end, each.attributes,
    )  # fmt: skip


def _write(out: object, block: list[tuple[object, ...]]) -> None:
    if block:
        marshal.dump(block, out)  # pyright: ignore[reportArgumentType]  any file will do


class ElementTable(StructuredTable):
    """The elements of a file, a row each, in the order of the file.

    ``extra`` are columns that are alike in all rows, ``of_links`` attributes of every link that says nothing else.
    ``mapped`` are properties that the recipe takes from elsewhere: an attribute called so is named as an attribute.
    """

    def __init__(
        self,
        origin: Origin,
        form: str,
        reader: str,
        gathered: Gathered,
        notes: Sequence[str] = (),
        *,
        extra: dict[str, str] | None = None,
        of_links: dict[str, str] | None = None,
        mapped: Sequence[str] = (),
    ) -> None:
        self.reader = reader
        self.gathered = gathered
        self._extra = dict(extra or {})
        own = {*mapped, "id"}
        if gathered.is_typed or "type" not in {gathered.senses.type_of(kind) for kind in gathered.counts}:
            own.add("type")
        self._of_links = dict(of_links or {})
        self._attributes = tuple(dict.fromkeys((*gathered.columns, *self._of_links)))
        names = [
            *OWN,
            *self._extra,
            *(f"attribute {name}" if name in own or name[:1] in {"", "@"} else name for name in self._attributes),
        ]
        self.may_hold_broken = gathered.broken > 0
        self._read = 0
        super().__init__(origin, form, names, [*notes, *gathered.senses.notes()])

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield a row for each element."""
        sense = self.gathered.senses.of
        extra = list(self._extra.values())
        names = self._attributes
        for each in self._kept():
            if len(each) == 2:
                yield Broken(*each)
                continue
            kind, id_, type_, label, source, target, start, end, attributes = cast("_Packed", each)
            found: Sensed = sense(kind, type_, label, start, end, attributes)
            row = [kind, id_, found.type, found.label or id_, found.name, source, target, found.start, found.end]
            row += [found.lon, found.lat, *extra]
            if kind == "link" and self._of_links:
                attributes = self._of_links | attributes
            get = attributes.get
            row += [get(name, "") for name in names]
            yield row

    def _kept(self) -> Iterator[tuple[str, ...]]:
        with self.gathered.path.open("rb") as file:
            while True:
                try:
                    block = marshal.load(file)  # noqa: S302  what gather wrote into a folder of its own
                except EOFError:
                    return
                self._read = file.tell()
                yield from block

    def position(self) -> int:
        """Return how many bytes of the file the rows that were yielded stand for."""
        size = self.gathered.path.stat().st_size if self.gathered.path.exists() else 0
        return round(self.origin.size * min(self._read / size, 1.0)) if size else self.origin.size


def counted(gathered: Gathered) -> str:
    """Return "77 nodes, 254 links" for the form of a graph."""
    nodes, links = gathered.counts.get("item", 0), gathered.counts.get("link", 0)
    return f"{nodes:,} node{'' if nodes == 1 else 's'}, {links:,} link{'' if links == 1 else 's'}"
