"""A layout from its items to places that can be shown: what stays, stays, and nothing covers anything."""

from __future__ import annotations

import numpy as np

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.apart import boxes, parted
from intelviz.analysis.layout.layout import Linked, Positions
from intelviz.analysis.layout.pinned import round_pinned
from intelviz.case.columns import Mask
from intelviz.schema.progress import Step


def arranged(
    name: str, linked: Linked, seed: int, step: Step, still: Mask | None = None, stand: Positions | None = None
) -> Positions:
    """Return where layout ``name`` puts the items; those marked ``still`` remain where they ``stand``.

    Where the picture allows it, room is made for the names too.
    """
    layout = layouts()[name]
    placed = layout.place(linked, seed, step)
    fixed: Mask = np.zeros(linked.count, bool) if still is None else still
    if stand is not None and fixed.any():
        placed = round_pinned(placed, fixed, stand, turns=layout.turns)
    if not layout.turns and not fixed.any():
        return placed
    size = boxes(linked.names if layout.turns else None, linked.count)
    return parted(placed, size, fixed)
