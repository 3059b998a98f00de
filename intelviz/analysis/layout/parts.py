"""The connected parts of a chart."""

from __future__ import annotations

from collections.abc import Callable

import igraph
import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.layout import Linked, Positions
from intelviz.analysis.layout.packing import block, blocks, packed

Numbers = NDArray[np.int64]


def graph_of(linked: Linked) -> igraph.Graph:
    """Return the items and their links as a graph."""
    return igraph.Graph(n=linked.count, edges=np.column_stack([linked.a, linked.b]).tolist())


def part_by_part(linked: Linked, place: Callable[[Numbers, Numbers], Positions]) -> Positions:
    """Return the places of all items: each connected part by ``place``, side by side, single items in a block.

    ``place`` is given the numbers of a part's items, and its links as pairs of positions among these.
    """
    positions = np.zeros((linked.count, 2), np.float32)
    if linked.count == 0:
        return positions
    labels = np.asarray(graph_of(linked).connected_components().membership, np.int64)
    groups = [part for part in blocks(linked.count, labels) if len(part) > 1]
    laid: list[Positions] = []
    inner = np.zeros(linked.count, np.int64)
    order = np.argsort(labels[linked.a], kind="stable")
    ranked = labels[linked.a][order]
    ends = np.column_stack([linked.a, linked.b]).astype(np.int64)
    for part in groups:
        inner[part] = np.arange(len(part))
        low, high = np.searchsorted(ranked, [labels[part[0]], labels[part[0]] + 1])
        laid.append(place(part, inner[ends[order[low:high]]]))
    alone = np.flatnonzero(linked.degree == 0)
    if len(alone):
        groups.append(alone)
        laid.append(block(len(alone)))
    for part, at in zip(groups, packed(laid), strict=True):
        positions[part] = at
    return (positions - positions.mean(0)).astype(np.float32)
