"""Levels by distance from the best linked item of each part, as in an organisation chart."""

from __future__ import annotations

from itertools import pairwise

import igraph
import numpy as np

from intelviz.analysis.layout.layout import Layout, Linked, Positions
from intelviz.analysis.layout.packing import block, blocks, packed
from intelviz.schema.progress import Step

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
        at = np.zeros((len(part), 2), np.float32)
        top = 0.0
        for begin, end in pairwise(begins):
            row = np.array(order[begin:end], np.int64)
            # A wide level is folded, so that a star of a thousand doesn't become a line of a thousand.
            fold = max(1, int(np.ceil(len(row) / 60)))
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


LAYOUT = Layout("hierarchy", "Hierarchy", "Levels below the best linked item of each part", 3, place)
