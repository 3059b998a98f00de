"""From what rows say to items and links of the case: what is new is added, what is known is spoken of once more.

An item is known by its key. Links are never joined: only a newer version of a file finds the links again that the older
one had from the same place.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, deque
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, cast

from intelviz.case.change import Change, ItemState, Said
from intelviz.case.statements import SAME
from intelviz.ingest.batches import ItemBatch, LinkBatch
from intelviz.ingest.cells import taken
from intelviz.ingest.keys import Keys, Space
from intelviz.ingest.times import Extent
from intelviz.schema.model import Schema

_BLANK_STATE: ItemState = (0, "{}", None, None, None, None, None, None)


@dataclass
class Tally:
    """What a source brought, beside its rows: items and links added, and where it differs from what is known."""

    items: int = 0
    links: int = 0
    differs: int = 0
    differs_at: list[str] = field(default_factory=list[str])
    added: Counter[str] = field(default_factory=Counter[str])
    """Items that were added, by type."""
    matched: Counter[str] = field(default_factory=Counter[str])
    """Items of the case that were spoken of again, by type; each counts once in an import."""
    matched_at: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    odd_ends: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])


class Reconciler:
    """Adds items, links and what records say of them, for all files of one import."""

    def __init__(self, change: Change, schema: Schema, keys: Keys) -> None:
        self._change, self._schema, self.keys = change, schema, keys
        self._first_said = _FirstSaid()
        self._first = 0
        self._first_kept = bytearray()
        """For each item that this import added, whether it keeps its first statement itself."""
        self._met = bytearray()
        self._seen: set[int] = set()
        self._to_hear_anew: set[int] = set()
        self._states: dict[int, _Known] = {}
        self._grades: dict[int, str] = {}

    def grade(self, records: Sequence[int], grades: Sequence[str] | None) -> None:
        """Take note of how the records of a chunk are graded, until the import ends."""
        if grades is not None:
            self._grades.update((record, each) for record, each in zip(records, grades, strict=True) if each)

    def items(
        self,
        batch: ItemBatch,
        of: str,
        space: Space,
        records: Sequence[int],
        fresh: bytearray,
        tally: Tally,
        numbers: Sequence[int],
        *,
        newer: bool,
        said: Said | None = None,
    ) -> Sequence[int | None]:
        """Add the items of a chunk and return the id for each row (None where it makes none).

        ``fresh`` is set to 1 for the rows that say something new; ``said`` are the numbers of what they say, if given.
        """
        bare = batch.ids
        known: list[int | None] = list(map(space.ids.get, bare))
        said = said or self.said(records, bare)
        whole = self._keeps_first(batch)
        signs = batch.signs()
        if not any(known) and "" not in bare and len(set(bare)) == len(bare):
            ids = self._add(batch, range(len(bare)), of, space, tally, signs, said if whole else None)
            fresh[:] = b"\1" * len(fresh)
            if not whole:
                words = list(map(batch.said, range(len(bare))))
                self._change.add_sayings("item", said, ids, words, self._grades)
            return ids
        self._match(batch, known, of, tally)
        news: list[int] = []
        first: dict[str, int] = {}
        again: list[int] = []
        for at, (each, number) in enumerate(zip(bare, known, strict=True)):
            if not each:
                continue
            if number is not None or each in first:
                again.append(at)
            else:
                first[each] = at
                news.append(at)
        added = self._add(batch, news, of, space, tally, signs, some_said(said, news) if whole else None)
        for at, number in zip(news, added, strict=True):
            known[at] = number
            fresh[at] = 1
        for at in again:
            known[at] = space.ids[bare[at]]
        others = self._say_again(batch, signs, known, again, fresh, tally, numbers, newer=newer)
        told = again if whole else sorted(again + news)
        ids = cast("list[int]", [known[at] for at in told])
        words = self._words(batch, ids, told, set(others)) if whole else [batch.said(at) for at in told]
        self._change.add_sayings("item", some_said(said, told), ids, words, self._grades)
        return known

    def _keeps_first(self, batch: ItemBatch) -> bool:
        """Return whether items can keep what is said of them first."""
        return batch.own_labels is None and not self._grades

    def words_again(self, batch: ItemBatch, ids: Sequence[int | None]) -> list[str]:
        """Return the words of a record that says the same again of items which are known by now."""
        rows = [at for at, number in enumerate(ids) if number is not None]
        numbers = cast("list[int]", [ids[at] for at in rows])
        if self._keeps_first(batch):
            others = set(self._first_said.others(rows, ids, batch.signs()))
            words = self._words(batch, numbers, rows, others)
        else:
            words = [batch.said(at) for at in rows]
        found = [""] * len(ids)
        for at, word in zip(rows, words, strict=True):
            found[at] = word
        return found

    def say_again(self, said: Said, ids: Sequence[int], words: Sequence[str]) -> None:
        """Add what records say that say the same as others before them."""
        self._change.add_sayings("item", said, ids, words, self._grades)

    def said(self, records: Sequence[int], bare: Sequence[str]) -> Said:
        """Return the numbers of what a chunk says of items: those of rows that make none are not given."""
        blank = bare.count("")
        if not blank:
            return Said(records, self._change.number_sayings(len(bare)))
        numbers = iter(self._change.number_sayings(len(bare) - blank))
        return Said(records, [next(numbers) if each else 0 for each in bare])

    def _words(self, batch: ItemBatch, ids: Sequence[int], rows: Sequence[int], others: Container[int]) -> list[str]:
        """Return what rows say of known items; ``SAME`` where an item keeps its first statement and it is the same."""
        kept, start = self._first_kept, self._first
        return [
            SAME if at not in others and number >= start and kept[number - start] else batch.said(at)
            for at, number in zip(rows, ids, strict=True)
        ]

    def _match(self, batch: ItemBatch, known: Sequence[int | None], of: str, tally: Tally) -> None:
        """Count the items that the case held before this import."""
        before, met, gone = self._first, self._met, self.keys.withdrawn
        if before == 1:
            return
        for at, number in enumerate(known):
            if number is None or (before and number >= before) or number in gone:
                continue
            if number >= len(met):
                met.extend(bytes(number + 1 - len(met)))
            elif met[number]:
                continue
            met[number] = 1
            tally.matched[of] += 1
            names = tally.matched_at.setdefault(of, [])
            if len(names) < 3:
                names.append(batch.labels[at])

    def _add(
        self,
        batch: ItemBatch,
        rows: Sequence[int],
        of: str,
        space: Space,
        tally: Tally,
        signs: Sequence[int],
        said: Said | None,
    ) -> range:
        """Add items; with ``said`` they keep their first statements themselves."""
        if not rows:
            return range(0)
        prefix = space.prefix
        whole = len(rows) == len(batch.ids)

        def some(values: Sequence[Any]) -> Sequence[Any]:
            return values if whole else taken(values, rows)

        ids = some(batch.ids)
        columns = (
            [prefix + each for each in ids],
            some(batch.labels),
            some(batch.properties),
            *zip(*some(batch.whens), strict=True),
            *zip(*some(batch.places), strict=True),
        )
        words = None if batch.words is None else some(batch.words)
        first = self._change.add_items_of(of, *columns, said=said, words=words)
        self._first = self._first or first
        self._first_kept.extend((b"\0" if said is None else b"\1") * len(rows))
        numbers = range(first, first + len(rows))
        space.ids.update(zip(ids, numbers, strict=True))
        self.keys.add(first, len(rows), of)
        self._first_said.add(first, some(signs))
        tally.items += len(rows)
        tally.added[of] += len(rows)
        return numbers

    def _say_again(
        self,
        batch: ItemBatch,
        signs: Sequence[int],
        known: Sequence[int | None],
        again: Sequence[int],
        fresh: bytearray,
        tally: Tally,
        numbers: Sequence[int],
        *,
        newer: bool,
    ) -> list[int]:
        """Find which rows say something new of items that are known already; return those that don't say the same."""
        to_look_at: list[tuple[int, int]] = []
        others = self._first_said.others(again, known, signs)
        for at in others:
            number = cast(int, known[at])
            sign = hash((number, signs[at]))
            if sign not in self._seen:
                self._seen.add(sign)
                to_look_at.append((at, number))
        missing = {number for _, number in to_look_at if number not in self._states}
        if missing:
            for number, state in self._change.states(missing).items():
                self._states[number] = _Known.of(state)
        for at, number in to_look_at:
            state = self._states[number]
            if not state.live:
                tally.items += 1
                self.keys.withdrawn.discard(number)
            told = state.hear(json.loads(batch.properties[at]), batch.whens[at], batch.places[at], newer=newer)
            if told.new or told.differs:
                fresh[at] = 1
                self._to_hear_anew.add(number)
            if told.differs:
                tally.differs += 1
                if len(tally.differs_at) < 3:
                    tally.differs_at.append(f"row {numbers[at]:,}: {told.differs}")
        if len(self._states) > 50_000:
            self._states.clear()
        return others

    def links(
        self,
        of: str,
        a: Sequence[int],
        b: Sequence[int],
        batch: LinkBatch,
        records: Sequence[int],
        rows: Sequence[int],
        fresh: bytearray,
        tally: Tally,
        older: OlderLinks,
    ) -> None:
        """Add the links of a chunk; ``rows`` are their places in ``fresh``."""
        self._check_ends(of, a, b, tally)
        if not a:
            return
        whens = list(zip(*batch.whens, strict=True))
        said = Said(records, self._change.number_sayings(len(a)))
        if not older:
            if not self._grades:
                self._change.add_links_of(of, a, b, batch.properties, *whens, said=said)
            else:
                first = self._change.add_links_of(of, a, b, batch.properties, *whens)
                ids = range(first, first + len(a))
                self._change.add_sayings("link", said, ids, batch.properties, self._grades)
            tally.links += len(a)
            if len(rows) == len(fresh):
                fresh[:] = b"\1" * len(fresh)
            else:
                for at in rows:
                    fresh[at] = 1
            return
        tuples = list(zip(repeat(of), a, b, batch.properties, *whens, strict=False))
        found = [older.take(each) for each in tuples]
        new = [at for at, number in enumerate(found) if number is None]
        first = self._change.add_links(tuples[at] for at in new)
        for number, at in enumerate(new, first):
            found[at] = number
            fresh[rows[at]] = 1
        tally.links += len(new)
        self._change.add_sayings("link", said, cast("list[int]", found), batch.properties, self._grades)

    def _check_ends(self, of: str, a: Sequence[int], b: Sequence[int], tally: Tally) -> None:
        link = self._schema.link(of)
        for place, ends, allowed in (("start", a, link.from_types), ("end", b, link.to_types)):
            if not allowed:
                continue
            for end, count in self.keys.types_of(ends).items():
                if not any(self._schema.is_a(end, each) for each in allowed):
                    tally.odd_ends[of, place, end] += count

    def finish(self) -> None:
        """Make anew the items of which something was added to what others say."""
        if self._to_hear_anew:
            self._change.hear_anew(self._to_hear_anew)


