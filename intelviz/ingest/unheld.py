"""Columns that nobody asked for and that may not be held, such as NHS numbers: they are left out, and that is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from intelviz.ingest.header import Header
from intelviz.ingest.recipe import FileSpec
from intelviz.schema.kinds import kind_of
from intelviz.schema.model import Schema


def without_unheld(entries: Iterable[FileSpec], header: Header, schema: Schema) -> tuple[FileSpec, ...]:
    """Return the entries of a recipe, leaving out columns that they take by their name alone and may not be held.

    A recipe that maps such a column by name of column knows what it does, and is left as it is.
    """
    return tuple(_sealed(entry, header, schema) for entry in entries)


def _sealed(entry: FileSpec, header: Header, schema: Schema) -> FileSpec:
    reasons: dict[str, str] = {}
    for item in entry.items:
        if not (item.by_name or item.keep_rest):
            continue
        types = [item.type.constant] if item.type.constant else list(schema.items)
        for of in types:
            for each in schema.properties_of(of):
                if kind_of(each.kind).unheld and each.name not in item.properties:
                    reasons[each.name] = kind_of(each.kind).unheld
    found = {name: words for name, words in reasons.items() if header.find(entry, name) is not None}
    new = {name: words for name, words in found.items() if name not in entry.leave_out and name not in entry.mentioned}
    return replace(entry, leave_out={**entry.leave_out, **new}) if new else entry
