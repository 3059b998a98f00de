"""An entry of a recipe, compiled for the rows of one file that make the same types: columns in, batches out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import cast

from intelviz.ingest.batches import ItemBatch, LinkBatch
from intelviz.ingest.cells import Columns, Kept, PropertyColumn, Texts, Wrong, to_json
from intelviz.ingest.header import Header
from intelviz.ingest.id_column import IdColumn
from intelviz.ingest.labels import Labels
from intelviz.ingest.recipe import End, FileSpec, Identity, ItemSpec, LinkSpec, ValueSpec, WhenSpec
from intelviz.ingest.splitting import Splitter
from intelviz.ingest.times import NO_PLACE, NO_WHEN, Extent, PlaceColumn, Point, WhenColumn
from intelviz.schema.kinds import Kind, Value, kind_of
from intelviz.schema.model import PropertyType, Schema

Alteration = tuple[int, str, str, str, str]
"""Row number, column, value, what it became, why."""


@dataclass
class _Stated:
    """What items and links have alike: properties and a time."""

    properties: list[PropertyColumn]
    when: WhenColumn | None
    places: set[int] = field(default_factory=set[int])
    _whens: Kept[list[Extent]] = field(default_factory=Kept[list[Extent]])

    def wrong_in(self, columns: Columns, count: int) -> list[Wrong]:
        """Return the cells that can't be used."""
        found: list[Wrong] = []
        for each in self.properties:
            raw = each.raw(columns, count)
            each.json(columns, count)
            found += [Wrong(at, each.header, raw[at], each.wrong[raw[at]]) for at in each.places_of(each.wrong, raw)]
        if self.when is not None:
            self.whens(columns, count)
            found += self.when.wrong_in(self.when.raw(columns))
        return found

    def altered_in(self, columns: Columns, numbers: Sequence[int]) -> list[Alteration]:
        """Return what is kept in another form than it came in."""
        found: list[Alteration] = []
        for each in self.properties:
            if each.altered:
                raw = each.raw(columns, len(numbers))
                found += [
                    (numbers[at], each.header, raw[at], *each.altered[raw[at]])
                    for at in each.places_of(each.altered, raw)
                ]
        if self.when is not None and self.when.altered:
            cells = self.when.raw(columns)
            found += [
                (numbers[at], self.when.header, " ".join(cells[at]).strip(), *self.when.altered[cells[at]])
                for at in self.when.places_of(self.when.altered, cells)
            ]
        return found

    def whens(self, columns: Columns, count: int) -> list[Extent]:
        """Return the time of each row."""
        if self.when is None:
            return [NO_WHEN] * count
        column = self.when
        return self._whens.get(columns, lambda: list(map(column.__getitem__, column.raw(columns))))

    def json(self, columns: Columns, count: int) -> list[str]:
        """Return the inside of each row's properties as JSON, each with a comma after it."""
        if not self.properties:
            return [""] * count
        return list(map("".join, zip(*(each.json(columns, count) for each in self.properties), strict=True)))

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        for each in self.properties:
            each.forget()
        if self.when is not None:
            self.when.forget()


