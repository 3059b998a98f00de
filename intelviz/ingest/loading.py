"""One file into the case, chunk by chunk: records, items, links, and every row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import cast

from intelviz.case.change import Change
from intelviz.ingest.ahead import Task, ahead
from intelviz.ingest.batches import LinkBatch
from intelviz.ingest.cells import Wrong
from intelviz.ingest.header import Header
from intelviz.ingest.keys import Keys, Space, numbered, prefix_of
from intelviz.ingest.makers import EndMaker, ItemMaker, LinkMaker
from intelviz.ingest.portions import EndPortion, ItemPortion, LinkPortion, Portion, Read, RejectedCells
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import FileSpec, Recipe
from intelviz.ingest.reconcile import OlderLinks, Reconciler, Tally
from intelviz.ingest.recurring import Recurring
from intelviz.ingest.report import MOST_LISTED, RejectedRow, SourceReport
from intelviz.ingest.rowmaker import MakerKey, RowMaker
from intelviz.ingest.unheld import without_unheld
from intelviz.ingest.warn import warnings_of
from intelviz.schema.model import Schema


@dataclass(frozen=True)
class Plan:
    """A file that is to be loaded: how its rows are read and what the recipe makes of them."""

    table: Table
    recipe: Recipe
    entries: tuple[FileSpec, ...]
    header: int
    place: str
    """Name of the set of files that it belongs to."""
    notes: tuple[str, ...] = ()
    """What the report says of the recipe."""
    known_as: str = ""
    """Name of the file that it is a newer version of, "" if it has kept its name."""

    @property
    def file(self) -> str:
        """Name by which rows without an id are known again."""
        return self.known_as or self.table.origin.name


@dataclass(slots=True)
class _Waiting:
    """A link of a row that made items, to an item that was not known yet."""

    maker: LinkMaker
    number: int
    record: int
    ends: tuple[int | str, int | str]
    batch: LinkBatch
    fresh: bytearray
    at: int


@dataclass(frozen=True, slots=True)
class Made:
    """The items that a chunk made, and of which row each is (None: each of its own row)."""

    of: Sequence[int] | None
    ids: Sequence[int | None]


Side = tuple[Sequence[int] | None, Sequence[int | str | None]]
"""One end of the links of a chunk: of which row each is (None: one a row), and the item, its id, or nothing."""


def _together(one: Side, other: Side, count: int) -> Iterator[tuple[int, tuple[int | str | None, int | str | None]]]:
    """Yield the row and both ends of each link: every one of the first side with every one of the other."""
    if one[0] is None and other[0] is None:
        yield from enumerate(zip(one[1], other[1], strict=True))
        return
    rows: list[tuple[list[int | str | None], list[int | str | None]]] = [([], []) for _ in range(count)]
    for place, (of, ends) in enumerate((one, other)):
        for at, end in zip(range(count) if of is None else of, ends, strict=True):
            rows[at][place].append(end)
    for at, (first, second) in enumerate(rows):
        for pair in product(first, second):
            yield at, pair


def _are_items(side: Side) -> bool:
    """Return whether an end is one known item in each row."""
    return side[0] is None and set(map(type, side[1])) == {int}


class SourceLoader:
    """Loads one file: first the rows that make items, then those that only link items."""

    def __init__(
        self,
        plan: Plan,
        source_id: int,
        change: Change,
        schema: Schema,
        keys: Keys,
        reconciler: Reconciler,
        older: Sequence[int],
        older_at: str,
        at_byte: Callable[[int], None],
    ) -> None:
        self.header = Header(plan.recipe, plan.table.columns(plan.header))
        plan = replace(plan, entries=without_unheld(plan.entries, self.header, schema))
        self.plan, self.source_id = plan, source_id
        self._change, self._keys, self._reconciler = change, keys, reconciler
        self._at_byte = at_byte
        self._task = Task(plan.table, plan.header, plan.recipe, plan.entries, schema)
        self._portions = self._task.portions()
        self.router = self._portions.router
        origin, form = plan.table.origin, plan.table.form
        if plan.header > 0:
            form += f", header in row {plan.header + plan.table.first_row:,}"
        self.report = SourceReport(origin.path, origin.sha256, plan.recipe.name, form, part=origin.part)
        self.report.warnings += (*plan.notes, *plan.table.notes)
        self.tally = Tally()
        self._older, self._older_at = older, older_at
        self._older_links = OlderLinks(change, older)
        self.row_counts: dict[str, dict[str, int]] = {}
        self._recurring: dict[tuple[MakerKey, str], Recurring] = {}
        self._waiting: list[_Waiting] = []
        self._counted = False
        self._blank = self._lost = 0

    # The two rounds

    def load_items(self) -> None:
        """Load the rows that make items."""
        if self.router.has_items:
            self._round(items=True)

    def load_links(self) -> None:
        """Load the rows that only link items, and the links that waited for an item."""
        if self.router.has_links_alone:
            self._round(items=False)
        for each in self._waiting:
            self._link_late(each)
        self._waiting.clear()

    def _round(self, *, items: bool) -> None:
        count_rest = not self._counted
        self._counted = True
        with ahead(self._task, self._portions, items=items, count=count_rest) as reads:
            for read in reads:
                if count_rest:
                    self._count(read)
                for portion in read.portions:
                    self._load(portion)
                self._at_byte(read.at)

    def _count(self, read: Read) -> None:
        self._blank += read.blank
        self.report.rows += read.rows
        if read.broken:
            self._reject(read.broken)
        for refused, records in read.refused:
            self._keep(refused, records)

    def _reject(self, rows: Sequence[RejectedCells]) -> None:
        self._change.reject(self.source_id, rows)
        self.report.rejected += len(rows)
        room = MOST_LISTED - len(self.report.rejections)
        self.report.rejections += [RejectedRow(*row) for row in rows[: max(room, 0)]]

    def _keep(self, rejected: Sequence[RejectedCells], records: Sequence[str]) -> None:
        """Set rows aside, and keep them as they came, if that may be kept."""
        if records:
            numbers = [number for number, *_ in rejected]
            self._change.add_records(self.source_id, numbers, records)
        self._reject(rejected)

    # One chunk

    def _load(self, portion: Portion) -> None:
        maker = self.router.maker_of(portion.key)
        if portion.set_aside:
            self._keep(portion.set_aside, portion.set_aside_records)
        for name, items in portion.items.items():
            if items.codes is not None:
                self._recurring.setdefault((portion.key, name), Recurring()).take(items.batch, anew=items.anew)
        wrong: dict[int, Wrong] = {}
        for each in self._wrong_ids(maker, portion):
            wrong.setdefault(each.at, each)
        if wrong:
            order = sorted(wrong.values(), key=lambda each: each.at)
            rejected = [(portion.numbers[each.at], each.column, each.value, each.reason) for each in order]
            self._keep(rejected, [portion.records[each.at] for each in order])
            portion = portion.without(wrong)
        numbers = portion.numbers
        if not numbers:
            return
        if portion.altered:
            self._change.alter(self.source_id, portion.altered)
            self.report.altered += len(portion.altered)
        first_record = self._change.add_records(self.source_id, numbers, portion.records)
        records = range(first_record, first_record + len(numbers))
        fresh = bytearray(len(numbers))
        self._reconciler.grade(records, portion.grades)
        ids = {
            name: self._items(portion.key, name, maker.items[name], each, records, fresh, numbers)
            for name, each in portion.items.items()
        }
        for link, each in zip(maker.links, portion.links, strict=True):
            self._links(link, each, ids, records, fresh, numbers)
        self.report.loaded += sum(fresh)
        self.report.merged += len(numbers) - sum(fresh)

    # Items

    def _space(self, maker: ItemMaker, identity: str = "") -> Space:
        prefix = prefix_of(
            self.plan.recipe,
            self.plan.place,
            "row" if identity == "row" else maker.identity,
            maker.type,
            self.plan.file,
            maker.spec.name,
        )
        return self._keys.space(prefix)

    def _items(
        self,
        key: MakerKey,
        name: str,
        maker: ItemMaker,
        portion: ItemPortion,
        records: Sequence[int],
        fresh: bytearray,
        numbers: Sequence[int],
    ) -> Made:
        if portion.codes is not None:
            ids = self._recurring[key, name].load(
                self._reconciler,
                portion.codes,
                maker.type,
                self._space(maker),
                records,
                fresh,
                self.tally,
                numbers,
                newer=bool(self._older),
            )
            return Made(None, ids)
        of = portion.of
        if of is None:
            return Made(None, self._items_of(name, maker, portion, records, fresh, numbers))
        new = bytearray(len(of))
        found = self._items_of(name, maker, portion, [records[at] for at in of], new, [numbers[at] for at in of])
        for at, is_new in zip(of, new, strict=True):
            fresh[at] |= is_new
        return Made(of, found)

    def _items_of(
        self,
        name: str,
        maker: ItemMaker,
        portion: ItemPortion,
        records: Sequence[int],
        fresh: bytearray,
        numbers: Sequence[int],
    ) -> Sequence[int | None]:
        batch, newer = portion.batch, bool(self._older)
        if portion.digests is None:
            space = self._space(maker)
            return self._reconciler.items(batch, maker.type, space, records, fresh, self.tally, numbers, newer=newer)
        bare = numbered(portion.digests, self.row_counts.setdefault(name, {}))
        blank = [not each for each in batch.ids]
        space = self._space(maker, "row")
        if all(blank):
            batch.ids = bare
            return self._reconciler.items(batch, maker.type, space, records, fresh, self.tally, numbers, newer=newer)
        with_id, own = batch.ids, self._space(maker)
        batch.ids = ["" if here else each for each, here in zip(with_id, blank, strict=True)]
        found = list(self._reconciler.items(batch, maker.type, own, records, fresh, self.tally, numbers, newer=newer))
        batch.ids = [each if here else "" for each, here in zip(bare, blank, strict=True)]
        rest = self._reconciler.items(batch, maker.type, space, records, fresh, self.tally, numbers, newer=newer)
        return [one if one is not None else other for one, other in zip(found, rest, strict=True)]

    # Links

    def _wrong_ids(self, maker: RowMaker, portion: Portion) -> list[Wrong]:
        """Return the rows whose id belongs to an item of another type, or that link an id that nobody holds."""
        found: list[Wrong] = []
        for name, each in portion.items.items():
            item = maker.items[name]
            if item.id is None or item.identity not in {"folder", "file"} or item.spec.split is not None:
                continue
            ids: Sequence[str] = each.batch.ids
            if each.codes is not None:
                ids = list(map(self._recurring[portion.key, name].batch.ids.__getitem__, each.codes))
            space = self._space(item)
            for at, number in enumerate(map(space.ids.get, ids)):
                if number is not None and not self._keys.fits(number, item.type):
                    other = self._keys.type_of(number)
                    found.append(
                        Wrong(at, item.id.header, ids[at], f"the id is already that of an item of type {other}")
                    )
        if not maker.makes_items:
            for link, each in zip(maker.links, portion.links, strict=True):
                for end, its in zip((link.a, link.b), each.ends, strict=True):
                    if its is not None and its.cells is not None:
                        found += self._wrong_end(end, its.ids, its.cells)
        return found

    def _wrong_end(self, end: EndMaker, ids: Sequence[str], cells: Sequence[tuple[str, ...]]) -> list[Wrong]:
        """Return the rows that link an id which nobody holds."""
        found = self._keys.held(self._end_space(end), ids)
        if None not in found:
            return []
        assert end.id is not None
        words = "no file and no item of the case has this id"
        return [
            Wrong(at, end.id.header, "|".join(cells[at]), words)
            for at, number in enumerate(found)
            if number is None and ids[at]
        ]

    def _end_space(self, end: EndMaker) -> Space:
        spec = end.spec
        return self._keys.space(
            prefix_of(self.plan.recipe, self.plan.place, spec.identity, spec.type, self.plan.file, "")
        )

    def _links(
        self,
        maker: LinkMaker,
        portion: LinkPortion,
        ids: dict[str, Made],
        records: Sequence[int],
        fresh: bytearray,
        numbers: Sequence[int],
    ) -> None:
        if portion.spread is not None:
            self._links_of_parts(maker, portion, portion.spread, ids, records, fresh, numbers)
            return
        batch = portion.batch
        sides = [self._side(end, its, ids) for end, its in zip((maker.a, maker.b), portion.ends, strict=True)]
        if _are_items(sides[0]) and _are_items(sides[1]):
            one, other = (cast("Sequence[int]", each[1]) for each in sides)
            rows = range(len(records))
            self._reconciler.links(maker.type, one, other, batch, records, rows, fresh, self.tally, self._older_links)
            return
        whole: list[int] = []
        a: list[int] = []
        b: list[int] = []
        if all(side[0] is None and str not in set(map(type, side[1])) for side in sides):
            # One link a row, or none where an end is left out.
            pairs = list(zip(sides[0][1], sides[1][1], strict=True))
            whole = [at for at, pair in enumerate(pairs) if None not in pair]
            a, b = (cast("list[int]", [side[1][at] for at in whole]) for side in sides)
            self._reconciler.links(
                maker.type, a, b, batch.some(whole), [records[at] for at in whole], whole, fresh, self.tally,
                self._older_links,
            )  # fmt: skip
            return
        for at, (one, other) in _together(sides[0], sides[1], len(records)):
            if isinstance(one, int) and isinstance(other, int):
                whole.append(at)
                a.append(one)
                b.append(other)
            elif one and other:
                single = LinkBatch([batch.properties[at]], [batch.whens[at]])
                ends = (one, other)
                self._waiting.append(_Waiting(maker, numbers[at], records[at], ends, single, fresh, at))
        if len(whole) != len(records) or whole != list(range(len(records))):
            batch = batch.some(whole)
            records = [records[at] for at in whole]
        self._reconciler.links(maker.type, a, b, batch, records, whole, fresh, self.tally, self._older_links)

    def _links_of_parts(
        self,
        maker: LinkMaker,
        portion: LinkPortion,
        of: Sequence[int],
        ids: dict[str, Made],
        records: Sequence[int],
        fresh: bytearray,
        numbers: Sequence[int],
    ) -> None:
        """Make a link for each part of a cell, with what other columns say of that part."""
        batch = portion.batch
        sides: list[Sequence[int | str | None]] = []
        for end, its in zip((maker.a, maker.b), portion.ends, strict=True):
            if its is None:
                made = ids[end.spec.item]
                if made.of is not None:
                    raise AssertionError("a recipe can't split both ends along with other columns")
                sides.append([made.ids[at] for at in of])
            else:
                held = self._keys.held(self._end_space(end), its.ids)
                sides.append([text if number is None else number for number, text in zip(held, its.ids, strict=True)])
        whole: list[int] = []
        for place, (one, other) in enumerate(zip(*sides, strict=True)):
            at = of[place]
            if isinstance(one, int) and isinstance(other, int):
                whole.append(place)
            elif one and other:
                single = LinkBatch([batch.properties[place]], [batch.whens[place]])
                self._waiting.append(_Waiting(maker, numbers[at], records[at], (one, other), single, fresh, at))
        a, b = (cast("list[int]", [side[place] for place in whole]) for side in sides)
        batch = batch.some(whole)
        rows = [of[place] for place in whole]
        self._reconciler.links(
            maker.type, a, b, batch, [records[at] for at in rows], rows, fresh, self.tally, self._older_links
        )

    def _side(self, end: EndMaker, its: EndPortion | None, ids: dict[str, Made]) -> Side:
        """Return the item at an end for each row; where it is not known yet, its id."""
        if its is None:
            made = ids[end.spec.item]
            return made.of, made.ids
        found = self._keys.held(self._end_space(end), its.ids)
        if None in found:
            return its.of, [text if number is None else number for number, text in zip(found, its.ids, strict=True)]
        return its.of, found

    def _link_late(self, waiting: _Waiting) -> None:
        """Make a link now that all items are known; one that leads nowhere is left out, and said so."""
        found: list[int] = []
        for end, number in zip((waiting.maker.a, waiting.maker.b), waiting.ends, strict=True):
            if isinstance(number, int):
                found.append(number)
                continue
            assert end.id is not None
            known = self._keys.held(self._end_space(end), [number])[0]
            if known is None:
                words = "no file and no item of the case has this id: the link was left out"
                self._change.alter(self.source_id, [(waiting.number, end.id.header, number, "", words)])
                self.report.altered += 1
                self._lost += 1
                return
            found.append(known)
        fresh = bytearray(1)
        self._reconciler.links(
            waiting.maker.type,
            [found[0]],
            [found[1]],
            waiting.batch,
            [waiting.record],
            [0],
            fresh,
            self.tally,
            self._older_links,
        )
        if fresh[0] and not waiting.fresh[waiting.at]:
            waiting.fresh[waiting.at] = 1
            self.report.merged -= 1
            self.report.loaded += 1

    # The end

    def finish(self) -> None:
        """Say what came of the rows."""
        report, tally = self.report, self.tally
        report.items, report.links = tally.items, tally.links
        report.added, report.matched, report.matched_at = dict(tally.added), dict(tally.matched), tally.matched_at
        report.differs, report.differs_at = tally.differs, tally.differs_at
        report.warnings += self.plan.table.late_notes
        report.rejections.sort(key=lambda each: each.row)
        report.warnings += warnings_of(
            self.plan.table, self.header, self.plan.entries, self.router, tally, report, self._blank, self._lost
        )
        if self._older_at:
            report.warnings.insert(
                0,
                f"An older version of this file was loaded on {self._older_at}; both are kept, the newer counts.",
            )
        if report.rows != report.loaded + report.merged + report.rejected:
            raise AssertionError(f"rows of {self.plan.table.origin.name} don't add up: {report}")
        self._change.finish_source(
            self.source_id,
            rows=report.rows,
            loaded=report.loaded,
            merged=report.merged,
            rejected=report.rejected,
            items=report.items,
            links=report.links,
            warnings=report.warnings,
        )
