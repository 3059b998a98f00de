"""CSV files of the graph database Neo4j with other labels than the type definitions have.

Those of its bulk import (``id:ID(Person)``, ``:LABEL``, ``:START_ID(Person)``, ``:TYPE``) and those of APOC (``_id``,
``_labels``, ``_start``, ``_end``, ``_type``). Ids mean something within their space (the word in brackets) and folder.
Of several labels the first that is a type counts; all are kept.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intelviz.ingest.readers.csv import CsvTable
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.graphs.element_sense import Senses
from intelviz.ingest.readers.graphs.networks import first_rows, start_of
from intelviz.ingest.readers.table import Broken, Table

_ADDED = ("@element", "@id", "@type", "@label", "@name", "@source", "@target", "@start", "@end", "@lon", "@lat")
_SPACED = re.compile(r"(.*):(ID|START_ID|END_ID)(?:\(([^)]*)\))?(?:\{.*\})?", re.IGNORECASE)
_BARE = {":label": "label", ":type": "type", "_labels": "label", "_type": "type"}
_APOC = {"_id": "id", "_start": "start", "_end": "end"}
_TYPED = re.compile(r"(.+):[A-Za-z]+(?:\[\])?(?:\{.*\})?")
_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class _Header:
    """Where in the rows the id, both ends, the labels and the type stand, and in which space each id lies."""

    places: dict[str, int]
    spaces: dict[str, str]
    names: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it is ``:ID`` and ``:LABEL``, or ``:START_ID``, ``:END_ID`` and ``:TYPE``, as they stand."""
        bare = {each.casefold() for each in self.names}
        return {":id", ":label"} <= bare or {":start_id", ":end_id", ":type"} <= bare


def _header(row: Sequence[str]) -> _Header | None:
    places: dict[str, int] = {}
    spaces: dict[str, str] = {}
    for at, cell in enumerate(row):
        name = cell.strip()
        found = _SPACED.fullmatch(name)
        if found:
            part = {"id": "id", "start_id": "start", "end_id": "end"}[found[2].casefold()]
            places.setdefault(part, at)
            spaces.setdefault(part, found[3] or "")
        elif name.casefold() in _BARE:
            places.setdefault(_BARE[name.casefold()], at)
        elif name.casefold() in _APOC:
            places.setdefault(_APOC[name.casefold()], at)
    apoc = "_id" in row and ("_labels" in row or "_start" in row)
    if not apoc and not any(_SPACED.fullmatch(each.strip()) for each in row):
        return None
    whole = "id" in places or {"start", "end"} <= places.keys()
    return _Header(places, spaces, tuple(row)) if whole else None


@lru_cache(maxsize=1)
def _types() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of item and link types in letters alone."""
    from intelviz.schema.load import load_schema

    schema = load_schema()
    items = {text for each in schema.items.values() for text in (each.name, each.label, each.plural)}
    links = {text for each in schema.links.values() for text in (each.name, each.label)}
    return frozenset(map(_letters, items)), frozenset(map(_letters, links))


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _labels(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[;:]", text) if each.strip()]


def _is_strange(text: str) -> bool:
    """Return whether a file needs more than the type definitions: spaces of ids, mostly unknown labels."""
    rows = first_rows(text)
    header = _header(rows[0]) if rows else None
    if header is None:
        return False
    if not header.is_plain:
        return True
    items, links = _types()
    for part, known in (("label", items), ("type", links)):
        place = header.places.get(part)
        if place is None:
            continue
        named = [row[place] for row in rows[1:] if len(row) > place and row[place]]
        unknown = sum(_letters(each) not in known for each in named)
        # A slip of the pen in a file of known types is one row to be set aside, not another kind of file.
        if 2 * unknown > len(named):
            return True
    return False


@lru_cache(maxsize=16)
def _is_strange_folder(files: tuple[tuple[str, int], ...]) -> bool:
    return any(_is_strange(start_of(Path(path))) for path, _ in files)


def _fits(file: FoundFile) -> bool:
    rows = first_rows(file.text_start)
    if not rows or _header(rows[0]) is None:
        return False
    if _is_strange(file.text_start):
        return True
    try:
        beside = [each for each in sorted(file.shown.parent.iterdir()) if each.is_file()][:_MOST_FILES]
        files = tuple((str(each), each.stat().st_size) for each in beside if each.suffix.casefold() in {".csv", ".tsv"})
    except OSError:
        return False
    return _is_strange_folder(files)


class _Neo4jTable(Table):
    reader = "neo4j"

    def __init__(self, inner: CsvTable) -> None:
        super().__init__(inner.origin, f"Neo4j, {inner.form}", inner.notes)
        self._inner = inner
        self.ended, self.may_hold_broken = inner.ended, inner.may_hold_broken

    def broken(self, row: list[str]) -> str:
        return self._inner.broken(row)

    def position(self) -> int:
        return self._inner.position()

    def records(self) -> Generator[list[str] | Broken]:
        """Yield all records, each with what its columns mean."""
        rows: Iterator[list[str] | Broken] = self._inner.records()
        header: _Header | None = None
        names: list[str] = []
        senses = Senses()
        for row in rows:
            if isinstance(row, Broken):
                yield row
            elif header is None:
                header = _header(row)
                names = [_bare(each) for each in row]
                senses.take("item", dict.fromkeys(names, ""))
                senses.take("link", dict.fromkeys(names, ""))
                yield [*row, *_ADDED] if header is not None else row
            elif len(row) == len(names):
                yield [*row, *self._said(header, row, dict(zip(names, row, strict=True)), senses)]
            elif any(row):
                had = "1 cell" if len(row) == 1 else f"{len(row):,} cells"
                yield Broken(",".join(row)[:200], f"the row has {had}, the header has {len(names):,}")
            else:
                yield []

    def _said(self, header: _Header, row: Sequence[str], attributes: dict[str, str], senses: Senses) -> list[str]:
        def part(name: str) -> str:
            place = header.places.get(name)
            return row[place].strip() if place is not None else ""

        def number(name: str) -> str:
            text = part(name)
            return f"{header.spaces.get(name, '')}|{text}" if text else ""

        source, target = number("start"), number("end")
        if source or target or "id" not in header.places:
            found = senses.of("link", part("type") or " ", "", "", "", attributes)
            return ["link", number("id"), found.type.strip(), "", "", source, target, found.start, found.end, "", ""]
        items, _ = _types()
        labels = _labels(part("label"))
        kind = next((each for each in labels if _letters(each) in items), labels[0] if labels else "")
        found = senses.of("item", kind or " ", "", "", "", attributes)
        name = found.name or found.label
        end = found.end if found.start else ""
        label = name or part("id")
        return ["item", number("id"), kind, label, name, "", "", found.start, end, found.lon, found.lat]


def _bare(name: str) -> str:
    if name.startswith(":"):
        return f"@{name[1:]}"
    found = _TYPED.fullmatch(name)
    return found[1] if found else name


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    return [_Neo4jTable(CsvTable(file))]


READER = Reader("neo4j", "Nodes or links of Neo4j in CSV", 880, _fits, _tables)
