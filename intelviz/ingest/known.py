"""The recipes that there are: those that ship with the program, and the user's own."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from intelviz.ingest.recipe import Recipe
from intelviz.ingest.recipe_file import read_recipe
from intelviz.resources_path import resource
from intelviz.schema.errors import RecipeError, Where
from intelviz.schema.folders import user_folder
from intelviz.schema.load import load_schema
from intelviz.schema.model import Schema


def recipe_folders() -> list[Path]:
    """Return the folders of recipes: the shipped one, and the user's own."""
    own = user_folder("recipes")
    return [resource("recipes"), *([own] if own.is_dir() else [])]


def known_recipes(
    schema: Schema | None = None, problems: list[str] | None = None, folders: Sequence[Path] | None = None
) -> list[Recipe]:
    """Return all recipes by name; one of the user's own takes the place of a shipped one of that name.

    A recipe that can't be read (or that needs types which an older case does not have) is an error; with ``problems``
    it is passed over, and the words are added there.
    """
    schema = load_schema() if schema is None else schema
    found: dict[str, Recipe] = {}
    for folder in recipe_folders() if folders is None else folders:
        here: dict[str, Recipe] = {}
        for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
            try:
                recipe = read_recipe(file, schema)
            except RecipeError as error:
                if problems is None:
                    raise
                problems.append(f"A recipe was passed over. {error.words()}")
                continue
            if recipe.name in here:
                raise RecipeError(
                    f"the recipe “{recipe.name}” is there already ({here[recipe.name].path.name}).",
                    where=Where(file=str(file)),
                    remedy="Give one of them another name.",
                )
            here[recipe.name] = recipe
        found.update(here)
    return sorted(found.values(), key=lambda each: each.name)


def recipe_called(name: str | Path, schema: Schema) -> Recipe:
    """Return the recipe of that name or in that file; RecipeError if there is none."""
    path = Path(name)
    if path.suffix.lower() in {".yaml", ".yml"} or path.is_file():
        return read_recipe(path, schema)
    known = {each.name: each for each in known_recipes(schema)}
    if str(name) in known:
        return known[str(name)]
    near = difflib.get_close_matches(str(name), list(known), 1, 0.5)
    raise RecipeError(
        f"There is no recipe “{name}”.",
        remedy=f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}; or name a recipe file (.yaml).",
    )
