"""What a case holds, as ``intelviz info`` says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from intelviz.case.columns import Codes, Columns
from intelviz.case.values import Source
from intelviz.schema.when import NO_TIME, from_epoch


def info_of(columns: Columns, sources: Sequence[Source]) -> dict[str, Any]:
    """Return the document of INTERFACE ``info``.

    ``with_place`` counts events that are placed through their location as well; ``time`` is the first second known and
    the last (ISO 8601, UK local time), ``bounds`` is west, south, east, north in degrees; both are null where nothing
    is known.
    """
    items, links = columns.items, columns.links
    timed = items.when_start != NO_TIME
    placed = items.place_row >= 0
    time: list[str] | None = None
    if timed.any():
        last = np.maximum(items.when_end[timed] - 1, items.when_start[timed])
        time = [_text(int(items.when_start[timed].min())), _text(int(last.max()))]
    bounds: list[float] | None = None
    if placed.any():
        lon, lat = items.lon[placed], items.lat[placed]
        bounds = [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())]
    return {
        "items": _counts(items.type, items.type_names),
        "links": _counts(links.type, links.type_names),
        "sources": [_source(each) for each in sources if each.live],
        "with_time": int(np.count_nonzero(timed)),
        "with_place": int(np.count_nonzero(placed)),
        "time": time,
        "bounds": bounds,
    }


def _counts(codes: Codes, names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=len(names)) if len(codes) else np.zeros(len(names), np.int64)
    order = np.argsort(-counts, kind="stable")
    return {names[code]: int(counts[code]) for code in order if counts[code]}


def _text(seconds: int) -> str:
    moment: datetime = from_epoch(seconds)
    return moment.isoformat()


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "source": source.name,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "recipe": source.recipe,
        "marking": source.marking,
        "grade": source.grade,
        "expires": source.expires,
        "at": source.at,
        "by": source.by,
        "rows": source.rows,
        "loaded": source.loaded,
        "merged": source.merged,
        "rejected": source.rejected,
        "items": source.items,
        "links": source.links,
        "warnings": list(source.warnings),
    }
