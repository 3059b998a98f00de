"""The rows of one file, each led to the entry of the recipe that makes something of it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from intelviz.ingest.cells import Columns, Wrong, picked
from intelviz.ingest.header import Header
from intelviz.ingest.makers import Alteration, ItemMaker, LinkMaker, RecordMaker
from intelviz.ingest.recipe import FileSpec, Recipe, TypeSpec
from intelviz.ingest.repeats import Repeats
from intelviz.ingest.times import GradeColumn
from intelviz.schema.model import ItemType, LinkType, Schema

MakerKey = tuple[int, tuple[str, ...]]
"""Which entry of the recipe, and the names of the types that its columns give."""
Refusal = tuple[str, str, str]
"""Column, value and reason for which nothing is made of a row."""


class RowMaker:
    """What the rows of a file make that go to the same entry and have the same types."""

    def __init__(
        self, entry: FileSpec, header: Header, recipe: Recipe, schema: Schema, types: dict[TypeSpec, str]
    ) -> None:
        self.entry = entry
        self.records = RecordMaker(entry, header)
        self.items = {
            spec.name: ItemMaker(spec, types[spec.type], schema, entry, header, recipe.blank) for spec in entry.items
        }
        self.repeats = {name: Repeats(each) for name, each in self.items.items()}
        self.grade = _grade(entry, header, recipe.blank)
        links = [LinkMaker(spec, types[spec.type], schema, entry, header, recipe.blank) for spec in entry.links]
        self.links = [each for each in links if each.has_ends]
        self._skips = [
            (skip, [(header.find(entry, column), column, set(values)) for column, values in skip.only.items()])
            for skip in entry.skip_rows
        ]

    @property
    def makes_items(self) -> bool:
        """Whether rows make items; otherwise links between items made elsewhere."""
        return bool(self.items)

    def wrong_in(self, columns: Columns, count: int) -> list[Wrong]:
        """Return what can't be used, and the rows that the recipe leaves out."""
        found: list[Wrong] = []
        for skip, tests in self._skips:
            left = set(range(count))
            for place, _, values in tests:
                left &= set() if place is None else {at for at in left if columns[place][at].strip() in values}
            place, column, _ = tests[0]
            found += [
                Wrong(
                    at,
                    column,
                    columns[place][at] if place is not None else "",
                    f"left out by the recipe: {skip.reason}",
                )
                for at in sorted(left)
            ]
        for name, each in self.items.items():
            repeats = self.repeats[name]
            found += repeats.wrong_in(columns) if repeats.is_on else each.wrong_in(columns, count)
        for each in self.links:
            found += each.wrong_in(columns, count)
        if self.grade is not None:
            cells = self.grade.raw(columns)
            for _ in map(self.grade.__getitem__, cells):
                pass
            found += self.grade.wrong_in(cells)
        return found

    def altered_in(self, columns: Columns, numbers: Sequence[int]) -> list[Alteration]:
        """Return what is kept in another form than it came in."""
        found: list[Alteration] = []
        for name, item in self.items.items():
            repeats = self.repeats[name]
            found += (repeats if repeats.is_on else item).altered_in(columns, numbers)
        found += [row for each in self.links for row in each.altered_in(columns, numbers)]
        if self.grade is not None and self.grade.altered:
            cells = self.grade.raw(columns)
            found += [
                (numbers[at], self.grade.header, " ".join(cells[at]).strip(), *self.grade.altered[cells[at]])
                for at in self.grade.places_of(self.grade.altered, cells)
            ]
        return found

    def grades(self, columns: Columns) -> list[str] | None:
        """Return the grade of each row, or None where the file has none."""
        return None if self.grade is None else list(map(self.grade.__getitem__, self.grade.raw(columns)))

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        for each in (*self.items.values(), *self.repeats.values(), *self.links):
            each.forget()


def _grade(entry: FileSpec, header: Header, blank: frozenset[str]) -> GradeColumn | None:
    spec = entry.grade
    if spec is None:
        return None
    places = header.places(entry, spec.columns)
    if len(places) < len(spec.columns):
        return None
    scheme = header.find(entry, spec.scheme_column) if spec.scheme_column else None
    return GradeColumn(spec, places, scheme, header.names, blank)


