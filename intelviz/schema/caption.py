"""How an item gets its label: the first caption of its type whose parts are all known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from intelviz.schema.kinds import kind_of
from intelviz.schema.model import ItemType, Schema
from intelviz.schema.when import When

WHEN = "when"
"""The placeholder for the item's time; every other placeholder is the name of a property."""

_PLACE = re.compile(r"\{([^{}]*)\}")
Labeller = Callable[[Mapping[str, object], When | None], str]


def placeholders(template: str) -> tuple[str, ...]:
    """Return the names in braces; ValueError says in words what is wrong with the braces."""
    rest = _PLACE.sub("", template)
    if "{" in rest or "}" in rest:
        raise ValueError("a brace is opened and not closed, or closed and not opened")
    names = tuple(_PLACE.findall(template))
    if not names:
        raise ValueError("there is no {property} in it, so every item would have the same label")
    return names


@lru_cache(maxsize=4096)
def _words(when: When) -> str:
    return when.text()


def labeller(schema: Schema, type_name: str) -> Labeller:
    """Return the function that makes labels for items of one type, from properties and time.

    Where no caption can be filled, the label is the type's own, such as "person".
    """
    of = schema.item(type_name)
    kinds = {each.name: kind_of(each.kind) for each in schema.properties_of(type_name)}
    plans = [(_PLACE.split(template)[::2], placeholders(template)) for template in of.caption]

    def value(name: str, properties: Mapping[str, object], when: When | None) -> str:
        if name == WHEN and name not in kinds:
            return _words(when) if when is not None and when.precision else ""
        found = properties.get(name)
        if found is None or found == "":
            return ""
        if isinstance(found, str) and name not in kinds:
            return found
        return kinds[name].show(found) if name in kinds else str(found)

    def label(properties: Mapping[str, object], when: When | None) -> str:
        for fixed, names in plans:
            parts = [value(name, properties, when) for name in names]
            if all(parts):
                text = fixed[0] + "".join(part + then for part, then in zip(parts, fixed[1:], strict=True))
                return " ".join(text.split())
        return _fallback(of)

    return label


def _fallback(of: ItemType) -> str:
    return of.label[:1].upper() + of.label[1:]