def some_said(said: Said, rows: Sequence[int]) -> Said:
    """Return what some of the rows say."""
    if rows == range(len(said.records)):
        return said
    return Said(taken(said.records, rows), taken(said.numbers, rows))


class _FirstSaid:
    """The sign of what was said first of each item that this import added, eight bytes each; ids follow each other."""

    def __init__(self) -> None:
        self._start = 0
        self._signs = array("q")

    def add(self, first: int, signs: Iterable[int]) -> None:
        """Take note of what is said of items with the ids from ``first`` on."""
        if not self._signs:
            self._start = first
        assert first == self._start + len(self._signs)
        self._signs.extend(signs)

    def others(self, rows: Sequence[int], ids: Sequence[int | None], said: Sequence[int]) -> list[int]:
        """Return those rows that say of their item something else than it was added with."""
        start, signs = self._start, self._signs
        known = len(signs)
        given = cast("Sequence[int]", ids)
        return [at for at in rows if not 0 <= (place := given[at] - start) < known or signs[place] != said[at]]


@dataclass(slots=True)
class _Told:
    new: bool
    differs: str


@dataclass(slots=True)
class _Known:
    """What is known of an item while rows add to it."""

    live: bool
    properties: dict[str, Any]
    when: Extent
    place: tuple[float | None, float | None, int | None]

    @classmethod
    def of(cls, state: ItemState) -> _Known:
        live = bool(state[0])
        here = state if live else _BLANK_STATE
        return cls(live, json.loads(here[1]), here[2:5], here[5:8])

    def hear(
        self,
        said: dict[str, Any],
        when: Extent,
        place: tuple[float | None, float | None, int | None],
        *,
        newer: bool,
    ) -> _Told:
        """Return what of this is new, and in words what differs from what is known."""
        new, differs = not self.live, ""
        self.live = True
        for name, value in said.items():
            if name not in self.properties:
                new = True
                self.properties[name] = value
            elif self.properties[name] != value:
                differs = differs or f"{name} is “{value}”, known as “{self.properties[name]}”"
                if newer:
                    self.properties[name] = value
        if when[0] is not None and when != self.when:
            if self.when[0] is None:
                new = True
            else:
                differs = differs or "the time is another"
            if newer or self.when[0] is None:
                self.when = when
        if place[0] is not None and place != self.place:
            if self.place[0] is None:
                new = True
            else:
                differs = differs or "the place is another"
            if newer or self.place[0] is None:
                self.place = place
        return _Told(new, differs)


class OlderLinks:
    """Links that an older version of the same file had, each to be found again once."""

    def __init__(self, change: Change | None = None, source_ids: Sequence[int] = ()) -> None:
        self._waiting: dict[tuple[Any, ...], deque[int]] = {}
        if change is not None and source_ids:
            for number, *state in change.links_said_by(source_ids):
                self._waiting.setdefault(tuple(state), deque()).append(number)

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def take(self, state: tuple[Any, ...]) -> int | None:
        """Return the id of an older link that says the same, once."""
        waiting = self._waiting.get(state)
        return waiting.popleft() if waiting else None
