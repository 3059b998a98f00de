"""One block for each type, its best linked items in the middle."""

from __future__ import annotations

import numpy as np

from intelviz.analysis.layout.layout import Layout, Linked, Positions
from intelviz.analysis.layout.packing import packed
from intelviz.schema.progress import Step


def place(linked: Linked, seed: int, step: Step) -> Positions:
    """Arrange the items of each type in a disc, best linked first from the middle (a sunflower of even spacing)."""
    del seed
    step("Grouping by type", 0, 1)
    positions = np.zeros((linked.count, 2), np.float32)
    degree = linked.degree
    groups = [np.flatnonzero(linked.kind == kind) for kind in np.unique(linked.kind)]
    groups.sort(key=len, reverse=True)
    laid: list[Positions] = []
    for group in groups:
        order = np.argsort(-degree[group], kind="stable")
        rank = np.empty(len(group), np.int64)
        rank[order] = np.arange(len(group))
        radius, angle = 30.0 * np.sqrt(rank), rank * 2.399963
        laid.append(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype(np.float32))
    for group, at in zip(groups, packed(laid, 120.0), strict=True):
        positions[group] = at
    step("Grouping by type", 1, 1)
    return positions - positions.mean(0) if linked.count else positions


LAYOUT = Layout("grouped", "Grouped by type", "One block for each type, its best linked items in the middle", 4, place)
