"""The labels of many items of one type at once; the same as ``schema.caption.labeller`` makes them one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intelviz.ingest.cells import Column, PropertyColumn, Seen
from intelviz.ingest.times import Extent
from intelviz.schema.caption import WHEN, labeller, placeholders
from intelviz.schema.model import Schema
from intelviz.schema.when import Precision, When


class Labels:
    """Makes the labels of items of one type from those of its properties that a file has."""

    def __init__(self, schema: Schema, type_name: str, columns: Sequence[PropertyColumn], *, has_when: bool) -> None:
        self._columns = {each.name: each for each in columns}
        self._whens = _WhenTexts()
        known = {each.name for each in schema.properties_of(type_name)}
        self._captions: list[tuple[str, tuple[str, ...]]] = []
        for template in schema.item(type_name).caption:
            names = placeholders(template)
            if all(name in self._columns or (name == WHEN and name not in known and has_when) for name in names):
                form = template.replace("%", "%%")
                for name in names:
                    form = form.replace(f"{{{name}}}", "%s", 1)
                self._captions.append((form, names))
        self._fallback = labeller(schema, type_name)({}, None)
        self._filled = {form: _Filled(form) for form, _ in self._captions}

    def make(self, raw: Mapping[str, Column], whens: Sequence[Extent], count: int) -> list[str]:
        """Return a label for each row from the raw texts of its properties."""
        found = [""] * count
        for form, names in self._captions:
            texts = [self._texts(name, raw, whens) for name in names]
            here = list(map(self._filled[form].__getitem__, zip(*texts, strict=True)))
            found = [one or other for one, other in zip(found, here, strict=True)] if any(found) else here
            if all(found):
                return found
        return [label or self._fallback for label in found]

    def _texts(self, name: str, raw: Mapping[str, Column], whens: Sequence[Extent]) -> list[str]:
        column = self._columns.get(name)
        if column is None:
            return [self._whens[when] for when in whens]
        shown = column.shown
        return list(map(shown.__getitem__, raw[name]))

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        self._whens.forget()
        for each in self._filled.values():
            each.forget()


class _Filled(Seen[tuple[str, ...], str]):
    """A caption with its parts filled in, "" where one of them is missing."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def make(self, raw: tuple[str, ...]) -> str:
        return " ".join((self._form % raw).split()) if all(raw) else ""


class _WhenTexts(Seen[Extent, str]):
    def make(self, raw: Extent) -> str:
        start, end, precision = raw
        return (
            When(start, end, Precision(precision)).text() if start is not None and end is not None and precision else ""
        )
