"""Cells that hold several things, such as the recipients of a message: each part makes an item or link of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intelviz.ingest.cells import Columns, Kept
from intelviz.ingest.recipe import Split


class Splitter:
    """Spreads the rows of a chunk over the parts of one column.

    Columns that go ``along`` are split likewise where they have as many parts (names beside addresses), and are left
    empty in that row where they have not: which part belongs to which is never guessed.
    """

    def __init__(self, spec: Split, place: int, along: Sequence[int]) -> None:
        self._by = re.compile("|".join(re.escape(each) for each in spec.by))
        self._place, self._along = place, tuple(along)
        self._spread: Kept[tuple[Sequence[int], Columns]] = Kept()

    def spread(self, columns: Columns) -> tuple[Sequence[int], Columns]:
        """Return of which row each part is, and the columns with a row a part; a row without parts stays one."""
        return self._spread.get(columns, lambda: self._make(columns))

    def _make(self, columns: Columns) -> tuple[Sequence[int], Columns]:
        parts = [self._parts(cell) or [""] for cell in columns[self._place]]
        of = [at for at, some in enumerate(parts) for _ in some]
        found: list[Sequence[str]] = []
        for place, column in enumerate(columns):
            if place == self._place:
                found.append([part for some in parts for part in some])
            elif place in self._along:
                found.append(
                    [part for some, cell in zip(parts, column, strict=True) for part in self._with(some, cell)]
                )
            else:
                found.append([column[at] for at in of])
        return of, found

    def _parts(self, cell: str) -> list[str]:
        return [part for each in self._by.split(cell) if (part := each.strip())]

    def _with(self, parts: list[str], cell: str) -> list[str]:
        beside = [each.strip() for each in self._by.split(cell)]
        if len(beside) > len(parts) and not beside[-1]:
            beside.pop()
        return beside if len(beside) == len(parts) else [""] * len(parts)
