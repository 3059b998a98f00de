"""Tables in JSON: a list of objects or of lists, alone or within an object; read one by one, twice.

The first reading finds the lists, and the names of their columns; the second gives the rows.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.structured.json_flat import Flattener
from intelviz.ingest.readers.structured.json_values import JsonError, JsonValues
from intelviz.ingest.readers.table import Broken, StructuredTable, Table
from intelviz.ingest.readers.text.content import Content, content_of, is_broken
from intelviz.schema.errors import BadInputError

MOST_NAMES = 5_000
_MOST_TABLES = 100
_DEEPEST = 8
_FIRST = re.compile(r'\s*(?:\[\s*(?:\{\s*["}]|\[\s*["\d\[\-tfn\]]|\])|\{\s*["}])')
_HEADERS = ("columns", "fields", "header", "headers", "names")
_KEY = "@key"
_MOST_BESIDE = 12

Path = tuple[str, ...]


@dataclass
class _Found:
    """A list that may be a table, or the objects of an object: where it stands and what it holds."""

    path: Path
    keyed: bool = False
    names: dict[str, None] = field(default_factory=dict[str, None])
    objects: int = 0
    lists: int = 0
    others: int = 0
    header: list[str] = field(default_factory=list[str])


class _Content:
    """A JSON file, opened anew for each reading."""

    def __init__(self, file: FoundFile) -> None:
        self.file = file
        self.content: Content = content_of(file.path, shown=file.where)

    @contextmanager
    def values(self, flattener: Flattener) -> Generator[JsonValues]:
        """Open it; what is no JSON is said in words."""
        encoding = self.content.encoding
        try:
            with self.file.path.open(encoding=encoding, errors=self.content.errors, newline="") as text:
                yield JsonValues(text, flattener.decoder)
        except JsonError as error:
            raise self.wrong(str(error)) from error
        except OSError as error:
            raise self.file.wrong(f"the file can't be read ({error.strerror or error}).", "Check the disk.") from error

    def wrong(self, why: str) -> BadInputError:
        """Return the error that says why it can't be read."""
        cut = "too early" in why
        return self.file.wrong(
            f"it begins as JSON, but can't be read as that: {why}.",
            "Ask for it again; it may have been cut off." if cut else "Ask for it in another form, such as CSV.",
        )


class JsonTable(StructuredTable):
    """A list of objects, or the objects of an object under their keys."""

    reader = "json_table"

    def __init__(self, content: _Content, found: _Found, notes: Sequence[str], part: str) -> None:
        self._content, self._found = content, found
        form = f"JSON, {content.content.words}"
        names = [*([_KEY] if found.keyed else []), *found.names]
        super().__init__(content.file.origin(content.content.sha256, part), form, names, notes)
        self.may_hold_broken = not content.content.whole

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the objects as rows."""
        flattener = Flattener()
        names = list(self._found.names)
        with self._content.values(flattener) as values:
            if self._found.keyed:
                for key in _object_at(values, self._found.path):
                    row = flattener.row(values.value(), names)
                    yield row if isinstance(row, Broken) else [key, *row]
                return
            for each in _list_at(values, self._found.path):
                if isinstance(each, dict):
                    yield flattener.row(each, names)
                else:
                    yield Broken(flattener.cell(each)[:200], "this is no object, as the others in the list are")

    def broken(self, row: list[str]) -> str:
        """Return why a row can't be read."""
        return f"a byte here is no sign of {self._content.content.words}" if any(map(is_broken, row)) else ""


class JsonGrid(Table):
    """A list of lists, the first of which is the header unless the file names the columns beside it."""

    reader = "json_table"

    def __init__(self, content: _Content, found: _Found, notes: Sequence[str], part: str) -> None:
        self._content, self._found = content, found
        self.fixed_header = bool(found.header)
        self.first_row = 0 if found.header else 1
        form = f"JSON lists, {content.content.words}"
        super().__init__(content.file.origin(content.content.sha256, part), form, notes)

    def records(self) -> Generator[list[str] | Broken]:
        """Yield the lists as rows."""
        flattener = Flattener()
        if self._found.header:
            yield list(self._found.header)
        with self._content.values(flattener) as values:
            for each in _list_at(values, self._found.path):
                if isinstance(each, list):
                    yield [flattener.cell(value) for value in each]
                else:
                    yield Broken(flattener.cell(each)[:200], "this is no list, as the others are")


