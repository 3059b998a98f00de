"""The force layout, its time and quality: against Tulip's multilevel embedder for time and its FM³ for quality."""

from __future__ import annotations

import gzip
import random
import statistics
import subprocess
import tempfile
from pathlib import Path

import igraph
import numpy as np
from numpy.typing import NDArray

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked
from intelviz.schema.progress import silent
from scripts.benches.figure import DATA, Figure, peers, seconds

FAST, FINE = "Fast Multipole Multilevel Embedder (OGDF)", "FM^3 (OGDF)"
_REAL = ("cond-mat-2005", "email-Enron", "pgp-strong-2009", "as-22july06")
_SOURCES, _LOOKED_AT = 100, 2_000
Ends = NDArray[np.int64]
Places = NDArray[np.float64]


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure grown graphs of 10,000 and 100,000 items (or ``size``), and the largest parts of real ones.

    Our rounds and the embedder's take turns, so that what else the machine does falls on both. Both are timed without
    reading the graph, ours with its loops compiled. FM³ runs once: it gives the same drawing each time.
    """
    python = peers("tulip-python")
    graphs = {f"grown graph of {many:,}": _grown(many) for many in ([size] if size else [10_000, 100_000])}
    if size is None:
        graphs.update({f"{name}, its largest part": _real(name) for name in _REAL if _file(name).exists()})
    layouts()["force"].place(_linked(_grown(2_000)), 1, silent)
    return [each for name, graph in graphs.items() for each in _figures(name, graph, rounds, python)]


def _figures(name: str, graph: igraph.Graph, rounds: int, python: Path | None) -> list[Figure]:
    linked, count = _linked(graph), graph.vcount()
    ours: list[float] = []
    theirs: list[float] = []
    places = np.zeros((count, 2))

    def place() -> None:
        nonlocal places
        places = layouts()["force"].place(linked, 1, silent).astype(np.float64)

    for _ in range(rounds):
        ours.append(seconds(place))
        if python is not None:
            theirs.append(_peer(python, graph, FAST)[0])
    stress, kept = _quality(graph, places)
    fine = _quality(graph, _peer(python, graph, FINE)[1]) if python is not None else (None, None)
    embedder = statistics.median(theirs) if theirs else None
    return [
        Figure(
            f"layout of a {name}",
            statistics.median(ours),
            "s",
            count,
            f"Tulip's {FAST}",
            embedder,
            goal=embedder and 2 * embedder,
        ),
        Figure(f"stress, {name}", stress, "a pair", count, f"Tulip's {FINE}", fine[0], goal=fine[0]),
        Figure(f"neighbours kept (more is better), {name}", kept, "share", count, f"Tulip's {FINE}", fine[1]),
    ]


def _grown(count: int) -> igraph.Graph:
    """Return a graph grown by preference for what is well linked, two links an item (Barabási and Albert, 1999)."""
    igraph.set_random_number_generator(random.Random(7))
    graph = igraph.Graph.Barabasi(count, 2)
    igraph.set_random_number_generator(random)
    return graph.simplify()


def _file(name: str) -> Path:
    return DATA / "graph-scale" / f"{name}.edges.csv.gz"


def _real(name: str) -> igraph.Graph:
    with gzip.open(_file(name), "rt") as text:
        ends = np.loadtxt(text, np.int64, delimiter=",", skiprows=1)
    names, at = np.unique(ends, return_inverse=True)
    graph = igraph.Graph(n=len(names), edges=at.reshape(-1, 2).tolist())
    return graph.simplify().connected_components().giant()


def _ends(graph: igraph.Graph) -> Ends:
    return np.array(graph.get_edgelist(), np.int64).reshape(-1, 2)


def _linked(graph: igraph.Graph) -> Linked:
    ends, count = _ends(graph).astype(np.int32), graph.vcount()
    return Linked(count, ends[:, 0], ends[:, 1], np.zeros(count, np.int16))


def _peer(python: Path, graph: igraph.Graph, algorithm: str) -> tuple[float, Places]:
    """Return the seconds that Tulip's layout took, and its places."""
    script = Path(__file__).parent / "peers" / "tulip_layout.py"
    with tempfile.TemporaryDirectory() as folder:
        ends, out = Path(folder) / "ends.npy", Path(folder) / "out.npz"
        np.save(ends, _ends(graph))
        subprocess.run(
            [str(python), str(script), str(ends), str(graph.vcount()), algorithm, str(out)],
            check=True,
            capture_output=True,
        )
        with np.load(out) as found:
            return float(found["took"]), found["places"].astype(np.float64)


def _quality(graph: igraph.Graph, at: Places) -> tuple[float, float]:
    """Return stress and kept neighbours, both over a sample that is the same for every layout of a graph.

    Stress is the mean over pairs of ((distance drawn, at the best scale) − steps)² / steps². Kept neighbours is the
    mean over items of the share (Jaccard) that the items linked to one have in common with as many nearest to it.
    """
    count, generator = graph.vcount(), np.random.default_rng(0)
    sources = generator.choice(count, min(_SOURCES, count), replace=False)
    steps = np.array(graph.distances(sources.tolist()), np.float64)
    drawn = np.hypot(at[sources, 0][:, None] - at[:, 0], at[sources, 1][:, None] - at[:, 1])
    pairs = np.isfinite(steps) & (steps > 0)
    steps, drawn = steps[pairs], drawn[pairs]
    scale = float((drawn / steps).sum() / ((drawn / steps) ** 2).sum())
    stress = float(np.mean((scale * drawn / steps - 1) ** 2))
    shares: list[float] = []
    for item in generator.choice(count, min(_LOOKED_AT, count), replace=False).tolist():
        linked = set(graph.neighbors(item)) - {item}
        if not linked:
            continue
        away = np.hypot(at[:, 0] - at[item, 0], at[:, 1] - at[item, 1])
        away[item] = np.inf
        near = {int(each) for each in np.argpartition(away, len(linked) - 1)[: len(linked)]}
        shares.append(len(linked & near) / len(linked | near))
    return stress, float(np.mean(shares))
