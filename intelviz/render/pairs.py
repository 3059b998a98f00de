"""Which of a million pairs are drawn, by which of their ends are."""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.render import compiled

_MANY = 50_000
"""Pairs from which on the compiled loop is worth its making."""


def among(marked: Mask, low: Rows, high: Rows) -> Ints:
    """Return, in order, the numbers of the pairs of which both ends are marked."""
    if len(low) > _MANY and compiled.ready():
        found = np.empty(len(low), np.int64)
        count = compiled.loop("choose")(
            np.ascontiguousarray(marked), low.astype(np.int32, copy=False), high.astype(np.int32, copy=False), found
        )
        return found[:count].copy()
    kept = np.flatnonzero(marked[low])
    return kept[marked[high[kept]]]