def _list_at(values: JsonValues, path: Path) -> Generator[Any]:
    """Yield the elements of the list at a place, and stop after it."""
    for key in path:
        for name in values.names():
            if name == key:
                break
            _pass(values, 0)
        else:
            return
    yield from values.elements()


def _object_at(values: JsonValues, path: Path) -> Generator[str]:
    for key in path:
        for name in values.names():
            if name == key:
                break
            _pass(values, 0)
        else:
            return
    yield from values.names()


def _pass(values: JsonValues, depth: int) -> None:
    """Pass over a value without holding more than a part of it."""
    sign = values.peek()
    if sign == "[":
        for _ in values.elements():
            pass
    elif sign == "{" and depth < _DEEPEST:
        for _ in values.names():
            _pass(values, depth + 1)
    else:
        values.value()


class JsonSequence(StructuredTable):
    """Objects one after the other, over several lines each."""

    reader = "json_table"

    def __init__(self, content: _Content) -> None:
        self._content = content
        flattener = Flattener()
        names: dict[str, None] = {}
        for each in self._values(flattener):
            if isinstance(each, dict):
                names.update(dict.fromkeys(flattener.flat(each)))
            if len(names) > MOST_NAMES:
                raise content.wrong(f"its objects have more than {MOST_NAMES:,} different names")
        origin = content.file.origin(content.content.sha256)
        notes = [*content.content.notes, *flattener.notes()]
        super().__init__(origin, f"JSON objects, {content.content.words}", list(names), notes)
        self.may_hold_broken = not content.content.whole

    def _values(self, flattener: Flattener) -> Generator[Any]:
        with self._content.values(flattener) as values:
            while values.peek():
                yield values.value()
                values.take(",")

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the objects as rows."""
        flattener = Flattener()
        for each in self._values(flattener):
            if isinstance(each, dict):
                yield flattener.row(each, self.names)
            else:
                yield Broken(flattener.cell(each)[:200], "this is no object, as the others are")

    def broken(self, row: list[str]) -> str:
        """Return why a row can't be read."""
        return f"a byte here is no sign of {self._content.content.words}" if any(map(is_broken, row)) else ""


class _Survey:
    """Finds the tables of a file, and what stands beside them."""

    def __init__(self) -> None:
        self.found: list[_Found] = []
        self.beside: dict[str, str] = {}
        self.flattener = Flattener()
        self.too_many = self.is_sequence = False

    def look(self, values: JsonValues) -> None:
        """Read the whole text."""
        sign = values.peek()
        if sign == "[":
            self._list(values, ())
        elif sign == "{":
            self._object(values, ())
            self.is_sequence = values.peek() == "{"
        if values.peek() and not self.is_sequence:
            raise JsonError(f"after its end “{values.peek()}” stands")

    def _object(self, values: JsonValues, path: Path) -> dict[str, str]:
        """Look through an object, and return its values that are no tables."""
        before = len(self.found)
        keyed = _Found(path, keyed=True)
        plain: dict[str, str] = {}
        headers: list[str] = []
        for key in values.names():
            sign = values.peek()
            if sign == "[":
                made = self._list(values, (*path, key))
                if made is not None:
                    plain[key] = self.flattener.cell(made)
                    if key.lower() in _HEADERS:
                        headers = _named(made)
            elif sign == "{" and len(path) < _DEEPEST:
                inner = self._object(values, (*path, key))
                keyed.objects += 1
                if len(keyed.names) <= MOST_NAMES:
                    keyed.names.update(dict.fromkeys(inner))
                if len(plain) < MOST_NAMES:
                    plain.update({f"{key}.{name}": value for name, value in inner.items()} or {key: ""})
            else:
                plain[key] = self.flattener.cell(values.value())
                keyed.others += 1
        new = self.found[before:]
        for each in new:
            if headers and each.lists and not each.objects and len(each.path) == len(path) + 1:
                each.header = headers
        if not new and not keyed.others and keyed.objects > 1 and _alike(keyed, plain):
            self.found.append(keyed)
            return {}
        if not path:
            self.beside = plain
        return plain

    def _list(self, values: JsonValues, path: Path) -> list[Any] | None:
        """Look through a list; return it if it is none of objects or lists."""
        made = _Found(path)
        plain: list[Any] = []
        for each in values.elements():
            if isinstance(each, dict):
                made.objects += 1
                made.names.update(dict.fromkeys(self.flattener.flat(each)))
                if len(made.names) > MOST_NAMES:
                    raise JsonError(f"its objects have more than {MOST_NAMES:,} different names")
            elif isinstance(each, list):
                made.lists += 1
            else:
                made.others += 1
            if not made.objects and len(plain) < MOST_NAMES:
                plain.append(each)
        if not made.objects and not made.lists:
            return plain
        if made.lists and path and path[-1].lower() in _HEADERS:
            return plain
        if made.objects and path and path[-1].lower() in _HEADERS and "name" in made.names and made.objects < 1_000:
            self.found.append(made)
            return None
        if len(self.found) >= _MOST_TABLES:
            self.too_many = True
        else:
            self.found.append(made)
        return None


