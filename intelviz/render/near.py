"""Which of a million points or lines lie near one point."""

from __future__ import annotations

import numpy as np

from intelviz.case.columns import Ints, Rows
from intelviz.render import compiled
from intelviz.render.lines import Column

_MANY = 20_000
"""Points or lines from which on the compiled loops are worth their making; fewer are all looked at."""


def points_near(x: Column, y: Column, rows: Rows, at: tuple[float, float], reach: float) -> Ints:
    """Return places in ``rows`` of all points that lie within ``reach`` of a point, and perhaps of others."""
    if len(rows) <= _MANY or not compiled.ready():
        return np.arange(len(rows))
    found = np.empty(len(rows), np.int64)
    count = compiled.loop("near points")(x, y, rows.astype(np.int32, copy=False), *at, reach, found)
    return found[:count].copy()


def lines_near(x: Column, y: Column, a: Rows, b: Rows, at: tuple[float, float], reach: float) -> Ints:
    """Return the numbers of all lines from point ``a`` to ``b`` that pass within ``reach``, and perhaps of others."""
    if len(a) <= _MANY or not compiled.ready():
        return np.arange(len(a))
    found = np.empty(len(a), np.int64)
    ends = a.astype(np.int32, copy=False), b.astype(np.int32, copy=False)
    count = compiled.loop("near lines")(x, y, *ends, *at, reach, found)
    return found[:count].copy()