class TypeNames(dict[str, str]):
    """What is meant by the name of a type in a file: the type of that name or label, in any letters, or another."""

    def __init__(self, spec: TypeSpec, schema: Schema, blank: frozenset[str], *, of_links: bool) -> None:
        super().__init__()
        self._spec, self._blank = spec, blank
        self._said = {_folded(text): name for text, name in spec.values.items() if _folded(text)}
        self.known: Mapping[str, ItemType | LinkType] = schema.links if of_links else schema.items
        self._folded: dict[str, str] = {}
        for name, each in self.known.items():
            plural = each.plural if isinstance(each, ItemType) else ""
            for text in (name, each.label, plural):
                self._folded.setdefault(_folded(text), name)

    def __missing__(self, value: str) -> str:
        bare = value.strip()
        if self._spec.filled:
            is_negative = bare.startswith(("-", "\u2212", "(")) or bare.endswith("-")
            filled = (self._spec.negative if is_negative else "") or self._spec.filled
            self[value] = filled if bare and bare not in self._blank else self._spec.empty
            return self[value]
        found = self._named(bare)
        if found not in self.known:
            found = (self._folded.get(_folded(found), "") if found else "") or self._spec.otherwise or found
        self[value] = found
        return found

    def _named(self, bare: str) -> str:
        """Return what the recipe says that a text names, in any letters; the text itself if it says nothing."""
        return self._spec.values.get(bare) or self._said.get(_folded(bare)) or bare

    def is_stand_in(self, value: str) -> bool:
        """Return whether the type is only the one that stands for unknown ones."""
        bare = value.strip()
        named = self._named(bare)
        return bool(self._spec.otherwise) and named not in self.known and _folded(named) not in self._folded


