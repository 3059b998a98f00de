"""Which recipe fits a file: by its columns, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intelviz.ingest.header import Header
from intelviz.ingest.known import known_recipes
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import FileSpec, Recipe
from intelviz.schema.errors import IntelvizError, RecipeError, Where
from intelviz.schema.load import load_schema
from intelviz.schema.model import Schema

_HEADER_ROWS = 30


@dataclass(frozen=True)
class Fit:
    """A recipe that fits a file: which entries, where the header stands, how well (0 to 1) and why.

    ``notes`` are what the report of the import says of it.
    """

    recipe: Recipe
    entries: tuple[FileSpec, ...]
    header: int
    score: float
    why: str
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what ``intelviz recipes FILE --json`` prints."""
        return {"recipe": self.recipe.name, "score": round(self.score, 2), "why": self.why}


@dataclass(frozen=True, slots=True)
class FileFits:
    """The recipes that fit a file, best first; ``problem`` says in words why there is none."""

    path: Path
    fits: tuple[Fit, ...]
    problem: str = ""
    part: str = ""

    def as_json(self) -> list[dict[str, Any]]:
        """Return what ``intelviz recipes FILE --json`` prints."""
        return [{"source": str(self.path), "part": self.part, **each.as_json()} for each in self.fits]


def fit(
    paths: Iterable[str | Path], *, recipes: Sequence[Recipe] | None = None, schema: Schema | None = None
) -> list[FileFits]:
    """Return for each file the recipes that fit, best first."""
    schema = load_schema() if schema is None else schema
    recipes = known_recipes(schema) if recipes is None else recipes
    found: list[FileFits] = []
    for path in map(Path, paths):
        with Opening() as opening:
            try:
                tables = opening.tables(path)
            except IntelvizError as error:
                found.append(FileFits(path, (), error.words()))
                continue
            for table in tables:
                fits = fits_of(table, recipes, schema)
                problem = "" if fits else no_fit(table, recipes).words()
                found.append(FileFits(path, tuple(fits), problem, table.origin.part))
            found += [FileFits(path, (), why, where) for where, why in opening.refused()]
    return found


def fits_of(table: Table, recipes: Iterable[Recipe], schema: Schema) -> list[Fit]:
    """Return the recipes that fit a file, best first."""
    found = [each for recipe in recipes if (each := _fit(table, recipe, schema)) is not None]
    return sorted(found, key=lambda each: (-each.score, -_needs(each), each.recipe.name))


def _needs(fit: Fit) -> int:
    """Return how many columns a recipe needs: of two that fit alike, the more particular one is meant."""
    return max(len(entry.required) for entry in fit.entries)


def _fit(table: Table, recipe: Recipe, schema: Schema) -> Fit | None:
    """Return how a recipe fits: the header is the first row that has all columns that an entry requires."""
    if recipe.readers and table.reader not in recipe.readers:
        return None
    fewest = min(len(entry.required) for entry in recipe.files)
    for place in range(1 if table.fixed_header else min(len(table.head), _HEADER_ROWS)):
        if sum(1 for cell in table.head[place] if cell and not cell.isspace()) < fewest:
            continue
        names = table.columns(place)
        header = Header(recipe, names)
        entries = tuple(entry for entry in recipe.files if not header.missing(entry))
        if not entries:
            continue
        used = _used(header, entries, schema)
        unused = [name for at, name in enumerate(names) if at not in used]
        kept = any(each.keep_rest for entry in entries for each in (*entry.items, *entry.links))
        # A column that is only kept under its own name speaks half as much for a recipe as one that it knows.
        score = (len(used) + (len(unused) / 2 if kept else 0)) / len(names)
        required = max(len(entry.required) for entry in entries)
        why = f"all {required} columns that it needs are there"
        if unused and kept:
            why += f"; it keeps {_listed(unused)} under their own names"
        elif unused:
            why += f"; it makes nothing of {_listed(unused)}"
        else:
            why += f", and it knows all {len(names)} columns of the file"
        if place:
            why += f"; the header is row {place + 1}"
        return Fit(recipe, entries, place, (0.5 + 0.5 * score) * (0.5 if recipe.generic else 1.0), why)
    return None


def _used(header: Header, entries: Iterable[FileSpec], schema: Schema) -> set[int]:
    used: set[int] = set()
    for entry in entries:
        used.update(header.places(entry, entry.mentioned))
        named: set[str] = set()
        for item in entry.items:
            if item.by_name:
                types = [item.type.constant] if item.type.constant else list(schema.items)
                named.update(each.name for of in types for each in schema.properties_of(of))
        for link in entry.links:
            if link.by_name:
                links = [schema.link(link.type.constant)] if link.type.constant else schema.links.values()
                named.update(each.name for of in links for each in of.properties)
        used.update(header.places(entry, named))
    return used


def nearest(table: Table, recipes: Iterable[Recipe]) -> str:
    """Return in words which recipe is nearest and what it misses, "" where none knows half of the table's columns."""
    found = _nearest(table, recipes)
    if found is None or 2 * len(found[1]) > min(len(each.required) for each in found[0].files):
        return ""
    names = table.columns(table.likely_header)
    header = Header(found[0], names)
    known = max(len(set(header.places(entry, entry.mentioned))) for entry in found[0].files)
    if 2 * known < len(names):
        return ""
    return f"The nearest recipe, {found[0].name}, misses {_listed(found[1])}."


def _nearest(table: Table, recipes: Iterable[Recipe]) -> tuple[Recipe, list[str]] | None:
    names = table.columns(table.likely_header)
    best: tuple[float, Recipe, list[str]] | None = None
    for recipe in recipes:
        if recipe.readers and table.reader not in recipe.readers:
            continue
        header = Header(recipe, names)
        for entry in recipe.files:
            missing = header.missing(entry)
            share = len(missing) / len(entry.required)
            if best is None or share < best[0]:
                best = (share, recipe, missing)
    return None if best is None else best[1:]


def no_fit(table: Table, recipes: Iterable[Recipe]) -> RecipeError:
    """Return the error that says which columns the nearest recipe misses."""
    names = table.columns(table.likely_header)
    found = _nearest(table, recipes)
    where = Where(file=table.origin.where)
    has = f"Its columns are {_listed(names)}." if names else "It has no columns."
    remedy = "Write a recipe for it (README of the recipes) and name it with --recipe."
    if found is None:
        return RecipeError(f"no recipe is known. {has}", where=where, remedy=remedy)
    if names and not any(any(cell.strip() for cell in row) for row in table.head[table.likely_header + 1 :]):
        return RecipeError(
            f"it has one row alone and no data below it. {has}", where=where, remedy="Export it again, with its rows."
        )
    if len(names) == 1:
        return RecipeError(
            f"only one column was found, which no recipe can use. {has}",
            where=where,
            remedy="Check that it is the right file, and that a comma, tab or semicolon parts its columns.",
        )
    recipe, missing = found
    if len(missing) == len(max((each.required for each in recipe.files), key=len)) and len(names) == 0:
        return RecipeError("there is nothing in the file but blank rows.", where=where, remedy="Export it again.")
    return RecipeError(
        f"no recipe fits. The nearest, {recipe.name}, misses {_listed(missing)}. {has}", where=where, remedy=remedy
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name[:60]}”" for name in names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown
