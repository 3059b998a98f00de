"""Items and links as GraphML, which Gephi, yEd and networkx read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from intelviz.products.extract import Extract, when_cells

FORMAT = "graphml"
ENDING = ".graphml"


def write(extract: Extract, path: Path) -> None:
    """Write a directed multigraph; every property becomes an attribute, written as text where it isn't a number."""
    import networkx as nx

    graph = nx.MultiDiGraph(
        marking=extract.marking, selection=extract.words, coverage=json.dumps(extract.coverage, ensure_ascii=False)
    )
    for item in extract.items:
        place = {"longitude": item["lon"], "latitude": item["lat"]} if item["lon"] is not None else {}
        graph.add_node(str(item["id"]), **_cells(item), **place, label=_clean(item["label"]))
    for link in extract.links:
        graph.add_edge(str(link["a"]), str(link["b"]), key=str(link["id"]), **_cells(link))
    nx.write_graphml(graph, path, encoding="utf-8", infer_numeric_types=True)


def _cells(row: dict[str, Any]) -> dict[str, object]:
    start, end, precision = when_cells(row["when"])
    cells: dict[str, object] = {f"p_{name}": _clean(value) for name, value in row["properties"].items()}
    cells["type"] = row["type"]
    if start:
        cells |= {"start": start, "end": end, "precision": precision}
    return cells


def _clean(value: object) -> object:
    if isinstance(value, bool | int | float):
        return value
    # XML 1.0 has no way to write most control characters.
    return "".join(c for c in str(value) if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
