"""Items of which a file speaks again and again, on the side of the case: which item each number of theirs became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from intelviz.ingest.batches import ItemBatch
from intelviz.ingest.cells import taken
from intelviz.ingest.keys import Space
from intelviz.ingest.reconcile import Reconciler, Tally, some_said


@dataclass(slots=True)
class Recurring:
    """What the numbers of ``repeats.py`` stand for: what is said, and, once it is settled, the item and the words.

    The words are those of a record that says the same of the item again.
    """

    batch: ItemBatch = field(default_factory=ItemBatch.nothing)
    _items: list[int | None] = field(default_factory=list[int | None])
    _words: list[str] = field(default_factory=list[str])
    _settled: bytearray = field(default_factory=bytearray)

    def take(self, batch: ItemBatch, *, anew: bool) -> None:
        """Take note of what the next numbers stand for; with ``anew``, forget all before."""
        if anew:
            self.batch, self._items, self._words, self._settled = ItemBatch.nothing(), [], [], bytearray()
        count = len(batch.ids)
        self.batch.extend(batch)
        self._items += [None] * count
        self._words += [""] * count
        self._settled += bytes(count)

    def load(
        self,
        reconciler: Reconciler,
        codes: Sequence[int],
        of: str,
        space: Space,
        records: Sequence[int],
        fresh: bytearray,
        tally: Tally,
        numbers: Sequence[int],
        *,
        newer: bool,
    ) -> list[int | None]:
        """Add the items that are named for the first time, and of the others that they are named again.

        ``codes`` are the numbers of what each row says; the rest is as ``Reconciler.items`` has it.
        """
        said = reconciler.said(records, taken(self.batch.ids, codes))
        ids = taken(self._items, codes)
        first = [at for at, is_settled in enumerate(taken(self._settled, codes)) if not is_settled]
        again: Sequence[int] = range(len(codes))
        if first or None in ids:
            again = [at for at, number in enumerate(ids) if number is not None]
        words = taken(self._words, taken(codes, again))
        reconciler.say_again(some_said(said, again), cast("list[int]", taken(ids, again)), words)
        if not first:
            return ids
        new, these = bytearray(len(first)), taken(codes, first)
        found = reconciler.items(
            self.batch.some(these),
            of,
            space,
            taken(records, first),
            new,
            tally,
            taken(numbers, first),
            newer=newer,
            said=some_said(said, first),
        )
        for at, is_new, item in zip(first, new, found, strict=True):
            fresh[at] |= is_new
            ids[at] = item
        self._settle(reconciler, dict(zip(these, found, strict=True)))
        return ids

    def _settle(self, reconciler: Reconciler, became: dict[int, int | None]) -> None:
        """Keep which items numbers became."""
        distinct, items = list(became), list(became.values())
        words = reconciler.words_again(self.batch.some(distinct), items)
        for number, item, word in zip(distinct, items, words, strict=True):
            self._items[number], self._words[number], self._settled[number] = item, word, 1
