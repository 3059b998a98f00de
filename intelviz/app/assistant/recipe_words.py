"""What a recipe makes of each row, in words."""

from __future__ import annotations

from intelviz.ingest.fit import Fit
from intelviz.ingest.recipe import End, FileSpec, ItemSpec, TypeSpec
from intelviz.schema.model import Schema

_IDENTITIES = {
    "case": "the same in the whole case",
    "folder": "the same in the files of this folder",
    "file": "the same in this file",
}
_MOST = 30


def recipe_words(fit: Fit, schema: Schema) -> list[tuple[str, str]]:
    """Return lines of two: what is made, and from what."""
    found: dict[tuple[str, str], None] = {}
    for entry in fit.entries:
        names = {each.name: _type(each.type, schema, items=True) for each in entry.items}
        for item in entry.items:
            found[names[item.name], _item(item)] = None
        for link in entry.links:
            ends = (_end(link.a, names, schema), _end(link.b, names, schema))
            found[_type(link.type, schema, items=False), f"from {ends[0]} to {ends[1]}"] = None
        if not entry.items and not entry.links:
            found["nothing", _only(entry)] = None
    lines = list(found)
    more = [("…", f"and {len(lines) - _MOST:,} more")] if len(lines) > _MOST else []
    return [*lines[:_MOST], *more]


def _type(spec: TypeSpec, schema: Schema, *, items: bool) -> str:
    def label(name: str) -> str:
        kinds = schema.items if items else schema.links
        return kinds[name].label if name in kinds else name

    if spec.constant:
        return label(spec.constant)
    named = list(dict.fromkeys(each for each in (spec.filled, spec.negative, spec.empty) if each))
    if named:
        return " or ".join(label(each) for each in named)
    return f"what “{spec.column}” names"


def _item(item: ItemSpec) -> str:
    if item.identity == "row" or not item.id:
        told = "every row its own"
    else:
        told = f"told apart by {', '.join(f'“{each}”' for each in item.id)}, {_IDENTITIES[item.identity]}"
    parts = [told]
    if item.when is not None:
        parts.append(f"time from {', '.join(f'“{each}”' for each in item.when.at)}")
    if item.where is not None:
        parts.append("with its place")
    return "; ".join(parts)


def _end(end: End, names: dict[str, str], schema: Schema) -> str:
    if end.item:
        return names.get(end.item, end.item)
    kind = schema.items[end.type].label if end.type in schema.items else "item"
    return f"the {kind} with the id in {', '.join(f'“{each}”' for each in end.id)}"


def _only(entry: FileSpec) -> str:
    return f"of rows called {entry.name}" if entry.name else "of these rows"
