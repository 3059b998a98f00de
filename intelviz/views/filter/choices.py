"""What the filter panel's boxes mean for the items: masks and their words."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from intelviz.case.columns import Ints
from intelviz.workspace.workspace import FilterPart, Workspace

_NAMED = 3


def type_part(workspace: Workspace, off: Collection[str]) -> FilterPart | None:
    """Return the part that hides items of the named types; None if there is nothing to hide."""
    hidden = np.array([kind.name in off for kind in workspace.item_types], bool)
    if not hidden.any():
        return None
    there = np.bincount(workspace.items.type, minlength=len(hidden)) > 0
    on = [
        kind.plural for kind, away, some in zip(workspace.item_types, hidden, there, strict=True) if some and not away
    ]
    gone = [kind.plural for kind, away, some in zip(workspace.item_types, hidden, there, strict=True) if some and away]
    return FilterPart(_words("Types", on, gone), ~hidden[workspace.items.type])


def link_part(workspace: Workspace, off: Collection[str]) -> FilterPart | None:
    """Return the part that hides links of the named types; None if there is nothing to hide."""
    hidden = np.array([kind.name in off for kind in workspace.link_types], bool)
    if not hidden.any():
        return None
    on = [kind.label for kind, away in zip(workspace.link_types, hidden, strict=True) if not away]
    gone = [kind.label for kind, away in zip(workspace.link_types, hidden, strict=True) if away]
    return FilterPart(_words("Links", on, gone), ~hidden[workspace.links.type])


def source_part(
    workspace: Workspace, pairs: tuple[Ints, Ints], names: dict[int, str], off: Collection[int]
) -> FilterPart | None:
    """Return the part that keeps items of which a ticked source, or no source at all, speaks.

    ``pairs`` are item ids and the ids of the sources that speak of them; an item of which ticked and unticked sources
    speak stays.
    """
    away = set(off) & set(names)
    if not away:
        return None
    items, sources = pairs
    heard = ~np.isin(sources, np.array(sorted(away), np.int64))
    mask = np.isin(workspace.items.id, items[heard]) | ~np.isin(workspace.items.id, items)
    on = [name for number, name in names.items() if number not in away]
    gone = [name for number, name in names.items() if number in away]
    return FilterPart(_words("Sources", on, gone), mask)


def _words(what: str, on: list[str], gone: list[str]) -> str:
    if not on:
        return f"{what}: none"
    if len(on) <= _NAMED and len(on) < len(gone):
        return f"{what}: only {', '.join(on)}"
    if len(gone) <= _NAMED:
        return f"{what}: without {', '.join(gone)}"
    return f"{what}: {len(on):,} of {len(on) + len(gone):,}"