def _alike(keyed: _Found, plain: dict[str, str]) -> bool:
    """Return whether the objects of an object are rows: on average they have half of all names."""
    return 0 < len(keyed.names) <= MOST_NAMES and len(plain) * 2 >= len(keyed.names) * min(keyed.objects, 50)


def _named(made: list[Any]) -> list[str]:
    return [str(each) for each in made] if made and all(isinstance(each, str) for each in made) else []


def _fits(file: FoundFile) -> bool:
    return _FIRST.match(file.text_start[:4096]) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    content = _Content(file)
    survey = _Survey()
    with content.values(survey.flattener) as values:
        survey.look(values)
    if survey.is_sequence:
        return [JsonSequence(content)]
    found = [each for each in survey.found if each.objects or each.lists]
    if survey.too_many:
        opening.refuse(
            file.within("more lists"), f"it holds more than {_MOST_TABLES} lists of objects; these were not read"
        )
    if not found and survey.beside:
        return [_OneRow(content, survey.beside, survey.flattener.notes())]
    if not found:
        raise file.wrong("it is JSON, and holds no list of objects.", "Ask for the records as a list of objects.")
    notes = [*content.content.notes]
    tables: list[Table] = []
    if "data.id" in survey.beside and "data.type" in survey.beside:
        single = {name.removeprefix("data."): value for name, value in survey.beside.items() if name[:5] == "data."}
        survey.beside = {name: value for name, value in survey.beside.items() if name[:5] != "data."}
        tables.append(_OneRow(content, single, [*notes, *survey.flattener.notes()], "data"))
    if survey.beside:
        shown = ", ".join(f"{name} = {value[:60]}" for name, value in list(survey.beside.items())[:_MOST_BESIDE])
        more = f" and {len(survey.beside) - _MOST_BESIDE:,} more" if len(survey.beside) > _MOST_BESIDE else ""
        notes.append(f"Beside the table stand: {shown}{more}; they were not loaded.")
    for each in found:
        part = ".".join(each.path) if len(found) + len(tables) > 1 else ""
        if each.objects >= each.lists:
            tables.append(JsonTable(content, each, [*notes, *survey.flattener.notes()], part))
        else:
            tables.append(JsonGrid(content, each, notes, part))
    return tables


class _OneRow(StructuredTable):
    """A file that is one object, or one object beside lists, as JSON:API answers have under ``data``."""

    reader = "json_table"

    def __init__(self, content: _Content, row: dict[str, str], notes: Sequence[str], part: str = "") -> None:
        self._row = row
        origin = content.file.origin(content.content.sha256, part)
        super().__init__(origin, f"one object of JSON, {content.content.words}", list(row), notes)

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the object as a row."""
        yield list(self._row.values())


READER = Reader("json_table", "JSON: lists of objects", 800, _fits, _tables)
