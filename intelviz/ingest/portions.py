"""The first half of loading a file: what its rows say, made of their text alone, before the case is asked anything.

It needs neither the case nor what was loaded before, so it can be done in a process of its own (``ahead.py``).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from intelviz.ingest.batches import ItemBatch, LinkBatch
from intelviz.ingest.cells import Columns, Wrong, picked, taken
from intelviz.ingest.header import Header
from intelviz.ingest.keys import row_digests
from intelviz.ingest.makers import Alteration, EndMaker, RecordMaker
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import FileSpec, Recipe
from intelviz.ingest.rowmaker import MakerKey, Router, RowMaker
from intelviz.schema.model import Schema

RejectedCells = tuple[int, str, str, str]
"""Row number, column, value, reason."""


@dataclass(slots=True)
class ItemPortion:
    """The items that rows make: of which row each is (None: each of its own), and what is said of it.

    ``digests`` stand for the cells of each, where some have no id. With ``codes`` the rows are numbers of what is said
    (``repeats.py``), and the batch is what those numbers stand for that were not used before (``anew``: none was).
    """

    of: Sequence[int] | None
    batch: ItemBatch
    digests: Sequence[str] | None = None
    codes: Sequence[int] | None = None
    anew: bool = False


@dataclass(slots=True)
class EndPortion:
    """The ids at one end of links: of which row each is (None: each of its own), and the cells where need be."""

    of: Sequence[int] | None
    ids: Sequence[str]
    cells: Sequence[tuple[str, ...]] | None = None


@dataclass(slots=True)
class LinkPortion:
    """The links that rows make; ``spread`` says of which row each is where a cell holds several."""

    spread: Sequence[int] | None
    batch: LinkBatch
    ends: tuple[EndPortion | None, EndPortion | None]


@dataclass(slots=True)
class Portion:
    """What those rows of a chunk say that one maker handles. ``set_aside`` are rows that can't be used."""

    key: MakerKey
    numbers: Sequence[int]
    records: Sequence[str]
    altered: Sequence[Alteration]
    grades: Sequence[str] | None
    items: dict[str, ItemPortion]
    links: list[LinkPortion]
    set_aside: Sequence[RejectedCells] = ()
    set_aside_records: Sequence[str] = ()

    def without(self, gone: Container[int]) -> Portion:
        """Return it without the rows at those places."""
        keep = [at for at in range(len(self.numbers)) if at not in gone]
        new = {at: place for place, at in enumerate(keep)}
        lost = {number for at, number in enumerate(self.numbers) if at in gone}
        return Portion(
            self.key,
            taken(self.numbers, keep),
            taken(self.records, keep),
            [each for each in self.altered if each[0] not in lost],
            None if self.grades is None else taken(self.grades, keep),
            {name: _items_of(each, keep, new) for name, each in self.items.items()},
            [_links_of(each, keep, new) for each in self.links],
        )


def _kept_of(of: Sequence[int] | None, keep: Sequence[int], new: dict[int, int]) -> tuple[list[int] | None, list[int]]:
    """Return of which row each part then is, and the places of the parts that stay."""
    if of is None:
        return None, list(keep)
    places = [place for place, at in enumerate(of) if at in new]
    return [new[of[place]] for place in places], places


def _items_of(items: ItemPortion, keep: Sequence[int], new: dict[int, int]) -> ItemPortion:
    if items.codes is not None:
        return ItemPortion(None, items.batch, None, taken(items.codes, keep), items.anew)
    of, places = _kept_of(items.of, keep, new)
    return ItemPortion(of, items.batch.some(places), None if items.digests is None else taken(items.digests, places))


def _links_of(links: LinkPortion, keep: Sequence[int], new: dict[int, int]) -> LinkPortion:
    spread, places = _kept_of(links.spread, keep, new)
    if spread is not None:
        ends = [None if end is None else EndPortion(None, taken(end.ids, places)) for end in links.ends]
    else:
        ends = [None if end is None else _end_of(end, keep, new) for end in links.ends]
    return LinkPortion(spread, links.batch.some(places), (ends[0], ends[1]))


def _end_of(end: EndPortion, keep: Sequence[int], new: dict[int, int]) -> EndPortion:
    of, places = _kept_of(end.of, keep, new)
    return EndPortion(of, taken(end.ids, places), None if end.cells is None else taken(end.cells, places))


@dataclass(slots=True)
class Read:
    """One chunk of a file: how many rows it has, those that could not be read, those nobody takes, and the portions."""

    rows: int
    blank: int
    at: int
    """Bytes of the file that have been read."""
    broken: Sequence[RejectedCells] = ()
    refused: list[tuple[Sequence[RejectedCells], Sequence[str]]] = field(
        default_factory=list[tuple[Sequence[RejectedCells], Sequence[str]]]
    )
    """Rows of which the recipe makes nothing, and their records, where these are kept."""
    portions: list[Portion] = field(default_factory=list[Portion])