class ItemMaker(_Stated):
    """Makes one item from each row."""

    def __init__(
        self, spec: ItemSpec, of: str, schema: Schema, entry: FileSpec, header: Header, blank: frozenset[str]
    ) -> None:
        known = schema.properties_of(of)
        super().__init__(
            _properties(known, spec.properties, entry, header, blank, by_name=spec.by_name, keep_rest=spec.keep_rest),
            _when(spec.when, entry, header, blank),
        )
        self.spec, self.type = spec, of
        self.identity: Identity = spec.identity
        ids = header.places(entry, spec.id)
        complete = len(ids) == len(spec.id) or spec.some
        leave = spec.wrong_id == "leave"
        beside = _coordinates(spec, entry, header)
        self.id = (
            header.shared.of(
                IdColumn,
                ids,
                spec.kind,
                header,
                blank,
                some=spec.some,
                leave=leave,
                meets=spec.identity == "case",
                beside=[place for place in beside if place not in ids],
                whole=len(ids) == len(spec.id),
            )
            if (ids or beside) and complete
            else None
        )
        if self.id is None and spec.id and spec.blank_id == "leave":
            # The file hasn't the column at all: as if it were blank in every row.
            self.id = header.shared.of(IdColumn, (), "", header, blank)
        self.where = _where(spec, entry, header, blank)
        self.labels = Labels(schema, of, self.properties, has_when=self.when is not None)
        self.label = _label(spec, entry, header, blank)
        self._places: Kept[list[Point]] = Kept()
        self._splitter = (
            None
            if spec.split is None or self.id is None or not ids
            else Splitter(spec.split, ids[0], header.places(entry, spec.split.along))
        )

    @property
    def splits(self) -> bool:
        """Whether a cell may hold several items."""
        return self._splitter is not None

    @property
    def used_columns(self) -> list[int]:
        """The columns in which an item is described."""
        makers = (self.id, self.when, self.where, self.label, *self.properties)
        return sorted({place for each in makers if each is not None for place in each.places})

    def spread(self, columns: Columns) -> tuple[Sequence[int] | None, Columns]:
        """Return the columns with a row for each part of a cell that holds several, and of which row each is.

        Without such cells the columns are returned as they are, with None.
        """
        return (None, columns) if self._splitter is None else self._splitter.spread(columns)

    def wrong_in(self, columns: Columns, count: int) -> list[Wrong]:
        """Return the cells that can't be used."""
        of, parts = self.spread(columns)
        if of is None:
            return self._wrong_in(columns, count)
        return [Wrong(of[each.at], each.column, each.value, each.reason) for each in self._wrong_in(parts, len(of))]

    def _wrong_in(self, columns: Columns, count: int) -> list[Wrong]:
        found = self.id.wrong_in(columns, may_be_blank=self.spec.blank_id != "reject") if self.id is not None else []
        left = self._left(columns)
        of_values = super().wrong_in(columns, count)
        if self.where is not None:
            self._points(columns, count)
            of_values += self.where.wrong_in(self.where.raw(columns))
        return found + [wrong for wrong in of_values if wrong.at not in left]

    def _left(self, columns: Columns) -> set[int]:
        """Return the rows that make no such item."""
        if self.id is None or self.spec.blank_id != "leave":
            return set()
        ids = self.id.ids(columns)
        return {at for at, each in enumerate(ids) if not each} if "" in ids else set()

    def altered_in(self, columns: Columns, numbers: Sequence[int]) -> list[Alteration]:
        """Return what is kept in another form than it came in."""
        of, columns = self.spread(columns)
        if of is not None:
            numbers = [numbers[at] for at in of]
        found = super().altered_in(columns, numbers)
        if self.id is not None and self.id.altered:
            ids = self.id.raw(columns)
            found += [
                (numbers[at], self.id.header, self.id.said(ids[at]), *self.id.altered[ids[at]])
                for at in self.id.places_of(self.id.altered, ids)
            ]
            found = list(dict.fromkeys(found))
        if self.where is not None and self.where.altered:
            cells = self.where.raw(columns)
            found += [
                (numbers[at], self.where.header, " ".join(cells[at]).strip(), *self.where.altered[cells[at]])
                for at in self.where.places_of(self.where.altered, cells)
            ]
        return found

    def make(self, columns: Columns, count: int) -> ItemBatch:
        """Return what the rows say, none of them wrong."""
        raw = [each.raw(columns, count) for each in self.properties]
        inside = self.json(columns, count)
        whens = self.whens(columns, count)
        places = self._points(columns, count)
        labels = self.labels.make(dict(zip((each.name for each in self.properties), raw, strict=True)), whens, count)
        own_labels = None
        if self.label is not None:
            own = self.label.raw(columns, count)
            labels = [self.label.shown[text] or label for text, label in zip(own, labels, strict=True)]
            own_labels = self.label.json(columns, count)
        return ItemBatch(
            Texts(list(self.id.ids(columns))) if self.id is not None else [""] * count,
            labels,
            Texts([f"{{{text[:-1]}}}" for text in inside]),
            whens,
            places,
            own_labels,
            self._words(columns, count),
        )

    def _words(self, columns: Columns, count: int) -> Sequence[str] | None:
        """Return what is searched of the properties of each row, if that can be told without SQLite."""
        if not self.properties:
            return [""] * count
        words = [each.words(columns, count) for each in self.properties]
        if any(None in each for each in words):
            return None
        return Texts(list(map("\n".join, zip(*cast("list[list[str]]", words), strict=True))))

    def _points(self, columns: Columns, count: int) -> list[Point]:
        """Return the place of each row."""
        column = self.where
        if column is None:
            return [NO_PLACE] * count
        return self._places.get(columns, lambda: list(map(column.__getitem__, column.raw(columns))))

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        super().forget()
        self.labels.forget()
        for each in (self.id, self.where, self.label):
            if each is not None:
                each.forget()


