"""The types that a case may use, read from YAML: one file an item type, one a group of link types.

Types that ship with the program lie in ``resources/schema``. A force adds its own without code: files of the same form
in ``items`` and ``links`` of the user's schema folder, or of the folders named by INTELVIZ_SCHEMA. A file with
``extends: Person`` in place of ``name`` adds properties to a type that there is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intelviz.resources_path import resource
from intelviz.schema.caption import WHEN, placeholders
from intelviz.schema.errors import SchemaError, Where
from intelviz.schema.folders import user_folder
from intelviz.schema.kinds import KINDS
from intelviz.schema.model import ItemType, LinkType, PropertyType, Schema
from intelviz.schema.strict_yaml import Entry, read_yaml

CATEGORIES = ("person", "object", "location", "event")
GROUPS = ("association", "family", "belonging", "place", "involvement", "communication", "administration")
REACHES = ("holds", "lives", "locates")

_ITEM_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_LINK_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_PROPERTY_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_ICON_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_ITEM_KEYS = {
    "name", "extends", "label", "plural", "category", "parent", "icon", "colour", "caption", "properties",
    "starts_chart", "order", "description",
}  # fmt: skip
_LINK_KEYS = {"label", "reverse", "from", "to", "roles", "reach", "properties", "description"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """An item type as its file says it, before parents are known."""

    name: str
    fields: dict[str, Entry]
    entry: Entry
    parent: str | None
    properties: tuple[PropertyType, ...]


def schema_folders() -> list[Path]:
    """Return the folders of types: the shipped one, the user's own, and those of INTELVIZ_SCHEMA, in this order."""
    own = user_folder("schema")
    named = [Path(part) for part in os.environ.get("INTELVIZ_SCHEMA", "").split(os.pathsep) if part.strip()]
    for folder in named:
        if not folder.is_dir():
            raise SchemaError(
                "there is no such folder.",
                where=Where(file=str(folder)),
                remedy="Correct the environment variable INTELVIZ_SCHEMA, or take the folder out of it.",
            )
    return [resource("schema"), *([own] if own.is_dir() else []), *named]


def load_schema(folders: Sequence[Path] | None = None) -> Schema:
    """Return all types of ``folders`` (by default, those of this computer); SchemaError names file, line and key."""
    folders = schema_folders() if folders is None else folders
    drafts: dict[str, _Draft] = {}
    extensions: list[Entry] = []
    for file in _files(folders, "items"):
        entry = read_yaml(file)
        if entry.is_mapping and any(key == "extends" for key, _ in entry.named()):
            extensions.append(entry)
            continue
        draft = _draft(entry)
        if draft.name in drafts:
            first = drafts[draft.name].entry
            raise draft.fields["name"].wrong(
                f"the item type {draft.name} is there already ({first.file}).",
                f"Choose another name, or write “extends: {draft.name}” to add properties to it.",
            )
        drafts[draft.name] = draft
    items = _items(drafts)
    for entry in extensions:
        _extend(entry, items)
    links: dict[str, LinkType] = {}
    for file in _files(folders, "links"):
        for name, entry, link in _links(read_yaml(file), items):
            if name in links:
                raise entry.wrong(f"the link type {name} is there already.", "Choose another name.")
            links[name] = link
    return Schema(items, links)


def _files(folders: Iterable[Path], kind: str) -> list[Path]:
    found: list[Path] = []
    for folder in folders:
        inside = folder / kind
        found += sorted(each for each in inside.glob("*.y*ml") if each.suffix in {".yaml", ".yml"})
    return found


# Item types


def _draft(entry: Entry) -> _Draft:
    fields = entry.fields(_ITEM_KEYS, ("name",))
    name = _name(fields["name"], _ITEM_NAME, "a capital first and letters only, such as StopSearch")
    parent = fields["parent"].text() if "parent" in fields else None
    wanted = ("label", "plural") if parent else ("label", "plural", "category", "icon", "colour")
    entry.fields(_ITEM_KEYS, wanted)
    return _Draft(name, fields, entry, parent, _properties(fields.get("properties")))


def _items(drafts: dict[str, _Draft]) -> dict[str, ItemType]:
    made: dict[str, ItemType] = {}
    known: dict[str, dict[str, PropertyType]] = {}

    def make(name: str, under: tuple[str, ...]) -> ItemType:
        if name in made:
            return made[name]
        draft = drafts[name]
        parent: ItemType | None = None
        if draft.parent is not None:
            if draft.parent not in drafts:
                raise _unknown(draft.fields["parent"], draft.parent, drafts, "item type")
            if draft.parent in under:
                way = " → ".join((*under[under.index(draft.parent) :], draft.parent))
                raise draft.fields["parent"].wrong(f"the types go round in a circle: {way}.", "Take one parent out.")
            parent = make(draft.parent, (*under, draft.parent))
        known[name] = dict(known[parent.name]) if parent else {}
        for each in draft.properties:
            known[name][each.name] = each
        made[name] = _item(draft, parent, known[name])
        return made[name]

    for name in drafts:
        make(name, (name,))
    return {name: made[name] for name in sorted(drafts, key=lambda name: (_order(drafts[name]), name))}