class Portions:
    """Reads one file and says what its rows say, chunk by chunk."""

    def __init__(
        self, table: Table, header_row: int, header: Header, recipe: Recipe, entries: Sequence[FileSpec], schema: Schema
    ) -> None:
        self._table, self._header_row, self._header = table, header_row, header
        self._entries = entries
        self.router = Router(recipe, header, entries, schema)
        self._fill = any(entry.fill_short_rows for entry in entries)
        self._quotes = not any(entry.leave_out for entry in entries)

    def reads(self, *, items: bool, count: bool) -> Iterator[Read]:
        """Yield what the rows say that make items, or those that only link items; with ``count``, also of the rest."""
        for chunk in self._table.chunks(self._header_row, fill=self._fill):
            read = Read(len(chunk.rows) + len(chunk.broken), chunk.blank, chunk.at)
            if count and chunk.broken:
                read.broken = [
                    (number, "", text if self._quotes else "", reason) for number, text, reason in chunk.broken
                ]
            for key, maker, columns, numbers in self.router.parts(chunk.turned(), chunk.numbers, count=count):
                if not isinstance(maker, RowMaker):
                    if count:
                        read.refused.append(([(number, *maker) for number in numbers], self._records(columns)))
                elif maker.makes_items == items:
                    read.portions.append(_portion(key, maker, columns, numbers))
            yield read

    def _records(self, columns: Columns) -> Sequence[str]:
        """Return rows as they came of which nothing is made; none where the entries leave out different columns."""
        makers = [RecordMaker(entry, self._header) for entry in self._entries]
        if len({tuple(each.kept) for each in makers}) != 1:
            return ()
        return makers[0].make(columns)


def _portion(key: MakerKey, maker: RowMaker, columns: Columns, numbers: Sequence[int]) -> Portion:
    maker.forget()
    set_aside: Sequence[RejectedCells] = ()
    aside_records: Sequence[str] = ()
    wrong = maker.wrong_in(columns, len(numbers)) + _wrong_ends(maker, columns)
    if wrong:
        first: dict[int, Wrong] = {}
        for each in wrong:
            first.setdefault(each.at, each)
        order = sorted(first.values(), key=lambda each: each.at)
        set_aside = [(numbers[each.at], each.column, each.value, each.reason) for each in order]
        aside_records = maker.records.make(picked(columns, [each.at for each in order]))
        fine = [at for at in range(len(numbers)) if at not in first]
        columns, numbers = picked(columns, fine), [numbers[at] for at in fine]
    if not numbers:
        return Portion(key, (), (), (), None, {}, [], set_aside, aside_records)
    return Portion(
        key,
        numbers,
        maker.records.make(columns),
        maker.altered_in(columns, numbers),
        maker.grades(columns),
        {name: _items(maker, name, columns, len(numbers)) for name in maker.items},
        _links(maker, columns, len(numbers)),
        set_aside,
        aside_records,
    )


def _wrong_ends(maker: RowMaker, columns: Columns) -> list[Wrong]:
    """Return the rows that link an id which can't be one."""
    return [
        wrong
        for link in maker.links
        for end in (link.a, link.b)
        if end.id is not None and end.spec.split is None
        for wrong in end.id.wrong_in(columns, may_be_blank=link.spec.on_blank == "leave")
    ]


def _items(maker: RowMaker, name: str, whole: Columns, count: int) -> ItemPortion:
    item, repeats = maker.items[name], maker.repeats[name]
    if repeats.is_on:
        codes = repeats.numbers(whole)
        batch, anew = repeats.unsent()
        return ItemPortion(None, batch, None, codes, anew)
    of, columns = item.spread(whole)
    batch = item.make(columns, count if of is None else len(of))
    if "" not in batch.ids or (item.id is not None and item.spec.blank_id == "leave"):
        return ItemPortion(of, batch)
    return ItemPortion(of, batch, row_digests(zip(*(whole if of is None else picked(whole, of)), strict=True)))


def _links(maker: RowMaker, columns: Columns, count: int) -> list[LinkPortion]:
    found: list[LinkPortion] = []
    for link in maker.links:
        spread, cells = link.spread(columns)
        batch = link.make(cells, count if spread is None else len(spread))
        ends = [_end(end, cells, whole=spread is None, raw=not maker.makes_items) for end in (link.a, link.b)]
        found.append(LinkPortion(spread, batch, (ends[0], ends[1])))
    return found


def _end(end: EndMaker, columns: Columns, *, whole: bool, raw: bool) -> EndPortion | None:
    """Return the ids at an end, or None where it is an item that the row makes."""
    if end.spec.item:
        return None
    assert end.id is not None
    of, parts = end.spread(columns) if whole else (None, columns)
    cells = end.id.raw(parts) if raw and end.spec.split is None else None
    return EndPortion(of, end.id.ids(parts), cells)
