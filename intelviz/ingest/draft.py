"""A recipe while it is being made: what each column is, and which item it belongs to.

A draft is made by ``guessing`` from what stands in the columns, changed by the analyst column by column, and written as
the text of a recipe; so what was guessed or chosen by hand is kept, hashed and repeated like any recipe.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from intelviz.ingest.recipe import Identity, Recipe
from intelviz.ingest.recipe_file import recipe_from_text
from intelviz.schema.model import Schema

What = Literal[
    "record", "leave out", "id", "property", "label", "when", "until", "lon", "lat", "easting", "northing", "place",
    "type", "grade",
]  # fmt: skip
"""What a column is.

``record``: kept in the record alone; ``leave out``: not kept at all; ``id``: tells its item from others; ``property``;
``label``; ``when``: its time, or the start of it; ``until``: the end; ``lon``, ``lat``, ``easting``, ``northing``: its
place; ``place``: both coordinates or a grid reference in one cell; ``type``: it names the type of its item; ``grade``:
the grade of the row, or the parts of it in their order (source, intelligence, handling).
"""


@dataclass(frozen=True, slots=True)
class Use:
    """What one column is: of which item, and which property; ``words`` is the reason for leaving it out."""

    what: What = "record"
    item: str = ""
    property: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item that each row makes; ``split`` parts an id's cell that holds several.

    ``formats`` are those of its time, ``rest`` makes a property of every column that has no use of its own.
    """

    name: str
    type: str
    identity: Identity = "row"
    split: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A link between two items of a row, by their names in the draft."""

    type: str
    a: str
    b: str
    properties: Mapping[str, str] = field(default_factory=dict[str, str])
    """Properties that are always the same, such as a role."""


@dataclass(frozen=True)
class Draft:
    """A recipe in the making for tables with these columns.

    ``uses`` has one entry a column, in their order; ``words`` say what was decided and why, for the report.
    """

    columns: tuple[str, ...]
    uses: tuple[Use, ...]
    items: tuple[DraftItem, ...]
    links: tuple[DraftLink, ...] = ()
    title: str = "A recipe of your own"
    name: str = ""
    zone: str = "Europe/London"
    blank: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    # Changing it

    def using(self, column: str, use: Use) -> Draft:
        """Return the draft with another use of a column.

        Only one column is the longitude of an item, and so on: another that was it goes to the record alone.
        """
        alone = {"label", "until", "lon", "lat", "easting", "northing", "place", "type"}
        uses = list(self.uses)
        for at, each in enumerate(uses):
            same = (each.what, each.item, each.property) == (use.what, use.item, use.property)
            if same and (use.what in alone or use.what == "property"):
                uses[at] = Use()
        uses[self.columns.index(column)] = use
        return replace(self, uses=tuple(uses))

    def with_item(self, item: DraftItem) -> Draft:
        """Return the draft with another item, or with this in place of the one of its name."""
        known = [each.name for each in self.items]
        if item.name not in known:
            return replace(self, items=(*self.items, item))
        return replace(self, items=tuple(item if each.name == item.name else each for each in self.items))

    def without_item(self, name: str) -> Draft:
        """Return the draft without an item, its links and the uses of columns for it."""
        return replace(
            self,
            items=tuple(each for each in self.items if each.name != name),
            links=tuple(each for each in self.links if name not in {each.a, each.b}),
            uses=tuple(Use() if each.item == name else each for each in self.uses),
        )

    def renamed(self, old: str, new: str) -> Draft:
        """Return the draft with another name for an item; ValueError says in words why it can't be called so."""
        new = " ".join(new.split())
        if new == old:
            return self
        if not new:
            raise ValueError("An item needs a name.")
        if any(each.name.casefold() == new.casefold() and each.name != old for each in self.items):
            raise ValueError(f"There is an item “{new}” already.")

        def name(text: str) -> str:
            return new if text == old else text

        return replace(
            self,
            items=tuple(replace(each, name=name(each.name)) for each in self.items),
            links=tuple(replace(each, a=name(each.a), b=name(each.b)) for each in self.links),
            uses=tuple(replace(each, item=name(each.item)) for each in self.uses),
        )

    def with_links(self, links: Iterable[DraftLink]) -> Draft:
        """Return the draft with these links."""
        return replace(self, links=tuple(links))

    def item(self, name: str) -> DraftItem:
        """Return the item of that name."""
        return next(each for each in self.items if each.name == name)

    def columns_as(self, what: What, item: str = "") -> list[str]:
        """Return the columns that are this (of that item), in their order."""
        return [
            column
            for column, use in zip(self.columns, self.uses, strict=True)
            if use.what == what and (not item or use.item == item)
        ]

    # As a recipe

    def text(self) -> str:
        """Return the recipe as YAML."""
        import yaml

        return yaml.safe_dump(self._recipe(), sort_keys=False, allow_unicode=True, width=110)

    def recipe(self, schema: Schema, path: Path | None = None) -> Recipe:
        """Return the recipe; RecipeError says in words what does not go together."""
        name = self.name or self.default_name
        return recipe_from_text(self.text(), path or Path(f"{name}.yaml"), schema)

    @property
    def default_name(self) -> str:
        """A name made of the columns, the same for every table that has them."""
        return "made-for-" + hashlib.sha256("\x1f".join(self.columns).encode()).hexdigest()[:10]

    def _recipe(self) -> dict[str, Any]:
        file: dict[str, Any] = {"name": "rows", "required": self._required()}
        out = {
            column: use.words or "it was left out by the analyst"
            for column, use in zip(self.columns, self.uses, strict=True)
            if use.what == "leave out"
        }
        if out:
            file["leave_out"] = out
        ignored = self.columns_as("record")
        if ignored and not any(each.rest for each in self.items):
            file["ignore"] = ignored
        grade = self.columns_as("grade")
        if len(grade) == 1:
            file["grade"] = {"column": grade[0], "on_error": "leave"}
        elif len(grade) >= 2:
            parts = ("source", "intelligence", "handling")
            file["grade"] = {**dict(zip(parts, grade, strict=False)), "on_error": "leave"}
        file["short_rows"] = "fill"
        file["items"] = [self._item(each) for each in self.items]
        if self.links:
            file["links"] = [self._link(each) for each in self.links]
        top: dict[str, Any] = {
            "recipe": self.name or self.default_name,
            "version": 1,
            "title": self.title,
            "zone": self.zone,
        }
        if self.words:
            top["description"] = " ".join(self.words)
        if self.blank:
            top["blank"] = list(self.blank)
        top["files"] = [file]
        return top

    def _required(self) -> list[str]:
        used = [
            column
            for column, use in zip(self.columns, self.uses, strict=True)
            if use.what not in {"record", "leave out"}
        ]
        return used or list(self.columns)

    def _item(self, item: DraftItem) -> dict[str, Any]:
        named = self.columns_as("type", item.name)
        of: Any = {"column": named[0], "otherwise": item.type} if named else item.type
        found: dict[str, Any] = {"as": item.name, "type": of}
        ids: Any = self.columns_as("id", item.name)
        if not ids and item.identity == "case":
            ids = {
                "columns": [
                    column for column, use in zip(self.columns, self.uses, strict=True) if use.item == item.name
                ],
                "some": True,
            }
        if ids:
            found["id"] = ids
            found["identity"] = item.identity
            found["wrong_id"] = "leave"
            found["blank_id"] = "row" if item.identity in {"file", "folder", "row"} else "leave"
        if item.split:
            found["split"] = list(item.split)
        properties: dict[str, Any] = {}
        for column, use in zip(self.columns, self.uses, strict=True):
            if use.item == item.name and use.property and use.what in {"id", "property"}:
                properties[use.property] = {"column": column, "on_error": "leave"}
        if properties:
            found["properties"] = properties
        if item.rest:
            found["keep_rest"] = True
        label = self.columns_as("label", item.name)
        if label:
            found["label"] = label[0]
        at, to = self.columns_as("when", item.name), self.columns_as("until", item.name)
        if at and item.formats:
            found["when"] = {"at": at, **({"to": to} if to else {}), "formats": list(item.formats), "on_error": "leave"}
        where = self._where(item.name)
        if where:
            found["where"] = where
        return found

    def _where(self, item: str) -> dict[str, Any]:
        pairs: tuple[tuple[What, What], ...] = (("lon", "lat"), ("easting", "northing"))
        for x, y in pairs:
            one, other = self.columns_as(x, item), self.columns_as(y, item)
            if one and other:
                return {x: one[0], y: other[0], "on_error": "leave"}
        text = self.columns_as("place", item)
        return {"text": text[0], "on_error": "leave"} if text else {}

    def _link(self, link: DraftLink) -> dict[str, Any]:
        found: dict[str, Any] = {"type": link.type, "from": link.a, "to": link.b, "blank": "leave"}
        if link.properties:
            found["properties"] = {name: {"constant": value} for name, value in link.properties.items()}
        return found


def blank_draft(columns: Sequence[str]) -> Draft:
    """Return a draft in which each row is an entity of which nothing is known but what it says."""
    return Draft(tuple(columns), tuple(Use() for _ in columns), (DraftItem("row", "Entity", rest=True),))
