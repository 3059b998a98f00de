"""Whole charts in the log, and their names."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

import numpy as np

from intelviz.case.values import Arranged
from intelviz.workspace.chart import ChartState
from intelviz.workspace.commands.chart.sheet import Sheet
from intelviz.workspace.commands.command import JSON

EMPTY = ChartState(
    np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros(0, bool), np.zeros(0, bool)
)


def state_json(state: Arranged) -> JSON:
    """Return a whole chart as the log keeps it."""
    return Sheet(state).way_back(Sheet(EMPTY))


def state_from(kept: JSON) -> ChartState:
    """Return the chart that the log keeps."""
    sheet = Sheet(EMPTY)
    sheet.go_back(kept)
    return sheet.state


def free_name(taken: Container[str]) -> str:
    """Return the first of "Chart 1", "Chart 2" … that is free."""
    return next(name for name in (f"Chart {number}" for number in count(1)) if name not in taken)
