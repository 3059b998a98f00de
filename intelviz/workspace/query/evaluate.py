"""From the terms of a query to one flag an item."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.analysis.place.distance import inside, within
from intelviz.analysis.time.local import local_seconds, minute_of_day, weekday
from intelviz.case.columns import Ints, Mask, Rows
from intelviz.schema.errors import UsageError
from intelviz.schema.when import NO_TIME, Precision
from intelviz.workspace.areas import area_mask
from intelviz.workspace.facts import graded_mask, property_column, source_mask
from intelviz.workspace.query.dates import NotADateError, read_date
from intelviz.workspace.query.names import Names
from intelviz.workspace.query.spelling import spelt_alike
from intelviz.workspace.query.terms import (
    All,
    And,
    Days,
    During,
    FromSource,
    Graded,
    Has,
    Hops,
    Hours,
    Ids,
    InArea,
    InSet,
    Inside,
    Known,
    Like,
    LinkedTo,
    Near,
    Not,
    OfType,
    Or,
    Phrase,
    Point,
    Ref,
    State,
    Term,
    Way,
    Word,
)
from intelviz.workspace.query.tokens import near_misses
from intelviz.workspace.rows import known_rows, rows_of
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def mask_of(term: Term, workspace: Workspace, case: CaseFile | None) -> Mask:
    """Return which items a query describes; UsageError where it names something that the case doesn't have.

    Without a case file, text is looked for in labels alone, and properties and sets can't be asked for.
    """
    return _Evaluation(workspace, case).of(term)


class _Evaluation:
    def __init__(self, workspace: Workspace, case: CaseFile | None) -> None:
        self._ws, self._case = workspace, case
        self._names = Names(workspace.schema)
        self._local: tuple[Rows, Ints] | None = None

    def of(self, term: Term) -> Mask:
        ws, items = self._ws, self._ws.items
        match term:
            case All():
                return np.ones(len(ws), bool)
            case State(name):
                return self._state(name)
            case Not(inner):
                return ~self.of(inner)
            case And(terms):
                return np.logical_and.reduce([self.of(each) for each in terms])
            case Or(terms):
                return np.logical_or.reduce([self.of(each) for each in terms])
            case OfType(name):
                return self._of_types([each for each in ws.schema.items if ws.schema.is_a(each, name)])
            case Word(text):
                return self._search(text, phrase=False)
            case Phrase(text):
                return self._search(text, phrase=True)
            case Has():
                return self._has(term)
            case Known(kind, name, known):
                stated = self._stated(kind, name)
                return stated if known else self._of_types(self._names.types_with(name, kind)) & ~stated
            case During(start, end):
                mask = items.when_start != NO_TIME
                if end is not None:
                    mask &= items.when_start < end
                # An instant without extent belongs to the time that begins with it.
                return mask if start is None else mask & (np.maximum(items.when_end, items.when_start + 1) > start)
            case Hours(start, end):
                return self._hours(start, end)
            case Days(days):
                rows, local = self._clock(Precision.DAY)
                return self._flags(rows[np.isin(weekday(local), days)])
            case Near(metres, anchor):
                return self._near(metres, anchor)
            case Inside(west, south, east, north):
                return inside(items.lon, items.lat, west, south, east, north)
            case InSet(name):
                return self._in_set(name)
            case InArea(name):
                return area_mask(ws, self._case_needed(), name)
            case Graded(grades):
                return graded_mask(ws, self._case_needed(), grades)
            case FromSource(names):
                return source_mask(ws, self._case_needed(), names)
            case Like(text):
                return spelt_alike(ws, text)
            case LinkedTo(anchor, by, way):
                return self._linked_to(anchor, by, way)
            case Hops(links, anchor, by, way):
                return self._hops(links, anchor, by, way)
            case Ids(ids):
                return self._ids(ids)

    # Who and what

    def _flags(self, rows: Rows) -> Mask:
        mask = np.zeros(len(self._ws), bool)
        mask[rows] = True
        return mask

    def _state(self, name: str) -> Mask:
        ws = self._ws
        match name:
            case "selected":
                return ws.selected.copy()
            case "linked":
                return ws.linked != 0
            case "shown":
                return ws.shown.copy()
            case _:
                return ws.chart.drawn & ~ws.chart.hidden

    def _of_types(self, names: Iterable[str]) -> Mask:
        wanted = np.isin(np.array(self._ws.items.type_names, object), list(names))
        return wanted[self._ws.items.type] if len(wanted) else np.zeros(len(self._ws), bool)

    def _ids(self, ids: tuple[int, ...]) -> Mask:
        rows = rows_of(self._ws.items.id, np.array(ids, np.int64))
        if (rows < 0).any():
            missing = [str(each) for each, row in zip(ids, rows, strict=True) if row < 0]
            raise UsageError(
                f"There is no item {', '.join(missing[:5])}{' and others' if len(missing) > 5 else ''} in this case.",
                remedy="The table shows the id of every item.",
            )
        return self._flags(rows)

    def _search(self, text: str, *, phrase: bool) -> Mask:
        ws, folded = self._ws, _folded(text)
        labels = np.fromiter((folded in _folded(each) for each in ws.items.label), bool, len(ws)) if phrase else None
        if self._case is None:
            return self._labels_with(folded) if labels is None else labels
        mask = self._flags(known_rows(ws.items.id, self._case.matching(text)))
        return mask if labels is None else labels | self._holding(folded, mask & ~labels)

    def _labels_with(self, folded: str) -> Mask:
        """Return which labels have a word that begins so."""
        pattern = re.compile(rf"(?:^|\W){re.escape(folded)}")
        return np.fromiter((bool(pattern.search(_folded(each))) for each in self._ws.items.label), bool, len(self._ws))

    def _holding(self, folded: str, candidates: Mask) -> Mask:
        """Return which candidates hold the words next to each other in one of their properties."""
        mask = np.zeros(len(self._ws), bool)
        if self._case is None or not candidates.any():
            return mask
        present = {self._ws.items.type_names[code] for code in np.unique(self._ws.items.type[candidates])}
        for kind in present:
            for said in self._ws.schema.properties_of(kind):
                mask |= self._matching(kind, said.name, lambda value: folded in _folded(value))
        return mask & candidates

    # Properties

    def _case_needed(self) -> CaseFile:
        if self._case is None:
            raise UsageError("Properties and sets can be asked for only where the case file is open.")
        return self._case

    def _column(self, kind: str, name: str) -> tuple[Rows, Rows, list[str]]:
        column = property_column(self._ws, self._case_needed(), kind, name)
        return column.rows, column.codes, list(column.values)

    def _tops(self, kind: str | None, name: str) -> list[str]:
        """Return the types to ask for, without those whose parent is asked for anyway."""
        having = self._names.types_with(name, kind)
        return [each for each in having if self._ws.schema.items[each].parent not in having]

    def _matching(self, kind: str | None, name: str, test: Callable[[str], bool]) -> Mask:
        if name == "label":
            kept = np.fromiter((test(each) for each in self._ws.items.label), bool, len(self._ws))
            return kept & self._of_types(self._names.types_with(name, kind))
        mask = np.zeros(len(self._ws), bool)
        for each in self._tops(kind, name):
            rows, codes, values = self._column(each, name)
            fits = np.fromiter((bool(value.strip()) and test(value) for value in values), bool, len(values))
            stated = codes >= 0
            mask[rows[stated][fits[codes[stated]]]] = True
        return mask

    def _stated(self, kind: str | None, name: str) -> Mask:
        return self._matching(kind, name, lambda value: bool(value.strip()))

    def _has(self, term: Has) -> Mask:
        if term.sign == "!=":
            alike = self._has(Has(term.type, term.name, "=", term.values))
            return self._of_types(self._names.types_with(term.name, term.type)) & ~alike
        return self._matching(term.type, term.name, _test(term.sign, term.values))

    # When

    def _clock(self, at_least: Precision) -> tuple[Rows, Ints]:
        items = self._ws.items
        precise = (items.when_start != NO_TIME) & (items.when_precision >= at_least)
        rows = np.flatnonzero(precise).astype(np.int32)
        return rows, local_seconds(items.when_start[rows])

    def _hours(self, start: int, end: int) -> Mask:
        rows, local = self._clock(Precision.MINUTE)
        at = minute_of_day(local)
        fits = (at >= start) & (at < end) if start < end else (at >= start) | (at < end)
        return self._flags(rows[fits])

    # Where and with whom

    def _rows(self, anchor: Ref | Term) -> Rows:
        if not isinstance(anchor, Ref):
            return np.flatnonzero(self.of(anchor)).astype(np.int32)
        ids = self._ws.items.id
        if self._case is not None:
            return rows_of(ids, np.array([self._case.resolve(anchor.text)], np.int64))
        rows = known_rows(ids, np.array([int(anchor.text) if anchor.text.isdecimal() else -1], np.int64))
        if not len(rows):
            raise UsageError(f"There is no item {anchor.text} in this case.")
        return rows

    def _near(self, metres: float, anchor: Ref | Point | Term) -> Mask:
        items = self._ws.items
        if isinstance(anchor, Point):
            return within(items.lon, items.lat, np.array([anchor.lon]), np.array([anchor.lat]), metres)
        rows = self._rows(anchor)
        if isinstance(anchor, Ref) and np.isnan(items.lon[rows]).all():
            raise UsageError(
                f"Item {anchor.text}, “{items.label[int(rows[0])]}”, has no place.", remedy="Name an item that has one."
            )
        return within(items.lon, items.lat, items.lon[rows], items.lat[rows], metres)

    def _across(self, here: Mask, by: tuple[str, ...], way: Way) -> Mask:
        """Return what is one link away from the marked items."""
        links = self._ws.links
        kept = np.isin(np.array(links.type_names, object), by)[links.type] if by else np.ones(len(links), bool)
        mask = np.zeros(len(self._ws), bool)
        if way != "to":
            mask[links.b[kept & here[links.a]]] = True
        if way != "from":
            mask[links.a[kept & here[links.b]]] = True
        return mask

    def _linked_to(self, anchor: Ref | Term, by: tuple[str, ...], way: Way) -> Mask:
        here = self._flags(self._rows(anchor))
        mask = self._across(here, by, way)
        return mask & ~here if isinstance(anchor, Ref) else mask

    def _hops(self, links: int, anchor: Ref | Term, by: tuple[str, ...], way: Way) -> Mask:
        front = self._flags(self._rows(anchor))
        found = front.copy()
        for _ in range(links):
            front = self._across(front, by, way) & ~found
            if not front.any():
                break
            found |= front
        return found

    def _in_set(self, name: str) -> Mask:
        sets = self._case_needed().sets()
        found = next((each for each in sets if each.casefold() == name.casefold()), None)
        if found is None:
            near = near_misses(name, list(sets))
            ending = f" Did you mean {' or '.join(near)}?" if near else ""
            raise UsageError(f"There is no set “{name}” in this case.{ending}")
        return self._flags(known_rows(self._ws.items.id, np.asarray(sets[found], np.int64)))


def _folded(text: str) -> str:
    """Return text without case, accents and doubled spaces, for comparison."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(text.casefold().split())


