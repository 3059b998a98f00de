"""Items in answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from intelviz.case.columns import Mask, Rows
from intelviz.workspace.workspace import Workspace


def item_json(workspace: Workspace, row: int) -> dict[str, Any]:
    """Return id, type and label of an item."""
    items = workspace.items
    return {"id": int(items.id[row]), "type": items.type_names[items.type[row]], "label": str(items.label[row])}


def of_type(workspace: Workspace, kind: str | None) -> Mask:
    """Return which items are of a type or its child types; all for None."""
    if kind is None:
        return np.ones(len(workspace), bool)
    wanted = np.array([workspace.schema.is_a(name, kind) for name in workspace.items.type_names], bool)
    return wanted[workspace.items.type] if len(wanted) else np.zeros(len(workspace), bool)


def by_type(workspace: Workspace, rows: Rows | Iterable[int]) -> dict[str, int]:
    """Return how many of the rows are of each type, most first."""
    codes = workspace.items.type[np.asarray(rows, np.int64)]
    numbers = np.bincount(codes, minlength=len(workspace.items.type_names)).tolist()
    found = [(name, number) for name, number in zip(workspace.items.type_names, numbers, strict=True) if number]
    return dict(sorted(found, key=lambda each: (-each[1], each[0])))
