"""The header of a file as a recipe sees it: which column is meant by a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from intelviz.ingest.cells import Shared
from intelviz.ingest.recipe import FileSpec, Recipe, known_column

_GAPS = re.compile(r"[\s_\-.]+")


class Header:
    """The columns of one file; a name means the column called so, be it in other letters, spaces or underscores.

    ``month_first`` says that its dates in figures have the month first.
    """

    def __init__(self, recipe: Recipe, names: Sequence[str]) -> None:
        self.month_first = recipe.month_first
        self.names = tuple(names)
        self.shared = Shared()
        self.known = tuple(known_column(recipe, name) for name in names)
        self._exact: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        for place, (name, known) in enumerate(zip(self.names, self.known, strict=True)):
            for each in (name, known):
                self._exact.setdefault(each, place)
                self._folded.setdefault(_folded(each), place)

    def find(self, entry: FileSpec, column: str) -> int | None:
        """Return the place of a column, under its name or another that the recipe gives it; None if it isn't there."""
        for name in (column, *entry.names.get(column, ())):
            if name in self._exact:
                return self._exact[name]
        for name in (column, *entry.names.get(column, ())):
            if _folded(name) in self._folded:
                return self._folded[_folded(name)]
        return None

    def places(self, entry: FileSpec, columns: Iterable[str]) -> list[int]:
        """Return the places of those columns that are there."""
        return [place for column in columns if (place := self.find(entry, column)) is not None]

    def missing(self, entry: FileSpec) -> list[str]:
        """Return the required columns that are not there."""
        return [column for column in entry.required if self.find(entry, column) is None]


def _folded(name: str) -> str:
    return _GAPS.sub("", name).casefold()
