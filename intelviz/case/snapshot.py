"""The types that a case uses, kept in the case: it can be read where a force's own types are not known."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace
from typing import Any, cast

from intelviz.schema.model import ItemType, LinkType, PropertyType, Schema


def keep(connection: sqlite3.Connection, schema: Schema) -> None:
    """Write those types into the case that it doesn't hold yet."""
    known = {cast(str, row[0]) for row in connection.execute("SELECT name FROM schema_type")}
    rows = [
        (kind, each.name, json.dumps(asdict(each), ensure_ascii=False, separators=(",", ":")))
        for kind, types in (("item", schema.items), ("link", schema.links))
        for each in types.values()
        if each.name not in known
    ]
    connection.executemany("INSERT INTO schema_type(kind, name, definition) VALUES (?, ?, ?)", rows)


def kept(connection: sqlite3.Connection) -> Schema:
    """Return the types that the case holds."""
    items: dict[str, ItemType] = {}
    links: dict[str, LinkType] = {}
    for kind, name, text in connection.execute("SELECT kind, name, definition FROM schema_type ORDER BY id"):
        said = cast("dict[str, Any]", json.loads(text))
        properties = tuple(PropertyType(**each) for each in said.pop("properties", ()))
        values: dict[str, Any] = {
            key: tuple(cast("list[Any]", value)) if isinstance(value, list) else value for key, value in said.items()
        }
        if kind == "item":
            items[name] = ItemType(**values, properties=properties)
        else:
            links[name] = LinkType(**values, properties=properties)
    return Schema(items, links)


def joined(case: Schema, program: Schema) -> Schema:
    """Return the types of the case, and after them those that only the program knows.

    A type that both know is that of the case, with what a newer program can say of it besides.
    """
    items = {**program.items, **{name: _item(each, program.items.get(name)) for name, each in case.items.items()}}
    links = {**program.links, **{name: _link(each, program.links.get(name)) for name, each in case.links.items()}}
    return Schema(items, links)


def _item(kept: ItemType, newer: ItemType | None) -> ItemType:
    return kept if newer is None else replace(kept, properties=_more(kept.properties, newer.properties))


def _link(kept: LinkType, newer: LinkType | None) -> LinkType:
    if newer is None:
        return kept
    ends = {
        name: tuple(dict.fromkeys((*old, *new))) if old and new else ()
        for name, old, new in (
            ("from_types", kept.from_types, newer.from_types),
            ("to_types", kept.to_types, newer.to_types),
        )
    }
    return replace(kept, properties=_more(kept.properties, newer.properties), **ends)


def _more(kept: tuple[PropertyType, ...], newer: tuple[PropertyType, ...]) -> tuple[PropertyType, ...]:
    known = {each.name for each in kept}
    return (*kept, *(each for each in newer if each.name not in known))


def codes(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number by which item and link rows name each type."""
    return dict(cast("list[tuple[str, int]]", connection.execute("SELECT name, id FROM schema_type").fetchall()))
