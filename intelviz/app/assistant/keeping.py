"""Keeping a draft as a recipe of the user's own."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from intelviz.ingest.draft import Draft
from intelviz.schema.errors import RecipeError, Where
from intelviz.schema.folders import user_folder
from intelviz.schema.model import Schema


def keep_recipe(parent: QWidget, draft: Draft, schema: Schema) -> str:
    """Ask for a name and write the recipe into the user's folder; return the name, "" if it was not to be kept.

    A recipe of that name is replaced only if the user says so.
    """
    text, fine = QInputDialog.getText(parent, "Keep as a recipe", "What kind of table is it?", text="")
    if not fine or not text.strip():
        return ""
    name = named(text)
    folder = user_folder("recipes")
    path = folder / f"{name}.yaml"
    if path.exists() and not _may_replace(parent, name):
        return ""
    kept = replace(draft, name=name, title=text.strip())
    kept.recipe(schema)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(kept.text(), encoding="utf-8")
    except OSError as error:
        raise RecipeError(
            f"the recipe can't be written ({error.strerror or error}).",
            where=Where(file=str(path)),
            remedy="Check that you may write there.",
        ) from error
    return name


def named(text: str) -> str:
    """Return a name for a recipe from words: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:64] or "mine"


def _may_replace(parent: QWidget, name: str) -> bool:
    answer = QMessageBox.question(
        parent, "Keep as a recipe", f"There is a recipe “{name}” already. Replace it by this one?"
    )
    return answer == QMessageBox.StandardButton.Yes
