"""Which files, which tables in them, and which recipe reads each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from intelviz.ingest.date_order import in_order
from intelviz.ingest.fit import FileFits, Fit, fits_of, nearest, no_fit
from intelviz.ingest.guessing import guessed_fit
from intelviz.ingest.header import Header
from intelviz.ingest.known import known_recipes
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import Recipe
from intelviz.ingest.recipe_file import recipe_from_text
from intelviz.ingest.report import Skipped
from intelviz.schema.errors import BadInputError, CancelledError, IntelvizError, UsageError, Where
from intelviz.schema.load import load_schema
from intelviz.schema.model import Schema
from intelviz.schema.progress import Step


@dataclass
class Chosen:
    """Tables with the recipe that reads each, and what was passed over."""

    tables: list[tuple[Table, Fit]] = field(default_factory=list[tuple[Table, Fit]])
    skipped: list[Skipped] = field(default_factory=list[Skipped])


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one table: the text of a recipe ("" to pass it over), and the place of its header."""

    recipe: str
    header: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it for the log."""
        return {"recipe": self.recipe, "header": self.header}


Decisions = Mapping[str, Decision]
"""What was decided, by the name of the table with its folder (``Origin.where``)."""


def walk(paths: Sequence[str | Path]) -> list[tuple[Path, bool]]:
    """Return every file once, and whether it was named itself (not only its folder)."""
    if not paths:
        raise UsageError("There is nothing to load.", remedy="Name files or folders.")
    found: dict[Path, bool] = {}
    for each in map(Path, paths):
        if not each.is_dir():
            found[_real(each)] = True
            continue
        inside = _inside(each)
        if not inside:
            raise BadInputError("the folder holds no files.", where=Where(file=str(each)), remedy="Name another.")
        home = each.resolve()
        for file in sorted(inside):
            real = _real(file)
            leads_away = real.is_dir() or not (real.is_file() and real.is_relative_to(home))
            found.setdefault(file.absolute() if leads_away else real, False)
    return list(found.items())


def _inside(folder: Path) -> list[Path]:
    """Return every file in a folder, with the links to folders and the folders that can't be opened."""
    unopened: list[OSError] = []
    found: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=unopened.append):
        found += [Path(here, name) for name in names]
        found += [path for name in folders if (path := Path(here, name)).is_symlink()]
    return [*found, *(Path(str(each.filename)) for each in unopened)]


