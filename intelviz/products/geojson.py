"""Items that have a place as GeoJSON points (RFC 7946: WGS 84, longitude first)."""

from __future__ import annotations

import json
from pathlib import Path

from intelviz.products.extract import Extract, beside, when_cells

FORMAT = "geojson"
ENDING = ".geojson"


def write(extract: Extract, path: Path) -> None:
    """Write one FeatureCollection; items without a place have a null geometry, so that none is lost."""
    features = []
    for item in extract.items:
        start, end, precision = when_cells(item["when"])
        placed = item["lon"] is not None
        own = {
            "type": item["type"],
            "label": item["label"],
            "start": start or None,
            "end": end or None,
            "precision": precision or None,
        }
        features.append(
            {
                "type": "Feature",
                "id": item["id"],
                "geometry": {"type": "Point", "coordinates": [item["lon"], item["lat"]]} if placed else None,
                "properties": own | beside(item["properties"], own),
            }
        )
    document: dict[str, object] = {
        "type": "FeatureCollection",
        "marking": extract.marking,
        "coverage": extract.coverage,
    }
    document["features"] = features
    path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), encoding="utf-8")