def _order(draft: _Draft) -> int:
    """Return the place in legends and lists; types that don't say come last."""
    return draft.fields["order"].whole(0, 9999) if "order" in draft.fields else 10_000


def _item(draft: _Draft, parent: ItemType | None, known: dict[str, PropertyType]) -> ItemType:
    fields = draft.fields
    category = fields["category"].choice(CATEGORIES) if "category" in fields else (parent.category if parent else "")
    if parent is not None and category != parent.category:
        raise fields["category"].wrong(
            f"a {category} can't be a kind of {parent.name}, which is a {parent.category}.",
            "Leave the category out, or choose another parent.",
        )
    icon = parent.icon if parent else ""
    if "icon" in fields:
        icon = fields["icon"].text()
        if not _ICON_NAME.fullmatch(icon):
            raise fields["icon"].wrong(
                f"“{icon}” is not the name of an icon.", "Use a Material Design Icons name, such as map-marker."
            )
    return ItemType(
        name=draft.name,
        label=fields["label"].text(),
        plural=fields["plural"].text(),
        category=category,
        icon=icon,
        colour=fields["colour"].whole(0, 7) if "colour" in fields else (parent.colour if parent else 0),
        parent=draft.parent,
        caption=_captions(fields["caption"], known) if "caption" in fields else (parent.caption if parent else ()),
        properties=draft.properties,
        starts_chart=fields["starts_chart"].flag() if "starts_chart" in fields else False,
        description=fields["description"].text() if "description" in fields else "",
    )


def _captions(entry: Entry, known: dict[str, PropertyType]) -> tuple[str, ...]:
    captions: list[str] = []
    for each in entry.list():
        template = each.text()
        try:
            names = placeholders(template)
        except ValueError as bad:
            raise each.wrong(f"the caption “{template}” can't be filled: {bad}.") from None
        for name in names:
            if name != WHEN and name not in known:
                raise _unknown(each, name, {**known, WHEN: None}, "property")
        captions.append(template)
    return tuple(captions)


def _extend(entry: Entry, items: dict[str, ItemType]) -> None:
    fields = entry.fields({"extends", "properties"}, ("extends", "properties"))
    name = fields["extends"].text()
    if name not in items:
        raise _unknown(fields["extends"], name, items, "item type")
    old = items[name]
    there = {each.name for each in old.properties}
    added = _properties(fields["properties"])
    for each in added:
        if each.name in there:
            raise fields["properties"].wrong(f"{name} has a property “{each.name}” already.", "Choose another name.")
    items[name] = replace(old, properties=(*old.properties, *added))


# Link types


def _links(entry: Entry, items: dict[str, ItemType]) -> Iterable[tuple[str, Entry, LinkType]]:
    fields = entry.fields({"group", "links"}, ("group", "links"))
    group = fields["group"].choice(GROUPS)
    for name, said in fields["links"].named():
        if not _LINK_NAME.fullmatch(name):
            raise said.wrong(f"“{name}” can't name a link type.", "Use capitals and underscores, such as LIVES_WITH.")
        own = said.fields(_LINK_KEYS, ("label", "reverse"))
        roles = own["roles"].fields({"from", "to"}) if "roles" in own else {}
        yield (
            name,
            said,
            LinkType(
                name=name,
                label=own["label"].text(),
                reverse=own["reverse"].text(),
                group=group,
                reach=own["reach"].choice(REACHES) if "reach" in own else "",
                from_types=_ends(own.get("from"), items),
                to_types=_ends(own.get("to"), items),
                from_role=roles["from"].text() if "from" in roles else "",
                to_role=roles["to"].text() if "to" in roles else "",
                properties=_properties(own.get("properties")),
                description=own["description"].text() if "description" in own else "",
            ),
        )


def _ends(entry: Entry | None, items: dict[str, ItemType]) -> tuple[str, ...]:
    if entry is None:
        return ()
    for each in entry.list():
        if each.text() not in items:
            raise _unknown(each, each.text(), items, "item type")
    return entry.texts()


# Both


def _properties(entry: Entry | None) -> tuple[PropertyType, ...]:
    if entry is None:
        return ()
    found: list[PropertyType] = []
    for name, said in entry.named():
        if not _PROPERTY_NAME.fullmatch(name):
            raise said.wrong(f"“{name}” can't name a property.", "Use letters, digits and underscores.")
        fields = said.fields({"label", "kind"}, ("label",))
        kind = fields["kind"].choice(tuple(KINDS)) if "kind" in fields else "text"
        found.append(PropertyType(name, fields["label"].text(), kind))
    return tuple(found)


def _name(entry: Entry, pattern: re.Pattern[str], form: str) -> str:
    name = entry.text()
    if not pattern.fullmatch(name):
        raise entry.wrong(f"“{name}” can't name a type.", f"Use {form}.")
    return name


def _unknown(entry: Entry, name: str, known: Iterable[str], what: str) -> SchemaError:
    import difflib

    names = list(known)
    near = difflib.get_close_matches(name, names, 1, 0.6)
    hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(sorted(names))}."
    error = entry.wrong(f"there is no {what} “{name}”.", hint)
    assert isinstance(error, SchemaError)
    return error
