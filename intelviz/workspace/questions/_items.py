"""Items in answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from intelviz.case.columns import Rows
from intelviz.workspace.workspace import Workspace


def item_json(workspace: Workspace, row: int) -> dict[str, Any]:
    """Return id, type and label of an item."""
    items = workspace.items
    return {"id": int(items.id[row]), "type": items.type_names[items.type[row]], "label": str(items.label[row])}


def by_type(workspace: Workspace, rows: Rows | Iterable[int]) -> dict[str, int]:
    """Return how many of the rows are of each type, most first."""
    codes = workspace.items.type[np.asarray(rows, np.int64)]
    numbers = np.bincount(codes, minlength=len(workspace.items.type_names)).tolist()
    found = [(name, number) for name, number in zip(workspace.items.type_names, numbers, strict=True) if number]
    return dict(sorted(found, key=lambda each: (-each[1], each[0])))
