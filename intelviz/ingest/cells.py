"""From the raw text of a column to what is kept of it: each distinct text is looked at once.

Each class is a dictionary from raw text to what is made of it, filled as texts come, so that a chunk of a column is one
``map`` over it. What was altered and what can't be used is kept beside, by raw text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, ParamSpec, TypeVar, overload

from intelviz.ingest.parts import PARTS
from intelviz.ingest.recipe import ValueSpec
from intelviz.schema.kinds import Kind, kind_of
from intelviz.schema.model import PropertyType

_T = TypeVar("_T")
_K = TypeVar("_K")
_M = TypeVar("_M")
_P = ParamSpec("_P")
MOST = 50_000
"""Distinct texts that are kept in mind for one column."""
FEW = 3_000
"""Texts of a chunk that may be new where most are known."""
LONG = 1_000
"""Characters from which on a text is not kept in mind."""

to_json: Callable[[str], str] = json.encoder.encode_basestring
"""Text as JSON writes it."""

Column = Sequence[str]
Columns = Sequence[Column]


def taken(values: Sequence[_T], places: Sequence[int]) -> list[_T]:
    """Return the values at those places."""
    return [values[at] for at in places] if len(places) < 2 else list(itemgetter(*places)(values))


def picked(columns: Columns, places: Sequence[int]) -> Columns:
    """Return some rows of columns."""
    return [taken(column, places) for column in columns]


DATE_KINDS = frozenset({"date", "date_of_birth"})
"""Kinds of properties that are dates, which may have the day or the month first."""
_FIGURES = re.compile(r"(\s*)([0-9]{1,2})([/. -])([0-9]{1,2})(?=\3[0-9]{2})")


def day_first(text: str) -> str:
    """Return a date in figures that has the month first with the day first; anything else as it is."""
    return _FIGURES.sub(r"\1\4\3\2", text, count=1) if _FIGURES.match(text) else text


def all_references(texts: Sequence[str]) -> bool:
    """Return whether all of some texts are references that cleaning leaves as they are: letters and digits alone."""
    if "" in texts:
        return False
    text = "".join(texts)
    return text.isascii() and text.encode().isalnum()  # of bytes it is told four times as fast


class Texts(Sequence[str]):
    """Texts that go from one process to another as one, joined by a character that none of them holds."""

    __slots__ = ("_joined", "_parts")

    def __init__(self, parts: list[str] | None, joined: str = "") -> None:
        self._parts, self._joined = parts, joined

    def _list(self) -> list[str]:
        if self._parts is None:
            self._parts, self._joined = self._joined.split("\0"), ""
        return self._parts

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        return self._list()[at]

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[str]:
        return iter(self._list())

    def __reduce__(self) -> tuple[type[Texts], tuple[list[str] | None, str]]:
        if self._parts is None:
            return Texts, (None, self._joined)
        joined = "\0".join(self._parts)
        if self._parts and joined.count("\0") == len(self._parts) - 1:
            return Texts, (None, joined)
        return Texts, (self._parts, "")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that can't be used: its row in the chunk, and why."""

    at: int
    column: str
    value: str
    reason: str


