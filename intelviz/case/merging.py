"""What several assertions say of one item or link, as one: the first that says a thing is heard, the rest add to it.

Nothing is lost by that: every assertion stays, and the details show where they differ. ``said`` may hold, beside the
properties, ``@label``, ``@when`` ([start, end, precision]) and ``@place`` ([longitude, latitude, precision]): what the
record says of them. They are how an import can be taken back from an item that other records speak of as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

LABEL, WHEN, PLACE = "@label", "@when", "@place"
_RESERVED = frozenset({LABEL, WHEN, PLACE})


def merged(statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the properties that the statements make together, in their order."""
    found: dict[str, Any] = {}
    for said in statements:
        for name, value in said.items():
            if name not in _RESERVED and name not in found and value is not None and value != "":
                found[name] = value
    return found


def first(statements: Iterable[Mapping[str, Any]], name: str) -> Any:
    """Return what the first statement that speaks of ``name`` says, or None."""
    return next((said[name] for said in statements if said.get(name) is not None), None)