class EndMaker:
    """One end of a link: the name of an item of the row, or an id to look up."""

    def __init__(self, spec: End, entry: FileSpec, header: Header, blank: frozenset[str]) -> None:
        self.spec = spec
        places = header.places(entry, spec.id)
        whole = bool(places) and len(places) == len(spec.id)
        self.id = header.shared.of(IdColumn, places, spec.kind, header, blank) if whole else None
        self._splitter = None if spec.split is None or self.id is None else Splitter(spec.split, places[0], ())

    def spread(self, columns: Columns) -> tuple[Sequence[int] | None, Columns]:
        """Return the columns with a row for each part of a cell that holds several ids, and of which row each is."""
        return (None, columns) if self._splitter is None else self._splitter.spread(columns)


class LinkMaker(_Stated):
    """Makes one link from each row."""

    def __init__(
        self, spec: LinkSpec, of: str, schema: Schema, entry: FileSpec, header: Header, blank: frozenset[str]
    ) -> None:
        super().__init__(
            _properties(
                schema.link(of).properties,
                spec.properties,
                entry,
                header,
                blank,
                by_name=spec.by_name,
                keep_rest=spec.keep_rest,
            ),
            _when(spec.when, entry, header, blank),
        )
        self.spec, self.type = spec, of
        self.a, self.b = (EndMaker(end, entry, header, blank) for end in (spec.a, spec.b))
        self._splitter = next((each for end in (spec.a, spec.b) if (each := _along(end, entry, header))), None)

    def spread(self, columns: Columns) -> tuple[Sequence[int] | None, Columns]:
        """Return the columns with a row for each part of an end with columns along, and of which row each is."""
        return (None, columns) if self._splitter is None else self._splitter.spread(columns)

    @property
    def has_ends(self) -> bool:
        """Whether the file has the columns of both ends; without them it makes no such link."""
        return all(end.spec.item or end.id is not None for end in (self.a, self.b))

    @property
    def refers(self) -> bool:
        """Whether an end is an item made elsewhere."""
        return self.spec.a.is_reference or self.spec.b.is_reference

    def make(self, columns: Columns, count: int) -> LinkBatch:
        """Return what the rows say, none of them wrong."""
        if not self.properties:
            return LinkBatch(list(repeat(None, count)), self.whens(columns, count))
        inside = self.json(columns, count)
        return LinkBatch([f"{{{text[:-1]}}}" if text else None for text in inside], self.whens(columns, count))

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        super().forget()
        for end in (self.a, self.b):
            if end.id is not None:
                end.id.forget()


def _along(end: End, entry: FileSpec, header: Header) -> Splitter | None:
    """Return what parts an end's cell together with columns that say something of each link."""
    if end.split is None or not end.split.along:
        return None
    place = header.find(entry, end.id[0])
    return None if place is None else Splitter(end.split, place, header.places(entry, end.split.along))


def _properties(
    known: Sequence[PropertyType],
    specs: Mapping[str, ValueSpec],
    entry: FileSpec,
    header: Header,
    blank: frozenset[str],
    *,
    by_name: bool,
    keep_rest: bool,
) -> list[PropertyColumn]:
    """Return the columns of properties: those that the recipe maps, those called like one, and the rest, if kept."""
    found: list[PropertyColumn] = []
    out = {place for column in entry.leave_out if (place := header.find(entry, column)) is not None}
    named: set[int] = set()
    for each in known:
        spec = specs.get(each.name)
        if spec is None:
            if not by_name:
                continue
            spec = ValueSpec(columns=(each.name,))
        places = header.places(entry, spec.columns)
        if spec.constant is None and (len(places) < len(spec.columns) or out.intersection(places)):
            continue
        name = ", ".join(header.names[place] for place in places)
        found.append(header.shared.of(PropertyColumn, each, spec, places, name, blank, month_first=header.month_first))
        named.update(places)
    if keep_rest:
        found += _rest(known, entry, header, blank, named | out, {each.name for each in found})
    return found


