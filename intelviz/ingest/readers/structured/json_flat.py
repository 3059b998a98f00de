"""Objects of JSON as rows: what is nested is named as in ``address.postcode``, numbers stay as they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from json.decoder import JSONDecoder
from typing import Any

from intelviz.ingest.readers.sheets.sheet_cells import number_text
from intelviz.ingest.readers.table import Broken
from intelviz.ingest.readers.text.records import LONGEST

_DEEPEST = 12
"""How deep objects are named; what lies deeper stays JSON."""
_PLAIN = re.compile(r"-?\d+(\.\d+)?")


class Number(str):
    """A number as the file writes it."""

    __slots__ = ()


class Flattener:
    """Makes rows of objects, and counts what was odd in them."""

    def __init__(self) -> None:
        self.lists = self.nested = self.twice = self.no_number = 0
        self.decoder = JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=Number,
            parse_int=Number,
            parse_constant=self._constant,
        )

    def flat(self, value: Mapping[str, Any]) -> dict[str, str]:
        """Return an object as cells by name."""
        found: dict[str, str] = {}
        self._add(found, "", value, 0)
        return found

    def row(self, value: Mapping[str, Any], names: Sequence[str]) -> list[str] | Broken:
        """Return an object as a row under known names."""
        found = self.flat(value)
        row = [found.get(name, "") for name in names]
        if sum(map(len, row)) > LONGEST:
            return Broken(max(row, key=len)[:200], f"the object has more than {LONGEST:,} characters")
        return row

    def _add(self, found: dict[str, str], before: str, value: Mapping[str, Any], depth: int) -> None:
        for key, each in value.items():
            name = f"{before}{key}"
            if isinstance(each, dict) and each and depth < _DEEPEST:
                self._add(found, f"{name}.", each, depth + 1)
                continue
            if name in found:
                self.twice += 1
                name = another(name, found)
            found[name] = self.cell(each)

    def cell(self, value: Any) -> str:
        """Return a value as the text of a cell: lists joined by ``|``, what is nested in them as JSON."""
        if isinstance(value, Number):
            return value if _PLAIN.fullmatch(value) else number_text(value)
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list):
            if not any(isinstance(each, dict | list) for each in value):
                self.lists += len(value) > 1
                return "|".join(self.cell(each) for each in value)
            self.nested += 1
        elif not value:
            return ""
        else:
            self.nested += 1
        return json.dumps(_bare(value), ensure_ascii=False)

    def notes(self) -> list[str]:
        """Return what the user should know."""
        notes: list[str] = []
        if self.lists:
            notes.append("Lists were read as one cell, their values parted by “|”.")
        if self.nested:
            notes.append("Lists of objects were read as one cell, as JSON.")
        if self.twice:
            notes.append(f"{_times(self.twice)} a name stands twice in an object; the second is called “name (2)”.")
        if self.no_number:
            notes.append(f"{_times(self.no_number)} NaN or Infinity stands for a number; it was read as blank.")
        return notes

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        found = {}
        for name, value in pairs:
            if name in found:
                self.twice += 1
                found[another(name, found)] = value
            else:
                found[name] = value
        return found

    def _constant(self, _: str) -> None:
        self.no_number += 1


def another(name: str, taken: Mapping[str, object]) -> str:
    """Return a name that is free: ``name (2)``."""
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _bare(value: Any) -> Any:
    """Return a value whose numbers are numbers again, as far as none is lost by that."""
    if isinstance(value, Number):
        try:
            number = json.loads(value)
        except ValueError:
            return str(value)
        return number if repr(number) == value else str(value)
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items()}
    return value


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count:,} times"
