"""A chart: which items stand on the network canvas, where, pinned or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Mask, Rows
from intelviz.case.values import Arranged
from intelviz.workspace.grouped import Group, groups_in
from intelviz.workspace.rows import known_rows


@dataclass(frozen=True)
class ChartState:
    """Everything that a chart keeps, by item id, so that it outlives the rows of one session.

    ``body`` is what it has beside its items, as plain JSON: each part under a key of its own.
    """

    id: np.ndarray[tuple[int], np.dtype[np.int64]]
    x: np.ndarray[tuple[int], np.dtype[np.float32]]
    y: np.ndarray[tuple[int], np.dtype[np.float32]]
    pinned: Mask
    hidden: Mask
    body: dict[str, Any] = field(default_factory=dict[str, Any])


class Chart:
    """The items on one canvas, as columns over all items of the case.

    ``drawn`` marks items that stand on the canvas; ``hidden`` those taken off the picture for a while; ``x`` and ``y``
    are canvas units (one icon is 24 of them across); ``pinned`` items are never moved by a layout. ``body`` is what the
    chart has beside its items (see ``ChartState``); it is replaced as a whole when a command has changed it. ``leader``
    is the row of the item as which each is drawn: its own, or that of the closed group it lies in; ``closed`` has the
    outermost closed groups by the row of their leader.
    """

    def __init__(self, count: int, name: str = "Chart 1") -> None:
        self.name = name
        self.drawn: Mask = np.zeros(count, bool)
        self.hidden: Mask = np.zeros(count, bool)
        self.pinned: Mask = np.zeros(count, bool)
        self.x = np.zeros(count, np.float32)
        self.y = np.zeros(count, np.float32)
        self.body: dict[str, Any] = {}
        self.leader: Rows = np.arange(count, dtype=np.int32)
        self.closed: dict[int, Group] = {}
        self._closed_for: tuple[object, Mask, Ints] = (None, self.drawn, np.zeros(0, np.int64))

    @property
    def rows(self) -> Rows:
        """Rows of the items on the canvas that are not hidden."""
        return np.flatnonzero(self.drawn & ~self.hidden).astype(np.int32)

    def state(self, ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> ChartState:
        """Return what to keep; ``ids`` are the ids of all items, by row."""
        rows = np.flatnonzero(self.drawn)
        return ChartState(ids[rows], self.x[rows], self.y[rows], self.pinned[rows], self.hidden[rows], self.body)

    def restore(self, state: Arranged, ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        """Take over a kept state; items that the case no longer holds are left out."""
        self.body = dict(state.body)
        order = np.argsort(ids, kind="stable")
        if not len(ids):
            return
        at = np.clip(np.searchsorted(ids, state.id, sorter=order), 0, len(ids) - 1)
        rows = order[at]
        known = ids[rows] == state.id
        for mask in (self.drawn, self.hidden, self.pinned):
            mask[:] = False
        rows = rows[known]
        self.drawn[rows] = True
        self.hidden[rows] = state.hidden[known]
        self.pinned[rows] = state.pinned[known]
        self.x[rows] = state.x[known]
        self.y[rows] = state.y[known]
        self._close(ids)

    def _close(self, ids: Ints) -> None:
        """Find as what each item is drawn, if that may have changed."""
        said = self.body.get("groups")
        before, drawn, rows_before = self._closed_for
        if said == before and rows_before is ids and np.array_equal(drawn, self.drawn):
            return
        self._closed_for = (said, self.drawn.copy(), ids)
        self.leader = np.arange(len(self.drawn), dtype=np.int32)
        self.closed = {}
        for group in groups_in(self.body):
            if not group.closed:
                continue
            rows = known_rows(ids, group.ids)
            rows = rows[self.drawn[rows]]
            if not len(rows):
                continue
            leader = (
                int(known_rows(ids, np.array([group.leader], np.int64))[0])
                if group.leader in ids[rows]
                else int(rows[0])
            )
            for inner in np.unique(self.leader[rows]).tolist():
                self.closed.pop(inner, None)
            self.leader[rows] = leader
            self.closed[leader] = group

    @property
    def seen_x(self) -> NDArray[np.float32]:
        """Where each item is seen: its own place, or that of the closed group it lies in."""
        return self.x[self.leader]

    @property
    def seen_y(self) -> NDArray[np.float32]:
        """Where each item is seen, downwards."""
        return self.y[self.leader]
