"""Tulip's layout of a graph: ``python tulip_layout.py EDGES.npy COUNT ALGORITHM OUT.npz``; prints the seconds it took.

The time is that of the layout alone, without making the graph or reading its places.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from tulip import tlp

edges, count, algorithm, out = np.load(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
graph = tlp.newGraph()
nodes = graph.addNodes(count)
graph.addEdges([(nodes[a], nodes[b]) for a, b in edges.tolist()])
layout = graph.getLayoutProperty("viewLayout")
tlp.setSeedOfRandomSequence(1)
begin = time.perf_counter()
done = graph.applyLayoutAlgorithm(algorithm, layout, tlp.getDefaultPluginParameters(algorithm, graph))
took = time.perf_counter() - begin
if isinstance(done, tuple):
    done = done[0]
if not done:
    raise SystemExit(f"Tulip could not do {algorithm}")
places = np.array([[layout[node][0], layout[node][1]] for node in nodes])
np.savez(out, places=places, took=took)
print(took)