def _test(sign: str, values: tuple[str, ...]) -> Callable[[str], bool]:
    wanted = {_folded(each) for each in values}
    numbers = {_number(each) for each in values} - {None}
    if sign in {"=", "in"}:
        return lambda value: _folded(value) in wanted or (bool(numbers) and _number(value) in numbers)
    if sign == "contains":
        part = _folded(values[0])
        return lambda value: part in _folded(value)
    return _ordered(sign, values[0])


def _number(text: str) -> float | None:
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text.strip()) else None


def value_key(text: str) -> float | str:
    """Return what values share that "=" takes for the same: their number, or text without case and accents."""
    number = _number(text)
    return _folded(text) if number is None else number


def instant_of(text: str) -> tuple[int, int] | None:
    """Return begin and end of a date as text, or None if it is none."""
    try:
        found = read_date(text)
    except NotADateError:
        return None
    return None if found is None else (found.start, found.end)


def _ordered(sign: str, bound: str) -> Callable[[str], bool]:
    """Compare as numbers where the bound is one, as dates where it is one, else in alphabetical order.

    Values of another kind than the bound don't fit.
    """
    compare = _COMPARE[sign]
    limit = _number(bound)
    if limit is not None:
        return lambda value: (number := _number(value)) is not None and compare(number, limit)
    day = instant_of(bound)
    if day is not None:
        # “above” a day is after all of it, “at most” a day is to the end of it.
        edge = day[1] - 1 if sign in {">", "<="} else day[0]
        return lambda value: (at := instant_of(value)) is not None and compare(at[0], edge)
    return lambda value: compare(_folded(value), _folded(bound))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
