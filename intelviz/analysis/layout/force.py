"""Force-directed: linked items attract, all repel (Fruchterman and Reingold, 1991), part by part, then packed."""

from __future__ import annotations

import random
from collections.abc import Callable

import igraph
import numpy as np

from intelviz.analysis.layout.layout import SPACING, Layout, Linked, Positions
from intelviz.analysis.layout.multilevel import arranged
from intelviz.analysis.layout.packing import block, blocks, packed, spread
from intelviz.schema.progress import Step

LARGE = 1_500
"""Parts of more items are arranged community by community."""


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
    part: np.ndarray[tuple[int], np.dtype[np.int64]],
    seed: int,
    tell: Callable[[float], None],
) -> Positions:
    inner = graph.induced_subgraph(part.tolist())
    count = inner.vcount()
    if count > LARGE:
        return spread(arranged(inner, seed, tell), apart=30.0, rounds=80)
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  places, not secrets
    try:
        if count <= 2:
            at = np.array([[0, 0], [SPACING, 0]], np.float32)[:count]
        elif count <= 400:
            at = np.array(inner.layout_kamada_kawai(maxiter=50 * count).coords, np.float32) * SPACING
        else:
            at = np.array(inner.layout_fruchterman_reingold(niter=500, grid="nogrid").coords, np.float32)
            extent = np.sqrt(float(np.prod(np.maximum(np.percentile(at, 97, 0) - np.percentile(at, 3, 0), 1e-3))))
            at *= SPACING * 0.7 * np.sqrt(count) / extent
    finally:
        igraph.set_random_number_generator(random)
    return spread(at, rounds=60)


LAYOUT = Layout(
    "force",
    "Force",
    "Linked items stand together, unlinked ones apart; parts that nothing links stand side by side",
    1,
    place,
)
