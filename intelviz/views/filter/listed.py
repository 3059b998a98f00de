"""The rows of the filter panel's boxes: types and kinds of link that the case has, the most frequent first; sources."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from intelviz.render.theme import Theme
from intelviz.views.filter.tree import Row
from intelviz.workspace.workspace import Workspace


def type_rows(workspace: Workspace, theme: Theme) -> list[Row]:
    """Return a row for each type that items have."""
    kinds = workspace.item_types
    return [
        (kind.name, _titled(kind.plural), kind.description, (kind.icon, theme.types[kind.colour % len(theme.types)]))
        for kind in (kinds[code] for code in _by_number(workspace.items.type, len(kinds)))
    ]


def link_rows(workspace: Workspace) -> list[Row]:
    """Return a row for each kind of link there is."""
    kinds = workspace.link_types
    return [
        (kind.name, _titled(kind.label), kind.description, None)
        for kind in (kinds[code] for code in _by_number(workspace.links.type, len(kinds)))
    ]


def source_rows(names: Mapping[int, str]) -> list[Row]:
    """Return a row for each source, by number; none where there is only one, as a box for it would say nothing."""
    return [(number, name, name, None) for number, name in names.items()] if len(names) > 1 else []


def _by_number(codes: np.ndarray, size: int) -> list[int]:
    counts = np.bincount(codes, minlength=size)
    return [code for code in np.argsort(-counts, kind="stable").tolist() if counts[code]]


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]
