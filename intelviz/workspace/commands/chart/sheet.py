"""A chart as a table by item id, to be changed row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Ints, Mask
from intelviz.case.values import Arranged
from intelviz.workspace.chart import ChartState
from intelviz.workspace.packing import packed, unpacked
from intelviz.workspace.rows import rows_of

_KINDS = {"x": np.float32, "y": np.float32, "pinned": np.bool_, "hidden": np.bool_}


class Sheet:
    """The items on a chart, sorted by id, with ``x``, ``y`` (canvas units), ``pinned`` and ``hidden`` columns.

    ``body`` is what the chart has beside them: one part of plain JSON a key, which is replaced and never altered.
    """

    def __init__(self, state: Arranged) -> None:
        order = np.argsort(state.id, kind="stable")
        self.id: Ints = np.asarray(state.id, np.int64)[order]
        self.columns: dict[str, NDArray[Any]] = {
            name: np.array(getattr(state, name), kind)[order] for name, kind in _KINDS.items()
        }
        self.body: dict[str, Any] = dict(state.body)

    @property
    def state(self) -> ChartState:
        """The chart as the case keeps it."""
        return ChartState(self.id, *(self.columns[name] for name in _KINDS), body=self.body)

    def at(self, ids: Ints) -> NDArray[np.int32]:
        """Return the row of each id, -1 where it isn't on the chart."""
        return rows_of(self.id, ids)

    def has(self, ids: Ints) -> Mask:
        """Return which ids are on the chart."""
        return self.at(ids) >= 0

    def set(self, name: str, ids: Ints, values: NDArray[Any] | bool) -> None:
        """Set a column for those of the ids that are on the chart."""
        at = self.at(ids)
        self.columns[name][at[at >= 0]] = values if isinstance(values, bool) else np.asarray(values)[at >= 0]

    def add(self, ids: Ints, x: NDArray[Any], y: NDArray[Any]) -> None:
        """Put items on the chart, or, if they are there already, in sight; those there stay where they are."""
        ids, first = np.unique(ids, return_index=True)
        self.set("hidden", ids, False)
        new = ~self.has(ids)
        count = int(new.sum())
        more = {"x": np.asarray(x)[first][new], "y": np.asarray(y)[first][new]}
        together = np.concatenate([self.id, ids[new]])
        order = np.argsort(together, kind="stable")
        self.id = together[order]
        for name, kind in _KINDS.items():
            self.columns[name] = np.concatenate([self.columns[name], more.get(name, np.zeros(count))]).astype(kind)[
                order
            ]

    def remove(self, ids: Ints) -> None:
        """Take items off the chart."""
        keep = ~np.isin(self.id, ids)
        self.id = self.id[keep]
        for name in _KINDS:
            self.columns[name] = self.columns[name][keep]

    def set_part(self, key: str, part: Any) -> None:
        """Set one part of what the chart has beside its items; an empty one is taken away."""
        if part:
            self.body[key] = part
        else:
            self.body.pop(key, None)

    @property
    def by_hand(self) -> Ints:
        """Ids of the items that the analyst placed, ascending."""
        return unpacked(self.body.get("by_hand", []), np.int64)

    def place_by_hand(self, ids: Ints) -> None:
        """Keep that the analyst placed these items."""
        before = self.by_hand
        after = np.union1d(before, ids[self.has(ids)])
        if len(after) != len(before):
            self.set_part("by_hand", packed(after))

    def take_off(self, ids: Ints) -> None:
        """Take items off the chart, and forget that the analyst had placed them."""
        self.remove(ids)
        before = self.by_hand
        after = np.setdiff1d(before, ids)
        if len(after) != len(before):
            self.set_part("by_hand", packed(after) if len(after) else None)

    # What changed between two sheets, and the way back

    def changed_from(self, other: Sheet) -> tuple[Ints, ChartState]:
        """Return the ids that only ``other`` has, and the rows of this sheet that ``other`` lacks or has otherwise."""
        at = other.at(self.id)
        same = at >= 0
        for name in _KINDS:
            same[same] = self.columns[name][same] == other.columns[name][at[same]]
        x, y, pinned, hidden = (self.columns[name][~same] for name in _KINDS)
        rows = ChartState(self.id[~same], x, y, pinned, hidden)
        return other.id[~self.has(other.id)], rows

    def way_back(self, after: Sheet) -> dict[str, Any]:
        """Return what has to be done to ``after`` to get this sheet again: rows to remove, and rows to put back."""
        gone, rows = self.changed_from(after)
        back = {"remove": packed(gone), **{name: packed(getattr(rows, name)) for name in ("id", *_KINDS)}}
        parts = {
            key: self.body.get(key) for key in {*self.body, *after.body} if self.body.get(key) != after.body.get(key)
        }
        return {**back, "body": parts} if parts else back

    def go_back(self, back: dict[str, Any]) -> None:
        """Do what ``way_back`` said."""
        ids = unpacked(back["id"], np.int64)
        self.remove(unpacked(back["remove"], np.int64))
        self.add(ids, np.zeros(len(ids), np.float32), np.zeros(len(ids), np.float32))
        for name, kind in _KINDS.items():
            self.set(name, ids, unpacked(back[name], kind))
        for key, part in back.get("body", {}).items():
            self.set_part(key, part)