class Seen(dict[_K, _T], Generic[_K, _T]):
    """What was made of each raw text (or of several beside each other) so far."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: dict[_K, str] = {}
        self.altered: dict[_K, tuple[str, str]] = {}
        self._before = 0

    def make(self, raw: _K) -> _T:
        """Make what is kept of a raw text that is new."""
        raise NotImplementedError

    def __missing__(self, raw: _K) -> _T:
        made = self.make(raw)
        self[raw] = made
        return made

    def forget(self) -> None:
        """Forget what was seen once it is much, so that memory does not grow with the file.

        Where little of it was new since the last time, three times as much is kept.
        """
        little = len(self) - self._before < FEW
        self._before = len(self)
        if len(self) > (3 * MOST if little else MOST):
            self.clear()
            self.wrong.clear()
            self.altered.clear()

    def places_of(self, known: Mapping[_K, object], raw: Sequence[_K]) -> Iterator[int]:
        """Yield where in a column those texts stand that are in ``known``."""
        if known and not known.keys().isdisjoint(raw):
            yield from (at for at, text in enumerate(raw) if text in known)


class Kept(Generic[_T]):
    """What was made of the columns of the chunk at hand, so that checking and making look at them once."""

    def __init__(self) -> None:
        self._of: object = None
        self._made: _T | None = None

    def get(self, columns: Columns | Column, make: Callable[[], _T]) -> _T:
        """Return what is made of these columns."""
        if self._of is not columns or self._made is None:
            self._of, self._made = columns, make()
        return self._made


class Shared:
    """Columns that several entries of a recipe read alike, so that what one has seen the others need not look at."""

    def __init__(self) -> None:
        self._made: list[tuple[object, Any]] = []

    def of(self, make: Callable[_P, _M], *args: _P.args, **more: _P.kwargs) -> _M:
        """Return what ``make`` makes of these arguments: the same as before, if they are."""
        how = (make, args, more)
        for other, made in self._made:
            if other == how:
                return made
        made = make(*args, **more)
        self._made.append((how, made))
        return made


class PropertyColumn(Seen[str, str]):
    """One property from one raw text a row: makes ``"name":value,`` as JSON, or nothing where nothing stands."""

    def __init__(
        self,
        of: PropertyType,
        spec: ValueSpec,
        columns: Sequence[int],
        header: str,
        blank: frozenset[str],
        *,
        month_first: bool = False,
    ) -> None:
        super().__init__()
        self.name, self.spec, self.header = of.name, spec, header
        self.kind: Kind = kind_of(of.kind)
        self.shown = _Shown(self)
        self._words = _Words()
        self._references: Kept[bool] = Kept()
        self.places: Sequence[int] = columns if spec.constant is None else ()
        self._blank = blank
        self._start = f"{to_json(of.name)}:"
        self._template = _parts(spec.template)
        self._take = PARTS[spec.part] if spec.part else None
        self._raw: Kept[Column] = Kept()
        self._json: Kept[list[str]] = Kept()
        self._any_long = False
        self._turns = month_first and self.kind.name in DATE_KINDS
        self._is_reference = self.kind.name == "identifier" and not spec.values and self._take is None

    def raw(self, columns: Columns, count: int) -> Column:
        """Return the raw text of each row."""
        return self._raw.get(columns, lambda: self._make_raw(columns, count))

    def json(self, columns: Columns, count: int) -> list[str]:
        """Return the property of each row as JSON."""
        return self._json.get(columns, lambda: self._make_json(self.raw(columns, count)))

    def _make_json(self, raw: Column) -> list[str]:
        if self._all_references(raw):
            start = self._start
            return [f'{start}"{each}",' for each in raw]
        return list(map(self.__getitem__, raw))

    def words(self, columns: Columns, count: int) -> Sequence[str | None]:
        """Return what is searched of the property in each row; None where only SQLite can tell how it writes it."""
        raw = self.raw(columns, count)
        if self._all_references(raw):
            return raw
        return list(map(self._words.__getitem__, self.json(columns, count)))

    def _all_references(self, raw: Column) -> bool:
        """Return whether a column of references needs no cleaning at all."""
        return self._references.get(
            raw, lambda: self._is_reference and self._blank.isdisjoint(raw) and all_references(raw)
        )

    def _make_raw(self, columns: Columns, count: int) -> Column:
        if self.spec.constant is not None:
            return [self.spec.constant] * count
        if not self._template:
            return columns[self.places[0]]
        return [self._filled(cells) for cells in zip(*(columns[place] for place in self.places), strict=True)]

    def _filled(self, cells: tuple[str, ...]) -> str:
        if not any(cell.strip() not in self._blank for cell in cells):
            return ""
        fixed = self._template
        known = ("" if cell.strip() in self._blank else cell for cell in cells)
        text = fixed[0] + "".join(cell + after for cell, after in zip(known, fixed[1:], strict=True))
        return " ".join(text.split())

    def read(self, raw: str) -> str:
        """Return the text to clean: translated, one part of it where that is wanted, or "" where nothing stands."""
        text = self._translated(raw)
        text = self._take(text)[0] if self._take is not None and text else text
        return day_first(text) if self._turns else text

    def _translated(self, raw: str) -> str:
        bare = raw.strip()
        if bare in self._blank:
            return ""
        if self.spec.values:
            if bare in self.spec.values:
                return self.spec.values[bare]
            if self.spec.others == "reject":
                raise ValueError(f"is none of {', '.join(self.spec.values)}")
        return raw

    def make(self, raw: str) -> str:
        """Return the property as JSON."""
        try:
            text = self.read(raw)
            if not text:
                return ""
            value = self.kind.clean(text)
        except ValueError as error:
            if self.spec.on_error == "reject":
                self.wrong[raw] = str(error)
            else:
                self.altered[raw] = ("", f"left out: {error}")
            return ""
        if self._take is not None:
            note = self._take(self._translated(raw))[1]
            if note:
                self.altered[raw] = (str(value), f"{self.spec.part}: {note}")
        elif self._turns and text != raw:
            self.altered[raw] = (str(value), f"read month first: {self.kind.show(value)}")
        elif text != raw and text != raw.strip():
            self.altered[raw] = (str(value), "translated by the recipe")
        else:
            words = self.kind.alteration(raw, value)
            if words:
                self.altered[raw] = (str(value), words)
        if isinstance(value, str):
            return f"{self._start}{to_json(value)},"
        return f"{self._start}{json.dumps(value)},"

    def __missing__(self, raw: str) -> str:
        made = self.make(raw)
        if len(raw) <= LONG:
            self[raw] = made
        else:
            self._any_long = True
        return made

    def forget(self) -> None:
        """Forget what was seen once it is much; long texts at once, for they hardly come twice."""
        super().forget()
        self.shown.forget()
        self._words.forget()
        if self._any_long:
            self._any_long = False
            self.wrong.clear()
            self.altered.clear()


class _Words(Seen[str, str | None]):
    """What is searched of a property: its value as a text, as the view ``item_text`` of a case gives it."""

    def make(self, raw: str) -> str | None:
        """Return it of the property as JSON with a comma after it."""
        if not raw:
            return ""
        value = next(iter(json.loads(f"{{{raw[:-1]}}}").values()))
        if isinstance(value, bool):
            return ""
        if isinstance(value, str) and "\0" not in value:
            return value
        return str(value) if isinstance(value, int) else None

    def __missing__(self, raw: str) -> str | None:
        made = self.make(raw)
        if len(raw) <= LONG:
            self[raw] = made
        return made


class _Shown(Seen[str, str]):
    """A property's values as its kind shows them."""

    def __init__(self, of: PropertyColumn) -> None:
        super().__init__()
        self._of = of

    def make(self, raw: str) -> str:
        try:
            text = self._of.read(raw)
            return self._of.kind.show(self._of.kind.clean(text)) if text else ""
        except ValueError:
            return ""


_PLACEHOLDER = re.compile(r"\{[^{}]+\}")


def _parts(template: str) -> list[str]:
    """Return the fixed texts around the placeholders of a template; none without a template."""
    return _PLACEHOLDER.split(template) if template else []
