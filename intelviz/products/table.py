"""Items and links as CSV files: ``people.csv`` and, beside it, ``people-links.csv`` and ``people-sources.csv``."""

from __future__ import annotations

import csv
from pathlib import Path

from intelviz.products.extract import Extract, beside, harmless, property_names, when_cells

_ITEM = ("id", "type", "label", "start", "end", "precision", "longitude", "latitude")
_LINK = ("id", "type", "from", "to", "start", "end", "precision")
FORMAT = "csv"
ENDING = ".csv"


def write(extract: Extract, path: Path) -> None:
    """Write all files; the first row of each is the header, the marking stands in a column of every row."""
    names = property_names(extract.items)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([*_ITEM, *map(harmless, beside(dict.fromkeys(names), {*_ITEM, "marking"})), "marking"])
        for item in extract.items:
            cells = [item["id"], item["type"], item["label"], *when_cells(item["when"]), item["lon"], item["lat"]]
            cells += [item["properties"].get(name) for name in names]
            out.writerow([harmless(cell) for cell in cells] + [extract.marking])
    names = property_names(extract.links)
    with path.with_name(f"{path.stem}-links{path.suffix}").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([*_LINK, *map(harmless, beside(dict.fromkeys(names), {*_LINK, "marking"})), "marking"])
        for link in extract.links:
            cells = [link["id"], link["type"], link["a"], link["b"], *when_cells(link["when"])]
            cells += [link["properties"].get(name) for name in names]
            out.writerow([harmless(cell) for cell in cells] + [extract.marking])
    with path.with_name(f"{path.stem}-sources{path.suffix}").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("source", "searched", "why", "rows", "rejected", "expires", "marking"))
        for each in extract.coverage.get("searched", ()):
            cells = [each["source"], "yes", "", each["rows"], each["rejected"], each["expires"]]
            out.writerow([harmless(cell) for cell in cells] + [extract.marking])
        for each in extract.coverage.get("not_searched", ()):
            cells = [each["source"], "no", each["words"], "", "", ""]
            out.writerow([harmless(cell) for cell in cells] + [extract.marking])