def _real(path: Path) -> Path:
    """Return a path without links; one whose links lead in a circle as it stands."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def choose(
    files: Iterable[tuple[Path, bool]],
    recipes: Sequence[Recipe],
    schema: Schema,
    opening: Opening,
    step: Step,
    *,
    guess: bool,
    decided: Decisions = MappingProxyType({}),
) -> Chosen:
    """Return the tables of files with the best recipe for each.

    A file that was named and can't be used is an error; what lies in a folder, and a part of a file of which other
    parts can be used, is passed over with the reason. With ``guess``, a table that no recipe fits is read by one made
    for it from what stands in its columns. What was ``decided`` for a table goes before all that.
    """
    found = Chosen()
    for path, named in files:
        if not named and (why := accompanies(path)):
            found.skipped.append(Skipped(path, why))
            continue
        step(f"Looking at {path.name}", 0, 0)
        try:
            _choose_of(path, recipes, schema, opening, found, decided, guess=guess)
        except CancelledError:
            raise
        except IntelvizError as error:
            if named:
                raise
            found.skipped.append(Skipped(path, error.what))
    if not found.tables:
        first = found.skipped[0]
        raise BadInputError(
            f"none of {len(found.skipped):,} files can be loaded. The first: {first.why}",
            where=Where(file=str(first.path.parent)),
            remedy="Write a recipe for them and name it with --recipe, or name another folder.",
        )
    return found


_NOTES = re.compile(r"(^|[\W_])(readme|licen[cs]e|copying|notice|changelog)([\W_]|$)", re.IGNORECASE)

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".ndjson", ".db", ".sqlite", ".gpkg"})
"""A table of licences or notices is data; a text of that name only tells about the others."""


def accompanies(path: Path) -> str:
    """Return why a file of a folder is not data, "" if it may be."""
    name = path.name
    if path.is_symlink():
        return "it is a link that leads out of the folder, or nowhere; name what it leads to, to load that"
    if path.is_dir():
        return "the folder can't be opened, and nothing in it was read; ask for the right to read it"
    if name.startswith((".", "~$")) or name.casefold() in {"thumbs.db", "desktop.ini"}:
        return "it is a hidden file of the system or of an office program"
    if name == "truth.json" and _is_truth(path):
        return "it says what is true of a practice case, for those who check what became of it"
    if Path(name).suffix.casefold() not in _TABLES and _NOTES.search(name):
        return "by its name it only tells about the others; name it itself to load it as a document"
    return ""


def _is_truth(path: Path) -> bool:
    """Return whether a file is what the generator of practice cases says of one."""
    try:
        with path.open("rb") as file:
            start = file.read(200)
    except OSError:
        return False
    return all(word in start for word in (b'"size"', b'"seed"', b'"period"', b'"rows"'))


def _choose_of(
    path: Path,
    recipes: Sequence[Recipe],
    schema: Schema,
    opening: Opening,
    found: Chosen,
    decided: Decisions,
    *,
    guess: bool,
) -> None:
    tables = opening.tables(path)
    skipped = [Skipped(path, why, where) for where, why in opening.refused()]
    chosen: list[tuple[Table, Fit]] = []
    first_error: IntelvizError | None = None
    for table in tables:
        try:
            decision = decided.get(table.origin.where)
            if decision is not None and not decision.recipe:
                skipped.append(Skipped(path, "it was decided to pass it over", table.origin.part))
                continue
            fit = (
                _best(table, recipes, schema, guess=guess)
                if decision is None
                else fit_as_decided(table, decision, schema)
            )
        except IntelvizError as error:
            first_error = first_error or error
            skipped.append(Skipped(path, error.what, table.origin.part))
            continue
        chosen.append((table, fit))
    decided_all = bool(tables) and all(
        (decision := decided.get(table.origin.where)) is not None and not decision.recipe for table in tables
    )
    if not chosen and not decided_all:
        if first_error is not None:
            raise first_error
        why = skipped[0].why if skipped else "there is nothing in it"
        raise BadInputError(
            f"nothing in it can be loaded: {why.rstrip('.')}.",
            where=Where(file=str(path)),
            remedy="Put that right where the file was made, or ask who sent it.",
        )
    found.tables += chosen
    found.skipped += skipped


def offered(paths: Iterable[str | Path], schema: Schema | None = None) -> list[FileFits]:
    """Return for each table of files how an import would read it: the recipes that fit, best first.

    Where none fits it is the one made from its columns, with what the nearest known one misses.
    """
    schema = load_schema() if schema is None else schema
    recipes = known_recipes(schema, [])
    found: list[FileFits] = []
    for path in map(Path, paths):
        with Opening() as opening:
            try:
                tables = opening.tables(path)
            except IntelvizError as error:
                found.append(FileFits(path, (), error.words()))
                continue
            for table in tables:
                fits = tuple(fits_of(table, recipes, schema))
                problem = ""
                if not fits:
                    made = guessed_fit(table, schema)
                    why = " ".join((*made.notes, nearest(table, recipes))) if made else ""
                    fits = (replace(made, why=why.strip()),) if made else ()
                    problem = "" if made else no_fit(table, recipes).words()
                found.append(FileFits(path, fits, problem, table.origin.part))
            found += [FileFits(path, (), why, part) for part, why in opening.refused()]
    return found


def fit_as_decided(table: Table, decision: Decision, schema: Schema) -> Fit:
    """Return the fit of the recipe that was decided for a table; RecipeError says which column it misses."""
    recipe = recipe_from_text(decision.recipe, Path("decided.yaml"), schema)
    header = Header(recipe, table.columns(decision.header))
    entries = tuple(entry for entry in recipe.files if not header.missing(entry))
    if not entries:
        raise no_fit(table, [recipe])
    return in_order(table, Fit(recipe, entries, decision.header, 1.0, "decided for this table"), schema, times=False)


def _best(table: Table, recipes: Sequence[Recipe], schema: Schema, *, guess: bool) -> Fit:
    fits = fits_of(table, recipes, schema)
    if fits:
        return in_order(table, fits[0], schema)
    guessed = guessed_fit(table, schema) if guess else None
    if guessed is None:
        raise no_fit(table, recipes)
    guessed = in_order(table, guessed, schema, times=False)
    return replace(guessed, notes=(*guessed.notes, *filter(None, [nearest(table, recipes)])))
