"""The rows of one file, each led to the entry of the recipe that makes something of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import compress

from intelviz.ingest.cells import Columns, Wrong
from intelviz.ingest.header import Header
from intelviz.ingest.makers import ItemMaker, LinkMaker, RecordMaker
from intelviz.ingest.recipe import FileSpec, Recipe, TypeSpec
from intelviz.schema.model import Schema

Rows = Sequence[Sequence[str]]


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
        self.links = [LinkMaker(spec, types[spec.type], schema, entry, header, recipe.blank) for spec in entry.links]
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
        for each in (*self.items.values(), *self.links):
            found += each.wrong_in(columns, count)
        return found

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        for each in (*self.items.values(), *self.links):
            each.forget()


class Router:
    """Parts the rows of a chunk by entry and types, and makes what handles each part."""

    def __init__(self, recipe: Recipe, header: Header, entries: Sequence[FileSpec], schema: Schema) -> None:
        self._recipe, self._header, self._schema = recipe, header, schema
        self._entries = entries
        self._makers: dict[tuple[str, ...], RowMaker | tuple[str, str, str]] = {}
        switches: dict[int, None] = {}
        for entry in entries:
            columns = [*entry.only, *(each.type.column for each in (*entry.items, *entry.links) if each.type.column)]
            switches.update(dict.fromkeys(header.places(entry, columns)))
        self._switches = list(switches)

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
        self, rows: Rows, numbers: Sequence[int]
    ) -> Iterator[tuple[RowMaker | tuple[str, str, str], Rows, Sequence[int]]]:
        """Yield what handles them, or (column, value, reason) why nothing does, with rows and their numbers."""
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        if all(columns[place].count(columns[place][0]) == len(rows) for place in self._switches):
            yield self._maker(tuple(columns[place][0] for place in self._switches)), rows, numbers
            return
        keys = list(zip(*(columns[place] for place in self._switches), strict=True))
        for key in dict.fromkeys(keys):
            mine = [each == key for each in keys]
            yield self._maker(key), list(compress(rows, mine)), list(compress(numbers, mine))

    def _maker(self, key: tuple[str, ...]) -> RowMaker | tuple[str, str, str]:
        found = self._makers.get(key)
        if found is None:
            found = self._makers[key] = self._make(dict(zip(self._switches, key, strict=True)))
        return found

    def _make(self, cells: dict[int, str]) -> RowMaker | tuple[str, str, str]:
        refused: tuple[str, str, str] = ("", "", "the recipe makes nothing of this row")
        for entry in self._entries:
            at_odds = self._at_odds(entry, cells)
            if at_odds is not None:
                refused = at_odds
                continue
            types: dict[TypeSpec, str] = {}
            for spec, known, what in (
                *((each.type, self._schema.items, "item") for each in entry.items),
                *((each.type, self._schema.links, "link") for each in entry.links),
            ):
                column = "" if spec.constant else spec.column
                value = spec.constant or self._cell(entry, column, cells)
                name = spec.values.get(value, value)
                if name not in known:
                    near = difflib.get_close_matches(name, list(known), 1, 0.6)
                    hint = f"; did you mean {near[0]}?" if near else ""
                    return (
                        column,
                        value,
                        f"there is no {what} type “{name}”{hint}" if name else f"the {what} type is empty",
                    )
                types[spec] = name
            return RowMaker(entry, self._header, self._recipe, self._schema, types)
        return refused

    def _cell(self, entry: FileSpec, column: str, cells: dict[int, str]) -> str:
        place = self._header.find(entry, column)
        return cells.get(place, "").strip() if place is not None else ""

    def _at_odds(self, entry: FileSpec, cells: dict[int, str]) -> tuple[str, str, str] | None:
        for column, values in entry.only.items():
            value = self._cell(entry, column, cells)
            if value not in values:
                return column, value, f"the recipe takes only {', '.join(values)} here"
        return None
