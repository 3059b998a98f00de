"""What is linked to an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.analysis.network.steps import distances, slots
from intelviz.workspace.asking import Parameter, Question
from intelviz.workspace.questions._items import by_type, item_json

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace


def _answer(open_case: OpenCase, *, item: int, hops: int) -> dict[str, Any]:
    workspace = open_case.workspace
    adjacency = workspace.adjacency
    far = distances(adjacency.start, adjacency.other, np.array([item], np.int32), hops)
    rows = np.flatnonzero(far > 0)
    rows = rows[np.lexsort((workspace.items.id[rows], far[rows]))]
    direct = _direct(workspace, item)
    return {
        "item": item_json(workspace, item),
        "hops": hops,
        "count": len(rows),
        "by_type": by_type(workspace, rows),
        "by_hops": {str(hop): int((far[rows] == hop).sum()) for hop in np.unique(far[rows]).tolist()},
        "neighbours": [
            {**item_json(workspace, int(row)), "hops": int(far[row]), "links": direct.get(int(row), {})} for row in rows
        ],
        "method": f"Every item at most {hops} {'link' if hops == 1 else 'links'} away, whichever way a link points, "
        "with the least number of links to it; “links” counts the direct links by type.",
    }


def _direct(workspace: Workspace, row: int) -> dict[int, dict[str, int]]:
    """Return how many links of each type lead to each item across."""
    adjacency, links = workspace.adjacency, workspace.links
    at = slots(adjacency.start, np.array([row], np.int32))
    found: dict[int, dict[str, int]] = {}
    for other, link in zip(adjacency.other[at].tolist(), adjacency.link[at].tolist(), strict=True):
        kinds = found.setdefault(other, {})
        name = links.type_names[links.type[link]]
        kinds[name] = kinds.get(name, 0) + 1
    return found


QUESTION = Question(
    "neighbours",
    "what is linked to an item, directly or over several links",
    (
        Parameter("item", "item", "the item to start from", shown="ID", required=True),
        Parameter("hops", "whole", "the most links away", "--hops", "N", default=1),
    ),
    _answer,
)
