"""Communities: items that are linked more to each other than to the rest."""

from __future__ import annotations

import random

import numpy as np

from intelviz.case.columns import Ints


def leiden(count: int, a: Ints, b: Ints, weight: Ints, seed: int = 1) -> Ints:
    """Return the community of each of ``count`` nodes, the largest numbered 0.

    Pair k of nodes is ``a[k]``, ``b[k]``, linked ``weight[k]`` times. Leiden algorithm on modularity (Traag, Waltman
    and van Eck 2019), until it finds nothing better.
    """
    import igraph

    graph = igraph.Graph(count, np.column_stack([a, b]).tolist())
    state = random.getstate()
    random.seed(seed)
    try:
        found = graph.community_leiden("modularity", weights=weight.tolist(), n_iterations=-1).membership
    finally:
        random.setstate(state)
    number = np.array(found, np.int64)
    sizes = np.bincount(number, minlength=1)
    place = np.empty(len(sizes), np.int64)
    place[np.lexsort((np.arange(len(sizes)), -sizes))] = np.arange(len(sizes))
    return place[number]