def _rest(
    known: Sequence[PropertyType],
    entry: FileSpec,
    header: Header,
    blank: frozenset[str],
    used: set[int],
    taken: set[str],
) -> list[PropertyColumn]:
    """Return a property for every column of which the recipe says nothing, called like the column."""
    used = used | set(header.places(entry, entry.mentioned))
    of_schema = {each.name: each for each in known}
    found: list[PropertyColumn] = []
    for place, name in enumerate(header.known):
        if place in used or name.startswith("@") or name in taken:
            continue
        taken.add(name)
        of = of_schema.get(name, PropertyType(name, name, "text"))
        spec = ValueSpec((name,), on_error="leave")
        column = PropertyColumn(of, spec, [place], header.names[place], blank, month_first=header.month_first)
        if name not in of_schema:
            column.kind = PLAIN
        found.append(column)
    return found


def _plain(raw: str) -> Value:
    """Return a value as it stands: a number only where writing it again gives the very same text."""
    text = raw.strip()
    if text and (text[0].isdigit() or text[0] == "-") and len(text) < 18:
        for read in (int, float):
            try:
                number = read(text)
            except ValueError:
                continue
            if str(number) == text:
                return number
    return kind_of("text").clean(raw)


PLAIN = Kind("plain", "a value", _plain)
"""Kind of properties that no type definition knows."""


def _label(spec: ItemSpec, entry: FileSpec, header: Header, blank: frozenset[str]) -> PropertyColumn | None:
    if spec.label is None:
        return None
    places = header.places(entry, spec.label.columns)
    if spec.label.constant is None and (not places or len(places) < len(spec.label.columns)):
        return None
    name = ", ".join(header.names[place] for place in places)
    return header.shared.of(PropertyColumn, PropertyType("@label", "label", "name"), spec.label, places, name, blank)


def _when(spec: WhenSpec | None, entry: FileSpec, header: Header, blank: frozenset[str]) -> WhenColumn | None:
    if spec is None:
        return None
    at, to = header.places(entry, spec.at), header.places(entry, spec.to)
    is_there = at or (to and spec.is_open)
    return header.shared.of(WhenColumn, spec, at, to, header.names, blank) if is_there else None


def _where(spec: ItemSpec, entry: FileSpec, header: Header, blank: frozenset[str]) -> PlaceColumn | None:
    if spec.where is None:
        return None
    places = header.places(entry, spec.where.columns)
    complete = len(places) == len(spec.where.columns)
    return header.shared.of(PlaceColumn, spec.where, places, header.names, blank) if complete else None


def _coordinates(spec: ItemSpec, entry: FileSpec, header: Header) -> list[int]:
    """Return the columns of coordinates of an item that is told by some of several columns."""
    if not spec.some or spec.where is None:
        return []
    places = header.places(entry, spec.where.columns)
    return places if len(places) == len(spec.where.columns) else []


_CELLS, _ROWS = '","', '"]\0["'


class RecordMaker:
    """Makes the record of each row: the raw texts as a JSON list, null for the columns that are left out."""

    def __init__(self, entry: FileSpec, header: Header) -> None:
        out = {place for column in entry.leave_out if (place := header.find(entry, column)) is not None}
        self.kept = [place for place in range(len(header.names)) if place not in out]
        self._width = len(header.names)

    def make(self, columns: Columns) -> Sequence[str]:
        """Return the cells of each row as JSON."""
        kept = set(self.kept)
        if len(kept) == self._width and columns and columns[0] and all(map(_is_plain, columns)):
            return Texts(None, f'["{_ROWS.join(map(_CELLS.join, zip(*columns, strict=True)))}"]')
        texts = [
            map(to_json, columns[at]) if at in kept else repeat("null", len(columns[at])) for at in range(self._width)
        ]
        return Texts([f"[{cells}]" for cells in map(",".join, zip(*texts, strict=True))])


def _is_plain(texts: Sequence[str]) -> bool:
    """Return whether JSON writes texts as they are, with nothing escaped."""
    text = "".join(texts)
    return '"' not in text and "\\" not in text and text.isprintable()
