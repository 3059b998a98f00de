"""Whether the day or the month stands first in the dates of a file, told by dates that make sense in one order alone.

A recipe is written for files of one order; the same columns come from elsewhere with the other. Read as the recipe
says, 13/01 would be set aside and 01/12 taken for another day in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from intelviz.ingest.cells import DATE_KINDS
from intelviz.ingest.fit import Fit
from intelviz.ingest.header import Header
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import FileSpec, WhenSpec
from intelviz.ingest.recipe_file import DAY_FIRST, MONTH_FIRST, recipe_from_text
from intelviz.schema.model import Schema

_PAIR = re.compile(r"\s*([0-9]{1,2})([/.-])([0-9]{1,2})\2[0-9]{2}")
_ENOUGH = 20
"""Dates of one order and none of the other, after which no more are looked at."""


def in_order(table: Table, fit: Fit, schema: Schema, *, times: bool = True) -> Fit:
    """Return the fit with a recipe that reads the dates of this table in the order in which they are written.

    These are the times of items and links, and properties that are dates. Without ``times``, the forms of times were
    told from this very table, and properties alone are looked at.
    """
    header = Header(fit.recipe, table.columns(fit.header))
    dates = {place for entry in fit.entries for place in _properties(entry, header, schema)}
    places = sorted(dates | {place for entry in fit.entries if times for place in _places(entry, header)})
    if not places:
        return fit
    first, second, example = _evidence(table, fit.header, places)
    names = ", ".join(f"“{header.names[place]}”" for place in places)
    expected = _expected(fit.entries)
    if first and second:
        note = (
            f"The dates in {names} contradict each other: {first[0]} has the day first, {second[0]} the month. They "
            f"were read {expected}; those that can't be read so were set aside or left out, and others may be wrong."
        )
        return replace(fit, notes=(*fit.notes, note))
    if not first and not second:
        if not example:
            return fit
        note = (
            f"No date in {names} tells whether the day or the month stands first. Read {expected}, as the recipe says."
        )
        return replace(fit, notes=(*fit.notes, note))
    order = DAY_FIRST if first else MONTH_FIRST
    if order == expected and (order == DAY_FIRST or fit.recipe.month_first or not dates):
        return fit
    # The text of the recipe is kept with the source, so that everything read from it later is read alike.
    kept = [line for line in fit.recipe.text.rstrip().splitlines() if not line.startswith("date_order:")]
    recipe = recipe_from_text("\n".join((*kept, f"date_order: {order}", "")), fit.recipe.path, schema)
    names_of = {entry.name for entry in fit.entries}
    entries = tuple(entry for entry in recipe.files if entry.name in names_of)
    note = f"The dates in {names} are written {order}, as {(first or second)[0]} shows; they were read so."
    return replace(fit, recipe=recipe, entries=entries, notes=(*fit.notes, note))


def _specs(entry: FileSpec) -> Iterable[WhenSpec]:
    return (each.when for each in (*entry.items, *entry.links) if each.when is not None)


def _places(entry: FileSpec, header: Header) -> list[int]:
    """Return the columns of dates whose forms have day and month in figures."""
    found: list[int] = []
    for when in _specs(entry):
        if any(_is_numeric(form) for form in when.formats):
            found += header.places(entry, (*when.at, *when.to))
    return found


def _properties(entry: FileSpec, header: Header, schema: Schema) -> list[int]:
    """Return the columns of properties that are dates."""
    found: list[int] = []
    for item in entry.items:
        if item.type.constant not in schema.items:
            continue
        for each in schema.properties_of(item.type.constant):
            if each.kind not in DATE_KINDS:
                continue
            spec = item.properties.get(each.name)
            columns = spec.columns if spec is not None else (each.name,) if item.by_name or item.keep_rest else ()
            found += header.places(entry, columns)
    return found


def _is_numeric(form: str) -> bool:
    return form in {"dmy", "mdy"} or bool(re.match(r"(dd[/.-]mm|mm[/.-]dd)[/.-]yyyy", form))


def _expected(entries: Iterable[FileSpec]) -> str:
    for entry in entries:
        for when in _specs(entry):
            for form in when.formats:
                if _is_numeric(form):
                    return MONTH_FIRST if form.startswith("m") else DAY_FIRST
    return DAY_FIRST


def _evidence(table: Table, header: int, places: list[int]) -> tuple[list[str], list[str], str]:
    """Return dates that have the day first for certain, dates that have the month first, and any other."""
    first: dict[str, None] = {}
    second: dict[str, None] = {}
    example = ""
    for chunk in table.chunks(header, fill=True):
        for place in places:
            for text in {row[place] for row in chunk.rows}:
                found = _PAIR.match(text)
                if found is None:
                    continue
                one, other = int(found[1]), int(found[3])
                if 12 < one <= 31 and other <= 12:
                    first[text.strip()] = None
                elif one <= 12 and 12 < other <= 31:
                    second[text.strip()] = None
                else:
                    example = text
        if (len(first) >= _ENOUGH and not second) or (len(second) >= _ENOUGH and not first):
            break
    return sorted(first)[:1], sorted(second)[:1], example
