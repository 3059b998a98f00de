"""Items of which a file speaks again and again: what is said in the same words is looked at, and sent on, once.

A place, a telephone or an account stands in many rows. Each distinct combination of the cells that make such an item
gets a number when it first comes; after that its rows are that number. ``recurring.py`` knows, on the side of the case,
which item each number became.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import cast

from intelviz.ingest.batches import ItemBatch
from intelviz.ingest.cells import MOST, Columns, Kept, Wrong
from intelviz.ingest.makers import Alteration, ItemMaker

_TRIED = 20_000
"""Rows after which it is clear whether a file speaks of an item again and again."""
_LETTERS = 10_000_000
"""Characters in cells that are kept in mind at most."""
_SELDOM = 0.05
"""Share of the rows that must have come before, for numbering them to be worth it."""


class _Numbers(dict[str | tuple[str, ...], int]):
    """Numbers of what came, in the order in which it first came; ``new`` are those that came since it was emptied."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str | tuple[str, ...]] = []

    def __missing__(self, raw: str | tuple[str, ...]) -> int:
        number = self[raw] = len(self)
        self.new.append(raw)
        return number


class Repeats:
    """Numbers the rows of a file by what they say of one of their items."""

    def __init__(self, maker: ItemMaker) -> None:
        self._maker = maker
        self._places = maker.used_columns
        self._numbers = _Numbers()
        self._of: Kept[Sequence[int]] = Kept()
        self._wrong: dict[int, Wrong] = {}
        self._altered: dict[int, list[tuple[str, str, str, str]]] = {}
        self._unsent = ItemBatch.nothing()
        self._rows = self._new = self._letters = 0
        self._is_anew = True
        self.is_on = maker.id is not None and bool(self._places) and not maker.splits and maker.spec.blank_id != "row"
        """Whether rows are numbered: that may end, but only between two chunks."""

    def numbers(self, columns: Columns) -> Sequence[int]:
        """Return the number of what each row says."""
        return self._of.get(columns, lambda: self._number(columns))

    def _number(self, columns: Columns) -> Sequence[int]:
        cells = [columns[place] for place in self._places]
        raw = cells[0] if len(cells) == 1 else zip(*cells, strict=True)
        found = array("I", map(self._numbers.__getitem__, raw))
        self._rows += len(found)
        if self._numbers.new:
            self._judge(self._numbers.new, len(columns))
            self._numbers.new = []
        return found

    def _judge(self, new: Sequence[str | tuple[str, ...]], width: int) -> None:
        """Make items of what came for the first time."""
        first = len(self._numbers) - len(new)
        columns: list[Sequence[str]] = [()] * width
        cells = [new] if len(self._places) == 1 else zip(*new, strict=True)
        for place, column in zip(self._places, cast("Iterable[Sequence[str]]", cells), strict=True):
            columns[place] = column
            self._letters += sum(map(len, column))
        self._new += len(new)
        for each in self._maker.wrong_in(columns, len(new)):
            self._wrong.setdefault(first + each.at, each)
        for number, *rest in self._maker.altered_in(columns, range(first, first + len(new))):
            self._altered.setdefault(number, []).append((rest[0], rest[1], rest[2], rest[3]))
        self._unsent.extend(self._maker.make(columns, len(new)))

    def wrong_in(self, columns: Columns) -> list[Wrong]:
        """Return the rows that can't be used."""
        numbers, wrong = self.numbers(columns), self._wrong
        if not wrong or wrong.keys().isdisjoint(numbers):
            return []
        found = [(at, wrong[number]) for at, number in enumerate(numbers) if number in wrong]
        return [Wrong(at, each.column, each.value, each.reason) for at, each in found]

    def altered_in(self, columns: Columns, rows: Sequence[int]) -> list[Alteration]:
        """Return what is kept in another form than it came in; ``rows`` are the numbers of the rows in the file."""
        numbers, altered = self.numbers(columns), self._altered
        if not altered or altered.keys().isdisjoint(numbers):
            return []
        return [
            (row, *each)
            for row, number in zip(rows, numbers, strict=True)
            if number in altered
            for each in altered[number]
        ]

    def unsent(self) -> tuple[ItemBatch, bool]:
        """Return what was not given before, in the order of its numbers, and whether these begin anew."""
        batch, is_anew = self._unsent, self._is_anew
        self._unsent, self._is_anew = ItemBatch.nothing(), False
        return batch, is_anew

    def forget(self) -> None:
        """Begin anew once it is much, so that memory does not grow with the file; end it where little comes again."""
        if self._rows >= _TRIED and self._rows - self._new < _SELDOM * self._rows:
            self.is_on = False
        if not self.is_on or len(self._numbers) > 3 * MOST or self._letters > _LETTERS:
            self._numbers, self._wrong, self._altered, self._unsent = _Numbers(), {}, {}, ItemBatch.nothing()
            self._letters, self._is_anew = 0, True
