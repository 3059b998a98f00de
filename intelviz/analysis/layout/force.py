"""Force-directed, part by part, then packed: linked items attract, all repel.

Small parts by Kamada and Kawai (1989), large ones by ``stress``.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import igraph
import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout.apart import ICON, parted
from intelviz.analysis.layout.layout import SPACING, Layout, Linked, Positions
from intelviz.analysis.layout.packing import block, blocks, packed, spread
from intelviz.analysis.layout.stress import stressed
from intelviz.schema.progress import Step

Reals = NDArray[np.float64]
Pairs = NDArray[np.int64]
LARGE = 500
"""Parts of more items are placed coarse to fine by a sample of them."""
_CROWDED = 0.1
"""Share of the items that may stand closer than they have room for, before they are parted."""
_EMPTIEST = 10.0
"""Room that the drawing may take up, to what its items need."""


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Arrange each connected part by itself; items linked to nothing stand in a block beside them."""
    positions = np.zeros((linked.count, 2), np.float32)
    if linked.count == 0:
        return positions
    graph = igraph.Graph(n=linked.count, edges=np.column_stack([linked.a, linked.b]).tolist())
    parts = blocks(linked.count, np.asarray(graph.connected_components().membership, np.int64))
    alone = [part for part in parts if len(part) == 1]
    several = [part for part in parts if len(part) > 1]
    laid: list[Positions] = []
    done = 0
    for part in several:
        step("Arranging the chart", done, linked.count)

        def tell(share: float, begun: int = done, size: int = len(part)) -> None:
            step("Arranging the chart", begun + round(share * size), linked.count)

        laid.append(_part(graph, part, seed, tell))
        done += len(part)
    groups = list(several)
    if alone:
        groups.append(np.concatenate(alone))
        laid.append(block(len(alone)))
    for part, at in zip(groups, packed(laid), strict=True):
        positions[part] = at
    step("Arranging the chart", linked.count, linked.count)
    return positions - positions.mean(0)


def _part(
    graph: igraph.Graph,
    part: NDArray[np.int64],
    seed: int,
    tell: Callable[[float], None],
) -> Positions:
    inner = graph.induced_subgraph(part.tolist())
    count = inner.vcount()
    if count > LARGE:
        ends = np.array(inner.get_edgelist(), np.int64).reshape(-1, 2)
        placed = stressed(ends[:, 0], ends[:, 1], count, seed, tell)
        placed = _fanned(placed * _roomy(placed), ends)
        return parted(placed.astype(np.float32), np.full((count, 2), ICON - 4))
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  places, not secrets
    try:
        if count <= 2:
            at = np.array([[0, 0], [SPACING, 0]], np.float32)[:count]
        else:
            rounds = max(10 * count, min(50 * count, 6_000))
            at = np.array(inner.layout_kamada_kawai(maxiter=rounds).coords, np.float32) * SPACING
    finally:
        igraph.set_random_number_generator(random)
    return spread(at, rounds=60)


def _roomy(at: Reals) -> float:
    """Return by how much to draw places out so that few items stand where there is no room for them."""
    cell = 6.0
    away = np.hypot(*(at - np.median(at, 0)).T)
    # Never so far that most of the canvas is empty: what stands in a heap is parted later.
    low, high = 8.0, float(np.sqrt(_EMPTIEST * len(at)) * ICON / max(2 * float(np.percentile(away, 90)), 1e-6))
    while high > 1.05 * low:
        middle = float(np.sqrt(low * high))
        keys = np.floor(at * (middle / (cell * ICON))).astype(np.int64)
        _, back, many = np.unique(keys[:, 0] * 1_000_003 + keys[:, 1], return_inverse=True, return_counts=True)
        crowded = float(np.mean(many[back] > 0.6 * cell * cell))
        low, high = (middle, high) if crowded > _CROWDED else (low, middle)
    return max(high, SPACING * 0.6)


def _fanned(at: Reals, ends: Pairs) -> Reals:
    """Return the places with the leaves of each item, which all want to stand at one point, in a disc round it."""
    count = len(at)
    degree = np.bincount(ends.ravel(), minlength=count)
    both = np.concatenate([ends, ends[:, ::-1]])
    leaf, hub = both[degree[both[:, 0]] == 1].T
    order = np.argsort(hub, kind="stable")
    leaf, hub = leaf[order], hub[order]
    many = np.bincount(hub, minlength=count)
    begin = np.cumsum(many) - many
    rank = np.arange(len(hub)) - begin[hub]
    several = many[hub] > 2
    leaf, hub, rank = leaf[several], hub[several], rank[several]
    middle = np.column_stack([np.bincount(hub, at[leaf, axis], count)[hub] / many[hub] for axis in (0, 1)])
    away, turn = ICON * 0.62 * np.sqrt(rank + 0.5), rank * 2.399963
    at[leaf] = middle + away[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    return at


LAYOUT = Layout(
    "force",
    "Force",
    "Linked items stand together, unlinked ones apart; parts that nothing links stand side by side",
    1,
    place,
    turns=True,
)
