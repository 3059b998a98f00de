"""Levels by distance from the best linked item of each part, as in an organisation chart."""

from __future__ import annotations

from itertools import pairwise

import igraph
import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import Layout, Linked, Positions
from intelviz.analysis.layout.packing import block, blocks, packed
from intelviz.schema.progress import Step

Numbers = NDArray[np.int64]
_ACROSS, _DOWN = 64.0, 110.0


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Arrange each part in levels below its best linked item; items linked to nothing stand in a block."""
    del seed
    positions = np.zeros((linked.count, 2), np.float32)
    if linked.count == 0:
        return positions
    graph = igraph.Graph(n=linked.count, edges=np.column_stack([linked.a, linked.b]).tolist())
    degree = linked.degree
    parts = blocks(linked.count, np.asarray(graph.connected_components().membership, np.int64))
    several = [part for part in parts if len(part) > 1]
    alone = [part for part in parts if len(part) == 1]
    laid: list[Positions] = []
    done = 0
    for part in several:
        step("Arranging in levels", done, linked.count)
        inner = graph.induced_subgraph(part.tolist())
        root = int(np.argmax(degree[part]))
        order, begins, _ = inner.bfs(root)
        levels = [np.array(order[begin:end], np.int64) for begin, end in pairwise(begins)]
        edges = np.array(inner.get_edgelist(), np.int64).reshape(-1, 2)
        at = np.zeros((len(part), 2), np.float32)
        top = 0.0
        for row in _untangled(levels, edges):
            # A wide level is folded, so that a star of a thousand doesn't become a line of a thousand.
            fold = max(1, int(np.ceil(len(row) / max(60, 1.2 * np.sqrt(len(part))))))
            at[row, 0] = (np.arange(len(row)) - (len(row) - 1) / 2) * _ACROSS / fold
            at[row, 1] = top + (np.arange(len(row)) % fold) * 44.0
            top += (fold - 1) * 44.0 + _DOWN
        laid.append(at)
        done += len(part)
    groups = list(several)
    if alone:
        groups.append(np.concatenate(alone))
        laid.append(block(len(alone)))
    for part, at in zip(groups, packed(laid), strict=True):
        positions[part] = at
    step("Arranging in levels", linked.count, linked.count)
    return positions - positions.mean(0)


def _untangled(levels: list[Numbers], edges: Numbers) -> list[Numbers]:
    """Return the levels with their items in an order in which fewer links cross.

    Each level is sorted by the middle of those it is linked to one level up, then one level down, and again (the
    barycentre sweeps of Sugiyama, Tagawa and Toda, 1981).
    """
    count = sum(len(row) for row in levels)
    level, place = np.zeros(count, np.int64), np.zeros(count)
    for number, row in enumerate(levels):
        level[row] = number
        place[row] = (np.arange(len(row)) + 0.5) / len(row)
    ends, others = np.concatenate([edges, edges[:, ::-1]]).T
    found = list(levels)
    for sweep in range(6):
        toward = -1 if sweep % 2 == 0 else 1
        near = level[others] == level[ends] + toward
        item, other = ends[near], others[near]
        for number in range(len(found))[::-toward]:
            row = found[number]
            inside = level[item] == number
            if not inside.any():
                continue
            many = np.bincount(item[inside], minlength=count)[row]
            sums = np.bincount(item[inside], place[other[inside]], count)[row]
            middle = np.where(many > 0, sums / np.maximum(many, 1), place[row])
            found[number] = row = row[np.argsort(middle, kind="stable")]
            place[row] = (np.arange(len(row)) + 0.5) / len(row)
    return found


LAYOUT = Layout("hierarchy", "Hierarchy", "Levels below the best linked item of each part", 3, place)
