"""How two items are linked."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from intelviz.analysis.network.paths import shortest_paths
from intelviz.analysis.network.steps import slots
from intelviz.workspace.asking import Parameter, Question, item_type
from intelviz.workspace.questions._items import item_json

if TYPE_CHECKING:
    from intelviz.workspace.opening import OpenCase
    from intelviz.workspace.workspace import Workspace

LISTED = 50
"""Paths that an answer lists; all are counted."""


def _answer(open_case: OpenCase, *, a: int, b: int, max: int, without: str | None) -> dict[str, Any]:
    workspace = open_case.workspace
    avoided = [item_type(open_case, each) for each in without.split(",") if each.strip()] if without else []
    passable = np.ones(len(workspace), bool)
    for kind in avoided:
        passable &= ~workspace.of_type(kind)
    adjacency = workspace.adjacency
    found = shortest_paths(adjacency.start, adjacency.other, a, b, max, LISTED, passable)
    around = f" Paths through {', '.join(avoided)} are left out." if avoided else ""
    none = f"Nothing links them within {max} links. " if found.length < 0 else ""
    cut = f"The first {LISTED} of {found.count:,} are listed. " if found.count > LISTED else ""
    return {
        "from": item_json(workspace, a),
        "to": item_json(workspace, b),
        "max": max,
        "without": avoided,
        "length": found.length if found.length >= 0 else None,
        "count": found.count,
        "paths": [_path(workspace, path) for path in found.paths],
        "method": f"{none}{cut}All shortest paths of at most {max} links, whichever way a link points; several links "
        f"between the same two items are one step.{around}",
    }


def _path(workspace: Workspace, rows: tuple[int, ...]) -> dict[str, Any]:
    return {
        "ids": [int(workspace.items.id[row]) for row in rows],
        "items": [item_json(workspace, row) for row in rows],
        "steps": [_links(workspace, one, two) for one, two in pairwise(rows)],
    }


def _links(workspace: Workspace, one: int, two: int) -> list[dict[str, Any]]:
    """Return the links between two items, as they are read."""
    adjacency, links = workspace.adjacency, workspace.links
    fewer, across = (one, two) if adjacency.degree[one] <= adjacency.degree[two] else (two, one)
    at = slots(adjacency.start, np.array([fewer], np.int32))
    rows = np.unique(adjacency.link[at][adjacency.other[at] == across])
    return [
        {
            "id": int(links.id[row]),
            "type": links.type_names[links.type[row]],
            "words": workspace.link_types[links.type[row]].label
            if links.a[row] == one
            else workspace.link_types[links.type[row]].reverse,
        }
        for row in rows
    ]


QUESTION = Question(
    "path",
    "all shortest ways in which two items are linked",
    (
        Parameter("a", "item", "the item to start from", required=True),
        Parameter("b", "item", "the item to arrive at", required=True),
        Parameter("max", "whole", "the most links a path may have", "--max", "N", default=10),
        Parameter("without", "text", "types of item that a path may not pass through", "--without", "TYPES"),
    ),
    _answer,
)
