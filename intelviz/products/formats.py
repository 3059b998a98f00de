"""The formats in which a case can be handed on: each module of this room that has ``FORMAT`` and ``write``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Protocol, cast

import intelviz.products as room
from intelviz.products.extract import Extract
from intelviz.schema.errors import UsageError


class Writer(Protocol):
    """A module that writes one format: ``FORMAT`` is its name, ``ENDING`` the usual end of its files."""

    FORMAT: str
    ENDING: str

    def write(self, extract: Extract, path: Path) -> None:
        """Write the file (or files) at ``path``."""
        ...


def writers() -> dict[str, Writer]:
    """Return the writers by the name of their format."""
    found: dict[str, Writer] = {}
    for each in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{each.name}")
        if hasattr(module, "FORMAT"):
            found[module.FORMAT] = cast("Writer", module)
    return found


def writer(name: str) -> Writer:
    """Return the writer of a format; UsageError names those there are."""
    known = writers()
    if name not in known:
        raise UsageError(f"There is no format “{name}”.", remedy=f"There are: {', '.join(sorted(known))}.")
    return known[name]
