"""One part of a cell that holds a person's whole name, or a whole address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from intelviz.schema.addresses import parse_address
from intelviz.schema.names import parse_name

Taken = tuple[str, str]
"""The part, and in words what was taken for granted to tell it."""


def _of_name(*fields: str) -> Callable[[str], Taken]:
    def take(text: str) -> Taken:
        found = parse_name(text)
        part = next((value for field in fields if (value := getattr(found, field))), "")
        return (part if isinstance(part, str) else part[0]), found.note

    return take


def _of_address(*fields: str) -> Callable[[str], Taken]:
    def take(text: str) -> Taken:
        found = parse_address(text)
        return " ".join(value for field in fields if (value := getattr(found, field))), "; ".join(found.notes)

    return take


PARTS: Mapping[str, Callable[[str], Taken]] = MappingProxyType(
    {
        "title": _of_name("title"),
        "given name": _of_name("given", "single"),
        "middle name": _of_name("middle"),
        "surname": _of_name("surname"),
        "suffix": _of_name("suffix"),
        "nickname": _of_name("nicknames"),
        "alias": _of_name("aliases"),
        "number and street": _of_address("sub_building", "building", "number", "street"),
        "town": _of_address("town"),
        "postcode": _of_address("postcode"),
    }
)
"""What a recipe may take of a cell, by its name there; a name of a single word counts as the given name."""
