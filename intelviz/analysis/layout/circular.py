"""On a circle, each item beside those it is linked to as far as one walk allows."""

from __future__ import annotations

import igraph
import numpy as np

from intelviz.analysis.layout.layout import Layout, Linked, Positions
from intelviz.schema.progress import Step


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Arrange all items on one circle in the order of a depth-first walk from the best linked item of each part."""
    del seed
    step("Arranging on a circle", 0, 1)
    if linked.count == 0:
        return np.zeros((0, 2), np.float32)
    graph = igraph.Graph(n=linked.count, edges=np.column_stack([linked.a, linked.b]).tolist())
    order: list[int] = []
    seen = np.zeros(linked.count, bool)
    for root in np.argsort(-linked.degree, kind="stable"):
        if seen[root]:
            continue
        walk = [int(vertex) for vertex in graph.dfs(int(root))[0]]
        seen[walk] = True
        order.extend(walk)
    radius = max(60.0, linked.count * 44.0 / (2 * np.pi))
    angle = np.zeros(linked.count)
    angle[np.array(order, np.int64)] = np.arange(linked.count) * 2 * np.pi / linked.count
    return (np.column_stack([np.cos(angle), np.sin(angle)]) * radius).astype(np.float32)


LAYOUT = Layout("circular", "Circle", "All items on one circle, linked ones near each other", 2, place)