def _folded(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


class Router:
    """Parts the rows of a chunk by entry and types, and makes what handles each part."""

    def __init__(self, recipe: Recipe, header: Header, entries: Sequence[FileSpec], schema: Schema) -> None:
        self._recipe, self._header, self._schema = recipe, header, schema
        self._entries = entries
        self._types = {id(entry): self._type_columns(entry) for entry in entries}
        self._tests = sorted({place for entry in entries for place in header.places(entry, entry.only)})
        self._entry_of: dict[tuple[str, ...], FileSpec | Refusal] = {}
        self._places = {id(entry): place for place, entry in enumerate(entries)}
        self._makers: dict[MakerKey, RowMaker | Refusal] = {}
        self.stand_ins: Counter[tuple[str, str, str]] = Counter()
        """How many rows name a type (column, name) that is not known, and what stands for it."""

    def _type_columns(self, entry: FileSpec) -> list[tuple[int, TypeNames]]:
        """Return the columns that name the types of what an entry makes, and how to read each."""
        found: list[tuple[int, TypeNames]] = []
        for specs, of_links in ((entry.items, False), (entry.links, True)):
            for each in specs:
                place = self._header.find(entry, each.type.column) if each.type.column else None
                if place is not None:
                    found.append((place, TypeNames(each.type, self._schema, self._recipe.blank, of_links=of_links)))
        return found

    @property
    def has_items(self) -> bool:
        """Whether rows of this file may make items."""
        return any(entry.items for entry in self._entries)

    @property
    def has_links_alone(self) -> bool:
        """Whether rows of this file may make links between items of other rows, and nothing else."""
        return any(not entry.items for entry in self._entries)

    @property
    def makers(self) -> list[RowMaker]:
        """Everything that rows have needed so far."""
        return [each for each in self._makers.values() if isinstance(each, RowMaker)]

    def parts(
        self, columns: Columns, numbers: Sequence[int], *, count: bool = False
    ) -> Iterator[tuple[MakerKey, RowMaker | Refusal, Columns, Sequence[int]]]:
        """Yield what handles rows and its key, or (column, value, reason) why nothing does, with the rows and numbers.

        Rows come and go column by column. With ``count``, the rows whose type is not known are counted.
        """
        if not numbers:
            return
        for entry, mine in self._by_entry([columns[place] for place in self._tests], len(numbers)):
            cells, its = _some(columns, numbers, mine)
            if not isinstance(entry, FileSpec):
                yield (-1, ()), entry, cells, its
                continue
            types = self._types[id(entry)]
            if count:
                self._count(types, cells)
            read = [[names[value] for value in cells[place]] for place, names in types]
            for named, some in _parted(read, len(its)):
                key = (self._places[id(entry)], named)
                yield key, self._maker(key, entry, cells, some), *_some(cells, its, some)

    def _by_entry(
        self, tested: Sequence[Sequence[str]], count: int
    ) -> Iterator[tuple[FileSpec | Refusal, Sequence[int] | None]]:
        """Yield each entry (or why there is none) with the places of its rows; None where they are all rows."""
        if not tested:
            yield self._entry(()), None
            return
        keys = list(zip(*tested, strict=True))
        entries = {key: self._entry(key) for key in dict.fromkeys(keys)}
        found = {id(each): each for each in entries.values()}
        if len(found) == 1:
            yield entries[keys[0]], None
            return
        places: dict[int, list[int]] = {number: [] for number in found}
        add = {key: places[id(entry)].append for key, entry in entries.items()}
        for at, key in enumerate(keys):
            add[key](at)
        for number, entry in found.items():
            yield entry, places[number]

    def _count(self, types: Sequence[tuple[int, TypeNames]], columns: Columns) -> None:
        for place, names in dict(types).items():
            for value in set(columns[place]):
                if names.is_stand_in(value):
                    name = (self._header.names[place], value.strip(), names[value])
                    self.stand_ins[name] += columns[place].count(value)

    def _entry(self, key: tuple[str, ...]) -> FileSpec | Refusal:
        found = self._entry_of.get(key)
        if found is None:
            cells = dict(zip(self._tests, key, strict=True))
            found = self._entry_of[key] = self._first_entry(cells)
        return found

    def _first_entry(self, cells: Mapping[int, str]) -> FileSpec | Refusal:
        refused: Refusal = ("", "", "the recipe makes nothing of this row")
        for entry in self._entries:
            at_odds = self._at_odds(entry, cells)
            if at_odds is None:
                return entry
            refused = at_odds
        return refused

    def _at_odds(self, entry: FileSpec, cells: Mapping[int, str]) -> Refusal | None:
        for column, values in entry.only.items():
            place = self._header.find(entry, column)
            value = cells[place].strip() if place is not None else ""
            if value not in values:
                return column, value, f"the recipe takes only {', '.join(values)} here"
        return None

    def maker_of(self, key: MakerKey) -> RowMaker:
        """Return what handled rows elsewhere under that key."""
        found = self._makers.get(key)
        if found is None:
            entry = self._entries[key[0]]
            found = self._makers[key] = self._make(entry, key[1], [""] * len(self._header.names))
        assert isinstance(found, RowMaker)
        return found

    def _maker(
        self, key: MakerKey, entry: FileSpec, columns: Columns, mine: Sequence[int] | None
    ) -> RowMaker | Refusal:
        found = self._makers.get(key)
        if found is None:
            at = 0 if mine is None else mine[0]
            found = self._makers[key] = self._make(entry, key[1], [column[at] for column in columns])
        return found

    def _make(self, entry: FileSpec, named: tuple[str, ...], row: Sequence[str]) -> RowMaker | Refusal:
        types: dict[TypeSpec, str] = {}
        left = list(zip(self._types[id(entry)], named, strict=True))
        for each, what in (*((each, "item") for each in entry.items), *((each, "link") for each in entry.links)):
            spec = each.type
            if spec.constant:
                types[spec] = spec.constant
                continue
            if self._header.find(entry, spec.column) is None:
                if not (spec.otherwise or spec.empty):
                    return spec.column, "", f"the {what} type is empty"
                types[spec] = spec.otherwise or spec.empty
                continue
            (place, names), name = left.pop(0)
            if name not in names.known:
                near = difflib.get_close_matches(name, list(names.known), 1, 0.6)
                hint = f"; did you mean {near[0]}?" if near else ""
                reason = f"there is no {what} type “{name}”{hint}" if name else f"the {what} type is empty"
                return spec.column, row[place].strip(), reason
            types[spec] = name
        return RowMaker(entry, self._header, self._recipe, self._schema, types)


def _some(columns: Columns, numbers: Sequence[int], places: Sequence[int] | None) -> tuple[Columns, Sequence[int]]:
    """Return some rows and their numbers; all for None."""
    return (columns, numbers) if places is None else (picked(columns, places), [numbers[at] for at in places])


def _parted(keys: Sequence[Sequence[str]], count: int) -> Iterator[tuple[tuple[str, ...], Sequence[int] | None]]:
    """Yield each combination of values with the places of the rows that have it; None where they are all rows."""
    if all(column.count(column[0]) == count for column in keys):
        yield tuple(column[0] for column in keys), None
        return
    rows = list(zip(*keys, strict=True))
    places: dict[tuple[str, ...], list[int]] = {}
    for at, key in enumerate(rows):
        places.setdefault(key, []).append(at)
    yield from places.items()
