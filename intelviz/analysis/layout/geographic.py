"""By place: items stand as on a map, those at one place side by side, those of no known place in a block beside."""

from __future__ import annotations

import numpy as np

from intelviz.analysis.layout.apart import boxes, parted
from intelviz.analysis.layout.layout import SPACING, Layout, Linked, Positions
from intelviz.schema.errors import UsageError
from intelviz.schema.progress import Step


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Arrange by Web Mercator, most of the items taking the room they need; UsageError if none has a place."""
    del seed
    step("Arranging by place", 0, 1)
    positions = np.zeros((linked.count, 2), np.float32)
    if linked.count == 0:
        return positions
    if linked.lon is None or linked.lat is None or not (known := np.isfinite(linked.lon + linked.lat)).any():
        raise UsageError(
            "No item on the chart has a place.",
            remedy="Add items with a place, such as addresses, or choose another layout.",
        )
    lat = np.clip(linked.lat[known], -85.0, 85.0)
    at = np.column_stack(
        [linked.lon[known], -np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))],
    )
    low, high = np.percentile(at, [10, 90], axis=0)
    area = float(np.prod(np.maximum(high - low, 1e-4)))
    scale = SPACING * np.sqrt(len(at) / area)
    at = (at - np.median(at, 0)) * scale
    names = None if linked.names is None else linked.names[known]
    positions[known] = parted(at.astype(np.float32), boxes(names, len(at)))
    rest = np.flatnonzero(~known)
    if len(rest):
        # As high as the map, in as many columns as that takes.
        high = max(float(np.ptp(positions[known, 1])), SPACING)
        rows = max(1, int(high / (SPACING * 0.6)))
        numbers = np.arange(len(rest))
        beside = np.column_stack([numbers // rows, numbers % rows]).astype(np.float32) * np.float32(SPACING * 0.6)
        order = rest[np.argsort(linked.kind[rest], kind="stable")]
        corner = positions[known].max(0)[0] + 2 * SPACING, positions[known].min(0)[1]
        positions[order] = beside + np.array(corner, np.float32)
    step("Arranging by place", 1, 1)
    return positions - positions.mean(0)


LAYOUT = Layout(
    "geographic", "By place", "As on a map, none covering another; what has no known place stands beside", 8, place
)
