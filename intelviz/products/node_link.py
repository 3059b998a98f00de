"""Items and links as node-link JSON, the form that networkx and web tools read."""

from __future__ import annotations

import json
from pathlib import Path

from intelviz.products.extract import Extract, when_cells

FORMAT = "json"
ENDING = ".json"


def write(extract: Extract, path: Path) -> None:
    """Write one JSON document; the ends of a link are the ids of its items."""
    document = {
        "directed": True,
        "multigraph": True,
        "graph": {
            "marking": extract.marking,
            "selection": extract.words,
            "audience": extract.audience,
            "coverage": extract.coverage,
        },
        "nodes": [
            {
                "id": item["id"],
                "type": item["type"],
                "label": item["label"],
                "properties": item["properties"],
                **_when(item["when"]),
                **({"lon": item["lon"], "lat": item["lat"]} if item["lon"] is not None else {}),
            }
            for item in extract.items
        ],
        "edges": [
            {
                "key": link["id"],
                "source": link["a"],
                "target": link["b"],
                "type": link["type"],
                "properties": link["properties"],
                **_when(link["when"]),
            }
            for link in extract.links
        ],
    }
    path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _when(when: object) -> dict[str, str]:
    from intelviz.schema.when import When

    if not isinstance(when, When):
        return {}
    start, end, precision = when_cells(when)
    return {"start": start, "end": end, "precision": precision}
